"""The life of a ticket: every state it can be in and every step between them.

A transition takes the ticket and returns the new one; it cannot do anything else. What happened is
written to the journal by the one who saves the ticket. Steps that the state forbids raise
``Refused``.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from .errors import Refused

NORMAL = "normal"
APPOINTMENT = "appointment"
"""The class of who booked a time and came for it."""


class Status(StrEnum):
    """Where a ticket is; the last four end it (a missed one may still return)."""

    BOOKED = "booked"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    MISSED = "missed"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


IN_HALL = frozenset({Status.WAITING, Status.CALLED, Status.SERVING, Status.HELD})
AT_COUNTER = frozenset({Status.CALLED, Status.SERVING})


class Ticket(Struct, frozen=True, kw_only=True):
    """One citizen's turn for one service on one business day.

    ``base_at`` is the seniority: the moment that counts as the arrival; transfers keep it.
    ``enters_at`` is the moment before which it cannot be called (an appointment's early visitor).
    ``held_until`` ends a hold, ``reserved_until`` a reservation, by themselves.
    ``calling_since`` is the first of the present calls, ``first_called_at`` the first ever.
    ``seq`` is the order in which tickets reached the queue, the last tie-break.
    ``version`` grows by one with every saved change.
    """

    id: str
    day: dt.date
    service: str
    series: str
    number: int
    label: str
    priority: str
    language: str
    issued_at: dt.datetime
    base_at: dt.datetime
    seq: int = 0
    version: int = 0
    status: Status = Status.WAITING
    procedure: str | None = None
    origin: str = "lease"
    counter: int | None = None
    clerk: str | None = None
    reserved_for: int | None = None
    reserved_person: str | None = None
    reserved_until: dt.datetime | None = None
    booked_at: dt.datetime | None = None
    enters_at: dt.datetime | None = None
    held_until: dt.datetime | None = None
    moved_from: int | None = None
    note: str | None = None
    call_id: str | None = None
    calls: int = 0
    calling_since: dt.datetime | None = None
    absences: int = 0
    first_called_at: dt.datetime | None = None
    called_at: dt.datetime | None = None
    started_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    outcome: str | None = None


class At(Struct, frozen=True):
    """Who does something where: the counter, the clerk holding it, and the moment."""

    counter: int
    clerk: str
    now: dt.datetime


FREE: dict[str, None] = {
    "reserved_for": None,
    "reserved_person": None,
    "reserved_until": None,
    "held_until": None,
}
"""Kept for nobody in particular."""

NOWHERE: dict[str, Any] = {
    **FREE,
    "counter": None,
    "clerk": None,
    "call_id": None,
    "calls": 0,
    "calling_since": None,
    "called_at": None,
    "started_at": None,
}
"""At no counter. What is remembered of earlier ones is ``first_called_at`` and ``moved_from``."""


def waits(ticket: Ticket, now: dt.datetime) -> bool:
    """Whether it can be called now; an appointment's early visitor enters when it is time."""
    entered = ticket.enters_at is None or ticket.enters_at <= now
    return ticket.status is Status.WAITING and entered


def must(ticket: Ticket, *allowed: Status) -> None:
    """Raise ``Refused`` unless the ticket is in one of these states."""
    if ticket.status not in allowed:
        raise Refused("wrong_status", label=ticket.label, status=ticket.status.value)


def call(ticket: Ticket, at: At, call_id: str) -> Ticket:
    """Call a waiting or held ticket to a counter."""
    must(ticket, Status.WAITING, Status.HELD)
    return replace(
        ticket,
        status=Status.CALLED,
        counter=at.counter,
        clerk=at.clerk,
        call_id=call_id,
        calls=1,
        calling_since=at.now,
        **FREE,
        first_called_at=ticket.first_called_at or at.now,
        called_at=at.now,
    )


def recall(ticket: Ticket, now: dt.datetime, call_id: str) -> Ticket:
    """Call again a ticket that has been called: a new call of the same ticket."""
    must(ticket, Status.CALLED)
    return replace(ticket, call_id=call_id, calls=ticket.calls + 1, called_at=now)


def start(ticket: Ticket, now: dt.datetime) -> Ticket:
    """The citizen is at the counter."""
    must(ticket, Status.CALLED)
    return replace(ticket, status=Status.SERVING, started_at=now)


def finish(ticket: Ticket, now: dt.datetime, outcome: str, note: str | None = None) -> Ticket:
    """The visit is over, with its outcome (received, supplement, refused, …).

    A ``note`` takes the place of the one the ticket came with.
    """
    must(ticket, Status.SERVING)
    note = note or ticket.note
    return replace(ticket, status=Status.FINISHED, ended_at=now, outcome=outcome, note=note)


def no_show(ticket: Ticket, now: dt.datetime) -> Ticket:
    """Called and absent. The number keeps its place in the books and may return."""
    must(ticket, Status.CALLED)
    return replace(ticket, status=Status.MISSED, ended_at=now, absences=ticket.absences + 1)


def return_(ticket: Ticket, now: dt.datetime, grace: dt.timedelta) -> Ticket:
    """A missed citizen is back.

    Within the grace period, and the first time, the old seniority is kept; otherwise the turn
    counts from now. Who missed an appointment has only come now.
    """
    must(ticket, Status.MISSED)
    until = keeps_turn_until(ticket, grace)
    keeps = until is not None and now <= until
    return replace(
        ticket if keeps else anew(ticket, now),
        status=Status.WAITING,
        issued_at=ticket.issued_at if ticket.first_called_at else now,
        ended_at=None,
        **NOWHERE,
    )


def keeps_turn_until(ticket: Ticket, grace: dt.timedelta) -> dt.datetime | None:
    """Until when a missed citizen who comes back has the old seniority; ``None``: not any more."""
    first = ticket.absences <= 1 and ticket.first_called_at is not None
    if ticket.status is not Status.MISSED or ticket.ended_at is None or not first:
        return None
    return ticket.ended_at + grace


def anew(ticket: Ticket, now: dt.datetime) -> Ticket:
    """The turn counts from now. An appointment's head start was for the booked time: it is over."""
    priority = NORMAL if ticket.priority == APPOINTMENT else ticket.priority
    return replace(ticket, base_at=now, priority=priority)


def hold(ticket: Ticket, until: dt.datetime | None = None) -> Ticket:
    """Put aside at this counter ("fill in the form, come back"), until a moment at most."""
    must(ticket, Status.CALLED, Status.SERVING)
    return replace(ticket, status=Status.HELD, held_until=until)


def resume(ticket: Ticket, at: At) -> Ticket:
    """Go on serving a held ticket, without a new call."""
    must(ticket, Status.HELD)
    return replace(
        ticket,
        status=Status.SERVING,
        counter=at.counter,
        clerk=at.clerk,
        started_at=ticket.started_at or at.now,
        held_until=None,
    )


def unhold(ticket: Ticket, counter: int | None, until: dt.datetime | None) -> Ticket:
    """The hold is over: back into the queue with its seniority, kept for a counter for a while."""
    must(ticket, Status.HELD)
    kept = {**NOWHERE, "reserved_for": counter, "reserved_until": until}
    return replace(ticket, status=Status.WAITING, moved_from=ticket.counter, **kept)


class Target(Struct, frozen=True):
    """Where a ticket is sent: a service, and perhaps one counter or one person for a while."""

    service: str
    counter: int | None = None
    person: str | None = None
    until: dt.datetime | None = None


def transfer(ticket: Ticket, target: Target, note: str | None = None) -> Ticket:
    """Send on to another service, counter or person; seniority is kept."""
    must(ticket, Status.CALLED, Status.SERVING)
    kept = {
        **NOWHERE,
        "reserved_for": target.counter,
        "reserved_person": target.person,
        "reserved_until": target.until,
    }
    return replace(
        ticket,
        status=Status.WAITING,
        service=target.service,
        procedure=ticket.procedure if target.service == ticket.service else None,
        moved_from=ticket.counter,
        note=note or ticket.note,
        **kept,
    )


def free(ticket: Ticket) -> Ticket:
    """Nobody came for it where it was kept: any counter of its service may call it."""
    must(ticket, Status.WAITING)
    return replace(ticket, **FREE)


def next_service(ticket: Ticket, service: str, procedure: str | None) -> Ticket:
    """Go on with another procedure of the same visit, at the same counter."""
    must(ticket, Status.SERVING)
    return replace(ticket, service=service, procedure=procedure)


def take_over(ticket: Ticket, clerk: str) -> Ticket:
    """Another clerk goes on with it at the same counter."""
    must(ticket, Status.CALLED, Status.SERVING, Status.HELD)
    return replace(ticket, clerk=clerk)


def void(ticket: Ticket, now: dt.datetime) -> Ticket:
    """The step that brought this ticket into being is taken back; its number stays given."""
    return replace(ticket, status=Status.CANCELLED, ended_at=now, **NOWHERE)


def cancel(ticket: Ticket, now: dt.datetime) -> Ticket:
    """Given up by the visitor, or by staff with a reason."""
    must(ticket, Status.BOOKED, Status.WAITING, Status.HELD, Status.MISSED)
    return replace(ticket, status=Status.CANCELLED, ended_at=now)


def expire(ticket: Ticket, now: dt.datetime) -> Ticket:
    """The centre closed before this ticket's turn. It was never served and never says so."""
    must(ticket, Status.WAITING, Status.CALLED, Status.HELD)
    return replace(ticket, status=Status.EXPIRED, ended_at=now)


def undo(present: Ticket, before: Ticket) -> Ticket:
    """Take back the last step: everything is as before, only the version goes on.

    ``before`` comes from replaying the journal up to the step taken back.
    """
    if before.id != present.id:
        raise Refused("not_the_same_ticket", label=present.label)
    return replace(before, version=present.version, seq=present.seq)
