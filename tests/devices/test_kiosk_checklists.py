"""The list of papers without a number: once for each press, and not too much paper for one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID, uuid4

from kiosk import app, looks
from kiosk.checklists import IN_AN_HOUR, Checklists, NotListed, Wish
from kiosk.clock import Clock
from kiosk.hall import Hall
from kiosk.jobs import Jobs
from kiosk.ledger import Ledger
from kiosk.settings import AgentSettings, KioskSettings, PrinterSettings
from kiosk.slips import Slips
from printer_drivers.receipt import Check, from_json
from tests.devices.kiosk_builders import NOW, a_centre, a_procedure
from tests.devices.test_kiosk_pages import a_device
from tests.pure.test_kiosk_ticket import words

BARE = a_procedure(id="BARE", documents=[])


class Desk:
    """Checklists whose clock runs as the test says, and whose printer is as it says."""

    def __init__(self, ledger: Ledger) -> None:
        self.ticks = 0.0
        self.printer: str | None = None
        clock = Clock(lambda: NOW, lambda: self.ticks)
        hall = Hall(ledger, clock)
        self.slips, look = Slips(ledger), looks.read(PrinterSettings(), words())
        self.lists = Checklists(self.slips, hall, look, clock, lambda: self.printer)
        self.jobs = Jobs(ledger)
        self.woken = 0
        self.lists.woken = self.wake

    def wake(self) -> None:
        self.woken += 1

    def press(self, id: UUID | None = None, procedure: str = "1_001193") -> str:
        """What is said to a press: nothing, or the code of a no."""
        try:
            self.lists.print(Wish(id or uuid4(), procedure, "vi"))
        except NotListed as told:
            return told.code
        return ""


@contextmanager
def a_desk(folder: Path, *, known: bool = True) -> Iterator[Desk]:
    with closing(Ledger(folder / "ledger.db")) as ledger:
        if known:
            ledger.remember("centre", a_centre(procedures=[a_procedure(), BARE]))
        yield Desk(ledger)


def test_a_press_is_one_list_however_often_it_is_sent(tmp_path: Path) -> None:
    with a_desk(tmp_path) as desk:
        press = uuid4()
        assert [desk.press(press) for _ in range(3)] == ["", "", ""]
        job = desk.jobs.next_queued()
        assert job
        receipt = from_json(job.receipt)
        assert sum(isinstance(block, Check) for block in receipt.blocks) == 3
        assert desk.jobs.move(job.id, ("queued",), "confirmed", NOW)
        assert desk.jobs.next_queued() is None
        assert desk.press(press) == ""
        assert desk.woken == 1
        assert desk.slips.ended() == []  # no server ordered it


def test_one_list_in_ten_seconds_and_thirty_in_an_hour_however_they_fall(tmp_path: Path) -> None:
    with a_desk(tmp_path) as desk:
        assert desk.press() == ""
        desk.ticks = 9.9
        assert desk.press() == "list_just_printed"
        for place in range(1, IN_AN_HOUR):
            desk.ticks = 10.0 * place
            assert desk.press() == ""
        desk.ticks = 3599.9
        assert desk.press() == "lists_enough"
        desk.ticks = 3600.0
        assert desk.press() == ""
        assert desk.press() == "list_just_printed"
        desk.ticks = 3610.0
        assert desk.press() == ""


def test_nothing_is_queued_that_could_not_be_printed_now(tmp_path: Path) -> None:
    with a_desk(tmp_path) as desk:
        assert desk.press(procedure="NONE") == "procedure_unknown"
        assert desk.press(procedure="BARE") == "no_papers"
        desk.printer = "paper_out"
        assert desk.press() == "printer_not_ready"
        assert desk.jobs.next_queued() is None
        desk.printer = None
        assert desk.press() == ""  # a no costs nobody a turn


def test_before_the_kiosk_knows_its_centre_there_is_no_list(tmp_path: Path) -> None:
    with a_desk(tmp_path, known=False) as desk:
        assert desk.press() == "no_centre"


def test_the_page_is_told_why_there_is_no_list(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path / "ledger.db")) as ledger:
        ledger.remember("centre", a_centre())
    settings = KioskSettings(kiosk=AgentSettings(data=tmp_path))
    kiosk = app.Kiosk(settings, a_device(), app.words())
    client, wish = kiosk.web.test_client(), {"id": str(uuid4()), "procedure": "1_001193"}
    try:
        refused = client.post("/api/checklist", json=wish)
        assert (refused.status_code, refused.get_json()["code"]) == (409, "printer_not_ready")
        assert client.post("/api/checklist", json={"id": "x"}).status_code == 400
        assert client.get(f"/api/state?list={wish['id']}").get_json()["list"] is None
    finally:
        kiosk.stop()
