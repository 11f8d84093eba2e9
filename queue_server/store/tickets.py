"""Finding tickets. Saving one is ``Transaction.record``, which also writes the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from heapq import nlargest
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from ..domain.lanes import Lanes
from ..domain.ticket import AT_COUNTER, Status, Ticket, waits
from .memory import Memory, Readers, Remembered
from .prepared import Prepared
from .tables import tickets
from .transaction import View

PAGE = 500  # ids of a page are parameters of a query, and SQLite takes 999 at the least
FEW = 4  # ids that are read sooner one by one, by a prepared statement
_FIELDS = Ticket.__struct_fields__
_STATUS = _FIELDS.index("status")
_WAITING, _MISSED = Status.WAITING, Status.MISSED  # looking up a member is slow in a long loop
_all = sa.select(*(tickets.c[name] for name in _FIELDS)).where(
    tickets.c.centre == sa.bindparam("centre")
)

# Literal lists, so that the partial indexes are used.
_at_counters = Prepared(_all.where(sa.text("status IN ('called','serving')")))
_left_over = _all.where(
    sa.text("status IN ('waiting','called','serving','held')"), tickets.c.day < sa.bindparam("day")
)
_all_booked = _all.where(sa.text("status = 'booked'"))
_booked_before = _all.where(sa.text("status = 'booked'"), tickets.c.day < sa.bindparam("day"))
_by_id = Prepared(_all.where(tickets.c.id == sa.bindparam("id")))
_by_ids = _all.where(tickets.c.id.in_(sa.bindparam("ids", expanding=True)))
_by_number = _all.where(
    tickets.c.day == sa.bindparam("day"),
    tickets.c.series == sa.bindparam("series"),
    tickets.c.number == sa.bindparam("number"),
)
_today = Prepared(_all.where(tickets.c.day == sa.bindparam("day")).order_by(tickets.c.seq))
_page = _all.where(tickets.c.id > sa.bindparam("after")).order_by(tickets.c.id).limit(PAGE)
_twice = (
    sa.select(sa.func.min(tickets.c.label).label("label"), tickets.c.day)
    .where(tickets.c.centre == sa.bindparam("centre"))
    .group_by(tickets.c.day, tickets.c.series, tickets.c.number)
    .having(sa.func.count() > 1)
)
_crowded = (
    sa.select(tickets.c.counter)
    .where(tickets.c.centre == sa.bindparam("centre"), sa.text("status IN ('called','serving')"))
    .group_by(tickets.c.counter)
    .having(sa.func.count() > 1)
)
_called_since = sa.select(sa.func.count()).where(
    tickets.c.centre == sa.bindparam("centre"),
    tickets.c.day >= sa.bindparam("first"),
    tickets.c.first_called_at >= sa.bindparam("moment"),
)


def _ticket(row: Sequence[Any]) -> Ticket:
    values = list(row)
    values[_STATUS] = Status(values[_STATUS])
    return Ticket(**dict(zip(_FIELDS, values, strict=True)))


def _read_day(view: View) -> list[Ticket]:
    rows = [*view.quick(_at_counters), *view.quick(_today, {"day": view.day})]
    return [_ticket(row) for row in rows]


def _read_some(view: View, ids: Sequence[str]) -> list[Ticket]:
    if len(ids) > FEW:
        return [_ticket(row) for row in view.rows(_by_ids, {"ids": list(ids)})]
    return [one for id in ids if (one := find(view, id)) is not None]


_READERS = Readers(_read_day, _read_some)


def _remembered(view: View) -> Remembered:
    """Today's tickets, and whoever is at a counter since an earlier day."""
    return _memory(view).today(view, _READERS)


def _memory(view: View) -> Memory:
    memory: Memory = view.memory or Memory()
    return memory


def lanes(view: View, waiting: Sequence[Ticket]) -> Lanes:
    """These tickets, which wait now, in the lanes of today's rule."""
    return _memory(view).lanes(view, waiting)


def find(view: View, id: str) -> Ticket | None:
    """The ticket of that id."""
    rows = view.quick(_by_id, {"id": id})
    return _ticket(rows[0]) if rows else None


def by_number(view: View, day: dt.date, series: str, number: int) -> Ticket | None:
    row = view.row(_by_number, {"day": day, "series": series, "number": number})
    return _ticket(row) if row else None


def present(view: View) -> list[Ticket]:
    """Everybody in the hall: waiting or held today, or at a counter since whatever day."""
    return list(_remembered(view).present.values())


