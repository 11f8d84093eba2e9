"""Calling people to a counter: the next by the rule, a chosen one, again, or in vain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from ..domain import counter as states
from ..domain import ticket as steps
from ..domain.counter import OPEN, CounterRow
from ..domain.discipline import Desk, choose_next, explain
from ..domain.errors import Refused
from ..domain.journal import Actor
from ..domain.ticket import At, Status, Ticket
from ..store import Transaction, counters, tickets
from .desk import AtCounter, free, held, named, present


def call_next(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Call the earliest turn this counter may serve.

    With nobody waiting the counter is armed, where the centre's rules say so: the next arrival is
    called by itself. Then and without arming the answer is ``""``.
    """
    _counter, hall = free(tx, command)
    label = _call_earliest(tx, actor, command, hall)
    if not label and tx.centre.rules.auto_call:
        _arm(tx, actor, command.counter, tx.now)
    return label


def stand_down(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Do not call the next arrival by itself after all."""
    held(tx, command)
    _arm(tx, actor, command.counter, None)
    return ""


def call(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Call a chosen ticket. Out of its order it needs a reason, which is stored with the call."""
    counter, hall = free(tx, command)
    ticket = named(tx, command)
    desk = tx.centre.desk(counter, command.clerk, tx.day)
    waiting = tickets.waiting(hall, tx.now)
    in_order = choose_next(waiting, desk, tx.centre.rule_on(tx.day))
    mine = ticket.status is Status.HELD and ticket.counter == counter.number
    in_turn = mine or (in_order is not None and in_order.id == ticket.id)
    if not in_turn and not (command.reason or "").strip():
        raise Refused("reason_missing", label=ticket.label)
    reason = None if in_turn else command.reason
    return _call(tx, actor, ticket, Seen(desk, waiting), reason).id


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
    """Armed counters call those they may serve now.

    A ticket goes to the counter whose own service it is before one that only helps, and among
    these to the one that has been waiting longest.
    """
    if not counters.any_armed(tx):
        return
    while meetings := list(_meetings(tx)):
        best = min(meetings, key=lambda one: (one.help_min, one.row.armed_since, one.row.counter))
        clerk = best.row.clerk or ""
        actor = Actor(f"staff:{clerk}", best.row.counter)
        _call(tx, actor, best.ticket, best.seen, None)


class Seen(Struct, frozen=True):
    """What a desk sees when it calls: itself, and everybody who waits."""

    desk: Desk
    waiting: Sequence[Ticket]


class _Meeting(Struct, frozen=True):
    row: CounterRow
    ticket: Ticket
    help_min: int
    seen: Seen


def _meetings(tx: Transaction) -> Iterator[_Meeting]:
    hall = tickets.present(tx)
    waiting, rule = tickets.waiting(hall, tx.now), tx.centre.rule_on(tx.day)
    for row in counters.by_number(tx).values():
        counter = tx.centre.counter_by_number.get(row.counter)
        if row.armed_since is None or row.state != OPEN or counter is None:
            continue
        if tickets.at_counter(hall, row.counter):
            continue
        desk = tx.centre.desk(counter, row.clerk, tx.day)
        chosen = choose_next(waiting, desk, rule)
        if chosen is not None:
            help_min = desk.services[chosen.service]
            yield _Meeting(row, chosen, help_min, Seen(desk, waiting))


def _call_earliest(
    tx: Transaction, actor: Actor, command: AtCounter, hall: Sequence[Ticket]
) -> str:
    counter = held(tx, command, at_work=True)
    desk = tx.centre.desk(counter, command.clerk, tx.day)
    waiting = tickets.waiting(hall, tx.now)
    chosen = choose_next(waiting, desk, tx.centre.rule_on(tx.day))
    if chosen is None:
        return ""
    return _call(tx, actor, chosen, Seen(desk, waiting), None).id


def _call(tx: Transaction, actor: Actor, ticket: Ticket, seen: Seen, reason: str | None) -> Ticket:
    """Call a ticket to the desk that sees it, and store why."""
    desk = seen.desk.serving(ticket.service)
    why = explain(ticket, seen.waiting, desk, tx.centre.rule_on(tx.day), tx.now)
    at = At(desk.counter, desk.clerk or "", tx.now)
    called = steps.call(ticket, at, str(uuid4()))
    called = tx.record("called", actor, ticket, called, replace(why, reason=reason))
    _arm(tx, actor, desk.counter, None)
    tx.called.append(called)
    return called


def _arm(tx: Transaction, actor: Actor, counter: int, since: dt.datetime | None) -> None:
    row = counters.find(tx, counter)
    if (row.armed_since is None) != (since is None):
        kind = "counter_disarmed" if since is None else "counter_armed"
        counters.save(tx, kind, actor, states.armed(row, since))
