"""What a clerk does with tickets at a counter, one function per verb.

Every verb answers with the id of the ticket it concerned (``""``: none), which is what a repeated
command is answered with, too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

from msgspec import Struct

from ..domain import counter as states
from ..domain import ticket as steps
from ..domain.centre import Counter
from ..domain.counter import CLOSED, OPEN, PAUSED
from ..domain.discipline import choose_next, explain
from ..domain.errors import Refused
from ..domain.journal import Actor
from ..domain.ticket import At, Status, Ticket
from ..store import Transaction, counters, tickets


class AtCounter(Struct, frozen=True):
    """A clerk's command: where, who, and what was on the screen when the key was pressed."""

    counter: int
    clerk: str
    ticket: str | None = None
    version: int | None = None
    outcome: str = "received"
    reason: str | None = None
    service: str | None = None
    procedure: str | None = None


Verb = Callable[[Transaction, Actor, AtCounter], str]


def open_counter(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Sit down at a counter that nobody holds; a clerk holds one counter at a time."""
    counter = tx.centre.counter(command.counter)
    row = counters.find(tx, counter.number)
    if row.state != CLOSED and row.clerk != command.clerk:
        raise Refused("counter_taken", counter=counter.number, clerk=row.clerk)
    for other in counters.by_number(tx).values():
        if other.clerk == command.clerk and other.counter != counter.number:
            raise Refused("clerk_elsewhere", counter=other.counter)
    if row.state != OPEN:
        counters.save(tx, "counter_opened", actor, states.opened(row, command.clerk, tx.now))
    return ""


def close_counter(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Leave a counter; nobody may be standing at it."""
    _held(tx, command)
    hall = tickets.present(tx)
    if present := tickets.at_counter(hall, command.counter):
        raise Refused("counter_busy", counter=command.counter, label=present.label)
    row = counters.find(tx, command.counter)
    counters.save(tx, "counter_closed", actor, states.closed(row, tx.now))
    return ""


def pause(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Stop calling for a while, for a reason; whoever is at the counter is served first."""
    _held(tx, command)
    if present := tickets.at_counter(tickets.present(tx), command.counter):
        raise Refused("counter_busy", counter=command.counter, label=present.label)
    row = states.paused(counters.find(tx, command.counter), tx.now, command.reason)
    counters.save(tx, "counter_paused", actor, row, command.reason)
    return ""


def back_to_work(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """End a pause."""
    row = counters.find(tx, command.counter)
    if row.state != PAUSED or row.clerk != command.clerk:
        raise Refused("counter_not_paused", counter=command.counter)
    counters.save(tx, "counter_resumed", actor, states.opened(row, command.clerk, tx.now))
    return ""


def call_next(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Call the earliest turn this counter may serve; ``""`` when nobody waits for it."""
    counter = _held(tx, command, at_work=True)
    hall = tickets.present(tx)
    if present := tickets.at_counter(hall, counter.number):
        raise Refused("counter_busy", counter=counter.number, label=present.label)
    waiting = tickets.waiting(hall, tx.now)
    rule = tx.centre.rule_on(tx.day)
    desk = tx.centre.desk(counter, command.clerk, tx.day)
    chosen = choose_next(waiting, desk, rule)
    if chosen is None:
        return ""
    why = explain(chosen, waiting, desk, rule, tx.now)
    called = steps.call(chosen, At(counter.number, command.clerk, tx.now), str(uuid4()))
    called = tx.record("called", actor, chosen, called, why)
    tx.called.append(called)
    return called.id


def recall(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Call the ticket at this counter once more."""
    ticket = _present(tx, command)
    again = tx.record("recalled", actor, ticket, steps.recall(ticket, tx.now, str(uuid4())))
    tx.called.append(again)
    return again.id


def start(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """The citizen has come to the counter."""
    ticket = _present(tx, command)
    return tx.record("started", actor, ticket, steps.start(ticket, tx.now)).id


def finish(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """The visit is over."""
    ticket = _present(tx, command)
    done = steps.finish(ticket, tx.now, command.outcome)
    return tx.record("finished", actor, ticket, done, command.reason).id


def no_show(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Called and not there."""
    ticket = _present(tx, command)
    return tx.record("no_show", actor, ticket, steps.no_show(ticket, tx.now)).id


def hold(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Put the ticket at this counter aside."""
    ticket = _present(tx, command)
    return tx.record("held", actor, ticket, steps.hold(ticket), command.reason).id


def resume(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Go on with a ticket held here."""
    counter = _held(tx, command, at_work=True)
    if present := tickets.at_counter(tickets.present(tx), counter.number):
        raise Refused("counter_busy", counter=counter.number, label=present.label)
    ticket = _named(tx, command)
    if ticket.counter != counter.number:
        raise Refused("wrong_status", label=ticket.label, status=ticket.status.value)
    at = At(counter.number, command.clerk, tx.now)
    return tx.record("resumed", actor, ticket, steps.resume(ticket, at)).id


def transfer(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Send the ticket on to another service; it keeps its seniority."""
    ticket = _present(tx, command)
    service = tx.centre.service(command.service or ticket.service)
    moved = steps.transfer(ticket, steps.Target(service.id))
    return tx.record("transferred", actor, ticket, moved, command.reason).id


def return_missed(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """A missed citizen is back and waits again."""
    ticket = _named(tx, command)
    grace = dt.timedelta(minutes=tx.centre.rules.return_grace_min)
    return tx.record("returned", actor, ticket, steps.return_(ticket, tx.now, grace)).id


def cancel(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """End a ticket that is not wanted any more."""
    ticket = _named(tx, command)
    gone = steps.cancel(ticket, tx.now)
    return tx.record("cancelled", actor, ticket, gone, command.reason).id


VERBS: dict[str, Verb] = {
    "open": open_counter,
    "close": close_counter,
    "pause": pause,
    "back_to_work": back_to_work,
    "call_next": call_next,
    "recall": recall,
    "start": start,
    "finish": finish,
    "no_show": no_show,
}
"""What the counter page may send; the other verbs wait for their page."""


def _held(tx: Transaction, command: AtCounter, *, at_work: bool = False) -> Counter:
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


def _present(tx: Transaction, command: AtCounter) -> Ticket:
    """The ticket at this counter, if it is the one the clerk was looking at."""
    _held(tx, command)
    ticket = tickets.at_counter(tickets.present(tx), command.counter)
    if ticket is None:
        _named(tx, command)
        raise Refused("nobody_here", counter=command.counter)
    _as_seen(ticket, command)
    return ticket


def _named(tx: Transaction, command: AtCounter) -> Ticket:
    ticket = tickets.find(tx, command.ticket) if command.ticket else None
    if ticket is None:
        raise Refused("nobody_here", counter=command.counter)
    if ticket.status in (Status.FINISHED, Status.EXPIRED, Status.CANCELLED):
        raise Refused("wrong_status", label=ticket.label, status=ticket.status.value)
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
