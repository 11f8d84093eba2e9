"""The end of the day: who still waits is told the truth in the books, and counters are closed."""

from __future__ import annotations

import datetime as dt
from collections import Counter as Tally

from msgspec import Struct

from ..domain import counter as states
from ..domain.alarm import HELP
from ..domain.appointment import miss
from ..domain.counter import CLOSED, CounterRow
from ..domain.journal import Actor
from ..domain.ticket import AT_COUNTER, Status, Ticket, expire, finish
from ..store import (
    Transaction,
    View,
    alarms,
    answers,
    broadcasts,
    counters,
    devices,
    numbers,
    slips,
    staff,
    tickets,
    voices,
)

LONGEST_VISIT = dt.timedelta(hours=3)
NUMBERS_KEPT = dt.timedelta(days=30)
"""Who held which number: long enough for any kiosk that comes back from a repair."""
SLIPS_KEPT = dt.timedelta(days=30)
"""What a slip said: long enough for whoever comes back with it."""

ALARMS_KEPT = dt.timedelta(days=60)
"""Longer than a kiosk is believed to keep a report. The journal keeps them for good."""

VOICES_KEPT = dt.timedelta(days=7)
"""Which call was spoken when, and what managers said; the journal keeps the latter for good."""


class Ended(Struct, frozen=True):
    """How many tickets the end of a day found in which state, for the books."""

    expired: int
    appointments_missed: int
    visits_unfinished: int


def due(view: View) -> bool:
    """Whether anything is left over from a day that is over."""
    return bool(_to_end(view)) or (_over(view) and bool(_left_open(view)))


def close_day(tx: Transaction, actor: Actor, _command: None = None) -> int:
    """Expire everybody the centre did not get to and close the counters; how many tickets ended.

    A visit nobody finished ends as it is known to have been: at the counter. It is finished with
    the outcome ``unknown`` and never counted as expired. A booked time nobody came for is missed.
    """
    left = _to_end(tx)
    for ticket in left:
        if ticket.status is Status.BOOKED:
            tx.record("no_show", actor, ticket, miss(ticket, tx.now))
        elif ticket.status is Status.SERVING:
            ended = finish(ticket, tx.now, "unknown")
            tx.record("finished", actor, ticket, ended, "end_of_day")
        else:
            tx.record("expired", actor, ticket, expire(ticket, tx.now))
    if left:
        kinds = Tally(ticket.status for ticket in left)
        unserved = len(left) - kinds[Status.SERVING] - kinds[Status.BOOKED]
        counts = Ended(unserved, kinds[Status.BOOKED], kinds[Status.SERVING])
        tx.note("day_ended", actor, facts=counts)
    if _over(tx):
        for row in _left_open(tx):
            closed = states.closed(row, tx.now)
            counters.save(tx, "counter_closed", actor, closed, "end_of_day")
    return len(left)


def tidy(tx: Transaction, _actor: Actor, _command: None = None) -> bool:
    """Once a day: drop what nobody can ask for any more. No news of the hall."""
    answers.forget_old(tx)
    staff.forget_old_sessions(tx)
    devices.forget_old_enrolments(tx)
    numbers.forget_before(tx, tx.day - NUMBERS_KEPT)
    slips.forget_before(tx, tx.now - SLIPS_KEPT)
    alarms.forget_before(tx, tx.now - ALARMS_KEPT, HELP)
    voices.forget_before(tx, tx.now - VOICES_KEPT)
    voices.forget_spoken_before(tx, tx.now - VOICES_KEPT)
    broadcasts.forget_before(tx, tx.now - VOICES_KEPT)
    return True


def _to_end(view: View) -> list[Ticket]:
    """Tickets of days that are over. While the centre is open a visit may last past midnight."""
    left = [*tickets.left_over(view), *tickets.booked_before(view)]
    if view.centre.calendar.is_open(view.now):
        left = [ticket for ticket in left if not _goes_on(ticket, view.now)]
    if _over(view):
        left += [ticket for ticket in tickets.present(view) if ticket.day == view.day]
        left += tickets.booked(view)
    return left


def _goes_on(ticket: Ticket, now: dt.datetime) -> bool:
    """A visit over midnight; but nobody stands at a counter that was left in the middle of one."""
    begun = ticket.started_at or ticket.called_at
    return ticket.status in AT_COUNTER and begun is not None and now - begun < LONGEST_VISIT


def _left_open(view: View) -> list[CounterRow]:
    return [row for row in counters.by_number(view).values() if row.state != CLOSED]


def _over(view: View) -> bool:
    """Whether today's closing is past, or today is no working day at all."""
    calendar = view.centre.calendar
    if calendar.always_open:
        return False
    closes = calendar.closes_at(view.day)
    late = dt.timedelta(minutes=view.centre.rules.expire_after_closing_min)
    return closes is None or view.now > closes + late
