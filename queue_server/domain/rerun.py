"""A day run once more: who is called when, if the counters follow a given discipline.

The arrivals, the hours of the desks and how long each visit keeps a counter are given; only the
order of the calls is worked out, event by event. Nothing is drawn and no clock is read: the same
day under the same discipline gives the same calls, so two runs differ by their disciplines alone.
A discipline is a function that chooses among those who wait. Whom it names is called.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from heapq import heapify, heappop, heappush

from msgspec import Struct
from msgspec.structs import replace

from .discipline import Desk
from .ticket import FREE, Ticket, anew

NONE = dt.timedelta()


class Kept(Struct, frozen=True):
    """For whom a stage is kept, and for how long; ``back``: for the counter it has just left."""

    span: dt.timedelta
    counter: int | None = None
    person: str | None = None
    back: bool = False


class Stage(Struct, frozen=True):
    """One wait for a counter and the time there.

    ``pause`` lies between the stage before and this wait. The visit keeps the counter ``served``
    from its call; then the counter needs ``afterwards`` until it is ready. A wait that counts
    ``anew`` has no seniority from before.
    """

    service: str
    served: dt.timedelta
    afterwards: dt.timedelta = NONE
    pause: dt.timedelta = NONE
    kept: Kept | None = None
    anew: bool = False


class Visit(Struct, frozen=True):
    """A ticket that comes at ``enters_at``; who still waits at ``leaves_at`` goes away then."""

    ticket: Ticket
    enters_at: dt.datetime
    stages: Sequence[Stage]
    leaves_at: dt.datetime | None = None


class Shift(Struct, frozen=True):
    """A desk that calls from ``start`` until before ``end``; whom it has called it serves.

    At a ``pace`` of 1.2 everything takes a fifth longer there.
    """

    desk: Desk
    start: dt.datetime
    end: dt.datetime
    pace: float = 1.0


class Call(Struct, frozen=True):
    """A call of a visit's stage (0 is the first) that had waited since ``entered_at``."""

    ticket: str
    stage: int
    entered_at: dt.datetime
    called_at: dt.datetime
    counter: int


Choose = Callable[[Sequence[Ticket], Desk, dt.datetime], Ticket | None]
"""Among the first of each service, class and reservation: whom the desk calls now, if anybody.

Others of the same kind came later, so that no discipline that is fair within a kind wants them.
"""


def rerun(visits: Iterable[Visit], shifts: Iterable[Shift], choose: Choose) -> list[Call]:
    """The calls of the day in their order. Who was not reached is in none.

    An idle desk calls as soon as somebody comes whom it may serve: one whose own service it is
    before a helper, then the longest idle.
    """
    return _Day(visits, shifts, choose).calls()


_Place = tuple[dt.datetime, int, str, Ticket]


class Waiting:
    """Who waits, in lanes of one service, class and reservation, the earliest first."""

    def __init__(self) -> None:
        self._lanes: dict[str, dict[tuple[object, ...], list[_Place]]] = {}

    def add(self, ticket: Ticket) -> None:
        """Somebody waits from now on."""
        insort(self._lane(ticket), _place(ticket))

    def remove(self, ticket: Ticket) -> None:
        """Somebody waits no longer."""
        lane = self._lane(ticket)
        del lane[bisect_left(lane, _place(ticket))]

    def first_of_each_kind(self, services: Iterable[str]) -> list[Ticket]:
        """The first of each lane of these services."""
        lanes = self._lanes
        return [
            lane[0][-1]
            for service in services
            if service in lanes
            for lane in lanes[service].values()
            if lane
        ]

    def _lane(self, ticket: Ticket) -> list[_Place]:
        kind = (ticket.priority, ticket.reserved_for, ticket.reserved_person)
        return self._lanes.setdefault(ticket.service, {}).setdefault(kind, [])


def _place(ticket: Ticket) -> _Place:
    return ticket.base_at, ticket.seq, ticket.id, ticket


class _What(IntEnum):
    """What happens, in the order of one moment."""

    LEAVES = 0
    ENTERS = 1
    FREED = 2
    STARTS = 3
    READY = 4


_Event = tuple[dt.datetime, _What, int, str, int]
"""When, what, a running number (so that the order is total), which visit, which number."""


class _Going(Struct):
    """A visit on its way: which stage is next, and what of it waits since when."""

    visit: Visit
    stage: int = 0
    waiting: Ticket | None = None
    since: dt.datetime | None = None
    counter: int | None = None


