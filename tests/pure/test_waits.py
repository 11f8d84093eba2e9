"""What a newcomer is told: the expected wait and the people ahead."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.discipline import Desk, Rule
from queue_server.domain.ticket import At, Status, Ticket, call, start
from queue_server.domain.waits import (
    HIGH,
    LOW,
    OpenCounter,
    Range,
    around,
    forecast,
    people_ahead,
)
from tests.builders import a_ticket, at

RULE = Rule({"elderly": 60})
ONE = Desk(1, {"HT": 0})
TWO = Desk(2, {"HT": 0})
HELPER = Desk(3, {"CT": 0, "HT": 10})


def ten(_ticket: Ticket) -> float:
    return 10.0


def a_newcomer(**fields: object) -> Ticket:
    return a_ticket("A999", at("10:00"), **{"seq": 2**62, **fields})


def a_queue(length: int, **fields: object) -> list[Ticket]:
    return [
        a_ticket(f"A{place:03}", at("09:00") + dt.timedelta(minutes=place), **fields)
        for place in range(1, length + 1)
    ]


def busy_since(moment: dt.datetime, desk: Desk = ONE) -> OpenCounter:
    ticket = start(call(a_ticket("A900"), At(desk.counter, "lan", moment), "c"), moment)
    return OpenCounter(desk, ticket, moment)


def test_no_open_counter_is_no_forecast_and_never_no_wait() -> None:
    assert forecast(a_newcomer(), [], [], RULE, ten) is None
    others = [OpenCounter(Desk(4, {"DD": 0}))]
    assert forecast(a_newcomer(), [], others, RULE, ten) is None


def test_an_idle_counter_with_nobody_waiting_is_at_most_five_minutes() -> None:
    assert forecast(a_newcomer(), [], [OpenCounter(ONE)], RULE, ten) == Range(0, 5)


def test_one_counter_computed_by_hand() -> None:
    # At 10:00 the ticket at the counter has 6 of its 10 minutes left, then three times 10 minutes:
    # 36 minutes; 0.65 × 36 = 23.4 and 1.35 × 36 = 48.6, rounded outward to 20 and 50.
    counter = busy_since(at("09:56"))
    assert forecast(a_newcomer(), a_queue(3), [counter], RULE, ten) == Range(20, 50)


def test_two_counters_share_the_queue() -> None:
    # Free at once and after 6 minutes: starts at 0, 6, 10, 16; the newcomer is the fifth, at 20.
    counters = [OpenCounter(TWO), busy_since(at("09:56"))]
    assert forecast(a_newcomer(), a_queue(4), counters, RULE, ten) == around(20)


def test_a_service_that_outruns_its_typical_minutes_is_not_about_to_end() -> None:
    counter = busy_since(at("08:00"))
    assert forecast(a_newcomer(), [], [counter], RULE, ten) == around(2.5)


def test_a_helper_shortens_the_wait_of_those_who_are_far_ahead() -> None:
    alone = forecast(a_newcomer(), a_queue(6), [OpenCounter(ONE)], RULE, ten)
    helped = forecast(a_newcomer(), a_queue(6), [OpenCounter(ONE), OpenCounter(HELPER)], RULE, ten)
    assert alone == around(60)
    assert helped == around(30)


def test_tickets_kept_for_another_counter_are_not_ahead() -> None:
    kept = a_queue(3, reserved_for=2)
    assert forecast(a_newcomer(), kept, [OpenCounter(ONE)], RULE, ten) == Range(0, 5)
    assert people_ahead(a_newcomer(), kept, [OpenCounter(ONE)], RULE) == 0
    both = [OpenCounter(ONE), OpenCounter(TWO)]
    assert people_ahead(a_newcomer(), kept, both, RULE) == 3


def test_a_newcomer_kept_for_a_closed_counter_gets_no_forecast() -> None:
    newcomer = a_newcomer(reserved_for=2)
    assert forecast(newcomer, [], [OpenCounter(ONE)], RULE, ten) is None


def test_a_head_start_shows_in_the_forecast() -> None:
    elderly = a_newcomer(priority="elderly")
    assert forecast(elderly, a_queue(5), [OpenCounter(ONE)], RULE, ten) == Range(0, 5)
    assert people_ahead(elderly, a_queue(5), [OpenCounter(ONE)], RULE) == 0


def test_without_open_counters_the_same_service_counts_as_ahead() -> None:
    hall = [*a_queue(2), a_ticket("B001", service="CT")]
    assert people_ahead(a_newcomer(), hall, [], RULE) == 2


@given(st.floats(0, 600))
def test_a_range_is_rounded_outward_to_five_minutes(point: float) -> None:
    said = around(point)
    assert said.low_min % 5 == said.high_min % 5 == 0
    assert 0 <= said.low_min <= point * LOW < said.low_min + 5
    assert said.high_min >= max(5, point * HIGH)
    assert said.high_min < max(point * HIGH + 5, 5.1)


halls = st.lists(
    st.builds(
        lambda minute, service, priority: (minute, service, priority),
        st.integers(0, 59),
        st.sampled_from(["HT", "CT"]),
        st.sampled_from(["normal", "elderly"]),
    ),
    max_size=12,
)


def hall_of(described: list[tuple[int, str, str]]) -> list[Ticket]:
    return [
        a_ticket(
            f"A{place:03}",
            at("09:00") + dt.timedelta(minutes=minute),
            service=service,
            priority=priority,
        )
        for place, (minute, service, priority) in enumerate(described, start=1)
    ]


@given(halls, st.integers(1, 4))
def test_more_people_ahead_never_shorten_the_wait(
    described: list[tuple[int, str, str]], counters: int
) -> None:
    # Counters that serve alike; with helpers an additional ticket may well attract one.
    desks = [OpenCounter(Desk(number, {"HT": 0, "CT": 0})) for number in range(counters)]
    hall = hall_of(described)
    found = [
        forecast(a_newcomer(), hall[:length], desks, RULE, ten) for length in range(len(hall) + 1)
    ]
    for before, after in pairwise(found):
        assert before is not None
        assert after is not None
        assert (before.low_min, before.high_min) <= (after.low_min, after.high_min)


@given(halls, st.randoms(use_true_random=False))
def test_the_same_hall_gives_the_same_answer_in_any_order(
    described: list[tuple[int, str, str]], random: object
) -> None:
    hall = hall_of(described)
    desks = [OpenCounter(ONE), OpenCounter(HELPER)]
    shuffled = random.sample(hall, len(hall))  # type: ignore[attr-defined]
    answers = {forecast(a_newcomer(), rows, desks, RULE, ten) for rows in (hall, shuffled, hall)}
    assert len(answers) == 1


@given(halls)
def test_everybody_waiting_is_ahead_of_a_normal_newcomer_at_one_desk_for_all(
    described: list[tuple[int, str, str]],
) -> None:
    desk = OpenCounter(Desk(1, {"HT": 0, "CT": 0}))
    hall = hall_of(described)
    assert people_ahead(a_newcomer(), hall, [desk], RULE) == len(hall)


@pytest.mark.parametrize("status", [Status.CALLED, Status.SERVING])
def test_who_is_at_a_counter_is_waited_for_but_not_ahead(status: Status) -> None:
    counter = OpenCounter(ONE, a_ticket("A900", status=status, counter=1), at("10:00"))
    assert people_ahead(a_newcomer(), [], [counter], RULE) == 0
    assert forecast(a_newcomer(), [], [counter], RULE, ten) == around(10)


def test_people_of_other_services_are_not_ahead_only_because_a_helping_counter_has_them() -> None:
    own = OpenCounter(Desk(1, {"HT": 0, "CT": 10}))
    helping = OpenCounter(HELPER)
    waiting = [a_ticket("A001", at("09:00")), a_ticket("B001", at("09:00"), service="CT")]
    newcomer = a_ticket("A002", at("09:05"))
    assert people_ahead(newcomer, waiting, [own, helping], RULE) == 1
    assert people_ahead(newcomer, waiting, [helping], RULE) == 2
