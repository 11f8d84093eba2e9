"""The life of a ticket: every state it can be in and every step between them.

A transition takes the ticket and returns the new one; it cannot do anything else. What happened is
written to the journal by the one who saves the ticket. Steps that the state forbids raise
``Refused``.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from .errors import Refused


class Status(StrEnum):
    """Where a ticket is; the last four end it."""

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
    call_id: str | None = None
    calls: int = 0
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


def _must(ticket: Ticket, *allowed: Status) -> None:
    if ticket.status not in allowed:
        raise Refused("wrong_status", label=ticket.label, status=ticket.status.value)


def call(ticket: Ticket, at: At, call_id: str) -> Ticket:
    """Call a waiting or held ticket to a counter."""
    _must(ticket, Status.WAITING, Status.HELD)
    return replace(
        ticket,
        status=Status.CALLED,
        counter=at.counter,
        clerk=at.clerk,
        reserved_for=None,
        reserved_person=None,
        call_id=call_id,
        calls=1,
        first_called_at=ticket.first_called_at or at.now,
        called_at=at.now,
    )


def recall(ticket: Ticket, now: dt.datetime, call_id: str) -> Ticket:
    """Call again a ticket that has been called: a new call of the same ticket."""
    _must(ticket, Status.CALLED)
    return replace(ticket, call_id=call_id, calls=ticket.calls + 1, called_at=now)


def start(ticket: Ticket, now: dt.datetime) -> Ticket:
    """The citizen is at the counter."""
    _must(ticket, Status.CALLED)
    return replace(ticket, status=Status.SERVING, started_at=now)


def finish(ticket: Ticket, now: dt.datetime, outcome: str) -> Ticket:
    """The visit is over, with its outcome (received, supplement, refused, …)."""
    _must(ticket, Status.SERVING)
    return replace(ticket, status=Status.FINISHED, ended_at=now, outcome=outcome)


def no_show(ticket: Ticket, now: dt.datetime) -> Ticket:
    """Called and absent. The number keeps its place in the books and may return."""
    _must(ticket, Status.CALLED)
    return replace(ticket, status=Status.MISSED, ended_at=now, absences=ticket.absences + 1)


def return_(ticket: Ticket, now: dt.datetime, grace: dt.timedelta) -> Ticket:
    """A missed citizen is back.

    Within the grace period, and the first time, the old seniority is kept; otherwise the turn
    counts from now.
    """
    _must(ticket, Status.MISSED)
    in_time = ticket.ended_at is not None and now - ticket.ended_at <= grace
    keeps = in_time and ticket.absences <= 1
    return replace(
        ticket,
        status=Status.WAITING,
        base_at=ticket.base_at if keeps else now,
        counter=None,
        clerk=None,
        ended_at=None,
    )


def hold(ticket: Ticket) -> Ticket:
    """Put aside at this counter ("fill in the form, come back")."""
    _must(ticket, Status.CALLED, Status.SERVING)
    return replace(ticket, status=Status.HELD)


def resume(ticket: Ticket, at: At) -> Ticket:
    """Go on serving a held ticket, without a new call."""
    _must(ticket, Status.HELD)
    return replace(
        ticket,
        status=Status.SERVING,
        counter=at.counter,
        clerk=at.clerk,
        started_at=ticket.started_at or at.now,
    )


def transfer(
    ticket: Ticket, service: str, counter: int | None = None, person: str | None = None
) -> Ticket:
    """Send on to another service, optionally to one counter or person; seniority is kept."""
    _must(ticket, Status.SERVING)
    return replace(
        ticket,
        status=Status.WAITING,
        service=service,
        procedure=ticket.procedure if service == ticket.service else None,
        counter=None,
        clerk=None,
        reserved_for=counter,
        reserved_person=person,
    )


def next_service(ticket: Ticket, service: str, procedure: str | None) -> Ticket:
    """Go on with another procedure of the same visit, at the same counter."""
    _must(ticket, Status.SERVING)
    return replace(ticket, service=service, procedure=procedure)


def cancel(ticket: Ticket, now: dt.datetime) -> Ticket:
    """Given up by the visitor, or by staff with a reason."""
    _must(ticket, Status.WAITING, Status.HELD, Status.MISSED)
    return replace(ticket, status=Status.CANCELLED, ended_at=now)


def expire(ticket: Ticket, now: dt.datetime) -> Ticket:
    """The centre closed before this ticket's turn. It was never served and never says so."""
    _must(ticket, Status.WAITING, Status.CALLED, Status.HELD)
    return replace(ticket, status=Status.EXPIRED, ended_at=now)


def undo(present: Ticket, before: Ticket) -> Ticket:
    """Take back the last step: everything is as before, only the version goes on.

    ``before`` comes from replaying the journal up to the step taken back.
    """
    if before.id != present.id:
        raise Refused("not_the_same_ticket", label=present.label)
    return replace(before, version=present.version, seq=present.seq)
