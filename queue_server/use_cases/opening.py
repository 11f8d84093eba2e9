"""Sitting down at a counter and leaving it, for a while or for the day."""

from __future__ import annotations

from ..domain import counter as states
from ..domain import ticket as steps
from ..domain.counter import CLOSED, OPEN, PAUSED
from ..domain.errors import Refused
from ..domain.journal import Actor
from ..domain.ticket import AT_COUNTER, Status
from ..store import Transaction, counters, tickets
from .desk import AtCounter, given_reason, held
from .presence import is_lost


def open_counter(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Sit down at a counter that nobody holds; a clerk holds one counter at a time."""
    counter = tx.centre.counter(command.counter)
    row = counters.find(tx, counter.number)
    if row.state != CLOSED and row.clerk != command.clerk:
        raise Refused("counter_taken", counter=counter.number, clerk=row.clerk)
    sits_nowhere_else(tx, command.clerk, command.counter)
    if row.state != OPEN:
        counters.save(tx, "counter_opened", actor, states.opened(row, command.clerk, tx.now))
    return ""


def take_over(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Go on at a counter whose clerk has been gone for long, with whoever is at it."""
    counter = tx.centre.counter(command.counter)
    row = counters.find(tx, counter.number)
    if row.state == CLOSED or row.clerk == command.clerk:
        return open_counter(tx, actor, command)
    if not is_lost(tx, row, counters.seen(tx).get(row.counter)):
        raise Refused("not_lost", counter=counter.number)
    sits_nowhere_else(tx, command.clerk, command.counter)
    counters.save(tx, "counter_taken_over", actor, states.opened(row, command.clerk, tx.now))
    for ticket in tickets.present(tx):
        if ticket.counter == counter.number and ticket.status in (*AT_COUNTER, Status.HELD):
            tx.record("taken_over", actor, ticket, steps.take_over(ticket, command.clerk))
    return ""


def close_counter(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Leave a counter; nobody may be standing at it. Whoever is kept for it waits for any other."""
    held(tx, command)
    nobody_is_at(tx, command.counter)
    row = counters.find(tx, command.counter)
    counters.save(tx, "counter_closed", actor, states.closed(row, tx.now))
    for ticket in tickets.present(tx):
        if ticket.status is Status.HELD and ticket.counter == command.counter:
            tx.record("hold_over", actor, ticket, steps.unhold(ticket, None, None))
        elif ticket.reserved_for == command.counter or ticket.reserved_person == row.clerk:
            tx.record("released", actor, ticket, steps.free(ticket))
    return ""


def pause(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Stop calling for a while, for a reason; whoever is at the counter is served first."""
    held(tx, command)
    nobody_is_at(tx, command.counter)
    if not given_reason(command):
        raise Refused("pause_reason_missing", counter=command.counter)
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


def nobody_is_at(tx: Transaction, counter: int) -> None:
    """Raise ``Refused`` while somebody is called to the counter or served at it."""
    if present := tickets.at_counter(tickets.present(tx), counter):
        raise Refused("counter_busy", counter=counter, label=present.label)


def sits_nowhere_else(tx: Transaction, clerk: str, counter: int) -> None:
    """Raise ``Refused`` when the clerk holds another counter."""
    for other in counters.by_number(tx).values():
        if other.clerk == clerk and other.counter != counter:
            raise Refused("clerk_elsewhere", counter=other.counter)
