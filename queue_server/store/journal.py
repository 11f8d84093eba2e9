"""Reading the journal. Rows are only ever appended, by ``Transaction.note``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from ..domain.journal import Entry
from .tables import journal, tickets
from .transaction import View

_PAGE = 5_000
_FIELDS = Entry.__struct_fields__
_page = (
    sa.select(*(journal.c[name] for name in _FIELDS))
    .where(journal.c.centre == sa.bindparam("centre"), journal.c.seq > sa.bindparam("after"))
    .order_by(journal.c.seq)
    .limit(_PAGE)
)
_of_ticket = (
    sa.select(*(journal.c[name] for name in _FIELDS))
    .where(journal.c.centre == sa.bindparam("centre"), journal.c.ticket == sa.bindparam("ticket"))
    .order_by(journal.c.seq)
)
_of_tickets = (
    sa.select(*(journal.c[name] for name in _FIELDS))
    .where(
        journal.c.centre == sa.bindparam("centre"),
        journal.c.ticket.in_(sa.bindparam("ids", expanding=True)),
    )
    .order_by(journal.c.seq)
)
_of_counters = sa.select(*(journal.c[name] for name in _FIELDS)).where(
    journal.c.centre == sa.bindparam("centre"),
    journal.c.counter.is_not(None),
    journal.c.ticket.is_(None),
)
_counters_between = _of_counters.where(
    journal.c.seq >= sa.bindparam("first"), journal.c.seq < sa.bindparam("behind")
).order_by(journal.c.seq)
_counter_before = (
    _of_counters.where(
        journal.c.counter == sa.bindparam("counter"),
        journal.c.seq < sa.bindparam("first"),
        journal.c.changes.is_not(None),
    )
    .order_by(journal.c.seq.desc())
    .limit(1)
)
_at_seq = sa.select(journal.c.at).where(
    journal.c.centre == sa.bindparam("centre"), journal.c.seq == sa.bindparam("seq")
)
_without_ticket = (
    sa.select(journal.c.ticket)
    .distinct()
    .join_from(
        journal,
        tickets,
        sa.and_(tickets.c.centre == journal.c.centre, tickets.c.id == journal.c.ticket),
        isouter=True,
    )
    .where(
        journal.c.centre == sa.bindparam("centre"),
        journal.c.ticket.is_not(None),
        tickets.c.id.is_(None),
    )
    .order_by(journal.c.ticket)
)


def _entry(row: sa.Row[Any]) -> Entry:
    return Entry(**dict(zip(_FIELDS, row, strict=True)))


def after(view: View, seq: int) -> Iterator[Entry]:
    """All entries behind ``seq``, in order, read page by page."""
    while rows := view.rows(_page, {"after": seq}):
        for row in rows:
            yield _entry(row)
        seq = rows[-1].seq


def of_tickets(view: View, ids: Sequence[str]) -> list[Entry]:
    """The lives of a page of tickets, in order."""
    return [_entry(row) for row in view.rows(_of_tickets, {"ids": list(ids)})]


def of_counters(
    view: View, start: dt.datetime, end: dt.datetime, numbers: Iterable[int]
) -> list[Entry]:
    """What counters did from ``start`` until before ``end``; first, how each stood before it."""
    first, behind = _first_since(view, start), _first_since(view, end)
    before = [view.row(_counter_before, {"counter": one, "first": first}) for one in numbers]
    between = view.rows(_counters_between, {"first": first, "behind": behind})
    return [_entry(row) for row in (*before, *between) if row is not None]


def _first_since(view: View, moment: dt.datetime) -> int:
    """The first row written at a moment or later, found by halving: rows are in order of time."""
    low, high = 1, view.head.journal_seq + 1
    while low < high:
        middle = (low + high) // 2
        row = view.row(_at_seq, {"seq": middle})
        if row is not None and row.at < moment:
            low = middle + 1
        else:
            high = middle
    return low


def without_ticket(view: View) -> list[str]:
    """Ids of tickets that stand in the journal and nowhere else."""
    return [row.ticket for row in view.rows(_without_ticket)]


def of_ticket(view: View, ticket: str) -> list[Entry]:
    """The life of one ticket."""
    return [_entry(row) for row in view.rows(_of_ticket, {"ticket": ticket})]
