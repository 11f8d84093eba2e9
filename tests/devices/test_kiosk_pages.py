"""The pages' JSON interface, the settings of the screen, and the program as a process."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import signal
import stat
import subprocess
import sys
import threading
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from kiosk import app
from kiosk.door import REPORTS_AT_ONCE
from kiosk.ledger import Ledger
from kiosk.pages import POLLS
from kiosk.settings import AgentSettings, KioskSettings, ScreenSettings
from kiosk.ticket import local_day
from kiosk.view import health
from printer_drivers.api import Link, Paper, PrinterStatus
from queue_server.messages import PrinterHealth, ServiceNow
from queue_server.runtime import device
from tests.devices.kiosk_builders import NOW, a_block, a_centre, a_hall, a_tap

ROOT = Path(__file__).parents[2]
NOBODY = "http://127.0.0.1:9"  # the discard port: nothing answers


def a_device() -> device.Device:
    return device.Device(NOBODY, "k1", "mau", uuid.uuid4().hex)


def fill(folder: Path) -> None:
    """A ledger as a kiosk leaves it that has been at work: it knows its centre and its hall."""
    with closing(Ledger(folder / "ledger.db")) as ledger:
        ledger.remember("centre", a_centre())
        ledger.remember("hall", a_hall())
        ledger.keep_block(a_block(count=5, day=the_date()))


def the_date() -> dt.date:
    """The date it really is at the centre: the program reads the machine's clock."""
    return local_day(dt.datetime.now(dt.UTC), "Asia/Ho_Chi_Minh")


@contextmanager
def a_kiosk(folder: Path) -> Iterator[tuple[app.Kiosk, FlaskClient]]:
    fill(folder)
    settings = KioskSettings(kiosk=AgentSettings(data=folder))
    kiosk = app.Kiosk(settings, a_device(), app.words())
    try:
        yield kiosk, kiosk.web.test_client()
    finally:
        kiosk.stop()


def take(client: FlaskClient, **changes: object) -> tuple[int, dict[str, object]]:
    body = {"ticket": str(uuid.uuid4()), "service": "HT"} | changes
    answer = client.post("/api/take", json=body)
    return answer.status_code, answer.get_json()


def test_the_shell_carries_the_policy_the_words_and_the_measures(tmp_path: Path) -> None:
    with a_kiosk(tmp_path) as (_, client):
        page = client.get("/")
    assert "require-trusted-types-for 'script'" in page.headers["Content-Security-Policy"]
    found = re.search(r'id="facts">(.*?)</script>', page.text, re.S)
    assert found
    facts = json.loads(found[1])
    assert facts["px_per_mm"] == pytest.approx(4.034, abs=0.001)
    assert facts["words"]["en"]["kiosk.done.ok"] == "Done"
    assert (facts["long_wait_min"], facts["max_copies"]) == (90, 2)


def test_without_fresh_news_no_figures_are_shown(tmp_path: Path) -> None:
    with a_kiosk(tmp_path) as (_, client):
        state = client.get("/api/state").get_json()
    assert (state["waiting"], state["link"], state["printer"]) == (None, False, "no_printer")
    assert state["services"][0]["waiting"] is None
    assert state["services"][0]["state"] == "open"


def test_fresh_news_is_shown_and_wakes_a_waiting_page(tmp_path: Path) -> None:
    with a_kiosk(tmp_path) as (kiosk, client):
        before = client.get("/api/state").get_json()
        kiosk.hall.hear_hall(a_hall())
        after = client.get(f"/api/state?seen={before['version']}").get_json()
    assert after["version"] != before["version"]
    assert (after["waiting"], after["link"]) == (4, True)
    assert after["services"][0]["wait"] == {"low_min": 10, "high_min": 15}


