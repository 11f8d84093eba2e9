"""A past day as the journal tells it: who came when, what kept the counters, when they worked.

What is derived here is what another order of calls would not have changed, so that the day can be
run once more (``rerun``): arrivals, the services of each visit one after the other, how long each
kept a counter, and the hours of the counters. Steps that were undone never happened.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

import msgspec
from msgspec import Struct

from .counter import OPEN, CounterRow
from .journal import Entry
from .rerun import Kept, Stage, Visit
from .ticket import AT_COUNTER, Status, Ticket
from .undoing import effective

UNKNOWN = dt.timedelta(minutes=5)
"""How long a visit would have taken, on a day when nobody was served at all."""

KEPT_BACK = dt.timedelta(minutes=10)
"""A visit put aside comes back to its counter; the rerun keeps it there for so long, as a
reservation is kept by default."""

ALL_DAY = dt.timedelta(days=1)

LEFT = frozenset({Status.CANCELLED, Status.EXPIRED})


class Span(Struct, frozen=True):
    """A counter calling from ``start`` until ``end``, held by a clerk."""

    counter: int
    clerk: str | None
    start: dt.datetime
    end: dt.datetime


class PastDay(Struct, frozen=True):
    """A day to be run once more; ``waited_s``: by id, what those really waited who were called."""

    visits: list[Visit]
    spans: list[Span]
    waited_s: dict[str, int]


class Hours(Struct, frozen=True):
    """The first moment of a day, and its closing, after which nobody is called but the last."""

    start: dt.datetime
    closing: dt.datetime


class Rows(Struct, frozen=True):
    """The journal's rows of a day, each kind in order; the counters' may begin before it."""

    of_tickets: Sequence[Entry]
    of_counters: Sequence[Entry]
    hours: Hours


class _Turn(Struct):
    """One wait of a ticket and what became of it."""

    ticket: Ticket
    entered: dt.datetime
    back: bool = False
    called: dt.datetime | None = None
    ended: dt.datetime | None = None
    counter: int | None = None
    afterwards: dt.timedelta = dt.timedelta()


class _Life(Struct):
    """A ticket's turns, and when it went away without being called."""

    turns: list[_Turn]
    left: dt.datetime | None


def past_day(rows: Rows) -> PastDay:
    """The day these rows tell of."""
    hours = rows.hours
    lives = list(_lives(effective(rows.of_tickets)))
    turns = [turn for life in lives for turn in life.turns]
    last = max((turn.called for turn in turns if turn.called), default=hours.closing)
    until = max(hours.closing, last)
    spans = _spans(effective(rows.of_counters), hours.start, until)
    _add_afterwards(turns, spans)
    typical = _typical(turns)
    return PastDay(
        visits=[_visit(life, typical) for life in lives],
        spans=spans,
        waited_s=dict(_waited(lives)),
    )


def _lives(entries: Iterable[Entry]) -> Iterator[_Life]:
    """The lives of the tickets that ever waited, in the order they reached the queue."""
    by_ticket: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.ticket is not None and entry.changes is not None:
            by_ticket.setdefault(entry.ticket, []).append(entry)
    for rows in by_ticket.values():
        life = _life(rows)
        if life.turns:
            yield life


def _life(rows: Sequence[Entry]) -> _Life:
    raw: dict[str, Any] = {}
    life, before = _Life([], None), None
    for row in rows:
        raw.update(msgspec.json.decode(row.changes or "{}"))
        now = msgspec.convert(raw, Ticket)
        _live_on(life.turns, before, now, row.at)
        if now.status in LEFT and life.turns and life.turns[-1].called is None:
            life.left = row.at
        before = now
    return life


def _live_on(turns: list[_Turn], before: Ticket | None, now: Ticket, at: dt.datetime) -> None:
    """One step: a wait begins, or a counter is reached, or it is left."""
    was = before.status if before else None
    if was in AT_COUNTER and now.status not in AT_COUNTER:
        turns[-1].ended = at
    if now.status is Status.WAITING and was is not Status.WAITING:
        turns.append(_Turn(now, max(at, now.enters_at or at), was is Status.HELD))
    elif now.status in AT_COUNTER and was not in AT_COUNTER:
        if was is not Status.WAITING:
            turns.append(_Turn(now, at, was is Status.HELD))
        turns[-1].called, turns[-1].counter = at, now.counter


