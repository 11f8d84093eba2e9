"""Today's tickets, remembered from one look to the next.

A hall changes one ticket at a time, and the journal says which. So a look reads only the rows
behind the journal's end as it is remembered, and the tickets they name; everything else is known.
The remembered end is checked by its hash: after a restored backup all is read anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import sqlalchemy as sa
from msgspec import Struct

from ..domain.journal import GENESIS
from ..domain.lanes import Lanes
from ..domain.ticket import AT_COUNTER, IN_HALL, Ticket
from .prepared import Prepared
from .tables import journal
from .transaction import Transaction, View

MOST_BEHIND = 500
"""Rows of the journal from which reading the whole day is not dearer."""

_behind = Prepared(
    sa.select(journal.c.seq, journal.c.hash, journal.c.ticket)
    .where(journal.c.centre == sa.bindparam("centre"), journal.c.seq >= sa.bindparam("from_seq"))
    .order_by(journal.c.seq)
)


class Remembered(Struct, frozen=True):
    """The tickets of a day (and whoever has been at a counter since earlier) at a journal row.

    ``present`` are those of them who are in the hall.
    """

    day: dt.date
    seq: int
    hash: str
    tickets: Mapping[str, Ticket]
    present: Mapping[str, Ticket]


class Readers(Struct, frozen=True):
    """How tickets are read: all of the present day, or those of some ids."""

    all: Callable[[View], Sequence[Ticket]]
    some: Callable[[View, Sequence[str]], Sequence[Ticket]]


class Memory:
    """What one process remembers of the halls of all its centres."""

    def __init__(self) -> None:
        self._known: dict[str, Remembered] = {}
        self._lanes: dict[str, Lanes] = {}

    def today(self, view: View, read: Readers) -> Remembered:
        """The tickets of today, and whoever is at a counter, as the view sees them."""
        known = self._known.get(view.id)
        if known is None or known.day != view.day or known.seq > view.head.journal_seq:
            found = _anew(view, read)
        elif (known.seq, known.hash) == (view.head.journal_seq, view.head.journal_hash):
            return known
        else:
            found = _brought_up(view, known, read) or _anew(view, read)
        # What a transaction sees may never be committed: only others' looks are remembered.
        if not isinstance(view, Transaction):
            self._known[view.id] = found
        return found

    def lanes(self, view: View, waiting: Sequence[Ticket]) -> Lanes:
        """Those who wait in lanes, made from the lanes of the last look at the same centre."""
        known, rule = self._lanes.get(view.id), view.centre.rule_on(view.day)
        same_rule = known is not None and known.rule == rule
        found = known.become(waiting) if known and same_rule else Lanes(waiting, rule)
        self._lanes[view.id] = found
        return found


def _anew(view: View, read: Readers) -> Remembered:
    tickets = {ticket.id: ticket for ticket in read.all(view)}
    present = {id: ticket for id, ticket in tickets.items() if _is_present(ticket, view.day)}
    return Remembered(view.day, view.head.journal_seq, view.head.journal_hash, tickets, present)


def _brought_up(view: View, known: Remembered, read: Readers) -> Remembered | None:
    """What is remembered with all later changes; ``None`` when it belongs to another journal."""
    if view.head.journal_seq - known.seq > MOST_BEHIND:
        return None
    rows = view.quick(_behind, {"from_seq": known.seq})
    if known.hash != GENESIS and (not rows or tuple(rows[0][:2]) != (known.seq, known.hash)):
        return None
    changed = list(dict.fromkeys(id for seq, _hash, id in rows if id and seq > known.seq))
    tickets, present = dict(known.tickets), dict(known.present)
    for ticket in read.some(view, changed):
        tickets[ticket.id] = ticket
        present.pop(ticket.id, None)
        if _is_present(ticket, view.day):
            present[ticket.id] = ticket
    return Remembered(view.day, view.head.journal_seq, view.head.journal_hash, tickets, present)


def _is_present(ticket: Ticket, day: dt.date) -> bool:
    return ticket.status in AT_COUNTER or (ticket.status in IN_HALL and ticket.day == day)
