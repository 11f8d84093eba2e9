"""Mornings of a kiosk and its printer in virtual time: its agent, and whether it told the truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.clock import Clock
from kiosk.jobs import Hanging, Jobs, JobState
from kiosk.ledger import Ledger
from kiosk.numbers import Ticket
from kiosk.printing import RETRY_S, Spool
from printer_drivers.receipt import Receipt, to_json
from printer_drivers.typist import Typist
from printer_drivers.virtual import Habits
from tests.devices.kiosk_builders import TODAY, a_lease, a_tap
from tests.devices.printer_schedules import (
    LAST,
    PATIENCE_S,
    Crashed,
    Owner,
    Schedule,
    a_receipt,
    a_schedule,
)


@dataclass
class Kiosk:
    """A ledger in a file, and an agent that lives until it is killed, and then again."""

    schedule: Schedule
    folder: Path
    trusted_acks: bool = True
    typist: Typist | None = None
    receipt: Callable[[int], Receipt] = a_receipt
    taken: list[int] = field(default_factory=list)
    states: dict[int, JobState] = field(default_factory=dict)
    hangs: Hanging | None = None
    _commits: int = 0

    def run(self) -> None:
        """Until everything that was to happen has happened and every ticket has its end."""
        while not self.states:
            try:
                self._live()
            except Crashed:
                self.schedule.line.sleep(self.schedule.rng.uniform(0.2, 5.0))

    def _live(self) -> None:
        ledger = Ledger(self.folder / "ledger.db")
        printer = Owner(self.schedule.line, self.trusted_acks, self.typist)
        self.schedule.alive = True
        try:
            jobs = Jobs(ledger)
            spool = Spool(jobs, printer, Clock(self._wall, self.schedule.line.monotonic))
            spool.recover()
            while not self._over(jobs, printer):
                self._take(ledger)
                if not spool.step():
                    printer.rest(RETRY_S)
            self.states, self.hangs = self._found(ledger), jobs.hanging()
        finally:
            ledger.close()

    def _wall(self) -> dt.datetime:
        self._commits += 1
        if self._commits == self.schedule.crash_at_commit:
            self.schedule.crash()
        return self.schedule.line.now()

    def _over(self, jobs: Jobs, printer: Owner) -> bool:
        line = self.schedule.line
        assert line.monotonic() < PATIENCE_S
        if self.schedule.wanted or not line.quiet or jobs.next_queued() or not printer.tidy:
            return False
        if LAST not in self.taken:
            self.schedule.wanted.append((line.monotonic(), LAST))
            return False
        return True

    def _take(self, ledger: Ledger) -> None:
        wanted, line = self.schedule.wanted, self.schedule.line
        while wanted and wanted[0][0] <= line.monotonic():
            number = wanted.pop(0)[1]
            tap = a_tap()
            found = ledger.issue(tap, a_lease(tap, number), TODAY, line.now(), self._paper)
            assert isinstance(found, Ticket)
            self.taken.append(number)

    def _paper(self, ticket: Ticket) -> bytes:
        return to_json(self.receipt(ticket.number))

    def _found(self, ledger: Ledger) -> dict[int, JobState]:
        with ledger.reading() as db:
            rows = db.execute("SELECT number, state FROM jobs JOIN tickets ON uuid = ticket")
            return {row["number"]: row["state"] for row in rows}


def wrongs(schedule: Schedule, states: dict[int, JobState]) -> list[str]:
    """Every way in which what is said is not what came out."""
    tray = schedule.tray
    found = [f"{n} came out {count} times" for n, count in tray.tickets.items() if count > 1]
    if tray.scraps:
        found.append(f"{tray.scraps} unmarked scraps")
    for number, state in states.items():
        count = tray.tickets[number]
        if state == "confirmed" and count != 1:
            found.append(f"{number} is confirmed, {count} came out")
        if state == "failed" and count:
            found.append(f"{number} failed and came out")
    return found


def morning(seed: str, folder: Path, habits: Habits | None = None, trusted: bool = True) -> Kiosk:
    """Play the schedule of a seed."""
    kiosk = Kiosk(a_schedule(seed, habits), folder / seed, trusted)
    kiosk.run()
    return kiosk


def must_be_true(seed: str, kiosk: Kiosk) -> None:
    found = wrongs(kiosk.schedule, kiosk.states)
    assert not found, (seed, found, kiosk.states, kiosk.schedule.story, kiosk.schedule.line.speeds)