def _spans(entries: Iterable[Entry], start: dt.datetime, until: dt.datetime) -> list[Span]:
    """When each counter was open and not paused, from ``start`` on."""
    spans: list[Span] = []
    since: dict[int, tuple[dt.datetime, str | None]] = {}

    def end(counter: int, at: dt.datetime) -> None:
        begun = since.pop(counter, None)
        if begun is not None and max(begun[0], start) < min(at, until):
            spans.append(Span(counter, begun[1], max(begun[0], start), min(at, until)))

    for entry in entries:
        if entry.changes is None:
            continue
        row = msgspec.json.decode(entry.changes, type=CounterRow)
        if row.state == OPEN and since.get(row.counter, (None, None))[1] == row.clerk:
            continue  # armed or disarmed: it goes on calling
        end(row.counter, entry.at)
        if row.state == OPEN:
            since[row.counter] = (entry.at, row.clerk)
    for counter in list(since):
        end(counter, until)
    return spans


def _add_afterwards(turns: Iterable[_Turn], spans: Iterable[Span]) -> None:
    """What counters needed before calling somebody who had been waiting for long already."""
    by_counter: dict[int, list[_Turn]] = defaultdict(list)
    for turn in sorted(turns, key=lambda one: one.called or one.entered):
        if turn.called and turn.counter:
            by_counter[turn.counter].append(turn)
    for span in spans:
        for one, following in pairwise(by_counter[span.counter]):
            ended, called = one.ended, following.called
            if ended is None or called is None or following.entered > ended:
                continue
            if span.start <= ended <= called < span.end:
                one.afterwards = called - ended


def _typical(turns: Iterable[_Turn]) -> dict[str, dt.timedelta]:
    """The median time at a counter by service, and ``""`` for any."""
    seconds: dict[str, list[float]] = {"": []}
    for turn in turns:
        if turn.called and turn.ended:
            kept = (turn.ended - turn.called).total_seconds()
            seconds.setdefault(turn.ticket.service, []).append(kept)
            seconds[""].append(kept)
    return {key: dt.timedelta(seconds=median(some)) for key, some in seconds.items() if some}


def _visit(life: _Life, typical: dict[str, dt.timedelta]) -> Visit:
    """Who was never called would have needed what is typical of the service."""
    first = life.turns[0]
    stages = []
    for place, turn in enumerate(life.turns):
        before = life.turns[place - 1] if place else None
        served = typical.get(turn.ticket.service, typical.get("", UNKNOWN))
        if turn.called and turn.ended:
            served = turn.ended - turn.called
        gap = turn.entered - (before.ended or turn.entered) if before else dt.timedelta()
        stages.append(
            Stage(
                service=turn.ticket.service,
                served=served,
                afterwards=turn.afterwards,
                pause=max(gap, dt.timedelta()),
                kept=_kept(turn),
                anew=before is not None and turn.ticket.base_at != before.ticket.base_at,
            )
        )
    return Visit(first.ticket, first.entered, stages, life.left)


def _kept(turn: _Turn) -> Kept | None:
    ticket = turn.ticket
    until = ticket.reserved_until
    if ticket.status in AT_COUNTER and not turn.back:
        return Kept(ALL_DAY, turn.counter)  # served without a ticket, by whoever stood there
    if turn.back:
        span = until - turn.entered if until else KEPT_BACK
        return Kept(max(span, dt.timedelta()), back=True)
    if ticket.reserved_for is None and ticket.reserved_person is None:
        return None
    span = until - turn.entered if until else ALL_DAY
    return Kept(max(span, dt.timedelta()), ticket.reserved_for, ticket.reserved_person)


def _waited(lives: Iterable[_Life]) -> Iterator[tuple[str, int]]:
    for life in lives:
        first = life.turns[0]
        if first.called:
            waited = (first.called - first.ticket.issued_at).total_seconds()
            yield first.ticket.id, max(0, int(waited))
