"""Looking back: the rows of one day, and the centre as it was described at each of them.

No query here reads more of the journal than it must: the rows of a day's tickets are found by the
tickets, and descriptions among the rows that concern no ticket, newest first.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from ..domain import centre_file
from ..domain.centre import Centre
from ..domain.journal import Entry
from .tables import descriptions, journal, tickets
from .transaction import View

_FIELDS = Entry.__struct_fields__
_VERSION = "version "
_columns = sa.select(*(journal.c[name] for name in _FIELDS))
_here = journal.c.centre == sa.bindparam("centre")
_row = _columns.where(_here, journal.c.seq == sa.bindparam("seq"))
_of_day = (
    _columns.join_from(
        tickets,
        journal,
        sa.and_(journal.c.centre == tickets.c.centre, journal.c.ticket == tickets.c.id),
    )
    .where(
        tickets.c.centre == sa.bindparam("centre"),
        tickets.c.day == sa.bindparam("day"),
        journal.c.seq <= sa.bindparam("until"),
    )
    .order_by(journal.c.seq)
)
_applied = sa.select(journal.c.seq, journal.c.reason).where(
    _here, journal.c.ticket.is_(None), journal.c.kind == "centre_applied"
)
_applied_before = (
    _applied.where(journal.c.seq < sa.bindparam("seq")).order_by(journal.c.seq.desc()).limit(1)
)
_applied_between = _applied.where(
    journal.c.seq > sa.bindparam("first"), journal.c.seq <= sa.bindparam("last")
).order_by(journal.c.seq)
_file = sa.select(descriptions.c.file).where(
    descriptions.c.centre == sa.bindparam("centre"),
    descriptions.c.version == sa.bindparam("version"),
)


def row(view: View, seq: int) -> Entry | None:
    """One row of the journal."""
    if not 0 < seq <= view.head.journal_seq:
        return None
    found = view.row(_row, {"seq": seq})
    return _entry(found) if found else None


def of_day(view: View, day: dt.date, until: int) -> list[Entry]:
    """The rows of a business day's tickets, in order, up to row ``until``."""
    return [_entry(found) for found in view.rows(_of_day, {"day": day, "until": until})]


class Version(Struct, frozen=True):
    """The centre as one version of its description says."""

    number: int
    centre: Centre


class Versions:
    """Which description of the centre held at each row from ``first`` to ``last``."""

    def __init__(self, view: View, first: int, last: int) -> None:
        self._view = view
        rows = [
            *view.rows(_applied_before, {"seq": first + 1}),
            *view.rows(_applied_between, {"first": first, "last": last}),
        ]
        self._seqs = [found.seq for found in rows]
        self._numbers = [int(found.reason.removeprefix(_VERSION)) for found in rows]
        self._known = {view.head.version: view.centre}

    def at(self, seq: int) -> Version:
        """The description that held at a row, which is the last one applied before it."""
        number = self._numbers[bisect_right(self._seqs, seq) - 1]
        if number not in self._known:
            found = self._view.row(_file, {"version": number})
            assert found is not None  # noqa: S101 - a version is never deleted
            self._known[number] = centre_file.parse(found.file).centre
        return Version(number, self._known[number])


def _entry(found: sa.Row[Any]) -> Entry:
    return Entry(**dict(zip(_FIELDS, found, strict=True)))
