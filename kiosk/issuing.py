"""A tap becomes a ticket: ask for a number, commit it with its paper, wake printer and uploader."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from msgspec import Struct

from kiosk.clock import Clock
from kiosk.hall import Hall
from kiosk.leasing import Leasing
from kiosk.ledger import Ledger, LedgerFailed
from kiosk.mode import Mode
from kiosk.numbers import NoNumber, Tap, Ticket
from kiosk.papers import Look
from kiosk.ticket import compose, local_day, marked_copy
from printer_drivers.receipt import from_json, to_json
from queue_server.messages import CentreAbout, Lease, Leased
from queue_server.runtime.uplink import LinkDown, Refusal, Uplink

log = logging.getLogger(__name__)

NOT_ENROLLED = "not_enrolled"
NO_SERVICE: dict[Mode, str] = {"out": "out_of_service", "practice": "practising"}
CLOSED_CODES = {"closed": "service_closed", "suspended": "service_suspended", "full": "queue_full"}


class NotIssued(Exception):
    """No ticket was made; ``code`` says why, ``about`` what the sentence needs, and nothing was
    written.
    """

    def __init__(self, code: str, **about: str | int) -> None:
        super().__init__(code)
        self.code, self.about = code, about


class Form(Struct, frozen=True):
    """How tickets of this kiosk look and how long a visitor waits for the server."""

    look: Look
    lease_deadline_s: float


class Issuing:
    """Gives tickets. ``woken`` is called after each commit: paper and upload are due.

    Only while ``mode`` is ``service``, whoever asks. ``fair`` may refuse a tap that is new, and
    ``given`` is told of each ticket inside the transaction that writes it.
    """

    def __init__(
        self, ledger: Ledger, hall: Hall, uplink: Uplink, clock: Clock, form: Form
    ) -> None:
        self._ledger, self._hall, self._clock = ledger, hall, clock
        self._leasing = Leasing(uplink, form.lease_deadline_s)
        self._form = form
        self.woken: Callable[[], None] = lambda: None
        self.mode: Callable[[], Mode] = lambda: "service"
        self.fair: Callable[[Tap], None] = lambda tap: None
        self.given: Callable[[Ticket], None] = lambda ticket: None

    def take(self, tap: Tap) -> Ticket:
        """The ticket of a tap; the same one for every press of it.

        Raises ``NotIssued``, or ``LedgerFailed`` when the disk is full or broken.
        """
        if known := self._ledger.ticket(tap.ticket):
            return known
        if code := NO_SERVICE.get(self.mode()):
            raise NotIssued(code)
        centre = self.check(tap)
        try:
            self.fair(tap)
        except NotIssued:
            if known := self._ledger.ticket(tap.ticket):  # the same press, answered meanwhile
                return known
            raise
        ticket = self._commit(tap, self._ask(tap), centre)
        if isinstance(ticket, NoNumber):
            log.warning("no number given", extra={"service": tap.service, "code": ticket.code})
            raise NotIssued(ticket.code)
        log.info("ticket issued", extra={"label": ticket.label, "source": ticket.source})
        self.woken()
        return ticket

    def _commit(
        self, tap: Tap, answer: Leased | NoNumber | None, centre: CentreAbout
    ) -> Ticket | NoNumber:
        now = self._clock.now()
        look = self._form.look
        try:
            with self._ledger.writing():
                ticket = self._ledger.issue(
                    tap,
                    answer,
                    local_day(now, centre.timezone),
                    now,
                    lambda ticket: to_json(compose(ticket, centre, look, tap.answers)),
                )
                if isinstance(ticket, Ticket):
                    self.given(ticket)
                return ticket
        except LedgerFailed as error:
            log.error("ledger cannot write a ticket", extra={"code": error.code})  # noqa: TRY400
            raise

    def now(self) -> dt.datetime:
        """The time in which this kiosk issues, aware UTC."""
        return self._clock.now()

    def copy_of(self, ticket: Ticket, first: bytes) -> bytes:
        """The receipt of a reprint of the ``first`` one, marked as such.

        Raises ``NotIssued`` when the first one cannot be read.
        """
        try:
            receipt = from_json(first)
        except ValueError as error:
            raise NotIssued("receipt_unreadable") from error
        return to_json(marked_copy(receipt, ticket.language, self._form.look.words))

    def check(self, tap: Tap) -> CentreAbout:
        """The centre, if a ticket of it may be asked for. Raises ``NotIssued``."""
        centre = self._hall.centre
        if centre is None:
            raise NotIssued("no_centre")
        if not self._hall.enrolled:
            raise NotIssued(NOT_ENROLLED)
        self._check(tap, centre)
        return centre

    def _check(self, tap: Tap, centre: CentreAbout) -> None:
        """Refuse what the centre does not offer, and what its fresh news says is shut."""
        if tap.service not in {service.id for service in centre.services}:
            raise NotIssued("service_unknown")
        if tap.priority != "normal" and tap.priority not in {p.id for p in centre.priorities}:
            raise NotIssued("priority_unknown")
        if tap.procedure and tap.procedure not in {p.id for p in centre.procedures}:
            raise NotIssued("procedure_unknown")
        seen = self._hall.service(tap.service)
        if seen and seen.state in CLOSED_CODES:
            raise NotIssued(CLOSED_CODES[seen.state])

    def _ask(self, tap: Tap) -> Leased | NoNumber | None:
        """What the server says within the deadline; silence when the link is known to be down."""
        if not self._hall.link_up:
            return None
        wish = Lease(tap.ticket, tap.service, tap.procedure, tap.priority)
        try:
            leased = self._leasing.ask(wish)
        except LinkDown:
            return None
        except Refusal as refusal:
            if refusal.unenrolled:
                self._hall.lose_enrolment()
                return NoNumber(NOT_ENROLLED)
            return None if refusal.passing else NoNumber(refusal.code)
        return leased if leased.ticket == tap.ticket else None
