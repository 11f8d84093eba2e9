"""What boards, counters and managers look at: whole states, replaceable, with their revision."""

from __future__ import annotations

import datetime as dt

import msgspec

from ..domain import figures
from ..domain.centre import Board, Centre, Counter, Words
from ..domain.counter import CLOSED, PAUSED, CounterRow
from ..domain.discipline import order
from ..domain.ticket import Status, Ticket
from ..messages import (
    Announcement,
    BoardState,
    Called,
    CounterState,
    CounterSummary,
    DayPoint,
    DeviceNow,
    ManagerState,
    PrinterHealth,
    ServiceFigures,
    ServiceWaiting,
    Step,
    TicketView,
    Today,
)
from ..store import View, devices, journal, staff, tickets
from .hall import Hall, look, waiting_for

QUEUE_ROWS = 10
LONGEST_NUMBER = 6
ON_BOARD = dt.timedelta(minutes=10)
SEEN_WITHIN = dt.timedelta(seconds=20)


def board_state(view: View, name: str, hall: Hall | None = None) -> BoardState:
    """A board: the latest call of each counter, newest first, and how many wait."""
    board = view.centre.board(name)
    hall = hall or look(view)
    services = [
        one for one in view.centre.services if not board.services or one.id in board.services
    ]
    return BoardState(
        revision=view.head.revision,
        as_of=view.now,
        board=board.id,
        name=board.name,
        timezone=view.centre.calendar.timezone,
        languages=view.centre.languages,
        calls=_calls(view, board),
        waiting=[
            ServiceWaiting(one.id, one.prefix, one.name, waiting_for(hall.waiting, one.id))
            for one in services
        ],
    )


def _calls(view: View, board: Board) -> list[Called]:
    rows: dict[int, Called] = {}
    for ticket in tickets.last_called(view, 4 * view.centre.rules.board_rows):
        if on_board(ticket, board) and _still_shown(ticket, view.now):
            rows.setdefault(ticket.counter or 0, called(view.centre, ticket))
    return list(rows.values())[: view.centre.rules.board_rows]


def on_board(ticket: Ticket, board: Board) -> bool:
    """Whether calls of this ticket belong on the board."""
    return not board.services or ticket.service in board.services


def _still_shown(ticket: Ticket, now: dt.datetime) -> bool:
    if ticket.called_at is None or ticket.counter is None:
        return False
    return ticket.status in (Status.CALLED, Status.SERVING) or now - ticket.called_at < ON_BOARD


def called(centre: Centre, ticket: Ticket) -> Called:
    """The latest call of a called ticket, for a board's row."""
    return Called(
        call_id=ticket.call_id or "",
        label=ticket.label,
        counter=ticket.counter or 0,
        counter_name=counter_name(centre.counter_by_number.get(ticket.counter or 0)),
        nth=ticket.calls,
        called_at=ticket.called_at or ticket.issued_at,
        status=ticket.status.value,
    )


def announcement(centre: Centre, ticket: Ticket) -> Announcement:
    """The call as it is announced, once."""
    row = called(centre, ticket)
    return Announcement(
        call_id=row.call_id,
        label=row.label,
        counter=row.counter,
        counter_name=row.counter_name,
        nth=row.nth,
        called_at=row.called_at,
        expires_at=row.called_at + dt.timedelta(seconds=centre.rules.announcement_expires_s),
        sound=f"/sounds/{row.label}/{row.counter}/{row.nth}.wav",
    )


def was_called(view: View, label: str, counter: int) -> bool:
    """Whether a ticket of that label was called to that counter today."""
    series, number = label[:1], label[1:]
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        return False
    ticket = tickets.by_number(view, view.day, series, int(number))
    if ticket is None or ticket.label != label:
        return False
    return ticket.counter == counter and ticket.calls > 0


def counter_name(counter: Counter | None) -> Words:
    """The counter's own name, or "Quầy 5" / "Counter 5"."""
    if counter is None:
        return {"vi": "", "en": ""}
    return counter.name or {"vi": f"Quầy {counter.number}", "en": f"Counter {counter.number}"}


