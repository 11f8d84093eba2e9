"""What a clerk looks at: the counter, its ticket, its queue, and what there is to choose from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

import msgspec

from ..domain import figures
from ..domain.counter import CLOSED, PAUSED, CounterRow
from ..domain.journal import Entry
from ..domain.ticket import Status, Ticket, keeps_turn_until
from ..messages import (
    Appointments,
    CounterState,
    DeskAbout,
    Found,
    Person,
    ProcedureChoice,
    ServiceChoice,
    Step,
    TicketView,
    Why,
)
from ..store import View, counters, journal, staff, tickets
from .calling import absent_from
from .hall import Hall, look, state_name
from .presence import is_lost
from .showing import counter_name
from .undoing import undoable

QUEUE_ROWS = 10
FOUND_ROWS = 20

HOLD_REASONS = ["form", "photocopy", "payment", "document", "other_counter", "other"]
PAUSE_REASONS = ["break", "meeting", "help", "system", "lunch", "other"]
CALL_REASONS = ["in_need", "called_in_error", "returning", "deadline", "other"]
CANCEL_REASONS = ["left", "duplicate", "mistake", "other"]
WITHOUT_TICKET_REASONS = ["question", "result", "supplement", "kiosk_down", "other"]
GIVE_REASONS = ["for_others", "no_card", "kiosk_down", "other"]


def counter_state(view: View, number: int, hall: Hall | None = None) -> CounterState:
    """The clerk's screen."""
    return Desks(view, hall or look(view)).state(number)


class Desks:
    """The screens of all counters at one moment; what they share is looked up once."""

    def __init__(self, view: View, hall: Hall) -> None:
        self._view = view
        self._hall = hall

    @cached_property
    def _names(self) -> dict[str, str]:
        return staff.names(self._view)

    @cached_property
    def _seen(self) -> dict[int, dt.datetime]:
        return counters.seen(self._view)

    @cached_property
    def _missed(self) -> list[TicketView]:
        return ticket_views(self._view, tickets.missed(self._view, QUEUE_ROWS))

    @cached_property
    def _held(self) -> dict[int, list[Ticket]]:
        found: dict[int, list[Ticket]] = {}
        held = Status.HELD  # looking up a member is slow in a long loop
        for one in self._hall.present:
            if one.status is held and one.counter is not None:
                found.setdefault(one.counter, []).append(one)
        return found

    def state(self, number: int) -> CounterState:
        """The screen of one counter."""
        view, hall = self._view, self._hall
        counter = hall.centre.counter(number)
        row = hall.rows.get(number, CounterRow(number))
        present = hall.at_counters.get(number)
        desk = hall.centre.desk(counter, row.clerk, hall.day)
        oldest = hall.lanes.oldest(desk)
        call = _latest_call(view, present) if present else None
        held = sorted(self._held.get(number, []), key=_soonest)
        return CounterState(
            revision=view.head.revision,
            as_of=view.now,
            counter=number,
            counter_name=counter_name(counter),
            state=state_name(row, present),  # type: ignore[arg-type]  # one of the literals
            clerk=row.clerk,
            clerk_name=self._names.get(row.clerk or ""),
            reason=row.reason,
            armed=row.armed_since is not None,
            may_take_over=is_lost(view, row, self._seen.get(number)),
            ticket=ticket_view(view, present) if present else None,
            step=step(row, present),
            absent_from=_absent_from(view, present),
            queue=ticket_views(view, hall.lanes.first(desk, QUEUE_ROWS)),
            held=ticket_views(view, held),
            missed=self._missed,
            waiting=hall.lanes.count(desk),
            longest_wait_s=int((view.now - oldest).total_seconds()) if oldest else 0,
            call=call.seq if call else None,
            why=msgspec.json.decode(call.facts, type=Why) if call and call.facts else None,
            undo=undoable(view, number),
        )


def _soonest(held: Ticket) -> tuple[dt.datetime, int]:
    return held.held_until or held.issued_at, held.seq


def _absent_from(view: View, present: Ticket | None) -> dt.datetime | None:
    if present is None or present.status is not Status.CALLED:
        return None
    return absent_from(present, view.centre.rules.absent_after_s)


def step(row: CounterRow, present: Ticket | None) -> Step:
    """The next legal step at a counter with ``present`` at it."""
    steps: dict[str, Step] = {
        CLOSED: "open",
        PAUSED: "back_to_work",
        "idle": "none" if row.armed_since else "call_next",
        "calling": "start",
        "serving": "finish_next",
    }
    return steps[state_name(row, present)]


def _latest_call(view: View, ticket: Ticket) -> Entry | None:
    """The journal row of the present call."""
    return journal.latest(view, ticket.id, "called")


def ticket_views(view: View, found: Iterable[Ticket]) -> list[TicketView]:
    """Tickets as staff see them."""
    return [ticket_view(view, one) for one in found]


def ticket_view(view: View, ticket: Ticket) -> TicketView:
    """A ticket as staff see it."""
    procedure = view.catalogue.find(ticket.procedure)
    grace = dt.timedelta(minutes=view.centre.rules.return_grace_min)
    minutes = procedure.minutes if procedure else None
    service = view.centre.service_by_id.get(ticket.service)
    priority = view.centre.priority_by_id.get(ticket.priority)
    return TicketView(
        ticket=ticket.id,
        version=ticket.version,
        label=ticket.label,
        service=ticket.service,
        service_name=service.name if service else {"vi": ticket.service},
        procedure=ticket.procedure,
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
        calling_since=ticket.calling_since,
        usual_s=round(minutes.p90 * 60) if minutes else None,
        note=ticket.note,
        moved_from=ticket.moved_from,
        booked_at=ticket.booked_at,
        held_until=ticket.held_until,
        reserved_for=ticket.reserved_for,
        reserved_person=ticket.reserved_person,
        keeps_turn_until=keeps_turn_until(ticket, grace),
    )


def desk_about(view: View) -> DeskAbout:
    """What a clerk chooses from; it changes seldom and is asked for once."""
    centre = view.centre
    return DeskAbout(
        services=[ServiceChoice(one.id, one.prefix, one.name) for one in centre.services],
        procedures=[
            ProcedureChoice(one.id, one.group, {"vi": one.name_short_vi, "en": one.name_en})
            for one in view.catalogue.procedures
        ],
        counters=[counter.number for counter in centre.counters],
        people=[Person(one.staff, one.name) for one in staff.clerks(view)],
        hold_min=centre.rules.hold_min,
        undo_s=centre.rules.undo_s,
        no_show_calls=centre.rules.no_show_calls,
        wait_target_min=centre.rules.wait_target_min,
        hold_reasons=HOLD_REASONS,
        pause_reasons=PAUSE_REASONS,
        call_reasons=CALL_REASONS,
        cancel_reasons=CANCEL_REASONS,
        without_ticket_reasons=WITHOUT_TICKET_REASONS,
        give_reasons=GIVE_REASONS,
    )


def find_tickets(view: View, beginning: str) -> Found:
    """Today's tickets whose number begins so, the latest first."""
    found = tickets.by_label(view, beginning.upper(), FOUND_ROWS)
    return Found(ticket_views(view, found))


def appointments(view: View) -> Appointments:
    """Today's booked times nobody has come for yet."""
    return Appointments(ticket_views(view, tickets.booked(view)))
