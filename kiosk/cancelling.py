"""A visitor gives the own number up: kept in the ledger, told to the server behind the ticket.

What the server said no to stays in the queue, and the visitor hears it at once where the server
answers. Where it does not, the number counts as given up from the press on.
"""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
from collections.abc import Callable
from uuid import UUID

from msgspec import Struct

from kiosk.clock import Clock
from kiosk.hall import Hall
from kiosk.jobs import Jobs
from kiosk.ledger import Ledger
from kiosk.numbers import Ticket
from queue_server.messages import TicketQueued
from queue_server.runtime.uplink import LinkDown, Refusal, Uplink

log = logging.getLogger(__name__)

DEADLINE_S = 2.0  # who presses must hear soon whether the number is given up
CALLED = "called_now"


class Nothing(Struct, frozen=True):
    """The path says it all."""


class NotCancelled(Exception):
    """The number is as it was. ``code``: ``called_now`` (``about``: which ``label``, to which
    ``counter``), ``not_reached`` (of another kiosk, and no server to tell), ``practising``,
    ``not_cancelled``.
    """

    def __init__(self, code: str, **about: str | int) -> None:
        super().__init__(code)
        self.code, self.about = code, about


class Cancels:
    """The numbers given up in a ledger. All methods raise ``LedgerFailed``."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def keep(self, ticket: UUID, now: dt.datetime) -> None:
        """Write it down, once; one that was refused before is tried anew."""
        with self._ledger.writing() as db:
            db.execute(
                "INSERT INTO cancels (ticket, at) VALUES (?, ?)"
                " ON CONFLICT (ticket) DO UPDATE SET refused_code = NULL",
                (str(ticket), now.isoformat()),
            )

    def next_unsent(self) -> UUID | None:
        """The oldest whose ticket the server has, and which it has neither taken nor refused."""
        with self._ledger.reading() as db:
            row: sqlite3.Row | None = db.execute(
                "SELECT cancels.ticket FROM cancels JOIN tickets ON tickets.uuid = cancels.ticket"
                " WHERE cancels.sent_at IS NULL AND cancels.refused_code IS NULL"
                " AND tickets.sent_at IS NOT NULL ORDER BY cancels.place LIMIT 1"
            ).fetchone()
        return UUID(row["ticket"]) if row else None

    def mark_sent(self, ticket: UUID, now: dt.datetime) -> None:
        with self._ledger.writing() as db:
            db.execute(
                "UPDATE cancels SET sent_at = ? WHERE ticket = ?", (now.isoformat(), str(ticket))
            )

    def mark_refused(self, ticket: UUID, code: str) -> None:
        """Keep why the server would not; it is not sent again by itself."""
        with self._ledger.writing() as db:
            db.execute("UPDATE cancels SET refused_code = ? WHERE ticket = ?", (code, str(ticket)))


class Cancelling:
    """For any thread. ``woken`` is called when there is something to tell the server."""

    def __init__(
        self, ledger: Ledger, jobs: Jobs, hall: Hall, uplink: Uplink, clock: Clock
    ) -> None:
        self._ledger, self._jobs, self._hall = ledger, jobs, hall
        self._uplink, self._clock = uplink, clock
        self._kept = Cancels(ledger)
        self.woken: Callable[[], None] = lambda: None

    def cancel(self, uuid: UUID) -> str:
        """Give a number up; its label. Harmless to repeat. Raises ``NotCancelled``."""
        own = self._ledger.ticket(uuid)
        if own is None:
            return self._of_elsewhere(uuid)
        self._kept.keep(uuid, self._clock.now())
        if own.sent_at is not None and self._hall.link_up:
            self._tell_now(uuid)
        self._unprint(own)
        log.info("number given up", extra={"label": own.label})
        self.woken()
        return own.label

    def upload(self) -> int:
        """Tell the server what is kept, oldest first; how many it took. Raises ``LinkDown``."""
        taken = 0
        while uuid := self._kept.next_unsent():
            try:
                self._ask(uuid)
                self._kept.mark_sent(uuid, self._clock.now())
                taken += 1
            except Refusal as refusal:
                if refusal.passing:
                    break
                self._kept.mark_refused(uuid, refusal.code)
                log.warning("number not given up", extra={"code": refusal.code, "ticket": uuid})
        return taken

    def _tell_now(self, uuid: UUID) -> None:
        try:
            self._ask(uuid)
            self._kept.mark_sent(uuid, self._clock.now())
        except LinkDown:
            return  # the uploader goes on trying
        except Refusal as refusal:
            if refusal.passing:
                return
            self._kept.mark_refused(uuid, refusal.code)
            raise _no(refusal) from refusal

    def _of_elsewhere(self, uuid: UUID) -> str:
        """Of another kiosk or the reception: it is the server alone that knows it."""
        try:
            return self._ask(uuid).label
        except LinkDown as error:
            raise NotCancelled("not_reached") from error
        except Refusal as refusal:
            raise _no(refusal) from refusal

    def _ask(self, uuid: UUID) -> TicketQueued:
        path = f"/api/v1/tickets/{uuid}/cancel"
        return self._uplink.post(path, Nothing(), TicketQueued, deadline_s=DEADLINE_S)

    def _unprint(self, ticket: Ticket) -> None:
        """Paper that has not left the printer would come for nobody."""
        if job := self._jobs.of_ticket(ticket.uuid):
            self._jobs.give_up(job.id, self._clock.now(), "cancelled")


def _no(refusal: Refusal) -> NotCancelled:
    if refusal.passing:
        return NotCancelled("not_reached")
    label, counter = refusal.about.get("label"), refusal.about.get("counter")
    if refusal.code == CALLED and isinstance(label, str) and isinstance(counter, int):
        return NotCancelled(CALLED, label=label, counter=counter)
    return NotCancelled("not_cancelled")
