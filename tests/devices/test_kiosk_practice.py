"""What staff do at a kiosk: out of service, practice, test prints, paper, a file for helpers."""

from __future__ import annotations

import datetime as dt
import stat
import tarfile
import uuid
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from kiosk import app
from kiosk.clock import Clock
from kiosk.hall import Hall
from kiosk.issuing import NotIssued
from kiosk.ledger import Ledger
from kiosk.mode import CHOSEN, Chosen, Modes
from kiosk.settings import AgentSettings, KioskSettings, ServerSettings
from printer_drivers.receipt import from_json
from tests.devices.kiosk_builders import NOW, a_centre, a_tap
from tests.devices.kiosk_town import Town, a_server
from tests.devices.kiosk_town import a_kiosk as a_town_kiosk
from tests.devices.staff_builders import PIN, Staff, at_a_kiosk, set_pin
from tests.devices.test_kiosk_pages import a_device, fill, take

MARK = "TẬP – KHÔNG CÓ GIÁ TRỊ"


def paper_of(staff: Staff, id: str) -> tuple[str, str]:
    """Head and foot of a slip in the ledger."""
    with staff.kiosk.ledger.reading() as db:
        row = db.execute("SELECT receipt FROM jobs WHERE slip = ?", (id,)).fetchone()
    blocks = from_json(row["receipt"]).blocks
    return blocks[0].text, blocks[-1].text  # type: ignore[union-attr]


def mode(staff: Staff) -> str:
    return str(staff.client.get("/api/state").get_json()["mode"])


def tickets(staff: Staff) -> int:
    with staff.kiosk.ledger.reading() as db:
        return int(db.execute("SELECT count(*) FROM tickets").fetchone()[0])


def test_out_of_service_no_number_is_given_also_after_a_restart(tmp_path: Path) -> None:
    with at_a_kiosk(tmp_path) as staff:
        staff.enter()
        assert staff.do("out", {"on": True}) == 204
        assert (mode(staff), take(staff.client)[1]["code"]) == ("out", "out_of_service")
    with at_a_kiosk(tmp_path, filled=False) as staff:
        assert (mode(staff), take(staff.client)[0]) == ("out", 409)
        staff.enter()
        staff.do("out", {"on": False})
        assert take(staff.client)[0] == 200


def test_a_ticket_given_before_can_still_be_asked_for(tmp_path: Path) -> None:
    with at_a_kiosk(tmp_path) as staff:
        _, given = take(staff.client)
        staff.kiosk.modes.put_out(True)
        assert take(staff.client, ticket=given["ticket"])[1]["label"] == given["label"]


def test_in_practice_a_ticket_is_marked_takes_no_number_and_is_never_to_be_sent(
    tmp_path: Path,
) -> None:
    with at_a_kiosk(tmp_path) as staff:
        left = staff.kiosk.ledger.reserve_left()
        staff.enter()
        staff.do("practise", {"on": True})
        status, given = take(staff.client)
        assert (status, given["label"], given["source"]) == (200, "A000", "practice")
        assert take(staff.client, ticket=given["ticket"])[1] == given
        assert paper_of(staff, str(given["ticket"])) == (MARK, MARK)
        assert (tickets(staff), staff.kiosk.ledger.reserve_left()) == (0, left)
        assert staff.kiosk.ledger.next_unsent() is None
        assert take(staff.client, service="XX")[1]["code"] == "service_unknown"
        staff.do("practise", {"on": False})
        assert take(staff.client)[1]["source"] == "reserve"


