"""What time alone brings about: calls are repeated, holds and reservations end, lunch comes.

The server looks often and does what is due; several servers may do so, for under the lock each
thing is due only once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ..domain import appointment, timing
from ..domain import counter as states
from ..domain import ticket as steps
from ..domain.counter import CLOSED, OPEN, CounterRow
from ..domain.journal import Actor
from ..domain.ticket import Status, Ticket
from ..store import Transaction, View, counters, tickets
from .calling import call_again, meet_arrivals

LUNCH = "lunch"


def next_due(view: View) -> dt.datetime | None:
    """The next moment at which time alone changes something; past ones are due now."""
    rules = view.centre.rules
    found = [
        moment
        for ticket in _watched(view)
        if (moment := timing.due(ticket, rules)) is not None
        and (moment > view.now or timing.is_due(ticket, rules, view.now))
    ]
    entering = (ticket.enters_at for ticket in tickets.present(view))
    found += [moment for moment in entering if moment is not None and moment > view.now]
    rest = view.centre.calendar.rest_after(view.now)
    if rest is not None and any(_goes_to_lunch(view, row) for row in _at_work(view)):
        found.append(rest.start)
    return min(found, default=None)


def pass_time(tx: Transaction, actor: Actor, _command: None = None) -> int:
    """Do whatever is due; how many things that were."""
    done = sum(_ticket_due(tx, actor, ticket) for ticket in _watched(tx))
    rest = tx.centre.calendar.rest_after(tx.now)
    if rest is not None and rest.start <= tx.now:
        for row in list(_at_work(tx)):
            if _goes_to_lunch(tx, row):
                paused = states.paused(row, tx.now, LUNCH)
                counters.save(tx, "counter_paused", actor, paused, LUNCH)
                done += 1
    meet_arrivals(tx)
    return done


def _watched(view: View) -> list[Ticket]:
    return [*tickets.present(view), *tickets.booked(view)]


def _ticket_due(tx: Transaction, actor: Actor, ticket: Ticket) -> bool:
    if not timing.is_due(ticket, tx.centre.rules, tx.now):
        return False
    if ticket.status is Status.CALLED:
        call_again(tx, actor, ticket)
    elif ticket.status is Status.HELD:
        _hold_over(tx, actor, ticket)
    elif ticket.status is Status.BOOKED:
        tx.record("no_show", actor, ticket, appointment.miss(ticket, tx.now))
    elif ticket.reserved_until is not None and ticket.reserved_until <= tx.now:
        tx.record("released", actor, ticket, steps.free(ticket))
    return True


def _hold_over(tx: Transaction, actor: Actor, ticket: Ticket) -> None:
    row = counters.find(tx, ticket.counter or 0)
    there = row.counter if row.state != CLOSED else None
    until = tx.now + dt.timedelta(minutes=tx.centre.rules.reserved_min) if there else None
    tx.record("hold_over", actor, ticket, steps.unhold(ticket, there, until))


def _at_work(view: View) -> Iterable[CounterRow]:
    return (row for row in counters.by_number(view).values() if row.state == OPEN)


def _goes_to_lunch(view: View, row: CounterRow) -> bool:
    """Once a midday break, and never while somebody is at the counter."""
    rest = view.centre.calendar.rest_after(view.now)
    if rest is None or row.since is None or row.since >= rest.start:
        return False
    return tickets.at_counter(tickets.present(view), row.counter) is None
