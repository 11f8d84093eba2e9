"""A day made with the use cases: people come, clerks call, and it is over."""

from __future__ import annotations

import datetime as dt
import heapq
import random

from queue_server.domain.journal import Actor
from queue_server.domain.ticket import Status
from queue_server.store import tickets
from queue_server.use_cases import calling, closing, issuing, opening, visiting
from tests.builders import DESK, TODAY, Office, at, wanted

COUNTERS = (1, 2, 3)
SOMEBODY_COMES = 0
TEN_MINUTES = dt.timedelta(minutes=10)
PEOPLE = (
    ("08:00", "normal"),
    ("08:01", "normal"),
    ("08:02", "normal"),
    ("08:03", "normal"),
    ("08:04", "elderly"),
)
"""All of them for counter 1, which serves each for ten minutes: the elderly one comes second."""


def a_day_in_the_office(office: Office, day: dt.date = TODAY, service: str = "HT") -> None:
    """The people of a day at counter 1, one clerk; the clock stands at the next morning."""
    office.clock.now = at("07:30", day)
    office.clerk(opening.open_counter, 1)
    coming = [(at(clock, day), priority) for clock, priority in PEOPLE]
    free = coming[0][0]
    while True:
        while coming and coming[0][0] <= free:
            office.clock.now, priority = coming.pop(0)
            office.do(issuing.take, wanted(service, priority=priority), DESK)
        office.clock.now = free
        if not office.clerk(calling.call_next, 1):
            break
        office.clerk(visiting.start, 1)
        free += TEN_MINUTES
        while coming and coming[0][0] <= free:
            office.clock.now, priority = coming.pop(0)
            office.do(issuing.take, wanted(service, priority=priority), DESK)
        office.clock.now = free
        office.clerk(visiting.finish, 1)
    office.clerk(opening.close_counter, 1)
    office.clock.now = at("08:00", day + dt.timedelta(days=1))
    office.do(closing.close_day, None, Actor("server"))


def a_random_day_in_the_office(
    office: Office, people: int, seed: int, day: dt.date = TODAY
) -> None:
    """Many people at three counters that call whenever they can; at the next morning all are gone.

    Everybody is served at once when called, and the next is called at once after that.
    """
    chance = random.Random(seed)
    office.clock.now = at("07:30", day)
    for counter in COUNTERS:
        office.clerk(opening.open_counter, counter)
    begins = at("08:00", day)
    events = [(begins, counter) for counter in COUNTERS]
    moments = (dt.timedelta(seconds=chance.randint(1, 14_400)) for _ in range(people))
    events += [(begins + moment, SOMEBODY_COMES) for moment in moments]
    heapq.heapify(events)
    while events:
        office.clock.now, what = heapq.heappop(events)
        office.pages_are_open(*COUNTERS)
        if what == SOMEBODY_COMES:
            priority = chance.choice(["normal", "normal", "elderly", "disabled"])
            office.do(issuing.take, wanted(chance.choice(["HT", "CT"]), priority=priority), DESK)
        else:
            _finish_and_call(office, what)
        for counter in _start_all(office):
            ends = office.clock.now + dt.timedelta(seconds=chance.randint(60, 900))
            heapq.heappush(events, (ends, counter))
    for counter in COUNTERS:
        office.clerk(opening.close_counter, counter)
    office.clock.now = at("08:00", day + dt.timedelta(days=1))


def _finish_and_call(office: Office, counter: int) -> None:
    if tickets.at_counter(office.see(tickets.present), counter):
        office.clerk(visiting.finish, counter)
    office.clerk(calling.call_next, counter)


def _start_all(office: Office) -> list[int]:
    """Whoever was called is at the counter; where."""
    called = [one for one in office.see(tickets.present) if one.status is Status.CALLED]
    counters = [one.counter for one in called if one.counter is not None]
    for counter in counters:
        office.clerk(visiting.start, counter)
    return counters
