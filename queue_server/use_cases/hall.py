"""The hall at one moment: who is in it, which counters work, and what a newcomer may expect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct, field

from ..domain import waits
from ..domain.centre import Centre, Service
from ..domain.counter import CLOSED, OPEN, PAUSED, CounterRow
from ..domain.discipline import Rule
from ..domain.lanes import Lanes
from ..domain.procedure import Catalogue
from ..domain.ticket import AT_COUNTER, NORMAL, Status, Ticket
from ..domain.waits import OpenCounter
from ..messages import HallNow, ServiceNow, Wait
from ..store import View, counters, tickets


class Expected(Struct, frozen=True):
    """What somebody who takes a number of a service now may expect."""

    people_ahead: int
    wait: Wait | None


class Hall(Struct, frozen=True, dict=True):
    """Everything that changes during the day and is needed to answer for it.

    ``hopes`` remembers what has been worked out for newcomers to this very hall.
    """

    revision: int
    as_of: dt.datetime
    day: dt.date
    version: int
    centre: Centre
    catalogue: Catalogue
    present: list[Ticket]
    rows: dict[int, CounterRow]
    issued_today: dict[str, int]
    waiting: list[Ticket]
    lanes: Lanes
    hopes: dict[tuple[str, str], Expected] = field(default_factory=dict)

    @cached_property
    def rule(self) -> Rule:
        return self.centre.rule_on(self.day)

    @cached_property
    def at_counters(self) -> dict[int, Ticket]:
        """Who is called to or served at which counter."""
        return {
            one.counter: one for one in self.present if one.counter and one.status in AT_COUNTER
        }


def look(view: View) -> Hall:
    """The hall as it stands."""
    limited = view.centre.rules.daily_limit
    present = tickets.present(view)
    waiting = tickets.waiting(present, view.now)
    return Hall(
        revision=view.head.revision,
        as_of=view.now,
        day=view.day,
        version=view.head.version,
        centre=view.centre,
        catalogue=view.catalogue,
        present=present,
        waiting=waiting,
        lanes=tickets.lanes(view, waiting),
        rows=counters.by_number(view),
        issued_today={
            service.id: tickets.issued(view, service.id)
            for service in view.centre.services
            if limited
        },
    )


def state_name(row: CounterRow, present: Ticket | None) -> str:
    """closed, idle, calling, serving or paused."""
    if row.state in (CLOSED, PAUSED):
        return row.state
    if present is None:
        return "idle"
    return "calling" if present.status is Status.CALLED else "serving"


def open_counters(hall: Hall) -> list[OpenCounter]:
    """The counters at work and whom they serve."""
    found = []
    for counter in hall.centre.counters:
        row = hall.rows.get(counter.number)
        if row is not None and row.state == OPEN:
            busy = hall.at_counters.get(counter.number)
            since = (busy.started_at or busy.called_at) if busy else None
            found.append(OpenCounter(hall.centre.desk(counter, row.clerk, hall.day), busy, since))
    return found


def expected(hall: Hall, service: str, priority: str = NORMAL) -> Expected:
    """People ahead and the expected wait of a newcomer; the procedure makes no difference to it."""
    known = hall.hopes.get((service, priority))
    if known is None:
        known = hall.hopes[service, priority] = _expected(hall, service, priority)
    return known


def _expected(hall: Hall, service: str, priority: str) -> Expected:
    newcomer = Ticket(
        id="newcomer",
        day=hall.day,
        service=service,
        series="",
        number=0,
        label="",
        priority=priority,
        language="vi",
        issued_at=hall.as_of,
        base_at=hall.as_of,
        seq=2**62,
    )
    waiting, counters_open, rule = hall.waiting, open_counters(hall), hall.rule
    range_ = waits.forecast(newcomer, waiting, counters_open, rule, minutes_of(hall))
    return Expected(
        people_ahead=waits.people_ahead(newcomer, waiting, counters_open, rule),
        wait=Wait(range_.low_min, range_.high_min) if range_ else None,
    )


def minutes_of(hall: Hall) -> waits.Minutes:
    """Typical minutes: the procedure's, else the service's, else the mean of its procedures."""
    by_service: dict[str, float] = {}
    for service in hall.centre.services:
        mean = service.minutes or hall.catalogue.mean_minutes(service.id)
        by_service[service.id] = mean or waits.DEFAULT_MINUTES
    by_procedure = {
        procedure.id: procedure.minutes.typical
        for procedure in hall.catalogue.procedures
        if procedure.minutes
    }

    def minutes(ticket: Ticket) -> float:
        found = by_procedure.get(ticket.procedure or "")
        if found is not None:
            return found
        return by_service.get(ticket.service, waits.DEFAULT_MINUTES)

    return minutes


def hall_now(hall: Hall) -> HallNow:
    """What every kiosk shows."""
    calendar = hall.centre.calendar
    opens_at = None if calendar.is_open(hall.as_of) else calendar.opens_at(hall.as_of)
    return HallNow(
        revision=hall.revision,
        as_of=hall.as_of,
        day=hall.day,
        next_day=calendar.next_day(hall.day),
        centre_version=hall.version,
        waiting=len(hall.waiting),
        services=[_service_now(hall, service, opens_at) for service in hall.centre.services],
    )


def _service_now(hall: Hall, service: Service, opens_at: dt.datetime | None) -> ServiceNow:
    limit = hall.centre.rules.daily_limit
    state = "open"
    if not hall.centre.calendar.is_open(hall.as_of):
        state = "closed"
    elif service.suspended:
        state = "suspended"
    elif limit and hall.issued_today.get(service.id, 0) >= limit:
        state = "full"
    return ServiceNow(
        service=service.id,
        waiting=waiting_for(hall.waiting, service.id),
        wait=expected(hall, service.id).wait if state == "open" else None,
        state=state,  # type: ignore[arg-type]  # one of the literals above
        opens_at=opens_at,
    )


def waiting_for(waiting: Sequence[Ticket], service: str) -> int:
    """How many wait for a service."""
    return sum(ticket.service == service for ticket in waiting)
