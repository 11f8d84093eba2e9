"""A day made with the use cases: people come, clerks call, and it is over."""

from __future__ import annotations

import datetime as dt

from queue_server.domain.journal import Actor
from queue_server.use_cases import calling, closing, issuing, opening, visiting
from tests.builders import DESK, TODAY, Office, at, wanted

TEN_MINUTES = dt.timedelta(minutes=10)
PEOPLE = (
    ("08:00", "HT", "normal"),
    ("08:01", "HT", "normal"),
    ("08:02", "HT", "normal"),
    ("08:03", "HT", "normal"),
    ("08:04", "HT", "elderly"),
)
"""All of them for counter 1, which serves each for ten minutes: the elderly one comes second."""


def a_day_in_the_office(office: Office, day: dt.date = TODAY) -> None:
    """The people of a day at counter 1, one clerk; the clock stands at the next morning."""
    office.clock.now = at("07:30", day)
    office.clerk(opening.open_counter, 1)
    coming = [(at(clock, day), service, priority) for clock, service, priority in PEOPLE]
    free = coming[0][0]
    while True:
        while coming and coming[0][0] <= free:
            office.clock.now, service, priority = coming.pop(0)
            office.do(issuing.take, wanted(service, priority=priority), DESK)
        office.clock.now = free
        if not office.clerk(calling.call_next, 1):
            break
        office.clerk(visiting.start, 1)
        free += TEN_MINUTES
        while coming and coming[0][0] <= free:
            office.clock.now, service, priority = coming.pop(0)
            office.do(issuing.take, wanted(service, priority=priority), DESK)
        office.clock.now = free
        office.clerk(visiting.finish, 1)
    office.clerk(opening.close_counter, 1)
    office.clock.now = at("08:00", day + dt.timedelta(days=1))
    office.do(closing.close_day, None, Actor("server"))
