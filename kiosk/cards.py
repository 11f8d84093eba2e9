"""How many open numbers one identity card has at this kiosk, without keeping anything of the card.

A card is known by a mark alone: HMAC-SHA-256 of its number under a random key of the business day.
Key and marks are in the agent's memory and in the ledger until the centre has closed for the day;
then both are deleted and overwritten. Without the key a mark says nothing; with it twelve digits
could be tried one after the other, which is why the key has to go.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import threading
from uuid import UUID

from msgspec import Struct

from kiosk.clock import Clock
from kiosk.hall import Hall
from kiosk.ledger import Ledger, LedgerFailed
from kiosk.ticket import local_day

log = logging.getLogger(__name__)

KEY = "card_key"  # its place in the ledger's memory
KEY_BYTES = 32  # RFC 2104: as long as the hash


class DayKey(Struct, frozen=True):
    """The key of one business day. Text forms show nothing, so that no log can."""

    day: dt.date
    key: bytes

    def __repr__(self) -> str:
        return "DayKey()"

    __str__ = __repr__


def wipe(ledger: Ledger) -> None:
    """Delete the key and all marks from a ledger, and what its log still has of them."""
    with ledger.writing() as db:
        db.execute("DELETE FROM cards")
        ledger.unlearn(KEY)
    ledger.scrub()


class Cards:
    """The marks of a day. For any thread; all but ``tidy`` raise ``LedgerFailed``."""

    def __init__(self, ledger: Ledger, hall: Hall, clock: Clock) -> None:
        self._ledger, self._hall, self._clock = ledger, hall, clock
        self._lock = threading.Lock()
        self._known = ledger.recall(KEY, DayKey)
        self._stuck = False

    def key(self) -> bytes | None:
        """Today's key, made at its first use; None before the centre is known."""
        self.tidy()
        with self._lock:
            if self._known is None and (today := self._today()):
                made = DayKey(today, secrets.token_bytes(KEY_BYTES))
                self._ledger.remember(KEY, made)
                self._known = made
            return self._known.key if self._known else None

    def note(self, ticket: UUID, mark: bytes) -> None:
        """A ticket was given to a card; inside the transaction that writes the ticket."""
        with self._ledger.writing() as db:
            db.execute("INSERT OR IGNORE INTO cards VALUES (?, ?)", (str(ticket), mark))

    def held(self, mark: bytes, service: str) -> list[UUID]:
        """Today's tickets of a card for a service, as far as they may be open, oldest first."""
        with self._ledger.reading() as db:
            rows = db.execute(
                "SELECT cards.ticket FROM cards JOIN tickets ON tickets.uuid = cards.ticket"
                " WHERE mark = ? AND service = ? AND NOT EXISTS (SELECT 1 FROM cancels"
                "  WHERE cancels.ticket = cards.ticket AND cancels.refused_code IS NULL)"
                " ORDER BY tickets.place",
                (mark, service),
            ).fetchall()
        return [UUID(row["ticket"]) for row in rows]

    def ended(self, ticket: UUID) -> None:
        """The server says that this one is over: it is not asked about again."""
        with self._ledger.writing() as db:
            db.execute("DELETE FROM cards WHERE ticket = ?", (str(ticket),))

    def tidy(self) -> None:
        """Wipe what is of another day, or of a day that is over; cheap when there is nothing.

        Does not raise: a disk that is full is tried again, and told once.
        """
        with self._lock:
            if self._known is None or not self._over(self._known.day):
                return
            try:
                wipe(self._ledger)
            except LedgerFailed as error:
                if not self._stuck:
                    log.error("marks of cards not wiped", extra={"code": error.code})  # noqa: TRY400
                self._stuck = True
                return
            self._known, self._stuck = None, False
        log.info("marks of cards wiped")

    def _over(self, day: dt.date) -> bool:
        """Whether the centre has closed for that day: every queue opens on another one."""
        centre, now = self._hall.centre, self._hall.now
        today = self._today()
        if today is not None and today != day:
            return True
        if centre is None or now is None or not self._hall.fresh or not now.services:
            return False
        return all(
            one.state == "closed"
            and (one.opens_at is None or local_day(one.opens_at, centre.timezone) > day)
            for one in now.services
        )

    def _today(self) -> dt.date | None:
        centre = self._hall.centre
        return local_day(self._clock.now(), centre.timezone) if centre else None
