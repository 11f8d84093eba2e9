"""Lanes tell every desk the same queue as the rule itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from queue_server.domain.discipline import Desk, choose_next, eligible, explain, order
from queue_server.domain.lanes import Lanes
from queue_server.domain.ticket import Ticket
from tests.builders import at
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


@given(halls, desks, st.data())
def test_lanes_explain_a_call_in_the_words_of_the_rule(
    hall: list[Ticket], desk: Desk, data: st.DataObject
) -> None:
    if not hall:
        return
    chosen = data.draw(st.sampled_from(hall))
    told = explain(chosen, hall, desk, RULE, at("18:00"))
    assert Lanes(hall, RULE).explain(chosen, desk, at("18:00")) == told


@given(halls, halls, desks, st.data())
def test_lanes_become_those_of_any_other_hall_and_stay_as_they_were(
    before: list[Ticket], newcomers: list[Ticket], desk: Desk, data: st.DataObject
) -> None:
    first = Lanes(before, RULE)
    known, queue = first.first(desk, 100), order(before, desk, RULE)
    stayed = [one for one in before if data.draw(st.booleans())]
    moved = [replace(one, seq=one.seq + 100) for one in newcomers]
    ids = {one.id for one in moved}
    after = [*[one for one in stayed if one.id not in ids], *moved]
    changed = first.become(after)
    assert changed.first(desk, 100) == order(after, desk, RULE)
    assert changed.count(desk) == len(order(after, desk, RULE))
    assert first.first(desk, 100) == known == queue
    assert changed.become(list(after)) is changed
