"""What a staff PIN must be like, what wrong tries cost, and what the manager is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.condition import CLOCK_OFF_S, DISK_NEARLY_FULL, notices
from kiosk.pin import FREE_TRIES, LONGEST_LOCK_S, lock_s, weakness

DIGITS = "0123456789"


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("", "not_digits"),
        ("12345a", "not_digits"),
        ("²²²²²1", "not_digits"),
        ("٣٤٥٦٧١", "not_digits"),
        ("83920", "too_short"),
        ("8392018392018", "too_long"),
        ("000000", "all_the_same"),
        ("345678", "a_run"),
        ("9876543210", "a_run"),
        ("890123", "a_run"),
        ("210987", "a_run"),
        ("839201", None),
        ("839201839201", None),
        ("112233", None),
    ],
)
def test_a_pin_that_people_guess_first_is_refused_and_the_reason_is_told(
    pin: str, why: str | None
) -> None:
    assert weakness(pin) == why


@given(st.integers(0, 9), st.integers(0, 9), st.integers(6, 12))
def test_of_the_pins_of_equal_steps_only_those_of_none_or_one_are_bad(
    first: int, step: int, length: int
) -> None:
    pin = "".join(DIGITS[(first + step * place) % 10] for place in range(length))
    assert (weakness(pin) is None) == (step not in (0, 1, 9))


@given(st.text(DIGITS, min_size=6, max_size=12), st.data())
def test_one_digit_changed_in_the_middle_makes_a_run_good(pin: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(pin) - 2))
    other = data.draw(st.sampled_from(DIGITS.replace(pin[at], "")))
    changed = pin[:at] + other + pin[at + 1 :]
    assert None in (weakness(pin), weakness(changed))


def test_four_wrong_tries_are_free_the_fifth_locks_a_minute_and_each_more_twice_as_long() -> None:
    assert [lock_s(wrong) for wrong in range(FREE_TRIES + 4)] == [0.0] * 5 + [60, 120, 240, 480]


@given(st.integers(0, 10_000))
def test_a_lock_never_shrinks_and_never_outlasts_an_hour(wrong: int) -> None:
    assert lock_s(wrong) <= lock_s(wrong + 1) <= LONGEST_LOCK_S


def test_of_a_kiosk_that_is_as_usual_nothing_is_said() -> None:
    assert notices("service", DISK_NEARLY_FULL, CLOCK_OFF_S) == []


def test_everything_that_is_not_as_usual_is_said_whichever_way_the_clock_is_off() -> None:
    assert notices("out", DISK_NEARLY_FULL - 1, -CLOCK_OFF_S - 1) == [
        "out_of_service",
        "disk_nearly_full",
        "clock_off",
    ]
    assert notices("practice", DISK_NEARLY_FULL, CLOCK_OFF_S + 1) == ["practice", "clock_off"]
