"""Reading the journal. Rows are only ever appended, by ``Transaction.note``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
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


def without_ticket(view: View) -> list[str]:
    """Ids of tickets that stand in the journal and nowhere else."""
    return [row.ticket for row in view.rows(_without_ticket)]


def of_ticket(view: View, ticket: str) -> list[Entry]:
    """The life of one ticket."""
    return [_entry(row) for row in view.rows(_of_ticket, {"ticket": ticket})]


_of_counter = (
    sa.select(*(journal.c[name] for name in _FIELDS))
    .where(
        journal.c.centre == sa.bindparam("centre"),
        journal.c.counter == sa.bindparam("counter"),
        journal.c.seq < sa.bindparam("before"),
    )
    .order_by(journal.c.seq.desc())
    .limit(sa.bindparam("most"))
)


def of_counter(view: View, counter: int, most: int, before: int | None = None) -> list[Entry]:
    """The latest rows at a counter, newest first, optionally only those before a row."""
    limit = before if before is not None else view.head.journal_seq + 1
    values = {"counter": counter, "before": limit, "most": most}
    return [_entry(row) for row in view.rows(_of_counter, values)]


_chosen = sa.select(sa.func.count()).where(
    journal.c.centre == sa.bindparam("centre"),
    sa.text("kind = 'called' AND reason IS NOT NULL"),
    journal.c.at >= sa.bindparam("moment"),
)


def chosen_since(view: View, moment: dt.datetime) -> int:
    """How many calls since a moment a clerk chose out of their order."""
    row = view.row(_chosen, {"moment": moment})
    return int(row[0]) if row else 0


_of_counters = (
    sa.select(*(journal.c[name] for name in _FIELDS))
    .where(
        journal.c.centre == sa.bindparam("centre"),
        journal.c.counter.is_not(None),
        journal.c.ticket.is_(None),
        journal.c.changes.is_not(None),
    )
    .order_by(journal.c.seq)
)


def of_counters(view: View) -> Iterator[Entry]:
    """The lives of all counters, in order."""
    for row in view.rows(_of_counters):
        yield _entry(row)
