"""The expected wait: one pass of the real rule over the present queue with typical minutes.

The hall is rolled forward: whenever a counter becomes free it calls whom the discipline would call,
and serves for the typical minutes of that ticket's procedure. A newcomer to a service is a phantom
ticket in the same queue, so one pass per service answers "if I take a number now". No random
numbers and no future arrivals: the same hall gives the same answer.
"""

from __future__ import annotations

import datetime as dt
import heapq
import math
from collections.abc import Callable, Sequence

from msgspec import Struct

from .discipline import Desk, Rule, eligible, key
from .lanes import Lanes
from .ticket import Ticket

DEFAULT_MINUTES = 10.0
"""For a procedure nobody gave minutes for."""

LOW, HIGH = 0.65, 1.35
"""Width of the range around the single pass: its error is about a third of the wait on simulated
days of a province and a commune with lognormal services (cv 0.6-0.9)."""

STEP_MIN = 5
LEAST_REST = 0.25
"""A service that has outrun its typical minutes is taken to last this share of them more."""


class OpenCounter(Struct, frozen=True):
    """A counter at work; ``busy`` is the ticket at it and ``since`` when that began."""

    desk: Desk
    busy: Ticket | None = None
    since: dt.datetime | None = None


class Range(Struct, frozen=True):
    """Minutes, rounded outward to five."""

    low_min: int
    high_min: int


Minutes = Callable[[Ticket], float]


def forecast(
    newcomer: Ticket,
    waiting: Sequence[Ticket],
    counters: Sequence[OpenCounter],
    rule: Rule,
    minutes: Minutes,
) -> Range | None:
    """How long a newcomer (``base_at`` = now) waits; ``None`` when no open counter serves it."""
    point = _minutes_until_called(newcomer, waiting, counters, rule, minutes)
    return None if point is None else around(point)


def around(point_min: float) -> Range:
    """The range said aloud for a computed wait."""
    low = math.floor(point_min * LOW / STEP_MIN) * STEP_MIN
    high = math.ceil(point_min * HIGH / STEP_MIN) * STEP_MIN
    return Range(low, max(high, STEP_MIN))


def people_ahead(
    newcomer: Ticket, waiting: Sequence[Ticket], counters: Sequence[OpenCounter], rule: Rule
) -> int:
    """Waiting tickets that come before the newcomer at a counter of the newcomer's own service.

    Where only helping counters are open, those count. With no open counter at all it is the tickets
    of the same service with an earlier turn.
    """
    able = [counter.desk for counter in counters if eligible(newcomer, counter.desk)]
    desks = [desk for desk in able if desk.services[newcomer.service] == 0] or able
    others = [one for one in waiting if one.id != newcomer.id]
    if not desks:
        turn = rule.turn(newcomer)
        return sum(one.service == newcomer.service and rule.turn(one) <= turn for one in others)
    return sum(any(_before(one, newcomer, desk, rule) for desk in desks) for one in others)


def _before(one: Ticket, newcomer: Ticket, desk: Desk, rule: Rule) -> bool:
    return eligible(one, desk) and key(one, desk, rule) < key(newcomer, desk, rule)


def _minutes_until_called(
    newcomer: Ticket,
    waiting: Sequence[Ticket],
    counters: Sequence[OpenCounter],
    rule: Rule,
    minutes: Minutes,
) -> float | None:
    if not any(eligible(newcomer, counter.desk) for counter in counters):
        return None
    now = newcomer.base_at
    free = [(_rest(counter, now, minutes), place) for place, counter in enumerate(counters)]
    heapq.heapify(free)
    lanes = Lanes([*waiting, newcomer], rule)
    while free:
        at, place = heapq.heappop(free)
        called = lanes.take(counters[place].desk)
        if called is None:
            continue  # nobody this counter may serve will come: it is out of the pass
        if called.id == newcomer.id:
            return at
        heapq.heappush(free, (at + minutes(called), place))
    return None


def _rest(counter: OpenCounter, now: dt.datetime, minutes: Minutes) -> float:
    """Minutes until a counter is free."""
    if counter.busy is None:
        return 0.0
    typical = minutes(counter.busy)
    elapsed = (now - counter.since).total_seconds() / 60 if counter.since else 0.0
    return max(typical - elapsed, typical * LEAST_REST)
