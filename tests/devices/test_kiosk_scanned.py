"""What reaches the touch page of a scan, and how soon it is forgotten."""

from __future__ import annotations

import datetime as dt
import hmac
import logging
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kiosk import app
from kiosk.cards import DayKey
from kiosk.hall import Hall
from kiosk.ledger import Ledger
from kiosk.scanned import LIFE_S, Scanned, Scans
from kiosk.scans import Refused, Scan
from kiosk.settings import AgentSettings, FairUseSettings, KioskSettings, ScannerSettings
from kiosk.ticket import local_day
from queue_server.messages import PriorityAbout
from queue_server.runtime import device
from tests.devices.kiosk_builders import a_block, a_centre, a_hall
from tests.devices.serial_ports import Cable, until
from tests.pure.test_kiosk_clock import Machine

OLD = "001160000123|011234567|Nguyễn Thị Ví Dụ|05031960|Nữ|Số 1 Phố Mẫu|10052021"
YOUNG = "001190000123||Nguyễn Thị Ví Dụ|05031990|Nữ|Số 1 Phố Mẫu|10052021"
URL = "https://motcua.example.vn"
PRIORITIES = [
    PriorityAbout(id="elderly", name={"vi": "Người cao tuổi"}, from_age=60),
    PriorityAbout(id="aged", name={"vi": "Người từ 80 tuổi"}, from_age=80),
    PriorityAbout(id="pregnant", name={"vi": "Phụ nữ mang thai"}),
]


@contextmanager
def scans_of(folder: Path, machine: Machine | None = None) -> Iterator[tuple[Scans, Machine]]:
    machine = machine or Machine()
    with closing(Ledger(folder / "ledger.db")) as ledger:
        hall = Hall(ledger, machine.clock())
        hall.hear_centre(a_centre(priorities=PRIORITIES, public_url=URL))
        yield Scans(hall, machine.clock()), machine


def test_a_card_offers_the_classes_whose_age_it_reaches(tmp_path: Path) -> None:
    with scans_of(tmp_path) as (scans, _):
        scans.hear(Scan(OLD))
        first = scans.now()
        assert first
        assert first == Scanned(first.id, "card", ["elderly"])
        scans.hear(Scan(YOUNG))
        assert scans.now() == Scanned(first.id + 1, "card", [])


def test_a_scan_is_another_one_also_for_a_page_that_outlived_the_agent(tmp_path: Path) -> None:
    ids = set()
    machine = Machine()
    for start in ("first", "second"):
        with scans_of(tmp_path / start, machine) as (scans, _):
            for _scan in range(2):
                scans.hear(Scan(OLD))
                found = scans.now()
                assert found
                ids.add(found.id)
                machine.live(3)
    assert len(ids) == 4


@pytest.mark.parametrize(
    ("scan", "kind"),
    [
        (Scan(f"{URL}/t/{uuid.UUID(int=7)}"), "own_ticket"),
        (Scan("https://elsewhere.example/"), "not_a_card"),
        (Scan(OLD.replace("05031960", "05031961")), "unreadable"),
        (Refused("not_utf8"), "unreadable"),
    ],
)
def test_what_is_no_card_is_told_by_its_kind(
    tmp_path: Path, scan: Scan | Refused, kind: str
) -> None:
    with scans_of(tmp_path) as (scans, _):
        scans.hear(scan)
        own = str(uuid.UUID(int=7)) if kind == "own_ticket" else None
        found = scans.now()
        assert found
        assert found == Scanned(found.id, kind, [], own)  # type: ignore[arg-type]


def test_a_scan_is_forgotten_after_a_minute_and_when_the_visit_ends(tmp_path: Path) -> None:
    with scans_of(tmp_path) as (scans, machine):
        scans.hear(Scan(OLD))
        machine.live(LIFE_S - 1)
        assert scans.now()
        machine.live(1)
        assert scans.now() is None
        scans.hear(Scan(OLD))
        scans.forget()
        assert scans.now() is None


def test_without_a_centre_a_scan_is_dropped(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path / "ledger.db")) as ledger:
        clock = Machine().clock()
        scans = Scans(Hall(ledger, clock), clock)
        scans.hear(Scan(OLD))
        assert scans.now() is None


@contextmanager
def a_kiosk_with_a_scanner(folder: Path, port: Path, limit: int = 0) -> Iterator[app.Kiosk]:
    today = local_day(dt.datetime.now(dt.UTC), "Asia/Ho_Chi_Minh")
    with closing(Ledger(folder / "ledger.db")) as ledger:
        ledger.remember("centre", a_centre(priorities=PRIORITIES))
        ledger.remember("hall", a_hall())
        ledger.keep_block(a_block(count=5, day=today))
    settings = KioskSettings(
        kiosk=AgentSettings(data=folder),
        scanner=ScannerSettings(device=str(port)),
        fair_use=FairUseSettings(numbers_per_card=limit),
    )
    nobody = device.Device("http://127.0.0.1:9", "k1", "mau", uuid.uuid4().hex)
    kiosk = app.Kiosk(settings, nobody, app.words())
    try:
        kiosk.start()
        yield kiosk
    finally:
        kiosk.stop()


@pytest.mark.parametrize("limit", [0, 2], ids=["no limit", "two for each card"])
def test_a_card_at_the_scanner_reaches_the_page_and_leaves_no_trace(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, limit: int
) -> None:
    caplog.set_level(logging.DEBUG)
    data = tmp_path / "data"
    data.mkdir()
    with (
        Cable(tmp_path / "scanner") as cable,
        a_kiosk_with_a_scanner(data, cable.name, limit) as kiosk,
    ):
        client = kiosk.web.test_client()

        def scanned() -> dict[str, object] | None:
            found: dict[str, object] | None = client.get("/api/state").get_json()["scanned"]
            return found

        until(lambda: kiosk.scanner is not None and kiosk.scanner.link_up)
        assert scanned() is None
        cable.say(OLD.encode() + b"\r\n")
        until(lambda: scanned() is not None)
        nobody = {"ticket": None, "label": None}
        told = scanned() or {}
        del told["id"]
        assert told == {"kind": "card", "priorities": ["elderly"], **nobody}
        assert client.post("/api/forget", json={}).status_code == 204
        assert scanned() is None
        cable.say(OLD.encode() + b"\r\n")
        until(lambda: scanned() is not None)
        wish = {"ticket": str(uuid.uuid4()), "service": "HT", "priority": "elderly"}
        kept = kiosk.ledger.recall("card_key", DayKey)
        assert (kept is not None) == bool(limit)
        assert client.post("/api/take", json=wish).status_code == 200
        assert scanned() is None
        with kiosk.ledger.reading() as db:
            marks = [row["mark"] for row in db.execute("SELECT mark FROM cards")]
        expected = hmac.digest(kept.key, OLD[:12].encode(), "sha256") if kept else None
        assert marks == [expected] * bool(limit)
        assert kiosk._fair.mark() is None  # forgotten with the number: the next one needs a card
    written = b"".join(path.read_bytes() for path in data.iterdir())
    logged = " ".join(str(vars(record)) for record in caplog.records)
    for secret in ("001160000123", "011234567", "Ví Dụ", "05031960", "Phố Mẫu|"):
        assert secret.encode() not in written
        assert secret not in logged