def test_a_tap_gives_a_ticket_and_the_same_tap_the_same_ticket(tmp_path: Path) -> None:
    with a_kiosk(tmp_path) as (_, client):
        tap = str(uuid.uuid4())
        status, first = take(client, ticket=tap)
        assert (status, first["label"], first["source"]) == (200, "A501", "reserve")
        assert take(client, ticket=tap) == (200, first)
        state = client.get(f"/api/state?ticket={tap}").get_json()
    assert state["ticket"] == first
    assert first["qr"] == f"motcua:{tap}"


def test_a_service_nobody_knows_is_a_problem_with_a_code(tmp_path: Path) -> None:
    with a_kiosk(tmp_path) as (_, client):
        status, problem = take(client, service="XX")
    assert (status, problem["code"]) == (409, "service_unknown")


def test_an_empty_reserve_is_a_problem_with_a_code(tmp_path: Path) -> None:
    with a_kiosk(tmp_path) as (_, client):
        assert [take(client)[0] for _ in range(5)] == [200] * 5
        status, problem = take(client)
    assert (status, problem["code"]) == (409, "no_reserve")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8010", 200),
        ("localhost:8010", 200),
        ("[::1]:8010", 200),
        ("LOCALHOST", 200),
        ("kiosk.evil.example:8010", 400),
        ("127.0.0.1.evil.example", 400),
        ("[::1", 400),
        ("", 400),
    ],
)
def test_only_the_browser_of_this_machine_is_answered(
    tmp_path: Path, host: str, status: int
) -> None:
    with a_kiosk(tmp_path) as (_, client):
        assert client.get("/readyz", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost", 200),
        ("http://localhost:8011", 403),
        ("https://localhost", 403),
        ("https://evil.example", 403),
        ("null", 403),
    ],
)
def test_a_foreign_page_cannot_take_a_ticket(tmp_path: Path, origin: str, status: int) -> None:
    body = {"ticket": str(uuid.uuid4()), "service": "HT"}
    with a_kiosk(tmp_path) as (_, client):
        answer = client.post("/api/take", json=body, headers={"Origin": origin})
    assert answer.status_code == status


@pytest.mark.parametrize("path", ["/csp", "/api/fault"])
def test_a_page_that_fails_all_the_time_does_not_fill_the_log(tmp_path: Path, path: str) -> None:
    with a_kiosk(tmp_path) as (_, client):
        told = [client.post(path, json={"message": "x"}).status_code for _ in range(50)]
        assert client.post("/api/take", json={}).status_code == 400
    assert told == [204] * REPORTS_AT_ONCE + [429] * (50 - REPORTS_AT_ONCE)


def test_pages_that_wait_leave_threads_for_those_that_do_not(tmp_path: Path) -> None:
    with a_kiosk(tmp_path) as (kiosk, client):
        version = client.get("/api/state").get_json()["version"]
        waiting = [
            threading.Thread(
                target=lambda: kiosk.web.test_client().get(f"/api/state?seen={version}")
            )
            for _ in range(POLLS)
        ]
        for thread in waiting:
            thread.start()
        while kiosk.hall.watched < POLLS:
            time.sleep(0.01)
        assert client.get(f"/api/state?seen={version}").get_json()["version"] == version
        assert kiosk.hall.watched == POLLS
        kiosk.hall.close()
        for thread in waiting:
            thread.join()


def test_a_closed_service_says_until_when_also_without_link(tmp_path: Path) -> None:
    opens = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    with a_kiosk(tmp_path) as (kiosk, _):
        closed = ServiceNow("HT", 3, None, "closed", opens)
        kiosk.ledger.remember("hall", a_hall(NOW, closed))
    settings = KioskSettings(kiosk=AgentSettings(data=tmp_path))
    kiosk = app.Kiosk(settings, a_device(), app.words())
    tile = kiosk.web.test_client().get("/api/state").get_json()["services"][0]
    kiosk.stop()
    local = opens.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    assert (tile["state"], tile["opens_at"]) == ("closed", f"{local:%H:%M, %d/%m}")
    assert (tile["waiting"], tile["wait"]) == (None, None)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 400),
        (b'{"ticket": "x", "service": "HT"}', "application/json", 400),
        (b"ticket=1", "application/x-www-form-urlencoded", 415),
        (b'{"ticket": 1}', "text/plain", 415),
    ],
)
def test_what_the_page_would_never_send_is_refused(
    tmp_path: Path, body: bytes, kind: str, status: int
) -> None:
    with a_kiosk(tmp_path) as (_, client):
        assert client.post("/api/take", data=body, content_type=kind).status_code == status


