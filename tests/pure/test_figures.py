"""The manager's figures mean what their definitions say."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.figures import figures, line, longest_s, quantile, waited_s
from queue_server.domain.ticket import Status, Ticket
from tests.builders import a_ticket, at

NOW = at("10:00")
TARGET = dt.timedelta(minutes=15)
HOUR = st.integers(0, 60)


def ended(status: Status, waited: int | None, label: str = "A001") -> Ticket:
    """A ticket of 09:00 that was called after so many minutes (``None``: never) and has ended."""
    called = None if waited is None else at("09:00") + dt.timedelta(minutes=waited)
    return a_ticket(label, status=status, first_called_at=called, ended_at=at("09:50"))


def waiting(minutes: int, label: str = "A001") -> Ticket:
    return a_ticket(label, NOW - dt.timedelta(minutes=minutes))


@st.composite
def days(draw: st.DrawFn) -> list[Ticket]:
    found = []
    for place in range(draw(st.integers(0, 30))):
        issued = at("08:00") + dt.timedelta(minutes=draw(HOUR))
        status = draw(st.sampled_from(Status))
        called = issued + dt.timedelta(minutes=draw(HOUR))
        was_called = status not in (Status.WAITING, Status.EXPIRED, Status.CANCELLED)
        fields: dict[str, Any] = {"first_called_at": called if was_called else None}
        if status in (Status.FINISHED, Status.MISSED, Status.CANCELLED, Status.EXPIRED):
            fields["ended_at"] = called + dt.timedelta(minutes=1)
        found.append(a_ticket(f"A{place + 1:03}", issued, status=status, **fields))
    return found


@given(days())
def test_every_ticket_is_counted_exactly_once(tickets: list[Ticket]) -> None:
    told = figures(tickets, NOW, TARGET)
    ends = told.finished + told.missed + told.cancelled + told.expired
    arrived = [ticket for ticket in tickets if ticket.status is not Status.BOOKED]
    assert told.issued == len(arrived) == ends + told.in_hall
    assert told.waiting <= told.in_hall


@given(st.lists(st.integers(0, 10_000), min_size=1).map(sorted), st.floats(0.01, 1))
def test_a_quantile_is_the_smallest_value_that_enough_do_not_exceed(
    ordered: list[int], share: float
) -> None:
    value = quantile(ordered, share)
    assert value in ordered
    assert sum(one <= value for one in ordered) >= share * len(ordered) - 1e-6
    assert sum(one < value for one in ordered) < share * len(ordered) + 1e-6


def test_quantiles_of_nothing_are_unknown_and_not_zero() -> None:
    told = figures([], NOW, TARGET)
    assert (told.wait_median_s, told.wait_p90_s, told.within_target) == (None, None, None)


def test_quantiles_of_ten() -> None:
    assert [quantile(range(1, 11), share) for share in (0.5, 0.9, 1)] == [5, 9, 10]


def test_a_wait_ends_with_the_first_call_or_the_end_and_is_never_negative() -> None:
    assert waited_s(ended(Status.FINISHED, 12), NOW) == 12 * 60
    assert waited_s(ended(Status.CANCELLED, None), NOW) == 50 * 60
    assert waited_s(waiting(7), NOW) == 7 * 60
    assert waited_s(a_ticket("A001", at("10:05")), NOW) == 0


def test_those_still_waiting_count_with_the_wait_they_have() -> None:
    # Without them two quick calls would make a slow day look quick.
    quick = [ended(Status.FINISHED, 5, "A001"), ended(Status.FINISHED, 6, "A002")]
    slow = [waiting(40, "A003"), waiting(45, "A004"), waiting(50, "A005")]
    assert figures(quick + slow, NOW, TARGET).wait_median_s == 40 * 60


def test_no_shows_are_left_out_of_the_waits_and_counted_as_missed() -> None:
    told = figures(
        [ended(Status.MISSED, 55, "A001"), ended(Status.FINISHED, 5, "A002")], NOW, TARGET
    )
    assert (told.wait_median_s, told.wait_p90_s, told.missed) == (300, 300, 1)


def test_within_the_target_also_counts_who_waits_or_left_beyond_it() -> None:
    tickets = [
        ended(Status.FINISHED, 15, "A001"),  # exactly the target: in time
        ended(Status.FINISHED, 16, "A002"),
        waiting(5, "A003"),  # may still become either: not counted
        waiting(20, "A004"),
        ended(Status.CANCELLED, None, "A005"),  # gave up after 50 minutes
    ]
    assert figures(tickets, NOW, TARGET).within_target == pytest.approx(1 / 4)


def test_the_longest_wait_is_of_those_who_wait_now() -> None:
    tickets = [ended(Status.FINISHED, 55, "A001"), waiting(20, "A002")]
    assert figures(tickets, NOW, TARGET).longest_wait_s == 20 * 60


def test_the_longest_wait_of_a_day_is_of_those_who_came_or_still_wait() -> None:
    absent = ended(Status.MISSED, 58, "A001")
    gone = ended(Status.EXPIRED, None, "A002")  # until long after closing
    there = [ended(Status.FINISHED, 25, "A003"), waiting(20, "A004")]
    assert longest_s([absent, gone, *there], NOW) == 25 * 60
    assert longest_s([absent, gone, waiting(30, "A005"), *there], NOW) == 30 * 60
    assert longest_s([absent, gone], NOW) is None


def test_the_line_has_a_point_every_five_minutes_and_one_now() -> None:
    points = line([ended(Status.FINISHED, 12)], at("09:00"), at("09:13"))
    assert [point.at for point in points] == [at("09:00"), at("09:05"), at("09:10"), at("09:13")]
    assert [(p.arrived, p.finished, p.waiting) for p in points] == [
        (1, 0, 1),
        (1, 0, 1),
        (1, 0, 1),
        (1, 0, 0),
    ]


@given(days())
def test_the_line_never_falls_but_in_waiting_and_ends_as_the_hall_stands(
    tickets: list[Ticket],
) -> None:
    points = line(tickets, at("08:00"), at("18:00"))
    for before, after in pairwise(points):
        assert before.arrived <= after.arrived
        assert before.finished <= after.finished
    told = figures(tickets, at("18:00"), TARGET)
    last = points[-1]
    assert (last.arrived, last.finished, last.waiting) == (
        told.issued,
        told.finished,
        told.waiting,
    )


def test_a_burst_of_newcomers_does_not_make_the_waits_look_shorter() -> None:
    called = [ended(Status.FINISHED, 30, f"A{place:03}") for place in range(1, 4)]
    newcomers = [waiting(1, f"A{place:03}") for place in range(10, 30)]
    assert figures([*called, *newcomers], NOW, TARGET).wait_median_s == 30 * 60


def test_who_has_waited_longer_than_the_median_already_raises_it() -> None:
    called = [ended(Status.FINISHED, 10, "A001")]
    stuck = [waiting(50, "A002"), waiting(55, "A003")]
    assert figures([*called, *stuck], NOW, TARGET).wait_median_s == 50 * 60
