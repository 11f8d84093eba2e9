"""Made-up days of a province's centre: 25 counters, 10 services, some 1,200 visits a day.

Everything follows from the number of the day and the scenario; nothing is measured anywhere. Two
runs of a day have the same people, services, breaks and no-shows, so they differ by their
discipline alone.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Iterator
from itertools import accumulate

from msgspec import Struct

from queue_server.domain.discipline import Desk
from queue_server.domain.rerun import Shift, Stage, Visit
from queue_server.domain.ticket import Ticket

NORMAL, PRIORITY = "normal", "elderly"
OPENS = dt.datetime(2026, 1, 5, 0, 30, tzinfo=dt.UTC)  # 07:30 in Vietnam
VISITS = 1_200
SLOT_MIN, LAST_TICKET_MIN, OVERTIME_MIN = 30, 465, 900
PROFILE = (0.9, 1.5, 1.75, 1.6, 1.3, 1.05, 0.7, 0.55, 0.75, 0.95, 1.0, 0.9, 0.8, 0.65, 0.5, 0.35)
HELP_AFTER_MIN = 10
VOLUME_SD, SERVICE_VOLUME_SD = 0.12, 0.08
CLERK_SD, DAY_SD = 0.15, 0.07
NO_SHOW, NO_SHOW_MIN = 0.03, 1.5
ABSENT = 0.05
"""The share of counters that stay shut all day; never the last one of a service."""

LUNCH_MIN, LUNCHES = 45.0, (210.0, 230.0, 255.0, 275.0)
BREAK_EVERY_MIN, BREAK_MIN, BREAK_SPREAD = 150.0, 10.0, 0.6


class Kind(Struct, frozen=True):
    """A service: its share of the visits, mean minutes with their variation, share of priority."""

    share: float
    mean_min: float
    variation: float
    priority: float


SERVICES = tuple(
    Kind(*row)
    for row in (
        (0.18, 5.3, 0.7, 0.12),  # civil status
        (0.16, 6.7, 0.6, 0.12),  # identity cards
        (0.10, 11.5, 0.8, 0.10),  # land
        (0.08, 10.0, 0.8, 0.05),  # business
        (0.07, 12.0, 0.9, 0.05),  # building
        (0.13, 4.4, 0.7, 0.10),  # tax
        (0.10, 7.7, 0.7, 0.25),  # social affairs
        (0.08, 5.8, 0.6, 0.08),  # transport
        (0.07, 2.5, 0.8, 0.12),  # results
        (0.03, 14.0, 0.6, 0.06),  # justice
    )
)
SENT_ON = {0: ((5, 0.06),), 1: ((0, 0.02),), 2: ((5, 0.10),), 3: ((5, 0.06),), 4: ((2, 0.05),)}
"""From which service to which, and how often: they keep their arrival."""

OWN = (
    *((0, 8), (0, 8), (0,), (0, 1), (0, 1), (1,), (1,), (1, 7), (1, 7)),
    *((2,), (2,), (2, 4), (2, 4), (2,), (3,), (3,), (3, 9), (4,), (4, 9)),
    *((5, 8), (5,), (6,), (6,), (6, 7), (7, 5)),
)
HELPED = (1, 1, 8, 5, 6, 0, 7, 0, 5, 4, 9, 3, 9, 3, 5, 4, 2, 2, 3, 0, 7, 0, 1, 0, 1)


class Scenario(Struct, frozen=True):
    """``load`` against the usual visits; ``claims``: the share of priority in every service."""

    name: str
    load: float = 1.0
    claims: float | None = None


class Day(Struct, frozen=True):
    """The visits and shifts of a day."""

    visits: list[Visit]
    shifts: list[Shift]


def minutes(number: float) -> dt.timedelta:
    return dt.timedelta(minutes=number)


def a_day(scenario: Scenario, number: int) -> Day:
    """The day of that number; the same for the same scenario, always."""
    chance = random.Random(f"{scenario.name} {number}")
    return Day(list(_visits(scenario, chance)), list(_shifts(chance)))


def _visits(scenario: Scenario, chance: random.Random) -> Iterator[Visit]:
    came = sorted(_arrivals(scenario, chance))
    for seq, (minute, service) in enumerate(came, start=1):
        kind = SERVICES[service]
        claims = kind.priority if scenario.claims is None else scenario.claims
        priority = PRIORITY if chance.random() < claims else NORMAL
        arrived = OPENS + minutes(minute)
        yield Visit(_ticket(seq, service, priority, arrived), arrived, _stages(service, chance))


def _arrivals(scenario: Scenario, chance: random.Random) -> Iterator[tuple[float, int]]:
    """Minute and service of everybody who takes a number."""
    volume = VISITS * scenario.load * _around_one(chance, VOLUME_SD)
    for service, kind in enumerate(SERVICES):
        expected = volume * kind.share * _around_one(chance, SERVICE_VOLUME_SD)
        for slot, weight in enumerate(PROFILE):
            rate = expected * weight / sum(PROFILE) / SLOT_MIN
            minute = slot * SLOT_MIN + chance.expovariate(rate)
            while minute < min((slot + 1) * SLOT_MIN, LAST_TICKET_MIN):
                yield minute, service
                minute += chance.expovariate(rate)


def _ticket(seq: int, service: int, priority: str, at: dt.datetime) -> Ticket:
    return Ticket(
        id=str(seq),
        day=at.date(),
        service=str(service),
        series="A",
        number=seq,
        label=f"A{seq:04}",
        priority=priority,
        language="vi",
        issued_at=at,
        base_at=at,
        seq=seq,
    )


def _stages(service: int, chance: random.Random) -> list[Stage]:
    if chance.random() < NO_SHOW:
        return [Stage(str(service), minutes(NO_SHOW_MIN))]
    stages = [_served(service, chance)]
    sent, roll = SENT_ON.get(service, ()), chance.random()
    for (other, _), until in zip(sent, accumulate(often for _, often in sent), strict=True):
        if roll < until:
            return [*stages, _served(other, chance)]
    return stages


def _served(service: int, chance: random.Random) -> Stage:
    kind = SERVICES[service]
    return Stage(str(service), minutes(_lognormal(chance, kind.mean_min, kind.variation)))


def _shifts(chance: random.Random) -> Iterator[Shift]:
    day = math.exp(chance.gauss(0, DAY_SD))
    absent = _absent(chance)
    for counter, own in enumerate(OWN, start=1):
        pace = day * math.exp(random.Random(counter).gauss(0, CLERK_SD))
        services = {str(HELPED[counter - 1]): HELP_AFTER_MIN} | {str(one): 0 for one in own}
        desk = Desk(counter, services)
        start = max(0.0, chance.expovariate(1 / 3) - 1)
        for begins, lasts in _breaks(chance, LUNCHES[(counter - 1) % len(LUNCHES)]):
            if begins > start and counter not in absent:
                yield Shift(desk, OPENS + minutes(start), OPENS + minutes(begins), pace)
            start = max(start, begins + lasts)
        if counter not in absent:
            yield Shift(desk, OPENS + minutes(start), OPENS + minutes(OVERTIME_MIN), pace)


def _breaks(chance: random.Random, lunch: float) -> list[tuple[float, float]]:
    """Begin and length of each break of a counter, in their order."""
    breaks = [(lunch + chance.gauss(0, 4), max(20.0, LUNCH_MIN + chance.gauss(0, 6)))]
    at = chance.expovariate(1 / BREAK_EVERY_MIN)
    while at < 460:
        if not lunch - 20 < at < lunch + 60:
            median = math.log(BREAK_MIN) - BREAK_SPREAD**2 / 2
            breaks.append((at, chance.lognormvariate(median, BREAK_SPREAD)))
        at += chance.expovariate(1 / BREAK_EVERY_MIN)
    return sorted(breaks)


def _absent(chance: random.Random) -> set[int]:
    absent = {counter for counter in range(1, len(OWN) + 1) if chance.random() < ABSENT}
    for service in range(len(SERVICES)):
        able = [n for n, own in enumerate(OWN, start=1) if service in own]
        if absent.issuperset(able):
            absent.discard(able[0])
    return absent


def _around_one(chance: random.Random, sd: float) -> float:
    return chance.gammavariate(1 / sd**2, sd**2)


def _lognormal(chance: random.Random, mean: float, variation: float) -> float:
    spread = math.log(1 + variation**2)
    return chance.lognormvariate(math.log(mean) - spread / 2, math.sqrt(spread))
