"""A ledger, a printer and the spool between them, for the tests of what comes out."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

from kiosk.clock import Clock
from kiosk.jobs import Job, Jobs
from kiosk.ledger import Ledger
from kiosk.numbers import Ticket
from kiosk.printing import Spool
from printer_drivers.api import Printer
from printer_drivers.connection import Connection
from printer_drivers.opening import open_printer
from printer_drivers.receipt import Big, Line, Receipt, to_json
from printer_drivers.virtual_pty import PtyPrinter
from tests.devices.kiosk_builders import TODAY, a_lease, a_tap

PATIENCE_S = 20.0


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Hall:
    """A ledger, a printer and the spool between them; ``ahead`` moves the kiosk's clock."""

    def __init__(self, folder: Path, printer: Printer) -> None:
        self.ledger = Ledger(folder / "ledger.db")
        self.jobs = Jobs(self.ledger)
        self.ahead = dt.timedelta()
        self.printer = printer
        self.spool = self.another_spool()

    def another_spool(self) -> Spool:
        """The spool of the agent that is started after a death."""
        return Spool(self.jobs, self.printer, Clock(lambda: now() + self.ahead, time.monotonic))

    def take(self, number: int) -> UUID:
        tap = a_tap()
        ticket = self.ledger.issue(tap, a_lease(tap, number), TODAY, now(), paper)
        assert isinstance(ticket, Ticket)
        return ticket.uuid

    def job(self, ticket: UUID) -> Job:
        job = self.jobs.of_ticket(ticket)
        assert job
        return job

    def until_ready(self) -> None:
        wait_until(lambda: self.printer.status().ready)


def paper(ticket: Ticket) -> bytes:
    return to_json(Receipt((Big(ticket.label), Line(ticket.label))))


def wait_until(true: object) -> None:
    """Raises AssertionError when it does not come true in good time."""
    limit = time.monotonic() + PATIENCE_S
    while not true():  # type: ignore[operator]
        assert time.monotonic() < limit
        time.sleep(0.02)


@contextmanager
def a_hall(folder: Path) -> Iterator[tuple[Hall, Path]]:
    """A kiosk with a working virtual printer, and the printer's device."""
    device = folder / "printer"
    with PtyPrinter(device, folder / "tray"), closing(a_printer(device)) as printer:
        hall = Hall(folder, printer)
        with closing(hall.ledger):
            hall.until_ready()
            yield hall, device


def a_printer(device: Path) -> Printer:
    return open_printer(Connection(device=str(device)), now)


def pieces(folder: Path) -> list[bool]:
    """For every piece of paper in the tray whether it is a whole ticket (else it is void)."""
    return [json.loads(f.read_text())["complete"] for f in sorted((folder / "tray").glob("*.json"))]
