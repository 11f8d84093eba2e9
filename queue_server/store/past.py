"""Reading what happened on past days, without reading the days between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa

from ..domain import centre_file
from ..domain.centre import Centre
from ..domain.journal import Entry
from .journal import of_tickets
from .tables import descriptions, journal, tickets
from .tickets import PAGE
from .transaction import View

_FIELDS = Entry.__struct_fields__
_day_before = sa.select(sa.func.max(tickets.c.day).label("day")).where(
    tickets.c.centre == sa.bindparam("centre"), tickets.c.day < sa.bindparam("before")
)
_ids_of_day = (
    sa.select(tickets.c.id)
    .where(tickets.c.centre == sa.bindparam("centre"), tickets.c.day == sa.bindparam("day"))
    .order_by(tickets.c.seq)
)
_of_counters = sa.select(*(journal.c[name] for name in _FIELDS)).where(
    journal.c.centre == sa.bindparam("centre"),
    journal.c.counter.is_not(None),
    journal.c.ticket.is_(None),
    journal.c.changes.is_not(None),
)
_between = _of_counters.where(
    journal.c.seq >= sa.bindparam("first"), journal.c.seq < sa.bindparam("behind")
).order_by(journal.c.seq)
_before = (
    _of_counters.where(
        journal.c.counter == sa.bindparam("counter"), journal.c.seq < sa.bindparam("first")
    )
    .order_by(journal.c.seq.desc())
    .limit(1)
)
_at_seq = sa.select(journal.c.at).where(
    journal.c.centre == sa.bindparam("centre"), journal.c.seq == sa.bindparam("seq")
)
_in_force = (
    sa.select(descriptions.c.version, descriptions.c.file)
    .where(
        descriptions.c.centre == sa.bindparam("centre"),
        descriptions.c.applied_at < sa.bindparam("moment"),
    )
    .order_by(descriptions.c.version.desc())
    .limit(1)
)


LOOKED_BACK = dt.timedelta(days=3660)


def days(view: View, most: int) -> list[dt.date]:
    """The latest days before today that had tickets, oldest first. Each is one step in an index.

    Only the last ten years: a kiosk with a wrong clock may have brought tickets of any day.
    """
    found: list[dt.date] = []
    before = view.day
    while len(found) < most:
        row = view.row(_day_before, {"before": before})
        if row is None or row.day is None or view.day - row.day > LOOKED_BACK:
            break
        before = row.day
        found.append(before)
    return found[::-1]


def lives(view: View, day: dt.date) -> list[Entry]:
    """Everything that ever happened to the tickets of a day; the rows of each are in order."""
    ids = [row.id for row in view.rows(_ids_of_day, {"day": day})]
    pages = (ids[first : first + PAGE] for first in range(0, len(ids), PAGE))
    return [entry for page in pages for entry in of_tickets(view, page)]


def of_counters(
    view: View, start: dt.datetime, end: dt.datetime, numbers: Iterable[int]
) -> list[Entry]:
    """What counters did from ``start`` until before ``end``; first, how each stood before it."""
    first, behind = _first_since(view, start), _first_since(view, end)
    before = [view.row(_before, {"counter": one, "first": first}) for one in numbers]
    between = view.rows(_between, {"first": first, "behind": behind})
    return [
        Entry(**dict(zip(_FIELDS, row, strict=True)))
        for row in (*before, *between)
        if row is not None
    ]


def centre_before(view: View, moment: dt.datetime) -> Centre:
    """The centre as its description said just before a moment; as now where there was none yet."""
    row = view.row(_in_force, {"moment": moment})
    if row is None or row.version == view.head.version:
        return view.centre
    return centre_file.parse(row.file).centre


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
