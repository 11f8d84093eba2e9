"""Paper that looks like a ticket and is none: staff practise with it, and try the printer.

It takes no number of any block and is no ticket of the ledger, so that it cannot be sent or called;
at its head and its foot stands what it is, whatever the centre's layout says.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from uuid import UUID, uuid5

from msgspec import Struct
from msgspec.structs import replace

from kiosk.case import NO_ANSWERS, Answers
from kiosk.clock import Clock
from kiosk.hall import Hall
from kiosk.jobs import MAX_COPIES, UNFINISHED, Job
from kiosk.numbers import Tap, Ticket
from kiosk.papers import Look
from kiosk.slips import Paper, Slips
from kiosk.ticket import compose, local_day, marked_copy
from printer_drivers.receipt import Line, Receipt, to_json
from queue_server.messages import CentreAbout

log = logging.getLogger(__name__)

MARKS = {"practice": "ticket.practice", "test": "ticket.test"}  # by the kind of slip
REMEMBERED = 50  # one is on the screen; the others are of pages that were left
NUMBER = 0  # the server counts from 1


class NoCentre(Exception):
    """Nothing is known of the centre yet, so there is nothing to print."""


class Practised(Struct, frozen=True):
    ticket: Ticket
    answers: Answers
    copies: int = 0


class Practice:
    """May be used from any thread. ``woken`` is called when there is paper to print."""

    def __init__(self, slips: Slips, hall: Hall, look: Look, clock: Clock) -> None:
        self._slips, self._hall, self._look, self._clock = slips, hall, look, clock
        self._known: OrderedDict[UUID, Practised] = OrderedDict()
        self._lock = threading.Lock()
        self.woken: Callable[[], None] = lambda: None

    def give(self, tap: Tap) -> Ticket:
        """The same for every press of the tap. Raises ``NoCentre`` or ``LedgerFailed``."""
        with self._lock:
            known = self._known.get(tap.ticket)
            ticket = known.ticket if known else self._made(tap)
            practised = known or Practised(ticket, tap.answers)
            self._print(practised, "practice")  # once, however often it is asked
            self._known[tap.ticket] = practised
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return ticket

    def ticket(self, uuid: UUID) -> Ticket | None:
        """None when it is no practice ticket, or one of before the agent's start."""
        known = self._known.get(uuid)
        return known.ticket if known else None

    def job(self, ticket: Ticket) -> Job | None:
        """The latest paper of a practice ticket."""
        known = self._known.get(ticket.uuid)
        copies = known.copies if known else 0
        job = self._slips.job(_slip(ticket.uuid, copies))
        return replace(job, copy=copies) if job else None

    def copy(self, ticket: Ticket) -> bool:
        """Print it once more; False when that makes too many, or one is under way."""
        with self._lock:
            job, known = self.job(ticket), self._known.get(ticket.uuid)
            if known is None or (job and job.state in UNFINISHED) or known.copies >= MAX_COPIES:
                return False
            again = replace(known, copies=known.copies + 1)
            self._print(again, "practice")
            self._known[ticket.uuid] = again
            return True

    def try_printer(self, id: UUID) -> None:
        """A whole ticket marked as a test, once for each id. Raises as ``give``."""
        service = self._centre().services[0].id
        ticket = self._made(Tap(id, service, None, "normal", "vi"))
        self._print(Practised(ticket, NO_ANSWERS), "test")

    def tried(self, id: UUID) -> Job | None:
        return self._slips.job(id)

    def _centre(self) -> CentreAbout:
        if self._hall.centre is None or not self._hall.centre.services:
            raise NoCentre
        return self._hall.centre

    def _made(self, tap: Tap) -> Ticket:
        """With the wait that a real ticket would tell."""
        centre, now = self._centre(), self._clock.now()
        series = next(one.prefix for one in centre.services if one.id == tap.service)
        seen = self._hall.service(tap.service) if self._hall.link_up else None
        return Ticket(
            uuid=tap.ticket,
            service=tap.service,
            day=local_day(now, centre.timezone),
            series=series,
            number=NUMBER,
            label=f"{series}{NUMBER:03}",
            procedure=tap.procedure,
            priority=tap.priority,
            language=tap.language,
            issued_at=now,
            people_ahead=seen.waiting if seen else None,
            wait=seen.wait if seen else None,
            source="practice",
        )

    def _print(self, practised: Practised, kind: str) -> None:
        ticket, copies = practised.ticket, practised.copies
        receipt = compose(ticket, self._centre(), self._look, practised.answers)
        if copies:
            receipt = marked_copy(receipt, ticket.language, self._look.words)
        mark = self._look.words.text(ticket.language, MARKS[kind])
        paper = to_json(marked(receipt, mark))
        slip = _slip(ticket.uuid, copies)
        self._slips.take(Paper(slip, kind, paper, self._clock.now(), ordered=False))
        log.info("paper without value queued", extra={"kind": kind})
        self.woken()


def marked(receipt: Receipt, mark: str) -> Receipt:
    """The receipt between two large marks."""
    line = Line(mark, size="large", bold=True, align="centre")
    return replace(receipt, blocks=(line, *receipt.blocks, line))


def _slip(ticket: UUID, copies: int) -> UUID:
    return uuid5(ticket, str(copies)) if copies else ticket