def test_the_visitor_s_answer_ends_the_doubt_and_allows_a_marked_copy(tmp_path: Path) -> None:
    with a_kiosk(tmp_path) as (kiosk, client):
        _, ticket = take(client)
        wish = {"ticket": ticket["ticket"]}
        assert client.post("/api/reprint", json=wish).get_json()["code"] == "still_printing"
        with kiosk.ledger.writing() as db:
            db.execute("UPDATE jobs SET state = 'unknown'")
        answer = client.post("/api/printed", json=wish | {"printed": False}).get_json()
        assert (answer["print"], answer["code"]) == ("failed", "not_seen")
        copy = client.post("/api/reprint", json=wish).get_json()
        assert (copy["label"], copy["print"], copy["copy"]) == (ticket["label"], "queued", 1)
        with kiosk.ledger.reading() as db:
            receipt = db.execute("SELECT receipt FROM jobs WHERE copy = 1").fetchone()[0]
    assert "Bản in lại" in receipt.decode()


def test_an_answer_about_paper_that_is_certain_changes_nothing(tmp_path: Path) -> None:
    with a_kiosk(tmp_path) as (kiosk, client):
        _, ticket = take(client)
        with kiosk.ledger.writing() as db:
            db.execute("UPDATE jobs SET state = 'confirmed'")
        said = {"ticket": ticket["ticket"], "printed": False}
        assert client.post("/api/printed", json=said).get_json()["print"] == "confirmed"


def test_the_catalogue_is_explained_in_the_language_of_the_page(tmp_path: Path) -> None:
    with a_kiosk(tmp_path) as (kiosk, client):
        english = client.get("/api/procedures/en").get_json()
        assert english[0]["name"] == "Birth registration"
        assert client.get("/api/procedures/xx").status_code == 404
        kiosk.hall.hear_centre(a_centre(version=2, procedures=[]))
        assert client.get("/api/procedures/en").get_json() == []


def test_a_kiosk_is_ready_when_it_knows_its_centre(tmp_path: Path) -> None:
    with a_kiosk(tmp_path) as (_, client):
        assert client.get("/readyz").status_code == 200
    settings = KioskSettings(kiosk=AgentSettings(data=tmp_path / "new"))
    kiosk = app.Kiosk(settings, a_device(), app.words())
    client = kiosk.web.test_client()
    assert client.get("/readyz").status_code == 503
    assert client.get("/api/state").get_json()["code"] == "no_centre"
    kiosk.stop()


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (PrinterStatus(), PrinterHealth(link="down")),
        (PrinterStatus(link=Link.UP), PrinterHealth(link="unknown")),
        (
            PrinterStatus(link=Link.UP, online=True, paper=Paper.NEAR_END, cover_open=False),
            PrinterHealth("up", "near_end", cover_open=False, online=True),
        ),
        (
            PrinterStatus(link=Link.UP, online=False, paper=Paper.OUT, cover_open=True),
            PrinterHealth("up", "out", cover_open=True, online=False),
        ),
        (PrinterStatus(link=Link.UP, online=True), PrinterHealth(link="up", online=True)),
        (
            PrinterStatus(Link.UP, False, Paper.OK, cover_open=False, cutter_error=True),
            PrinterHealth("up", "ok", cover_open=False, online=False, cutter_error=True),
        ),
        (
            PrinterStatus(Link.UP, True, Paper.OK, False, False, stuck=True),
            PrinterHealth("up", "ok", False, True, False, stopped="roll_stuck"),
        ),
    ],
)
def test_a_silent_printer_is_never_reported_as_fine(
    status: PrinterStatus, told: PrinterHealth
) -> None:
    assert health(status) == told


