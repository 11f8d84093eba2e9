"""A line that loses bytes of every ticket: an hour of it, in virtual time, wastes little paper."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.breaker import LINE_BAD, REST_S
from kiosk.clock import Clock
from kiosk.jobs import Job, Jobs
from kiosk.ledger import Ledger
from kiosk.numbers import Ticket
from kiosk.printing import JOB_LIFE_S, RETRY_S, Spool
from kiosk.view import health, trouble
from printer_drivers.api import ATTEMPTS
from printer_drivers.receipt import to_json
from printer_drivers.virtual import Fault, Habits, VirtualPrinter
from printer_drivers.virtual_line import Speeds, VirtualLine
from tests.devices.kiosk_builders import TODAY, a_lease, a_tap
from tests.devices.printer_schedules import START, WIDTH, Owner, Tray, a_receipt

HOUR_S = 3600.0
EVERY_S = 60.0  # a visitor
AGAIN_S = 1.0  # each try waits longer than that for what was lost


class Hall:
    """A kiosk whose line is bad until it is mended."""

    def __init__(self, folder: Path) -> None:
        self.tray = Tray()
        self.bad = True
        self.line = VirtualLine(
            VirtualPrinter(WIDTH, self.tray.take, Habits(paced=True)), START, Speeds()
        )
        self.owner = Owner(self.line)
        self.ledger = Ledger(folder / "ledger.db")
        self.jobs = Jobs(self.ledger)
        self.ahead = dt.timedelta()
        self.restart()
        self.owner.rest(5.0)
        self._lose()

    def restart(self) -> None:
        """The agent dies and comes back."""
        clock = Clock(lambda: self.line.now() + self.ahead, self.line.monotonic)
        self.spool = Spool(self.jobs, self.owner, clock)
        self.spool.recover()

    def _lose(self) -> None:
        self.line.tell(Fault.LOSE, 3 if self.bad else 0)
        if self.bad:
            self.line.at(self.line.monotonic() + AGAIN_S, self._lose)

    def take(self, number: int) -> UUID:
        tap, now = a_tap(), self.line.now() + self.ahead
        found = self.ledger.issue(
            tap, a_lease(tap, number), TODAY, now, lambda ticket: to_json(a_receipt(1))
        )
        assert isinstance(found, Ticket)
        return found.uuid

    def work(self, seconds: float) -> None:
        until = self.line.monotonic() + seconds
        while self.line.monotonic() < until:
            if not self.spool.step():
                self.owner.rest(RETRY_S)

    def visitors(self, count: int) -> list[Job]:
        """So many, one a minute, and what became of their paper."""
        first = 1 + len(self.jobs.latest(1000))
        tickets = []
        for number in range(first, first + count):
            tickets.append(self.take(number))
            self.work(EVERY_S)
        return [job for ticket in tickets if (job := self.jobs.of_ticket(ticket))]


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


def test_an_hour_of_a_bad_line_wastes_a_known_number_of_strips(hall: Hall) -> None:
    jobs = hall.visitors(int(HOUR_S / EVERY_S))
    assert hall.tray.void <= 27  # nine until it stops, three for each of six trials
    assert (hall.tray.tickets.total(), hall.tray.scraps) == (0, 0)
    assert [job.code for job in jobs[:4]] == ["garbled", "garbled", "garbled", "expired"]
    assert sum(job.code == "garbled" for job in jobs) > ATTEMPTS  # it was tried now and then


def test_who_comes_meanwhile_gets_no_paper_and_everybody_is_told_why(hall: Hall) -> None:
    hall.visitors(3)
    assert trouble(hall.owner, hall.spool.stopped) == LINE_BAD
    told = health(hall.owner.status(), hall.spool.stopped)
    assert (told.link, told.paper, told.stopped) == ("up", "ok", LINE_BAD)
    sent = hall.owner.device.bytes_sent
    ticket = hall.take(50)
    hall.spool.step()
    job = hall.jobs.of_ticket(ticket)
    assert job
    assert (job.state, job.code, job.attempts) == ("queued", LINE_BAD, 0)
    hall.work(JOB_LIFE_S + 5)
    job = hall.jobs.of_ticket(ticket)
    assert job
    assert (job.state, job.code) == ("failed", "expired")
    assert hall.owner.device.bytes_sent - sent < 5000  # its state is asked, and no picture sent


def test_a_line_that_was_mended_prints_again_by_itself(hall: Hall) -> None:
    hall.visitors(4)
    hall.bad = False
    hall.work(REST_S)
    (job,) = hall.visitors(1)
    assert (job.state, job.proof) == ("confirmed", "cut")
    assert hall.spool.stopped is None
    assert hall.tray.tickets.total() == 1


def test_who_opens_the_printer_and_closes_it_makes_it_print_at_once(hall: Hall) -> None:
    hall.visitors(3)
    hall.bad = False
    for fault in (Fault.COVER_OPEN, Fault.COVER_CLOSE):
        hall.line.tell(fault)
        hall.work(5.0)
    (job,) = hall.visitors(1)
    assert job.state == "confirmed"


@pytest.mark.parametrize(("ahead_s", "stopped"), [(0, LINE_BAD), (-7200, LINE_BAD), (REST_S, None)])
def test_an_agent_that_is_started_anew_has_not_forgotten_that_it_stopped(
    hall: Hall, ahead_s: float, stopped: str | None
) -> None:
    hall.visitors(3)
    hall.ahead = dt.timedelta(seconds=ahead_s)
    hall.restart()
    hall.work(1.0)
    assert hall.spool.stopped == stopped


def test_an_agent_that_is_started_after_it_went_on_prints(hall: Hall) -> None:
    hall.visitors(3)
    hall.bad = False
    hall.work(REST_S)
    hall.restart()
    (job,) = hall.visitors(1)
    assert job.state == "confirmed"
