"""A clerk's command, and what it finds at the desk: the counter, its ticket, or the truth instead.

Every verb of a clerk answers with the id of the ticket it concerns (``""``: none), which is what a
repeated command is answered with, too.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from ..domain.centre import Counter
from ..domain.counter import CLOSED, PAUSED
from ..domain.errors import Refused
from ..domain.journal import Actor
from ..domain.ticket import AT_COUNTER, Status, Ticket
from ..store import Transaction, counters, tickets


class AtCounter(Struct, frozen=True):
    """A clerk's command: where, who, and what was on the screen when the key was pressed."""

    counter: int
    clerk: str
    ticket: str | None = None
    version: int | None = None
    outcome: str = "received"
    reason: str | None = None
    note: str | None = None
    minutes: int | None = None
    service: str | None = None
    procedure: str | None = None
    to_counter: int | None = None
    to_person: str | None = None
    revision: int | None = None


Verb = Callable[[Transaction, Actor, AtCounter], str]

ENDED = (Status.FINISHED, Status.EXPIRED, Status.CANCELLED)


def held(tx: Transaction, command: AtCounter, *, at_work: bool = False) -> Counter:
    """The counter, if this clerk holds it (and is not paused)."""
    counter = tx.centre.counter(command.counter)
    row = counters.find(tx, counter.number)
    if row.state == CLOSED:
        raise Refused("counter_closed", counter=counter.number)
    if row.clerk != command.clerk:
        raise Refused("counter_taken", counter=counter.number, clerk=row.clerk)
    if at_work and row.state == PAUSED:
        raise Refused("counter_paused", counter=counter.number)
    return counter


def free(tx: Transaction, command: AtCounter) -> tuple[Counter, list[Ticket]]:
    """The counter, held, at work and with nobody at it; and everybody in the hall."""
    counter = held(tx, command, at_work=True)
    hall = tickets.present(tx)
    if present := tickets.at_counter(hall, counter.number):
        raise Refused("counter_busy", counter=counter.number, label=present.label)
    return counter, hall


def given_reason(command: AtCounter) -> bool:
    """Whether the clerk says why."""
    return bool((command.reason or "").strip())


def of_today(tx: Transaction, ticket: Ticket) -> None:
    """Raise ``Refused`` for a number of another day."""
    if ticket.day != tx.day:
        raise Refused("day_not_open", day=ticket.day.isoformat())


def present(tx: Transaction, command: AtCounter) -> Ticket:
    """The ticket at this counter, if it is the one the clerk was looking at."""
    held(tx, command)
    ticket = tickets.at_counter(tickets.present(tx), command.counter)
    if ticket is None:
        named(tx, command)
        raise Refused("nobody_here", counter=command.counter)
    _as_seen(ticket, command)
    return ticket


def named(tx: Transaction, command: AtCounter) -> Ticket:
    """The ticket the command names, wherever it is, if it is as the clerk saw it."""
    ticket = tickets.find(tx, command.ticket) if command.ticket else None
    if ticket is None:
        raise Refused("nobody_here", counter=command.counter)
    if ticket.status in ENDED:
        raise Refused("wrong_status", label=ticket.label, status=ticket.status.value)
    if ticket.status in AT_COUNTER and ticket.counter != command.counter:
        raise Refused("called_elsewhere", label=ticket.label, counter=ticket.counter)
    _as_seen(ticket, command)
    return ticket


def _as_seen(ticket: Ticket, command: AtCounter) -> None:
    stale = command.ticket is not None and command.ticket != ticket.id
    if stale or (command.version is not None and command.version != ticket.version):
        raise Refused(
            "ticket_changed",
            label=ticket.label,
            status=ticket.status.value,
            counter=ticket.counter,
        )