def test_a_large_screen_has_fewer_pixels_in_a_millimetre() -> None:
    assert ScreenSettings(diagonal_in=32).px_per_mm == pytest.approx(1 / 0.369, rel=0.01)


# ── the program ──────────────────────────────────────────────────────────────────────────────────


def command(folder: Path, *words: str) -> list[str]:
    config = folder / "kiosk.toml"
    config.write_text(f'[kiosk]\ndata = "{folder}"\nport = 0\n', encoding="utf-8")
    return [sys.executable, "-m", "kiosk", *words, "--config", str(config)]


def test_the_token_is_readable_by_its_owner_alone_and_replaced_whole(tmp_path: Path) -> None:
    path = device.write(tmp_path / "new", a_device())
    again = a_device()
    assert device.write(tmp_path / "new", again) == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert device.read(tmp_path / "new") == again
    assert [item.name for item in path.parent.iterdir()] == ["device.json"]


def test_a_kiosk_that_is_not_enrolled_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(command(tmp_path, "run"), cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "motcua-kiosk enrol" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("verb", ["run", "status"])
def test_a_ledger_that_is_none_is_a_sentence_and_not_a_traceback(tmp_path: Path, verb: str) -> None:
    device.write(tmp_path, a_device())
    (tmp_path / "ledger.db").write_bytes(b"not a database, but long enough to be looked at" * 99)
    done = subprocess.run(command(tmp_path, verb), cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "cannot be" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_disk_that_is_full_at_the_start_is_a_sentence_and_not_a_traceback(
    tmp_path: Path,
) -> None:
    fill(tmp_path)
    device.write(tmp_path, a_device())
    with closing(Ledger(tmp_path / "ledger.db")) as ledger:
        ledger.issue(a_tap(), None, the_date(), NOW, lambda ticket: ticket.label.encode())
        with ledger.reading() as db:
            # to be judged at the start
            db.execute("UPDATE jobs SET state = 'sending', hangs = 'spoilt'")
            db.execute(
                "CREATE TRIGGER full BEFORE UPDATE ON jobs BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
    words = command(tmp_path, "run")
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert f"the ledger in {tmp_path} cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_a_sentence_with_file_and_line(tmp_path: Path) -> None:
    words = command(tmp_path, "status")
    (tmp_path / "kiosk.toml").write_text("[kiosk]\nprot = 1\n", encoding="utf-8")
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "line 2" in done.stderr
    assert "kiosk.prot" in done.stderr


def test_the_program_serves_without_server_or_printer_and_stops_on_sigterm(tmp_path: Path) -> None:
    fill(tmp_path)
    device.write(tmp_path, a_device())
    with subprocess.Popen(
        command(tmp_path, "run"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as kiosk:
        assert kiosk.stdout
        found = re.search(r"http://\S+/", kiosk.stdout.readline())
        assert found
        with urllib.request.urlopen(found[0] + "readyz", timeout=10) as answer:  # noqa: S310
            assert json.load(answer) == {"ready": True, "link": False}
        memory = Path(f"/proc/{kiosk.pid}/status").read_text(encoding="utf-8")
        resident = int(re.findall(r"VmRSS:\s+(\d+) kB", memory)[0])
        kiosk.send_signal(signal.SIGTERM)
        _, said = kiosk.communicate(timeout=30)
    assert kiosk.returncode == 0
    assert "Traceback" not in said
    assert resident < 70 * 1024


def test_status_tells_what_the_ledger_holds(tmp_path: Path) -> None:
    fill(tmp_path)
    device.write(tmp_path, a_device())
    done = subprocess.run(
        command(tmp_path, "status"), cwd=ROOT, capture_output=True, text=True, env=dict(os.environ)
    )
    assert "tickets the server does not have: 0" in done.stdout
    assert f"reserve of HT for {the_date()}: 5" in done.stdout