def test_practice_paper_is_printed_again_as_often_as_a_ticket_s_and_always_marked(
    tmp_path: Path,
) -> None:
    def fail(staff: Staff) -> None:
        with staff.kiosk.ledger.writing() as db:
            db.execute("UPDATE jobs SET state = 'failed'")

    with at_a_kiosk(tmp_path) as staff:
        staff.kiosk.modes.practise(True)
        _, given = take(staff.client)
        ask = {"ticket": given["ticket"]}
        copies = []
        for _ in range(3):
            fail(staff)
            answer = staff.client.post("/api/reprint", json=ask).get_json()
            copies.append(answer.get("copy") or answer["code"])
        assert copies == [1, 2, "no_more_copies"]
        with staff.kiosk.ledger.reading() as db:
            papers = [row[0] for row in db.execute("SELECT receipt FROM jobs")]
    assert [from_json(paper).blocks[0].text for paper in papers] == [MARK] * 3  # type: ignore[union-attr]


def test_numbers_are_not_given_in_practice_whoever_asks(tmp_path: Path) -> None:
    with at_a_kiosk(tmp_path) as staff:
        staff.kiosk.modes.practise(True)
        with pytest.raises(NotIssued, match="practising"):
            staff.kiosk._issuing.take(a_tap())


def a_watch(ledger: Ledger) -> tuple[Modes, list[dt.datetime]]:
    """Modes on a clock whose time is the last of a list."""
    times = [NOW]
    clock = Clock(lambda: times[-1], lambda: 0.0)
    return Modes(ledger, Hall(ledger, clock), clock), times


def test_practice_ends_with_the_business_day_and_outlives_a_restart_before(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path / "ledger.db")) as ledger:
        ledger.remember("centre", a_centre())
        a_watch(ledger)[0].practise(True)
        modes, times = a_watch(ledger)
        times.append(NOW.replace(hour=16, minute=59))  # one minute before midnight at the centre
        assert modes.now == "practice"
        times.append(NOW.replace(hour=17))
        assert modes.now == "service"


def test_practice_that_is_over_does_not_come_back_with_a_clock_that_is_behind(
    tmp_path: Path,
) -> None:
    with closing(Ledger(tmp_path / "ledger.db")) as ledger:
        ledger.remember("centre", a_centre())
        modes, times = a_watch(ledger)
        modes.practise(True)
        modes.forget_the_past()
        assert modes.now == "practice"
        times.append(NOW + dt.timedelta(days=1))
        modes.forget_the_past()
        assert a_watch(ledger)[0].now == "service"


def test_practice_of_another_day_is_forgotten_with_the_next_answer_of_the_server(
    tmp_path: Path,
) -> None:
    fill(tmp_path)
    with closing(Ledger(tmp_path / "ledger.db")) as ledger:
        ledger.remember(CHOSEN, Chosen(practising_since=NOW - dt.timedelta(days=1)))
    with a_server(Town()) as address:
        settings = KioskSettings(
            kiosk=AgentSettings(data=tmp_path), server=ServerSettings(url=address)
        )
        kiosk = app.Kiosk(settings, a_device(), app.words())
        try:
            kiosk._uploader._beat()
            assert kiosk.ledger.recall(CHOSEN, Chosen) == Chosen()
        finally:
            kiosk.stop()


def test_practice_by_the_command_line_ends_with_the_process(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path / "ledger.db")) as ledger:
        modes, _ = a_watch(ledger)
        modes.practise_this_run()
        modes.put_out(True)
        modes.put_out(False)
        assert modes.now == "practice"
        assert a_watch(ledger)[0].now == "service"
        modes.practise(False)
        assert modes.now == "service"


def test_a_test_print_is_a_marked_ticket_without_a_number_once_for_each_press(
    tmp_path: Path,
) -> None:
    press = str(uuid.uuid4())
    with at_a_kiosk(tmp_path) as staff:
        staff.enter()
        assert [staff.do("test", {"id": press}) for _ in range(2)] == [204, 204]
        mark = "IN THỬ – KHÔNG CÓ GIÁ TRỊ"
        assert paper_of(staff, press) == (mark, mark)
        assert tickets(staff) == 0
        tried = staff.look(f"?tried={press}")[1]["tried"]
        assert (tried["id"], tried["print"]) == (press, "queued")


