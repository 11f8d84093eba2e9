"""Calling people to a counter: the next by the rule, a chosen one, again, or in vain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from ..domain import counter as states
from ..domain import ticket as steps
from ..domain.counter import OPEN
from ..domain.discipline import Desk
from ..domain.errors import Refused
from ..domain.journal import Actor
from ..domain.lanes import Lanes
from ..domain.ticket import At, Status, Ticket
from ..store import Transaction, counters, tickets
from .desk import AtCounter, free, given_reason, held, named, of_today, present
from .presence import is_lost

DISARMED = "counter_disarmed"
"""A counter that waited for the next arrival has a visitor."""


def call_next(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Call the earliest turn this counter may serve.

    With nobody waiting the counter is armed, where the centre's rules say so: the next arrival is
    called by itself. Then and without arming the answer is ``""``.
    """
    _counter, hall = free(tx, command)
    called = _call_earliest(tx, actor, command, hall)
    if not called and tx.centre.rules.auto_call:
        arm(tx, actor, command.counter, tx.now)
    return called


def stand_down(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Do not call the next arrival by itself after all."""
    held(tx, command)
    row = counters.find(tx, command.counter)
    if row.armed_since is not None:
        counters.save(tx, "counter_stood_down", actor, states.armed(row, None))
    return ""


def call(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Call a chosen ticket. Out of its order it needs a reason, which is stored with the call."""
    counter, hall = free(tx, command)
    ticket = named(tx, command)
    of_today(tx, ticket)
    desk = tx.centre.desk(counter, command.clerk, tx.day)
    lanes = waiting_in(tx, hall)
    mine = ticket.status is Status.HELD and ticket.counter == counter.number
    in_turn = mine or ticket.id in [one.id for one in lanes.first(desk, 1)]
    if not in_turn and not given_reason(command):
        raise Refused("reason_missing", label=ticket.label)
    reason = None if in_turn else command.reason
    return _call(tx, actor, ticket, Seen(desk, lanes), reason).id


def recall(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Call the ticket at this counter once more."""
    return call_again(tx, actor, present(tx, command)).id


def no_show(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Called and not there; not before the citizen has had the centre's time to come."""
    ticket = present(tx, command)
    if ticket.status is Status.CALLED:
        left = absent_from(ticket, tx.centre.rules.absent_after_s) - tx.now
        if left > dt.timedelta(0):
            seconds = -int(-left.total_seconds() // 1)
            raise Refused("too_early", label=ticket.label, seconds=seconds)
    return tx.record("no_show", actor, ticket, steps.no_show(ticket, tx.now)).id


def no_show_next(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Called and not there, and the next one please."""
    return no_show(tx, actor, command) and then_next(tx, actor, command)


def absent_from(ticket: Ticket, after_s: int) -> dt.datetime:
    """The moment from which a called ticket may be taken for absent."""
    since = ticket.calling_since or ticket.called_at or ticket.issued_at
    return since + dt.timedelta(seconds=after_s)


def call_again(tx: Transaction, actor: Actor, ticket: Ticket) -> Ticket:
    """Announce a called ticket once more."""
    again = tx.record("recalled", actor, ticket, steps.recall(ticket, tx.now, str(uuid4())))
    tx.called.append(again)
    return again


def then_next(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """After a visit: call the next in the same command, if there is one."""
    return _call_earliest(tx, actor, command, tickets.present(tx))


def meet_arrivals(tx: Transaction) -> None:
    """Armed counters whose clerks are there call those they may serve now.

    A ticket goes to the counter whose own service it is before one that only helps, and among
    these to the one that has been waiting longest.
    """
    if not counters.any_armed(tx):
        return
    hall = tickets.present(tx)
    waiting, ready = tickets.waiting(hall, tx.now), _ready(tx, hall)
    while ready:
        lanes = tickets.lanes(tx, waiting)
        firsts = [(one, lanes.first(one.desk, 1)) for one in ready]
        able = [(one, first[0]) for one, first in firsts if first]
        if not able:
            return
        best, ticket = min(able, key=_distance_then_patience)
        actor = Actor(f"staff:{best.desk.clerk}", best.desk.counter)
        _call(tx, actor, ticket, Seen(best.desk, lanes), None)
        waiting = [one for one in waiting if one.id != ticket.id]
        ready = [one for one in ready if one is not best]


class Seen(Struct, frozen=True):
    """What a desk sees when it calls: itself, and everybody who waits."""

    desk: Desk
    lanes: Lanes


class _Ready(Struct, frozen=True):
    """A counter that waits for the next arrival, and since when."""

    desk: Desk
    since: dt.datetime


def _distance_then_patience(able: tuple[_Ready, Ticket]) -> tuple[int, dt.datetime, int]:
    ready, ticket = able
    return ready.desk.services[ticket.service], ready.since, ready.desk.counter


def _ready(tx: Transaction, hall: Sequence[Ticket]) -> list[_Ready]:
    found, seen = [], counters.seen(tx)
    for row in counters.by_number(tx).values():
        counter = tx.centre.counter_by_number.get(row.counter)
        if counter is None or row.state != OPEN or row.armed_since is None:
            continue
        if is_lost(tx, row, seen.get(row.counter)) or tickets.at_counter(hall, row.counter):
            continue
        found.append(_Ready(tx.centre.desk(counter, row.clerk, tx.day), row.armed_since))
    return found


def _call_earliest(
    tx: Transaction, actor: Actor, command: AtCounter, hall: Sequence[Ticket]
) -> str:
    counter = held(tx, command, at_work=True)
    desk = tx.centre.desk(counter, command.clerk, tx.day)
    lanes = waiting_in(tx, hall)
    for chosen in lanes.first(desk, 1):
        return _call(tx, actor, chosen, Seen(desk, lanes), None).id
    return ""


def waiting_in(tx: Transaction, hall: Sequence[Ticket]) -> Lanes:
    """Those of the hall who wait, in lanes."""
    return tickets.lanes(tx, tickets.waiting(hall, tx.now))


def _call(tx: Transaction, actor: Actor, ticket: Ticket, seen: Seen, reason: str | None) -> Ticket:
    """Call a ticket to the desk that sees it, and store why."""
    desk = seen.desk.serving(ticket.service)
    why = seen.lanes.explain(ticket, desk, tx.now)
    at = At(desk.counter, desk.clerk or "", tx.now)
    called = steps.call(ticket, at, str(uuid4()))
    called = tx.record("called", actor, ticket, called, replace(why, reason=reason))
    arm(tx, actor, desk.counter, None)
    tx.called.append(called)
    return called


def arm(tx: Transaction, actor: Actor, counter: int, since: dt.datetime | None) -> None:
    """Have the next arrival called by itself from now on, or (``None``) not any more."""
    row = counters.find(tx, counter)
    if (row.armed_since is None) != (since is None):
        kind = DISARMED if since is None else "counter_armed"
        counters.save(tx, kind, actor, states.armed(row, since))
