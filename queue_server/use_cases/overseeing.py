"""What a manager looks at: the day's figures, counters and devices."""

from __future__ import annotations

import datetime as dt

import msgspec

from ..domain import figures
from ..domain.centre import Counter
from ..domain.counter import PAUSED, CounterRow
from ..domain.ticket import Status, Ticket
from ..domain.undoing import effective
from ..messages import (
    CounterSummary,
    DayPoint,
    DeviceNow,
    LineHealth,
    ManagerState,
    OutOfOrder,
    PrinterHealth,
    ServiceFigures,
    Today,
)
from ..store import View, counters, devices, journal, staff, tickets
from . import alarms, broadcasting, unused, voices
from .hall import Hall, look, state_name
from .presence import last_seen
from .showing import counter_name

SEEN_WITHIN = dt.timedelta(seconds=20)
WEEK = dt.timedelta(days=7)


def counter_summaries(view: View, hall: Hall | None = None) -> list[CounterSummary]:
    """All counters in a row, each with its clerk and ticket."""
    hall = hall or look(view)
    names, seen = staff.names(view), counters.seen(view)
    return [
        _summary(hall, counter, names, seen.get(counter.number)) for counter in view.centre.counters
    ]


def _summary(
    hall: Hall, counter: Counter, names: dict[str, str], seen: dt.datetime | None
) -> CounterSummary:
    row = hall.rows.get(counter.number, CounterRow(counter.number))
    there = last_seen(row, seen)
    present = hall.at_counters.get(counter.number)
    since = (present.started_at or present.called_at) if present else row.since
    expected = present is not None or row.state != PAUSED  # at lunch a page may be closed
    return CounterSummary(
        counter=counter.number,
        name=counter_name(counter),
        state=state_name(row, present),
        clerk=row.clerk,
        clerk_name=names.get(row.clerk or "", row.clerk),
        label=present.label if present else None,
        since=since,
        reason=row.reason,
        lost_since=there if expected and there and hall.as_of - there > SEEN_WITHIN else None,
    )


def manager_state(view: View, hall: Hall | None = None) -> ManagerState:
    """The manager's page."""
    day = tickets.today(view)
    hall = hall or look(view)
    target = dt.timedelta(minutes=view.centre.rules.wait_target_min)
    return ManagerState(
        revision=view.head.revision,
        as_of=view.now,
        day=view.day,
        name=view.centre.name,
        today=_today(view, day, target),
        services=_by_service(view, day, target),
        counters=counter_summaries(view, hall),
        devices=[_device(device, view.now) for device in devices.all_devices(view)],
        line=_line(view, day),
        week=_week(view),
        numbers=unused.numbers_of_day(view, view.day),
        alarms=alarms.open_alarms(view, reports=True),
        voices=voices.voices_now(view),
        broadcasts=broadcasting.recent(view),
        centre_version=view.head.version,
    )


def _week(view: View) -> OutOfOrder:
    since = view.now - WEEK
    return OutOfOrder(calls=tickets.called_since(view, since), chosen=chosen(view, since))


def chosen(view: View, since: dt.datetime, before: dt.datetime | None = None) -> int:
    """How many calls clerks chose out of their order; those taken back do not count."""
    rows = [row for row in journal.chosen_since(view, since) if before is None or row.at < before]
    lives = journal.of_tickets(view, sorted({row.ticket or "" for row in rows}))
    counting = {row.seq for row in effective(lives)}
    return sum(row.seq in counting for row in rows)


def _today(view: View, day: list[Ticket], target: dt.timedelta) -> Today:
    numbers = msgspec.structs.asdict(figures.figures(day, view.now, target))
    del numbers["called"]
    held = sum(ticket.status is Status.HELD for ticket in day)
    target_min = view.centre.rules.wait_target_min
    called = msgspec.structs.asdict(alarms.figures(view, view.day))
    return Today(**numbers, **called, target_min=target_min, held=held)


def _by_service(view: View, day: list[Ticket], target: dt.timedelta) -> list[ServiceFigures]:
    rows = []
    for service in view.centre.services:
        found = figures.figures(
            [ticket for ticket in day if ticket.service == service.id], view.now, target
        )
        rows.append(
            ServiceFigures(
                service=service.id,
                prefix=service.prefix,
                name=service.name,
                waiting=found.waiting,
                longest_wait_s=found.longest_wait_s,
                issued=found.issued,
                called=found.called,
                wait_median_s=found.wait_median_s,
                wait_p90_s=found.wait_p90_s,
                within_target=found.within_target,
            )
        )
    return rows


def _device(device: devices.Device, now: dt.datetime) -> DeviceNow:
    health = device.health
    seen = device.last_seen is not None and now - device.last_seen < SEEN_WITHIN
    printer = None
    if health is not None and device.kind == "kiosk":
        printer = msgspec.convert(health, PrinterHealth, from_attributes=True)
    return DeviceNow(
        device=device.device,
        kind=device.kind,
        name=device.name,
        last_seen=device.last_seen,
        online=seen and device.revoked_at is None,
        printer=printer if seen else PrinterHealth() if printer else None,
        unsent_tickets=health.unsent_tickets if health else 0,
        refused_tickets=health.refused_tickets if health else 0,
        reserve_left=health.reserve_left if health else 0,
        revoked=device.revoked_at is not None,
        scanner=health.scanner if health else "none",  # type: ignore[arg-type]
        lines=[
            msgspec.convert(line, LineHealth, from_attributes=True)
            for line in (health.lines if health and seen else [])
        ],
        notices=health.notices if health and seen else [],
    )


def _line(view: View, day: list[Ticket]) -> list[DayPoint]:
    if not day:
        return []
    zone = view.centre.calendar.zone
    first = min(ticket.issued_at for ticket in day).astimezone(zone)
    start = first.replace(minute=first.minute // 5 * 5, second=0, microsecond=0)
    points = figures.line(day, start.astimezone(dt.UTC), view.now)
    return [DayPoint(point.at, point.arrived, point.finished, point.waiting) for point in points]
