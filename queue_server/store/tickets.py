"""Finding tickets. Saving one is ``Transaction.record``, which also writes the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from ..domain.ticket import AT_COUNTER, Status, Ticket
from .prepared import Prepared
from .tables import tickets
from .transaction import View

PAGE = 500  # ids of a page are parameters of a query, and SQLite takes 999 at the least
_FIELDS = Ticket.__struct_fields__
_all = sa.select(*(tickets.c[name] for name in _FIELDS)).where(
    tickets.c.centre == sa.bindparam("centre")
)
_STATUS = _FIELDS.index("status")

# Literal lists, so that the partial index on open tickets is used.
_open = _all.where(sa.text("status IN ('waiting','called','serving','held')"))
_exists = Prepared(
    sa.select(tickets.c.version).where(
        tickets.c.centre == sa.bindparam("centre"), tickets.c.id == sa.bindparam("id")
    )
)
_by_id = _all.where(tickets.c.id == sa.bindparam("id"))
_by_number = _all.where(
    tickets.c.day == sa.bindparam("day"),
    tickets.c.series == sa.bindparam("series"),
    tickets.c.number == sa.bindparam("number"),
)
_today = _all.where(tickets.c.day == sa.bindparam("day")).order_by(tickets.c.seq)
_called_today = (
    _all.where(tickets.c.day == sa.bindparam("day"), tickets.c.called_at.is_not(None))
    .order_by(tickets.c.called_at.desc())
    .limit(sa.bindparam("most"))
)
_missed_today = (
    _all.where(
        tickets.c.day == sa.bindparam("day"),
        tickets.c.status == Status.MISSED.value,
    )
    .order_by(tickets.c.ended_at.desc())
    .limit(sa.bindparam("most"))
)
_booked = _all.where(sa.text("status = 'booked'"), tickets.c.day == sa.bindparam("day")).order_by(
    tickets.c.booked_at, tickets.c.seq
)
_booked_before = _all.where(
    sa.text("status = 'booked'"), tickets.c.day < sa.bindparam("day")
).order_by(tickets.c.booked_at, tickets.c.seq)
_called_since = sa.select(sa.func.count()).where(
    tickets.c.centre == sa.bindparam("centre"),
    tickets.c.day >= sa.bindparam("first"),
    tickets.c.called_at.is_not(None),
    tickets.c.first_called_at >= sa.bindparam("moment"),
)
_by_label = (
    _all.where(
        tickets.c.day == sa.bindparam("day"),
        tickets.c.label.like(sa.bindparam("pattern")),
    )
    .order_by(tickets.c.seq.desc())
    .limit(sa.bindparam("most"))
)
_left_over = _open.where(tickets.c.day < sa.bindparam("day"))
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
_issued = sa.select(sa.func.count()).where(
    tickets.c.centre == sa.bindparam("centre"),
    tickets.c.day == sa.bindparam("day"),
    tickets.c.service == sa.bindparam("service"),
)


def _ticket(row: sa.Row[Any]) -> Ticket:
    values = list(row)
    values[_STATUS] = Status(values[_STATUS])
    return Ticket(**dict(zip(_FIELDS, values, strict=True)))


def find(view: View, id: str) -> Ticket | None:
    """The ticket of that id. Nearly always asked for new ones, so whether it exists comes first."""
    if not view.peek(_exists, {"id": id}):
        return None
    row = view.row(_by_id, {"id": id})
    return _ticket(row) if row else None


def by_number(view: View, day: dt.date, series: str, number: int) -> Ticket | None:
    row = view.row(_by_number, {"day": day, "series": series, "number": number})
    return _ticket(row) if row else None


def present(view: View) -> list[Ticket]:
    """Everybody in the hall: waiting or held today, or at a counter since whatever day."""
    found = [_ticket(row) for row in view.rows(_open)]
    return [one for one in found if one.day == view.day or one.status in AT_COUNTER]


def waiting(hall: Sequence[Ticket], now: dt.datetime) -> list[Ticket]:
    """Those of ``present`` who wait; an appointment's early visitor enters when it is time."""
    return [
        ticket
        for ticket in hall
        if ticket.status is Status.WAITING and (ticket.enters_at is None or ticket.enters_at <= now)
    ]


def at_counter(hall: Sequence[Ticket], counter: int) -> Ticket | None:
    """The ticket called to or served at a counter, if any."""
    for ticket in hall:
        if ticket.counter == counter and ticket.status in AT_COUNTER:
            return ticket
    return None


def today(view: View) -> list[Ticket]:
    """All tickets of the business day, in the order they reached the queue."""
    return [_ticket(row) for row in view.rows(_today, {"day": view.day})]


def last_called(view: View, most: int) -> list[Ticket]:
    """Today's latest calls, newest first."""
    return [_ticket(row) for row in view.rows(_called_today, {"day": view.day, "most": most})]


def missed(view: View, most: int) -> list[Ticket]:
    """Today's absent citizens, latest first."""
    return [_ticket(row) for row in view.rows(_missed_today, {"day": view.day, "most": most})]


def booked(view: View) -> list[Ticket]:
    """Today's booked times for which nobody has come yet, the earliest first."""
    return [_ticket(row) for row in view.rows(_booked, {"day": view.day})]


def booked_before(view: View) -> list[Ticket]:
    """Booked times of earlier days that nobody ended."""
    return [_ticket(row) for row in view.rows(_booked_before, {"day": view.day})]


def left_over(view: View) -> list[Ticket]:
    """Tickets of earlier days that nobody ended."""
    return [_ticket(row) for row in view.rows(_left_over, {"day": view.day})]


def issued(view: View, service: str) -> int:
    """How many tickets the service has given today."""
    row = view.row(_issued, {"day": view.day, "service": service})
    return int(row[0]) if row else 0


def pages(view: View) -> Iterator[list[Ticket]]:
    """All tickets the centre ever had, some at a time (for checking)."""
    last = ""
    while page := [_ticket(row) for row in view.rows(_page, {"after": last})]:
        yield page
        last = page[-1].id


def called_since(view: View, moment: dt.datetime) -> int:
    """How many tickets were called for the first time since a moment."""
    first = view.centre.calendar.day(moment)
    row = view.row(_called_since, {"first": first, "moment": moment})
    return int(row[0]) if row else 0


def by_label(view: View, beginning: str, most: int) -> list[Ticket]:
    """Today's tickets whose label begins so (letters and digits), the latest in the queue first."""
    if not beginning.isalnum():
        return []
    values = {"day": view.day, "pattern": beginning + "%", "most": most}
    return [_ticket(row) for row in view.rows(_by_label, values)]


def given_twice(view: View) -> list[tuple[str, dt.date]]:
    """Numbers of a day that two tickets have; a constraint forbids it."""
    return [(row.label, row.day) for row in view.rows(_twice)]


def crowded_counters(view: View) -> list[int]:
    """Counters with two tickets at once; an index forbids it."""
    return [row.counter for row in view.rows(_crowded)]
