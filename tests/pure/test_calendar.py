"""When the centre is open: holidays, make-up days, Tết, the midday break."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.centre import Calendar, Span
from tests.builders import TODAY, a_centre, at

CALENDAR = a_centre(always_open=False).calendar
MORNING = Span(dt.time(7, 30), dt.time(11, 30))
AFTERNOON = Span(dt.time(13, 30), dt.time(17, 0))


def date(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_the_culture_day_of_vietnam_is_closed() -> None:
    # Resolution 28/2026/QH16; most older calendars miss it.
    assert CALENDAR.spans(date("2026-11-24")) == []
    assert not CALENDAR.is_open(at("09:00", date("2026-11-24")))


@pytest.mark.parametrize("day", ["2026-01-10", "2026-08-22"])
def test_a_make_up_saturday_keeps_the_hours_of_a_monday(day: str) -> None:
    assert date(day).weekday() == 5
    assert CALENDAR.spans(date(day)) == [MORNING, AFTERNOON]


def test_an_ordinary_saturday_is_open_in_the_morning_and_sunday_not_at_all() -> None:
    assert CALENDAR.spans(date("2026-11-28")) == [MORNING]
    assert CALENDAR.spans(date("2026-11-29")) == []


@pytest.mark.parametrize(
    "day",
    ["2026-01-01", "2026-02-16", "2026-02-20", "2026-04-27", "2026-04-30", "2026-05-01",
     "2026-08-31", "2026-09-01", "2026-09-02", "2027-04-16"],
)  # fmt: skip
def test_the_holidays_of_the_state_are_closed(day: str) -> None:
    assert CALENDAR.spans(date(day)) == []


@pytest.mark.parametrize(
    ("day", "following"),
    [
        ("2026-11-23", "2026-11-25"),  # across the 24th
        ("2026-11-28", "2026-11-30"),  # across a Sunday
        ("2026-01-09", "2026-01-10"),  # a make-up Saturday
        ("2026-02-13", "2026-02-23"),  # across Tết with both its Saturdays
        ("2026-08-29", "2026-09-03"),  # across the National Day
        ("2027-02-03", "2027-02-11"),  # across the proposed Tết
    ],
)
def test_the_next_business_day(day: str, following: str) -> None:
    assert CALENDAR.next_day(date(day)) == date(following)


def test_a_proposed_holiday_is_marked_as_such() -> None:
    status = {special.date.isoformat(): special.status for special in CALENDAR.holidays}
    assert status["2027-02-06"] == "proposed"
    assert status["2026-11-24"] == "decided"


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("07:29:59", False),
        ("07:30", True),
        ("12:00", True),  # the midday break closes counters, not the kiosk
        ("17:00", True),
        ("17:00:01", False),
    ],
)
def test_tickets_are_given_from_the_first_opening_to_the_last_closing(
    moment: str, is_open: bool
) -> None:
    assert CALENDAR.is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("now", "day", "opens"),
    [
        ("06:00", "2026-11-23", "2026-11-23"),
        ("07:30", "2026-11-23", "2026-11-25"),  # already open: the next one after the holiday
        ("18:00", "2026-11-27", "2026-11-28"),  # Saturday morning
        ("18:00", "2026-02-13", "2026-02-23"),  # over Tết
    ],
)
def test_the_next_opening(now: str, day: str, opens: str) -> None:
    assert CALENDAR.opens_at(at(now, date(day))) == at("07:30", date(opens))


def test_a_centre_without_hours_never_opens_and_says_so() -> None:
    closed = Calendar("Asia/Ho_Chi_Minh", {}, [], [])
    assert closed.opens_at(at("09:00")) is None
    assert closed.closes_at(TODAY) is None
    assert not closed.is_open(at("09:00"))


def test_the_last_closing_of_a_day() -> None:
    assert CALENDAR.closes_at(TODAY) == at("17:00")
    assert CALENDAR.closes_at(date("2026-11-24")) is None


def test_the_business_day_is_the_local_date() -> None:
    assert CALENDAR.day(dt.datetime(2026, 11, 22, 17, 0, tzinfo=dt.UTC)) == TODAY
    assert CALENDAR.day(dt.datetime(2026, 11, 22, 16, 59, tzinfo=dt.UTC)) == date("2026-11-22")


def test_always_open_knows_no_holidays() -> None:
    calendar = a_centre().calendar
    assert calendar.is_open(at("03:00", date("2026-11-24")))
    assert calendar.next_day(TODAY) == date("2026-11-24")


@given(st.integers(0, 640 * 24 * 60))
def test_the_next_opening_lies_ahead_and_nothing_opens_before_it(minutes: int) -> None:
    now = at("00:00", date("2026-01-01")) + dt.timedelta(minutes=minutes)
    opens = CALENDAR.opens_at(now)
    assert opens is not None
    assert opens > now
    assert CALENDAR.is_open(opens)
    day = CALENDAR.day(now) + dt.timedelta(days=1)
    while day < CALENDAR.day(opens):
        assert CALENDAR.spans(day) == []
        day += dt.timedelta(days=1)


@given(st.dates(dt.date(2026, 1, 1), dt.date(2027, 10, 1)))
def test_the_next_business_day_is_the_first_with_hours(day: dt.date) -> None:
    following = CALENDAR.next_day(day)
    assert following > day
    assert CALENDAR.spans(following)
    between = (following - day).days
    assert not any(CALENDAR.spans(day + dt.timedelta(days=n)) for n in range(1, between))
