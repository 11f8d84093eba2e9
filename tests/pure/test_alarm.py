"""The rules of alarms: how one stands, who may end it how, and how many are too many."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain import alarm as rules
from queue_server.domain.alarm import AT_MOST, EXTRA_PAPERS, HELP, LASTS, WITHIN, Alarm
from queue_server.domain.errors import Refused
from tests.builders import TODAY, at

NOW = at("09:00")
SECOND = dt.timedelta(seconds=1)
seconds = st.integers(0, 3600).map(lambda n: dt.timedelta(seconds=n))


def an_alarm(kind: str = HELP, **fields: object) -> Alarm:
    return Alarm(alarm="a", kind=kind, device="k1", day=TODAY, at=NOW, **fields)  # type: ignore[arg-type]


@given(seconds)
def test_a_call_for_help_is_open_for_ten_minutes_and_then_nobody_came(later: dt.timedelta) -> None:
    lasts = later < LASTS
    assert rules.standing(an_alarm(), NOW + later) == ("open" if lasts else "over")
    assert rules.unanswered(an_alarm(), NOW + later) != lasts


@given(seconds, seconds)
def test_who_is_coming_has_ten_minutes_more(answered: dt.timedelta, later: dt.timedelta) -> None:
    if answered >= LASTS:
        with pytest.raises(Refused, match="alarm_over"):
            rules.coming(an_alarm(), "nga", NOW + answered)
        return
    alarm = rules.coming(an_alarm(), "nga", NOW + answered)
    expected = "coming" if later < LASTS else "over"
    assert rules.standing(alarm, NOW + answered + later) == expected
    assert not rules.unanswered(alarm, NOW + answered + later)


def test_the_first_to_say_so_is_the_one_who_comes() -> None:
    first = rules.coming(an_alarm(), "nga", NOW)
    assert rules.coming(first, "hoa", NOW + SECOND) == first


def test_a_call_that_was_taken_back_is_over_and_nobody_was_missed() -> None:
    alarm = rules.done(an_alarm(), "device:k1", NOW + SECOND)
    assert rules.standing(alarm, NOW + SECOND) == "over"
    assert not rules.unanswered(alarm, NOW + 2 * LASTS)
    assert rules.done(alarm, "staff:nga", NOW + 2 * SECOND) == alarm


def test_time_that_ran_out_is_not_made_good_by_pressing_done() -> None:
    late = NOW + LASTS
    assert rules.done(an_alarm(), "staff:nga", late) == an_alarm()
    assert rules.unanswered(an_alarm(), late)


@given(st.timedeltas(dt.timedelta(), dt.timedelta(days=3650)))
def test_a_report_stays_until_a_manager_says_what_was_found(later: dt.timedelta) -> None:
    report = an_alarm(EXTRA_PAPERS)
    assert rules.standing(report, NOW + later) == "open"
    after = rules.handled(report, "hoa", NOW + later, "instructed")
    assert (rules.standing(after, NOW + later), after.reason) == ("over", "instructed")
    with pytest.raises(Refused, match="alarm_over"):
        rules.handled(after, "minh", NOW + later, "listed")


def test_a_report_is_not_handled_without_a_reason_and_verbs_fit_their_kind() -> None:
    report = an_alarm(EXTRA_PAPERS)
    with pytest.raises(Refused, match="reason_missing"):
        rules.handled(report, "hoa", NOW, None)
    for wrong in (
        lambda: rules.coming(report, "hoa", NOW),
        lambda: rules.done(report, "staff:hoa", NOW),
        lambda: rules.handled(an_alarm(), "hoa", NOW, "other"),
    ):
        with pytest.raises(Refused, match="alarm_of_other_kind"):
            wrong()


@given(st.lists(st.integers(-1200, 1200), max_size=12))
def test_six_are_heard_within_ten_minutes_and_the_seventh_is_not(shifts: list[int]) -> None:
    earlier = [NOW + shift * SECOND for shift in shifts]
    near = sum(-WITHIN.total_seconds() < shift <= 0 for shift in shifts)
    assert rules.too_many(earlier, NOW) == (near >= AT_MOST)


@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_only_a_moment_of_the_last_thirty_days_is_believed(said: dt.datetime) -> None:
    found = rules.pressed_at(said, NOW)
    assert (found is not None) == (NOW - dt.timedelta(days=30) <= said <= NOW)
    if found is not None:
        assert found.microsecond % 1000 == 0
        assert dt.timedelta() <= said - found < dt.timedelta(milliseconds=1)


def test_a_moment_at_the_edge_of_the_calendar_is_not_believed() -> None:
    edge = dt.datetime.max.replace(tzinfo=dt.timezone(dt.timedelta(hours=-7)))
    assert rules.pressed_at(edge, NOW) is None
