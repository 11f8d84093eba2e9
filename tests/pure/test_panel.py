"""What a counter's display shows: who is called or served there, and never an old number."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display_board.panel import DARK, Heard, Look, Rules, looks, server_time
from printer_drivers.call_pads import Event
from queue_server.messages import PadEvent, PanelCounter, PanelState
from queue_server.runtime.news import RESTORED, is_newer

NINE = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
RULES = Rules(blink_s=10, dark_after_s=30)
STATUSES = ("closed", "idle", "calling", "serving", "paused")
SECONDS = st.floats(0, 100)


def a_state(*counters: PanelCounter, revision: int = 1, as_of: dt.datetime = NINE) -> PanelState:
    return PanelState(revision, as_of, list(counters))


def called(ago_s: float = 0, status: str = "calling", number: int = 3) -> PanelCounter:
    """Somebody whose latest call was so long before nine o'clock."""
    return PanelCounter(number, status, "A042", "x", 1, NINE - dt.timedelta(seconds=ago_s))


def at(counter: PanelCounter, age_s: float = 0) -> Look:
    """The counter's display when its state was heard so long ago."""
    heard = Heard(a_state(counter), at=100.0)
    return looks(heard, 100.0 + age_s, RULES).get(counter.counter, DARK)


COUNTERS = st.builds(
    PanelCounter,
    st.integers(1, 5),
    st.sampled_from(STATUSES),
    st.none() | st.just("A042"),
    called_at=st.none() | SECONDS.map(lambda s: NINE - dt.timedelta(seconds=s)),
)


def test_who_is_called_stands_there_blinking_and_then_still() -> None:
    assert at(called()) == Look("A042", blink=True)
    assert at(called(), age_s=9.9) == Look("A042", blink=True)
    assert at(called(), age_s=10) == Look("A042", blink=False)
    assert at(called(ago_s=9), age_s=2) == Look("A042", blink=False)


def test_who_is_served_stands_there_without_blinking() -> None:
    assert at(called(status="serving")) == Look("A042", blink=False)


@pytest.mark.parametrize("status", ["closed", "idle", "paused"])
def test_a_counter_that_serves_nobody_is_dark(status: str) -> None:
    assert at(PanelCounter(3, status)) == DARK
    assert at(called(status=status)) == DARK


@given(COUNTERS, SECONDS)
def test_without_news_for_long_every_display_is_dark(counter: PanelCounter, age: float) -> None:
    look = at(counter, 30.001 + age)
    assert look == DARK
    assert server_time(Heard(a_state(counter), 0.0), 30.001 + age, RULES) is None


def test_before_the_first_news_every_display_is_dark() -> None:
    assert looks(None, 0.0, RULES) == {}
    assert server_time(None, 0.0, RULES) is None


@given(COUNTERS, SECONDS)
def test_a_display_shows_the_counters_own_label_or_nothing(
    counter: PanelCounter, age: float
) -> None:
    look = at(counter, age)
    assert look.label in ("", counter.label)
    assert look.label or not look.blink
    assert bool(look.label) == (
        age <= 30 and counter.label is not None and counter.status in ("calling", "serving")
    )


@given(SECONDS, SECONDS, SECONDS)
def test_once_a_number_stands_still_it_blinks_no_more(ago: float, age: float, more: float) -> None:
    if not at(called(ago), age).blink:
        assert not at(called(ago), age + more).blink


@given(st.floats(0, 30))
def test_the_servers_clock_goes_on_between_its_news(age: float) -> None:
    told = server_time(Heard(a_state(), 5.0), 5.0 + age, RULES)
    assert told is not None
    assert abs((told - NINE).total_seconds() - age) < 0.001


@given(st.permutations(range(6)))
def test_in_whatever_order_states_are_heard_the_newest_stays(order: list[int]) -> None:
    states = [a_state(revision=1 + n // 2, as_of=NINE + dt.timedelta(seconds=n)) for n in range(6)]
    newest: PanelState | None = None
    for n in order:
        if is_newer(states[n], newest):
            newest = states[n]
    assert newest == states[-1]


def test_after_a_restored_backup_the_lower_revision_counts() -> None:
    before = a_state(revision=900)
    assert not is_newer(a_state(revision=5, as_of=NINE + RESTORED), before)
    later = NINE + RESTORED + dt.timedelta(seconds=1)
    assert is_newer(a_state(revision=5, as_of=later), before)


def test_a_server_whose_clock_was_set_back_is_believed_and_not_its_late_messages() -> None:
    before = a_state(revision=5)
    assert is_newer(a_state(revision=5, as_of=NINE - dt.timedelta(hours=7)), before)
    assert not is_newer(a_state(revision=5, as_of=NINE - RESTORED), before)


def test_pads_and_the_wire_speak_of_the_same_events() -> None:
    assert get_args(Event) == get_args(PadEvent)
