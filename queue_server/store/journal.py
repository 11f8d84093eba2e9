"""Reading the journal. Rows are only ever appended, by ``Transaction.note``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from ..domain.journal import Entry
from .prepared import Prepared
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
_of_ticket = Prepared(
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


def _entry(row: Sequence[Any]) -> Entry:
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
    return [_entry(row) for row in view.quick(_of_ticket, {"ticket": ticket})]


_at_counter = (
    sa.select(*(journal.c[name] for name in _FIELDS))
    .where(
        journal.c.centre == sa.bindparam("centre"),
        journal.c.counter == sa.bindparam("counter"),
    )
    .order_by(journal.c.seq.desc())
    .limit(sa.bindparam("most"))
)


_of_counter_alone = Prepared(_at_counter.where(journal.c.ticket.is_(None)))
_of_counter = Prepared(_at_counter)


def of_counter_alone(view: View, counter: int, most: int) -> list[Entry]:
    """The latest rows about a counter itself, newest first."""
    rows = view.quick(_of_counter_alone, {"counter": counter, "most": most})
    return [_entry(row) for row in rows]


def of_counter(view: View, counter: int, most: int) -> list[Entry]:
    """The latest rows at a counter, newest first."""
    return [_entry(row) for row in view.quick(_of_counter, {"counter": counter, "most": most})]


_chosen = sa.select(*(journal.c[name] for name in _FIELDS)).where(
    journal.c.centre == sa.bindparam("centre"),
    sa.text("kind = 'called' AND reason IS NOT NULL"),
    journal.c.at >= sa.bindparam("moment"),
)


def chosen_since(view: View, moment: dt.datetime) -> list[Entry]:
    """The calls since a moment that a clerk chose out of their order, also those taken back."""
    return [_entry(row) for row in view.rows(_chosen, {"moment": moment})]


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


_latest = Prepared(
    sa.select(*(journal.c[name] for name in _FIELDS))
    .where(
        journal.c.centre == sa.bindparam("centre"),
        journal.c.ticket == sa.bindparam("ticket"),
        journal.c.kind == sa.bindparam("kind"),
    )
    .order_by(journal.c.seq.desc())
    .limit(1)
)


def latest(view: View, ticket: str, kind: str) -> Entry | None:
    """The latest row of a kind in the life of a ticket."""
    rows = view.quick(_latest, {"ticket": ticket, "kind": kind})
    return _entry(rows[0]) if rows else None