def counter_state(view: View, number: int, hall: Hall | None = None) -> CounterState:
    """The clerk's screen."""
    counter = view.centre.counter(number)
    hall = hall or look(view)
    row = hall.rows.get(number, CounterRow(number))
    present = tickets.at_counter(hall.present, number)
    waiting = hall.waiting
    mine = order(waiting, view.centre.desk(counter, row.clerk, view.day), hall.rule)
    return CounterState(
        revision=view.head.revision,
        as_of=view.now,
        counter=number,
        counter_name=counter_name(counter),
        state=state_name(row, present),  # type: ignore[arg-type]  # one of the literals
        clerk=row.clerk,
        clerk_name=staff.names(view).get(row.clerk or ""),
        ticket=ticket_view(view, present) if present else None,
        step=_step(row, present),
        queue=[ticket_view(view, one) for one in mine[:QUEUE_ROWS]],
        missed=[ticket_view(view, one) for one in tickets.missed(view, QUEUE_ROWS)],
        waiting=len(mine),
        longest_wait_s=max((figures.waited_s(one, view.now) for one in mine), default=0),
        why=_why(view, present) if present else None,
    )


def state_name(row: CounterRow, present: Ticket | None) -> str:
    """closed, idle, calling, serving or paused."""
    if row.state in (CLOSED, PAUSED):
        return row.state
    if present is None:
        return "idle"
    return "calling" if present.status is Status.CALLED else "serving"


def _step(row: CounterRow, present: Ticket | None) -> Step:
    steps: dict[str, Step] = {
        CLOSED: "open",
        PAUSED: "back_to_work",
        "idle": "call_next",
        "calling": "start",
        "serving": "finish",
    }
    return steps[state_name(row, present)]


def _why(view: View, ticket: Ticket) -> str | None:
    """The stored facts of the latest call, as JSON."""
    found = [entry for entry in journal.of_ticket(view, ticket.id) if entry.kind == "called"]
    return found[-1].facts if found else None


def ticket_view(view: View, ticket: Ticket) -> TicketView:
    """A ticket as staff see it."""
    procedure = view.catalogue.find(ticket.procedure)
    service = view.centre.service_by_id.get(ticket.service)
    priority = view.centre.priority_by_id.get(ticket.priority)
    return TicketView(
        ticket=ticket.id,
        version=ticket.version,
        label=ticket.label,
        service=ticket.service,
        service_name=service.name if service else {"vi": ticket.service},
        procedure_name=(
            {"vi": procedure.name_short_vi, "en": procedure.name_en} if procedure else None
        ),
        priority=ticket.priority,
        priority_name=priority.name if priority else None,
        status=ticket.status.value,
        issued_at=ticket.issued_at,
        waited_s=figures.waited_s(ticket, view.now),
        called_at=ticket.called_at,
        started_at=ticket.started_at,
        calls=ticket.calls,
        language=ticket.language,
    )


def counter_summaries(view: View, hall: Hall | None = None) -> list[CounterSummary]:
    """All counters in a row, each with its clerk and ticket."""
    hall = hall or look(view)
    names = staff.names(view)
    return [_summary(hall, counter, names) for counter in view.centre.counters]


def _summary(hall: Hall, counter: Counter, names: dict[str, str]) -> CounterSummary:
    row = hall.rows.get(counter.number, CounterRow(counter.number))
    present = tickets.at_counter(hall.present, counter.number)
    since = (present.started_at or present.called_at) if present else row.since
    return CounterSummary(
        counter=counter.number,
        name=counter_name(counter),
        state=state_name(row, present),
        clerk=row.clerk,
        clerk_name=names.get(row.clerk or "", row.clerk),
        label=present.label if present else None,
        since=since,
    )


def manager_state(view: View) -> ManagerState:
    """The manager's page."""
    day = tickets.today(view)
    hall = look(view)
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
    )


def _today(view: View, day: list[Ticket], target: dt.timedelta) -> Today:
    numbers = msgspec.structs.asdict(figures.figures(day, view.now, target))
    del numbers["called"]
    return Today(**numbers, target_min=view.centre.rules.wait_target_min)


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
        printer = PrinterHealth(health.link, health.paper, health.cover_open)  # type: ignore[arg-type]
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
    )


def _line(view: View, day: list[Ticket]) -> list[DayPoint]:
    if not day:
        return []
    zone = view.centre.calendar.zone
    first = min(ticket.issued_at for ticket in day).astimezone(zone)
    start = first.replace(minute=first.minute // 5 * 5, second=0, microsecond=0)
    points = figures.line(day, start.astimezone(dt.UTC), view.now)
    return [DayPoint(point.at, point.arrived, point.finished, point.waiting) for point in points]