class _Day:
    """The hall while the day runs. ``_at_work`` is each counter's latest shift."""

    def __init__(self, visits: Iterable[Visit], shifts: Iterable[Shift], choose: Choose) -> None:
        self._choose = choose
        self._going = {visit.ticket.id: _Going(visit) for visit in visits}
        self._shifts = list(shifts)
        self._hall = Waiting()
        self._at_work: dict[int, Shift] = {}
        self._idle: dict[int, dt.datetime] = {}
        self._busy: set[int] = set()
        self._calls: list[Call] = []
        self._events = self._known()
        self._count = len(self._events)

    def _known(self) -> list[_Event]:
        """What is known beforehand: arrivals, departures, shifts."""
        events: list[_Event] = []
        ordered = sorted(
            self._going.values(), key=lambda one: (one.visit.ticket.seq, one.visit.ticket.id)
        )
        for going in ordered:
            id, leaves_at = going.visit.ticket.id, going.visit.leaves_at
            events.append((going.visit.enters_at, _What.ENTERS, len(events), id, 0))
            if leaves_at is not None:
                events.append((leaves_at, _What.LEAVES, len(events), id, 0))
        for number, shift in enumerate(self._shifts):
            events.append((shift.start, _What.STARTS, len(events), "", number))
        heapify(events)
        return events

    def calls(self) -> list[Call]:
        while self._events:
            at, what, _, id, number = heappop(self._events)
            if what is _What.ENTERS:
                self._enter(self._going[id], at)
            elif what is _What.FREED:
                self._free(self._going[id], number, at)
            elif what is _What.LEAVES:
                self._leave(self._going[id])
            elif what is _What.STARTS:
                self._start(self._shifts[number], at)
            else:
                self._busy.discard(number)
                self._call(number, at)
        return self._calls

    def _later(self, at: dt.datetime, what: _What, id: str, number: int) -> None:
        heappush(self._events, (at, what, self._count, id, number))
        self._count += 1

    def _enter(self, going: _Going, at: dt.datetime) -> None:
        visit, stage = going.visit, going.visit.stages[going.stage]
        if visit.leaves_at is not None and visit.leaves_at <= at:
            return
        kept = stage.kept
        ticket = replace(
            anew(visit.ticket, at) if stage.anew else visit.ticket,
            service=stage.service,
            reserved_for=(going.counter if kept.back else kept.counter) if kept else None,
            reserved_person=kept.person if kept else None,
        )
        if kept:
            self._later(at + kept.span, _What.FREED, ticket.id, going.stage)
        going.since = at
        self._wait(going, ticket, at)

    def _wait(self, going: _Going, ticket: Ticket, at: dt.datetime) -> None:
        """Join the queue; an idle desk that may, calls at once."""
        going.waiting = ticket
        self._hall.add(ticket)
        able = [
            (self._at_work[counter].desk.services[ticket.service], since, counter)
            for counter, since in self._idle.items()
            if ticket.service in self._at_work[counter].desk.services
        ]
        for _, _, counter in sorted(able):
            if self._call(counter, at):
                return

    def _free(self, going: _Going, stage: int, at: dt.datetime) -> None:
        """Nobody came for it where it was kept."""
        if going.waiting is not None and going.stage == stage:
            self._hall.remove(going.waiting)
            self._wait(going, replace(going.waiting, **FREE), at)

    def _leave(self, going: _Going) -> None:
        if going.waiting is not None:
            self._hall.remove(going.waiting)
            going.waiting = None

    def _start(self, shift: Shift, at: dt.datetime) -> None:
        counter = shift.desk.counter
        self._at_work[counter] = shift
        if counter not in self._busy:
            self._call(counter, at)

    def _call(self, counter: int, at: dt.datetime) -> bool:
        """Let the counter call; whether somebody is there now."""
        shift = self._at_work[counter]
        if at >= shift.end:
            self._idle.pop(counter, None)
            return False
        heads = self._hall.first_of_each_kind(shift.desk.services)
        chosen = self._choose(heads, shift.desk, at) if heads else None
        if chosen is None:
            self._idle.setdefault(counter, at)
            return False
        self._idle.pop(counter, None)
        self._serve(self._going[chosen.id], shift, at)
        return True

    def _serve(self, going: _Going, shift: Shift, at: dt.datetime) -> None:
        id, counter, stage = (
            going.visit.ticket.id,
            shift.desk.counter,
            going.visit.stages[going.stage],
        )
        self._leave(going)
        self._calls.append(Call(id, going.stage, going.since or at, at, counter))
        self._busy.add(counter)
        ends = at + stage.served * shift.pace
        self._later(ends + stage.afterwards * shift.pace, _What.READY, "", counter)
        going.stage += 1
        going.counter = counter
        if going.stage < len(going.visit.stages):
            self._later(ends + going.visit.stages[going.stage].pause, _What.ENTERS, id, 0)
