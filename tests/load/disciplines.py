"""Whom to call next: our rule beside others, on the same made-up days of a province's centre.

``python -m tests.load disciplines`` prints the tables of ``docs/discipline.md``, with the same
figures on every machine. The engine is that of the policy preview, the rule that of the product.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from queue_server.domain.comparison import by_rule
from queue_server.domain.discipline import Desk, Rule, choose_next
from queue_server.domain.rerun import Choose, rerun
from queue_server.domain.ticket import Ticket
from tests.load.measured import quantile
from tests.load.province import NORMAL, PRIORITY, Day, Scenario, a_day

DAYS = 40
LONG_MIN = 60
SCENARIOS = (
    Scenario("12 % more visits than usual", 1.12),
    Scenario("flood: 45 % claim", 1.0, 0.45),
)
FIRST_COME = Rule({})


def head_start(minutes: int) -> Choose:
    """The product's rule."""
    return by_rule(Rule({PRIORITY: minutes}))


def in_turns(normal: int) -> Choose:
    """So many normal visits, then one of priority, at each counter; of each kind the first."""
    since: Counter[int] = Counter()

    def choose(waiting: Sequence[Ticket], desk: Desk, _now: dt.datetime) -> Ticket | None:
        first = choose_next((one for one in waiting if one.priority == NORMAL), desk, FIRST_COME)
        urgent = choose_next((one for one in waiting if one.priority != NORMAL), desk, FIRST_COME)
        if urgent is not None and (first is None or since[desk.counter] >= normal):
            since[desk.counter] = 0
            return urgent
        if first is not None:
            since[desk.counter] += 1
        return first

    return choose


DISCIPLINES: dict[str, Callable[[], Choose]] = {
    "**head start 60**": lambda: head_start(60),
    "first come, first served": lambda: head_start(0),
    "strict priority": lambda: head_start(1440),
    "1 normal : 1 priority": lambda: in_turns(1),
    "2 : 1": lambda: in_turns(2),
    "3 : 1": lambda: in_turns(3),
}


class Seen(Struct):
    """Waits in minutes by class, and how often each normal visit was overtaken."""

    normal: list[float]
    priority: list[float]
    overtakings: list[int]


def measure(_folder: Path) -> Iterator[str]:
    """Both scenarios as tables in Markdown."""
    for scenario in SCENARIOS:
        days = [a_day(scenario, number) for number in range(DAYS)]
        visits = sum(len(day.visits) for day in days) // DAYS
        yield f"\n{scenario.name} ({DAYS} days, {visits} visits a day)\n"
        yield (
            "| rule | all: mean | normal: median / 95 in 100 under / longest | over 60 min "
            "| priority: median / 95 in 100 under / longest | overtaken: mean / most |"
        )
        yield "|---|---|---|---|---|---|"
        for name, discipline in DISCIPLINES.items():
            yield _row(name, look(days, discipline))


def look(days: Sequence[Day], discipline: Callable[[], Choose]) -> Seen:
    """All days under a discipline, which begins each day anew."""
    seen = Seen([], [], [])
    for day in days:
        called = {
            call.ticket: call.called_at
            for call in rerun(day.visits, day.shifts, discipline())
            if call.stage == 0
        }
        for visit in day.visits:
            ticket = visit.ticket
            waits = seen.normal if ticket.priority == NORMAL else seen.priority
            waits.append((called[ticket.id] - ticket.base_at).total_seconds() / 60)
        seen.overtakings += overtakings([visit.ticket for visit in day.visits], called)
    return seen


def overtakings(tickets: Sequence[Ticket], called: dict[str, dt.datetime]) -> Iterator[int]:
    """For each normal ticket: how many of its service came later and were called earlier."""
    later: dict[str, list[dt.datetime]] = defaultdict(list)
    for ticket in sorted(tickets, key=lambda one: one.base_at, reverse=True):
        at = called[ticket.id]
        if ticket.priority == NORMAL:
            yield bisect_left(later[ticket.service], at)
        insort(later[ticket.service], at)


def _row(name: str, seen: Seen) -> str:
    both = [*seen.normal, *seen.priority]
    over = sum(wait > LONG_MIN for wait in seen.normal) / len(seen.normal)
    cells = (
        name,
        f"{sum(both) / len(both):.1f}",
        _waits(seen.normal),
        f"{over:.1%}",
        _waits(seen.priority),
        f"{sum(seen.overtakings) / len(seen.overtakings):.1f} / {max(seen.overtakings)}",
    )
    return f"| {' | '.join(cells)} |"


def _waits(waits: Sequence[float]) -> str:
    return f"{quantile(waits, 0.5):.1f} / {quantile(waits, 0.95):.0f} / {max(waits):.0f}"
