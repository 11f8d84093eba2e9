"""The manager's figures: definitions that hold everywhere, computed from the day's tickets.

* a *wait* runs from arrival (``issued_at``) to the first call;
* median and p90 are over tickets that were called and came (no-shows are excluded) and over those
  still waiting who have waited longer than that already: they can only raise the figure;
* *within the target* = called in time ÷ (called + waiting beyond the target + left beyond it);
* identity: issued = finished + missed + cancelled + expired + in the hall.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter as Tally
from collections.abc import Sequence

from msgspec import Struct

from .ticket import IN_HALL, Status, Ticket

LINE_STEP = dt.timedelta(minutes=5)


class Figures(Struct, frozen=True):
    """Counts and waits (seconds) of a set of tickets at one moment."""

    issued: int
    called: int
    finished: int
    missed: int
    cancelled: int
    expired: int
    in_hall: int
    waiting: int
    longest_wait_s: int
    wait_median_s: int | None
    wait_p90_s: int | None
    within_target: float | None


class Point(Struct, frozen=True):
    """Arrived and finished so far, and waiting, at one moment."""

    at: dt.datetime
    arrived: int
    finished: int
    waiting: int


def figures(tickets: Sequence[Ticket], now: dt.datetime, target: dt.timedelta) -> Figures:
    """The figures of the given tickets; who has only booked has not arrived and is in none."""
    tickets = [ticket for ticket in tickets if ticket.status is not Status.BOOKED]
    by_status = Tally(ticket.status for ticket in tickets)
    waiting = [ticket for ticket in tickets if ticket.status is Status.WAITING]
    waits = [waited_s(ticket, now) for ticket in tickets if _came(ticket)]
    so_far = [waited_s(ticket, now) for ticket in waiting]
    return Figures(
        issued=len(tickets),
        called=sum(ticket.first_called_at is not None for ticket in tickets),
        finished=by_status[Status.FINISHED],
        missed=by_status[Status.MISSED],
        cancelled=by_status[Status.CANCELLED],
        expired=by_status[Status.EXPIRED],
        in_hall=sum(by_status[status] for status in IN_HALL),
        waiting=len(waiting),
        longest_wait_s=max((waited_s(ticket, now) for ticket in waiting), default=0),
        wait_median_s=_with_waiting(waits, so_far, 0.5),
        wait_p90_s=_with_waiting(waits, so_far, 0.9),
        within_target=_within(tickets, now, target),
    )


def waited_s(ticket: Ticket, now: dt.datetime) -> int:
    """Seconds from arrival to the first call, or until it ended, or so far; never negative."""
    until = ticket.first_called_at or ticket.ended_at or now
    return max(0, int((until - ticket.issued_at).total_seconds()))


def longest_s(tickets: Sequence[Ticket], now: dt.datetime) -> int | None:
    """The longest wait of all who were called and came, or still wait; ``None``: of nobody."""
    there = [one for one in tickets if _came(one) or one.status is Status.WAITING]
    return max((waited_s(ticket, now) for ticket in there), default=None)


def quantile(ordered: Sequence[int], share: float) -> int | None:
    """The smallest value that at least ``share`` of the ordered values do not exceed."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else None


def line(tickets: Sequence[Ticket], start: dt.datetime, now: dt.datetime) -> list[Point]:
    """The day as a line: one point every five minutes from ``start`` to ``now``."""
    tickets = [ticket for ticket in tickets if ticket.status is not Status.BOOKED]
    arrived = sorted(ticket.issued_at for ticket in tickets)
    finished = sorted(
        ticket.ended_at
        for ticket in tickets
        if ticket.status is Status.FINISHED and ticket.ended_at is not None
    )
    left = sorted(moment for ticket in tickets if (moment := _left_queue(ticket)) is not None)
    points: list[Point] = []
    at, counts = start, [0, 0, 0]
    while True:
        at = min(at, now)
        for place, moments in enumerate((arrived, finished, left)):
            while counts[place] < len(moments) and moments[counts[place]] <= at:
                counts[place] += 1
        points.append(Point(at, counts[0], counts[1], max(0, counts[0] - counts[2])))
        if at >= now:
            return points
        at += LINE_STEP


def _left_queue(ticket: Ticket) -> dt.datetime | None:
    return ticket.first_called_at or ticket.ended_at


def _came(ticket: Ticket) -> bool:
    return ticket.first_called_at is not None and ticket.status is not Status.MISSED


def _with_waiting(waits: Sequence[int], so_far: Sequence[int], share: float) -> int | None:
    """The quantile of ended waits, raised by those who wait longer than it already."""
    ended = quantile(sorted(waits), share)
    longer = [wait for wait in so_far if ended is None or wait > ended]
    return quantile(sorted([*waits, *longer]), share)


def _within(tickets: Sequence[Ticket], now: dt.datetime, target: dt.timedelta) -> float | None:
    limit = int(target.total_seconds())
    in_time = total = 0
    for ticket in tickets:
        quick = waited_s(ticket, now) <= limit
        called = ticket.first_called_at is not None
        if called or not quick:
            total += 1
            in_time += called and quick
    return in_time / total if total else None
