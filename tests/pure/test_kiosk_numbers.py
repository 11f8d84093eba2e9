"""Which number a tap gets, and which reserve is asked for."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.numbers import (
    RESERVE_KEEP,
    RESERVE_LOW,
    Given,
    NoNumber,
    ReserveNumber,
    choose,
    left,
    of_block,
    wishes,
)
from queue_server.messages import Block, Leased, Wait

TODAY = dt.date(2026, 11, 23)
TOMORROW = dt.date(2026, 11, 25)  # the 24th is a public holiday
TAP = UUID("0192f000-0000-7000-8000-000000000001")


def a_lease(number: int = 42) -> Leased:
    return Leased(
        ticket=TAP,
        day=TODAY,
        series="A",
        number=number,
        label=f"A{number:03}",
        at=dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC),
        people_ahead=3,
        wait=Wait(10, 15),
    )


def a_reserve(
    service: str = "HT", day: dt.date = TODAY, first: int = 501, count: int = 3
) -> list[ReserveNumber]:
    return [
        ReserveNumber(
            f"{service}-{day}", place, service, day, "A", first + place, f"A{first + place}"
        )
        for place in range(count)
    ]


def test_an_answer_in_time_is_the_number_with_its_wait() -> None:
    got = choose(a_lease(), a_reserve(), "HT", TODAY)
    assert got == Given(TODAY, "A", 42, "A042", "lease", 3, Wait(10, 15), None)


def test_silence_takes_the_first_reserve_number_of_the_service_and_the_day() -> None:
    reserve = a_reserve("CT", first=901) + a_reserve(day=TOMORROW, first=700) + a_reserve()
    got = choose(None, reserve, "HT", TODAY)
    assert isinstance(got, Given)
    assert (got.label, got.source, got.people_ahead) == ("A501", "reserve", None)
    assert got.reserve == reserve[6]


def test_a_no_of_the_server_is_not_turned_into_a_reserve_number() -> None:
    assert choose(NoNumber("queue_full"), a_reserve(), "HT", TODAY) == NoNumber("queue_full")


def test_without_answer_and_without_reserve_there_is_no_number() -> None:
    assert choose(None, a_reserve(day=TOMORROW), "HT", TODAY) == NoNumber("no_reserve")


def test_a_reserve_runs_out_in_the_order_of_its_block() -> None:
    reserve, labels = a_reserve(), []
    while isinstance(got := choose(None, reserve, "HT", TODAY), Given):
        labels.append(got.label)
        reserve = [item for item in reserve if item != got.reserve]
    assert labels == ["A501", "A502", "A503"]


SERVICES = st.sampled_from(["HT", "CT", "DD"])
DAYS = st.sampled_from([TODAY, TOMORROW])


@given(
    st.lists(st.tuples(SERVICES, DAYS), max_size=40),
    st.lists(st.tuples(SERVICES, st.booleans()), max_size=60),
)
def test_however_the_link_flaps_no_number_is_given_twice(
    stock: list[tuple[str, dt.date]], taps: list[tuple[str, bool]]
) -> None:
    reserve = [
        ReserveNumber(str(place), 0, service, day, service, 500 + place, f"{service}{500 + place}")
        for place, (service, day) in enumerate(stock)
    ]
    given_numbers = []
    for next_lease, (service, answered) in enumerate(taps, 1):
        got = choose(a_lease(next_lease) if answered else None, reserve, service, TODAY)
        if isinstance(got, Given):
            given_numbers.append((got.day, got.series, got.number))
            reserve = [item for item in reserve if item != got.reserve]
            assert answered or (got.reserve and got.reserve.service == service)
        else:
            assert not any((item.service, item.day) == (service, TODAY) for item in reserve)
    assert len(set(given_numbers)) == len(given_numbers)


@given(st.dictionaries(st.tuples(SERVICES, DAYS), st.integers(0, 60)))
def test_topping_up_leaves_at_least_the_low_mark_everywhere_and_never_overfills(
    have: dict[tuple[str, dt.date], int],
) -> None:
    asked = wishes(have, ["HT", "CT", "DD"], [TODAY, TOMORROW])
    after = dict(have)
    for wish in asked:
        assert 1 <= wish.count <= 100
        after[wish.service, wish.day] = after.get((wish.service, wish.day), 0) + wish.count
        assert after[wish.service, wish.day] == RESERVE_KEEP
    assert all(
        after.get((service, day), 0) >= RESERVE_LOW
        for service in ("HT", "CT", "DD")
        for day in (TODAY, TOMORROW)
    )


def test_today_is_asked_for_before_tomorrow_and_a_day_only_once() -> None:
    days = [wish.day for wish in wishes({}, ["HT", "CT"], [TODAY, TOMORROW, TODAY])]
    assert days == [TODAY, TODAY, TOMORROW, TOMORROW]


def test_enough_in_stock_asks_for_nothing() -> None:
    assert wishes({("HT", TODAY): RESERVE_LOW}, ["HT"], [TODAY]) == []


def a_block(numbers: list[int], labels: list[str]) -> Block:
    return Block(block=TAP, service="HT", day=TODAY, series="A", numbers=numbers, labels=labels)


def test_a_block_becomes_numbers_in_the_order_of_giving() -> None:
    numbers = of_block(a_block([501, 502], ["A501", "A502"]))
    assert [(item.position, item.label) for item in numbers] == [(0, "A501"), (1, "A502")]
    assert left(numbers) == {("HT", TODAY): 2}


@pytest.mark.parametrize(
    ("numbers", "labels"), [([501], []), ([501, 501], ["A501", "A501"]), ([], ["A501"])]
)
def test_a_malformed_block_is_refused_whole(numbers: list[int], labels: list[str]) -> None:
    with pytest.raises(ValueError, match="block_malformed"):
        of_block(a_block(numbers, labels))
