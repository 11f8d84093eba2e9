"""Fair use of numbers: who has just taken one is asked before the next, and a card has its limit.

Both are off unless a centre wants them. The question is never a refusal: families come together.
The limit is one, so it stands only while the reception can override it: with the server there.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from uuid import UUID

from kiosk.cards import Cards
from kiosk.clock import Clock
from kiosk.hall import Hall
from kiosk.issuing import NotIssued
from kiosk.ledger import Ledger
from kiosk.numbers import Tap, Ticket
from kiosk.settings import FairUseSettings
from queue_server.messages import TicketQueued
from queue_server.runtime.uplink import LinkDown, Refusal, Uplink

log = logging.getLogger(__name__)

DEADLINE_S = 0.5  # for each ticket asked about; a visitor stands there
OPEN = ("waiting", "called", "serving", "held")
"""As the server calls them. Who was called in vain is not there."""


class FairUse:
    """Judges each tap. ``mark`` is of the card scanned in this visit; ``scans``: a scanner works.

    For any thread.
    """

    def __init__(
        self, ledger: Ledger, hall: Hall, uplink: Uplink, clock: Clock, rules: FairUseSettings
    ) -> None:
        self._ledger, self._hall, self._uplink, self._clock = ledger, hall, uplink, clock
        self._rules = rules
        self.cards = Cards(ledger, hall, clock)
        self.mark: Callable[[], bytes | None] = lambda: None
        self.scans: Callable[[], bool] = lambda: False

    @property
    def key(self) -> Callable[[], bytes | None] | None:
        """What marks cards; None where no card has a limit, so that no mark is ever made."""
        return self.cards.key if self._rules.numbers_per_card else None

    def check(self, tap: Tap) -> None:
        """Raises ``NotIssued``: ``just_given``, ``card_wanted`` or ``card_enough``."""
        if not tap.another and (last := self._just_given(tap.service)):
            raise NotIssued("just_given", label=last)
        if self._rules.numbers_per_card:
            self._check_card(tap)

    def given(self, ticket: Ticket) -> None:
        """A ticket is being written: whose card it is goes with it, in the same commit."""
        mark = self.mark()
        if self._rules.numbers_per_card and mark is not None:
            self.cards.note(ticket.uuid, mark)

    def _just_given(self, service: str) -> str | None:
        """The label of the last number of a service, within the seconds and not given up."""
        if not self._rules.cooldown_s:
            return None
        with self._ledger.reading() as db:
            row = db.execute(
                "SELECT label, issued_at FROM tickets WHERE service = ? AND NOT EXISTS ("
                " SELECT 1 FROM cancels WHERE cancels.ticket = tickets.uuid"
                "  AND cancels.refused_code IS NULL) ORDER BY place DESC LIMIT 1",
                (service,),
            ).fetchone()
        if row is None:
            return None
        age = self._clock.now() - dt.datetime.fromisoformat(row["issued_at"])
        recent = dt.timedelta(0) <= age < dt.timedelta(seconds=self._rules.cooldown_s)
        return str(row["label"]) if recent else None

    def _check_card(self, tap: Tap) -> None:
        """A scanner that does not work stops nobody; neither does a server that is away: without
        it the reception could give no number to who has no card, or enough of them.
        """
        if not self.scans() or not self._hall.link_up:
            return
        mark, limit = self.mark(), self._rules.numbers_per_card
        if mark is None:
            raise NotIssued("card_wanted")
        held = self.cards.held(mark, tap.service)
        if len(held) < limit:
            return
        try:
            still = sum(self._is_open(ticket) for ticket in held)
        except (LinkDown, Refusal) as error:
            log.warning("limit not judged", extra={"reason": str(error)})
            return
        if still >= limit:
            log.info("enough numbers for one card", extra={"service": tap.service})
            raise NotIssued("card_enough", n=still)

    def _is_open(self, ticket: UUID) -> bool:
        """Whether somebody waits with it. One the server has not heard of yet is open."""
        try:
            path = f"/api/v1/tickets/{ticket}"
            told = self._uplink.get(path, TicketQueued, deadline_s=DEADLINE_S)
        except Refusal as refusal:
            if refusal.code == "ticket_unknown":
                return True
            raise
        if told.status not in OPEN:
            self.cards.ended(ticket)
        return told.status in OPEN