def waiting(hall: Sequence[Ticket], now: dt.datetime) -> list[Ticket]:
    """Those of ``present`` who wait; an appointment's early visitor enters when it is time."""
    return [
        one for one in hall if one.status is _WAITING and (not one.enters_at or waits(one, now))
    ]


def at_counter(hall: Sequence[Ticket], counter: int) -> Ticket | None:
    """The ticket called to or served at a counter, if any."""
    for ticket in hall:
        if ticket.counter == counter and ticket.status in AT_COUNTER:
            return ticket
    return None


def today(view: View) -> list[Ticket]:
    """All tickets of the business day, in the order they reached the queue."""
    found = [one for one in _remembered(view).tickets.values() if one.day == view.day]
    return sorted(found, key=lambda one: one.seq)


def of_day(view: View, day: dt.date) -> list[Ticket]:
    """All tickets of a day, in the order they reached the queue."""
    if day == view.day:
        return today(view)
    return [_ticket(row) for row in view.quick(_today, {"day": day})]


def last_called(view: View, most: int, wanted: Callable[[Ticket], bool]) -> list[Ticket]:
    """Today's latest calls of those that are wanted, newest first."""
    called = [
        (one.called_at, one.seq, one)
        for one in today(view)
        if one.called_at is not None and wanted(one)
    ]
    return [one for _at, _seq, one in nlargest(most, called, key=itemgetter(0, 1))]


def called_behind(view: View, moment: dt.datetime) -> list[Ticket]:
    """Today's tickets whose latest call is younger than a moment, the oldest call first."""
    found = [
        (one.called_at, one.seq, one)
        for one in _remembered(view).tickets.values()
        if one.called_at is not None and one.called_at > moment and one.day == view.day
    ]
    return [one for _at, _seq, one in sorted(found, key=itemgetter(0, 1))]


def missed(
    view: View, most: int, wanted: Callable[[Ticket], bool] = lambda _: True
) -> list[Ticket]:
    """Today's absent citizens, of those that are wanted, latest first."""
    absent = [one for one in _remembered(view).tickets.values() if one.status is _MISSED]
    found = [one for one in absent if one.day == view.day and wanted(one)]
    return sorted(found, key=lambda one: one.ended_at or one.issued_at, reverse=True)[:most]


def booked(view: View) -> list[Ticket]:
    """Today's booked times for which nobody has come yet, the earliest first."""
    found = [one for one in today(view) if one.status is Status.BOOKED]
    return sorted(found, key=lambda one: (one.booked_at or one.issued_at, one.seq))


def by_label(view: View, beginning: str, most: int) -> list[Ticket]:
    """Today's tickets whose label begins so, the latest to reach the queue first.

    Digits alone begin a number of any series, with or without its zeros.
    """

    def begins(one: Ticket) -> bool:
        return (
            one.label.startswith(beginning)
            or one.label.removeprefix(one.series).startswith(beginning)
            or str(one.number).startswith(beginning)
        )

    return [one for one in reversed(today(view)) if begins(one)][:most]


def issued(view: View, service: str) -> int:
    """How many tickets the service has given today."""
    return sum(one.service == service for one in today(view))


def all_booked(view: View) -> list[Ticket]:
    """Every booked time nobody has come for, of whatever day."""
    return [_ticket(row) for row in view.rows(_all_booked)]


def booked_before(view: View) -> list[Ticket]:
    """Booked times of earlier days that nobody ended."""
    return [_ticket(row) for row in view.rows(_booked_before, {"day": view.day})]


def left_over(view: View) -> list[Ticket]:
    """Tickets of earlier days that nobody ended."""
    return [_ticket(row) for row in view.rows(_left_over, {"day": view.day})]


def called_since(view: View, moment: dt.datetime) -> int:
    """How many tickets were called for the first time since a moment."""
    first = view.centre.calendar.day(moment)
    row = view.row(_called_since, {"first": first, "moment": moment})
    return int(row[0]) if row else 0


def pages(view: View) -> Iterator[list[Ticket]]:
    """All tickets the centre ever had, some at a time (for checking)."""
    last = ""
    while page := [_ticket(row) for row in view.rows(_page, {"after": last})]:
        yield page
        last = page[-1].id


def given_twice(view: View) -> list[tuple[str, dt.date]]:
    """Numbers of a day that two tickets have; a constraint forbids it."""
    return [(row.label, row.day) for row in view.rows(_twice)]


def crowded_counters(view: View) -> list[int]:
    """Counters with two tickets at once; an index forbids it."""
    return [row.counter for row in view.rows(_crowded)]
