"""An idle counter may wait for the next arrival, who is then called by itself."""

from __future__ import annotations

from typing import Any

import pytest

from queue_server.domain.ticket import Status
from queue_server.use_cases import desk_state, issuing
from queue_server.use_cases.administering import apply_centre
from tests.builders import DESK, Office, at, centre_text, every_ticket, shipped, wanted
from tests.store.people import served, ticket


def test_a_clerk_with_an_empty_queue_may_wait_for_the_next_arrival(office: Office) -> None:
    office.act("open")
    assert office.act("call_next") == ""
    state = office.see(desk_state.counter_state, 1)
    assert (state.armed, state.step) == (True, "none")
    told = office.write(issuing.take, wanted("HT"), DESK)
    assert [one.label for one in told.called] == ["A001"]
    state = office.see(desk_state.counter_state, 1)
    assert (state.state, state.armed) == ("calling", False)


@pytest.mark.parametrize("verb", ["without_ticket", "resume"])
def test_a_counter_that_has_found_somebody_to_serve_waits_for_no_arrival(
    office: Office, verb: str
) -> None:
    id = served(office)
    office.act("hold", reason="form")
    office.act("call_next")
    office.act(verb, ticket=id if verb == "resume" else None)
    office.do(issuing.take, wanted("HT"), DESK)
    office.act("finish")
    assert office.see(desk_state.counter_state, 1).ticket is None


def test_nobody_is_called_to_a_counter_whose_clerk_is_gone(office: Office) -> None:
    office.act("open")
    office.act("call_next")
    office.clock.jump(minutes=2)
    assert office.write(issuing.take, wanted("HT"), DESK).called == []


def test_whoever_stands_down_is_left_alone(office: Office) -> None:
    office.act("open")
    office.act("call_next")
    office.act("stand_down")
    assert office.write(issuing.take, wanted("HT"), DESK).called == []


def test_an_arrival_goes_to_its_own_counter_first_then_to_who_waits_longest(
    office: Office,
) -> None:
    centre = office.see(lambda view: view.centre)
    own = [one.number for one in centre.counters if "HT" in one.services]
    for number in own:
        office.act("open", number)
        office.clock.jump(seconds=1)
    for number in reversed(own):
        office.act("call_next", number)
        office.clock.jump(seconds=1)
    called = [office.write(issuing.take, wanted("HT"), DESK).called[0].counter for _ in own]
    assert called == own[::-1]


def test_a_ticket_sent_on_goes_to_the_counter_that_waits_for_it(office: Office) -> None:
    id = served(office)
    office.act("open", 2)
    office.act("call_next", 2)
    office.act("transfer", to_counter=2)
    assert ticket(office, id).counter == 2


def test_taking_back_a_call_that_came_by_itself_does_not_call_again(office: Office) -> None:
    office.act("open")
    office.act("call_next")
    office.do(issuing.take, wanted("HT"), DESK)
    office.act("undo")
    (found,) = office.see(every_ticket)
    assert found.status is Status.WAITING
    assert not office.see(desk_state.counter_state, 1).armed


def test_where_the_centre_does_not_want_it_no_counter_waits(office: Office) -> None:
    text = centre_text().replace("auto_call = true", "auto_call = false")
    apply_centre(office.store, text, shipped("procedures.json"), at("09:00"))
    office.act("open")
    office.act("call_next")
    assert not office.see(desk_state.counter_state, 1).armed


def test_many_arrivals_at_once_go_to_as_many_counters(office: Office) -> None:
    for number in (1, 2):
        office.act("open", number)
        office.act("call_next", number)

    def two(tx: Any, actor: Any, _command: None) -> None:
        for _ in range(2):
            issuing.take(tx, actor, wanted("HT"))

    told = office.write(two, None, DESK)
    assert len({one.counter for one in told.called}) == len(told.called) >= 1
    assert len({one.id for one in told.called}) == len(told.called)