def test_a_kiosk_that_knows_no_centre_says_so_and_shows_its_state_all_the_same(
    tmp_path: Path,
) -> None:
    with at_a_kiosk(tmp_path, filled=False) as staff:
        staff.enter()
        assert staff.tell("test", {"id": str(uuid.uuid4())})[1]["code"] == "no_centre"
        assert staff.look()[1]["condition"]["reserve_left"] == 0


def test_paper_is_counted_from_the_moment_staff_changed_it(tmp_path: Path) -> None:
    with at_a_kiosk(tmp_path) as staff:
        staff.enter()
        assert staff.look()[1]["condition"]["roll"] == {"changed_at": None, "papers": None}
        take(staff.client)
        staff.do("paper")
        for _ in range(2):
            take(staff.client)
        with staff.kiosk.ledger.writing() as db:
            db.execute("UPDATE jobs SET state = 'confirmed' WHERE id < 3")
        roll = staff.look()[1]["condition"]["roll"]
        assert (roll["papers"], roll["changed_at"] is not None) == (1, True)


def test_the_state_tells_what_somebody_on_the_telephone_asks(tmp_path: Path) -> None:
    with at_a_kiosk(tmp_path) as staff:
        take(staff.client)
        staff.enter()
        told = staff.look()[1]["condition"]
    assert told["printer"]["trouble"] == "no_printer"
    assert (told["device"], told["centre"], told["link"]) == ("k1", "mau", False)
    assert (told["unsent"], told["reserve_left"], told["mode"]) == (1, 4, "service")
    assert min(told["ledger"], told["disk_free"], told["memory_free"]) > 0


def test_a_bundle_has_figures_and_settings_and_no_secret_and_old_ones_go(tmp_path: Path) -> None:
    fill(tmp_path)
    device = a_device()
    settings = KioskSettings(
        kiosk=AgentSettings(data=tmp_path),
        server=ServerSettings(url="http://user:geheim@127.0.0.1:9/?key=geheim"),
    )
    for year in (2019, 2020, 2097, 2098, 2099):  # the clock was ahead for a while
        (tmp_path / f"motcua-kiosk-{year}0101-080000.tar.gz").touch()
    kiosk = app.Kiosk(settings, device, app.words())
    staff = Staff(kiosk, kiosk.web.test_client())
    try:
        set_pin(tmp_path, PIN)
        staff.enter()
        ticket = take(staff.client)[1]
        status, told = staff.tell("bundle")
    finally:
        kiosk.stop()
    path = tmp_path / told["name"]
    assert (status, stat.S_IMODE(path.stat().st_mode)) == (200, 0o600)
    with tarfile.open(path) as archive:
        files = {Path(one.name).name: archive.extractfile(one).read() for one in archive}  # type: ignore[union-attr]
    assert files.keys() == {"condition.json", "settings.json", "ledger.json", "journal.txt"}
    whole = b"".join(files.values()).decode()
    for secret in (device.token, staff.token, "geheim", "argon2", str(ticket["ticket"])):
        assert secret not in whole
    assert msgspec.json.decode(files["ledger.json"])["tickets"][0]["tickets"] == 1
    left = sorted(one.name for one in tmp_path.glob("*.tar.gz"))
    assert [name[13:17] for name in left if name != path.name] == ["2098", "2099"]


def test_the_heartbeat_says_what_is_not_as_usual_and_else_nothing(tmp_path: Path) -> None:
    town = Town()
    with a_town_kiosk(tmp_path, town, beaten=False) as kiosk:
        kiosk.pulse.beat()
        kiosk.pulse.notices = lambda: ["out_of_service"]
        kiosk.pulse.beat()
        kiosk.pulse.notices = _dead_disk
        kiosk.pulse.beat()
    assert [beat.notices for beat in town.beats] == [[], ["out_of_service"], []]
    assert b"notices" not in msgspec.json.encode(town.beats[0])


def _dead_disk() -> list[str]:
    raise OSError(5, "Input/output error")
