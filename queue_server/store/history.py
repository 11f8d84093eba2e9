"""Looking back: the rows of one day, and the centre as it was described at each of them.

No query here reads more of the journal than it must: a day's rows are found by its tickets, and
descriptions among the rows that concern no ticket, newest first.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from operator import attrgetter

import sqlalchemy as sa
from msgspec import Struct

from ..domain import centre_file
from ..domain.centre import Centre
from ..domain.journal import Entry
from . import journal as lives
from .tables import descriptions, journal, tickets
from .tickets import PAGE
from .transaction import View

_FIELDS = Entry.__struct_fields__
_VERSION = "version "
_here = journal.c.centre == sa.bindparam("centre")
_row = sa.select(*(journal.c[name] for name in _FIELDS)).where(
    _here, journal.c.seq == sa.bindparam("seq")
)
_ids = sa.select(tickets.c.id).where(
    tickets.c.centre == sa.bindparam("centre"), tickets.c.day == sa.bindparam("day")
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
    return Entry(**dict(zip(_FIELDS, found, strict=True))) if found else None


def of_day(view: View, day: dt.date, until: int) -> list[Entry]:
    """The rows of a business day's tickets, in order, up to row ``until``.

    Asked for by the tickets' ids: for a join SQLite would walk through the whole journal.
    """
    ids = [found.id for found in view.rows(_ids, {"day": day})]
    rows = [
        entry
        for start in range(0, len(ids), PAGE)
        for entry in lives.of_tickets(view, ids[start : start + PAGE])
        if entry.seq <= until
    ]
    return sorted(rows, key=attrgetter("seq"))


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
