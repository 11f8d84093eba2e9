"""Lanes tell every desk the same queue as the rule itself."""

from __future__ import annotations

from hypothesis import given

from queue_server.domain.discipline import Desk, choose_next, eligible, order
from queue_server.domain.lanes import Lanes
from queue_server.domain.ticket import Ticket
from tests.pure.test_discipline import RULE, desks, halls


@given(halls, desks)
def test_the_merged_lanes_are_the_order_of_calls(hall: list[Ticket], desk: Desk) -> None:
    lanes = Lanes(hall, RULE)
    assert lanes.first(desk, 100) == order(hall, desk, RULE)
    assert lanes.first(desk, 2) == order(hall, desk, RULE)[:2]
    assert lanes.count(desk) == len(order(hall, desk, RULE))


@given(halls, desks)
def test_the_oldest_is_the_one_who_came_first_of_those_who_wait_here(
    hall: list[Ticket], desk: Desk
) -> None:
    mine = [one.issued_at for one in hall if eligible(one, desk)]
    assert Lanes(hall, RULE).oldest(desk) == min(mine, default=None)


@given(halls, desks)
def test_taking_one_after_the_other_empties_the_queue_in_order(
    hall: list[Ticket], desk: Desk
) -> None:
    lanes, left = Lanes(hall, RULE), list(hall)
    while (taken := lanes.take(desk)) is not None:
        assert taken == choose_next(left, desk, RULE)
        left.remove(taken)
    assert choose_next(left, desk, RULE) is None
