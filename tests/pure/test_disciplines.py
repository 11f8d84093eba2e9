"""The bench of disciplines: its days are always the same, its rules are what they are called."""

from __future__ import annotations

import datetime as dt

from queue_server.domain.discipline import Desk
from tests.builders import a_ticket, at
from tests.load.disciplines import head_start, in_turns, look, overtakings
from tests.load.province import PRIORITY, Scenario, a_day

DESK = Desk(1, {"HT": 0})
NOW = at("10:00")


def test_a_day_is_made_the_same_every_time_and_each_is_another() -> None:
    scenario = Scenario("quiet", 0.1)
    assert a_day(scenario, 1) == a_day(scenario, 1)
    assert a_day(scenario, 1).visits != a_day(scenario, 2).visits


def test_everybody_is_called_and_nobody_overtaken_where_the_first_come_is_served() -> None:
    days = [a_day(Scenario("quiet", 0.2), 1)]
    seen = look(days, lambda: head_start(0))
    assert len(seen.normal) + len(seen.priority) == len(days[0].visits)
    assert set(seen.overtakings) == {0}


def test_two_to_one_calls_two_normal_visits_before_one_of_priority() -> None:
    waiting = [a_ticket(f"A00{n}", at(f"09:0{n}")) for n in range(1, 5)]
    waiting += [a_ticket(f"B00{n}", at(f"09:1{n}"), priority=PRIORITY) for n in range(1, 3)]
    choose, called = in_turns(2), []
    while (chosen := choose(waiting, DESK, NOW)) is not None:
        called.append(chosen.label)
        waiting.remove(chosen)
    assert called == ["A001", "A002", "B001", "A003", "A004", "B002"]


def test_overtaken_is_who_came_earlier_to_the_same_service_and_is_called_later() -> None:
    first, other = a_ticket("A001", at("09:00")), a_ticket("B001", at("09:00"), service="CT")
    later = a_ticket("A002", at("09:05"), priority=PRIORITY)
    called = {first.id: at("09:30"), other.id: at("09:40"), later.id: at("09:10")}
    assert sorted(overtakings([first, other, later], called)) == [0, 1]
    called[first.id] = at("09:10") - dt.timedelta(minutes=1)
    assert sorted(overtakings([first, other, later], called)) == [0, 0]
