"""Whom a counter calls next: the ten promises of the head-start rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from queue_server.domain.discipline import Desk, Rule, choose_next, eligible, explain, key, order
from queue_server.domain.ticket import At, Target, Ticket, call, start, transfer
from tests.builders import a_ticket, at

MANY = settings(max_examples=300)
HOME = Desk(1, {"HT": 0, "CT": 0})
HELPING = Desk(2, {"CT": 0, "HT": 10}, clerk="minh")
RULE = Rule({"elderly": 60, "small_child": 30})
FIRST_COME = Rule({})
STRICT = Rule({"elderly": 1440, "small_child": 1440})

minutes = st.integers(0, 600)
tickets = st.builds(
    lambda minute, **fields: {"issued": at("07:00") + dt.timedelta(minutes=minute), **fields},
    minutes,
    service=st.sampled_from(["HT", "CT", "DD"]),
    priority=st.sampled_from(["normal", "normal", "elderly", "small_child"]),
    reserved_for=st.sampled_from([None, None, None, 1, 2]),
    reserved_person=st.sampled_from([None, None, None, "lan", "minh"]),
)


def numbered(described: list[dict[str, Any]]) -> list[Ticket]:
    """Tickets in the order they reached the queue, which need not be that of their issue."""
    return [a_ticket(f"A{place:03}", **one) for place, one in enumerate(described, start=1)]


halls = st.lists(tickets, max_size=8).map(numbered)
desks = st.sampled_from([HOME, HELPING])


def wait_less(hall: list[Ticket]) -> list[Ticket]:
    """Without reservations, so that two of a kind are really alike."""
    return [replace(ticket, reserved_for=None, reserved_person=None) for ticket in hall]


@MANY
@given(halls, desks)
def test_0_the_next_is_the_smallest_of_turn_and_distance_then_turn_then_place(
    hall: list[Ticket], desk: Desk
) -> None:
    """The rule once more, written as the definition says it, in whole seconds."""

    def seconds(ticket: Ticket) -> tuple[int, int, int]:
        turn = int(ticket.base_at.timestamp()) - 60 * RULE.head_start_min.get(ticket.priority, 0)
        return turn + 60 * desk.services[ticket.service], turn, ticket.seq

    mine = [
        ticket
        for ticket in hall
        if ticket.service in desk.services
        and ticket.reserved_for in (None, desk.counter)
        and ticket.reserved_person in (None, desk.clerk)
    ]
    assert choose_next(hall, desk, RULE) == min(mine, key=seconds, default=None)


@MANY
@given(halls.map(wait_less), desks)
def test_1_nobody_is_overtaken_by_a_later_comer_of_the_same_service_and_class(
    hall: list[Ticket], desk: Desk
) -> None:
    called = order(hall, desk, RULE)
    for place, first in enumerate(called):
        for later in called[place + 1 :]:
            if (first.service, first.priority) == (later.service, later.priority):
                assert (first.base_at, first.seq) < (later.base_at, later.seq)


@MANY
@given(halls, desks)
def test_2_overtaking_is_bounded_by_head_start_and_help(hall: list[Ticket], desk: Desk) -> None:
    called = order(hall, desk, RULE)

    def worth(ticket: Ticket) -> dt.timedelta:
        head_start = RULE.head_start_min.get(ticket.priority, 0)
        return dt.timedelta(minutes=head_start - desk.services[ticket.service])

    for place, first in enumerate(called):
        for later in called[place + 1 :]:
            assert first.base_at <= later.base_at + worth(first) - worth(later)


@MANY
@given(halls, desks, st.randoms(use_true_random=False), st.integers(-100_000, 100_000))
def test_3_neither_the_order_of_rows_nor_the_hour_changes_the_answer(
    hall: list[Ticket], desk: Desk, random: Any, shift: int
) -> None:
    shuffled = random.sample(hall, len(hall))
    assert order(shuffled, desk, RULE) == order(hall, desk, RULE)
    later = [replace(one, base_at=one.base_at + dt.timedelta(minutes=shift)) for one in shuffled]
    assert [one.id for one in order(later, desk, RULE)] == [
        one.id for one in order(hall, desk, RULE)
    ]


@MANY
@given(halls, desks)
def test_4_a_counter_is_idle_only_when_nobody_it_may_serve_waits(
    hall: list[Ticket], desk: Desk
) -> None:
    chosen = choose_next(hall, desk, RULE)
    assert (chosen is None) == (not any(eligible(ticket, desk) for ticket in hall))
    assert chosen is None or eligible(chosen, desk)


@MANY
@given(halls, desks, st.integers(0, 100))
def test_5_waiting_and_newcomers_never_reorder_those_who_are_there(
    hall: list[Ticket], desk: Desk, split: int
) -> None:
    before = hall[: split % (len(hall) + 1)]
    there = {ticket.id for ticket in before}
    assert [one for one in order(hall, desk, RULE) if one.id in there] == order(before, desk, RULE)


@MANY
@given(halls, desks, st.integers(0, 100))
def test_6_a_loser_who_leaves_never_changes_the_winner(
    hall: list[Ticket], desk: Desk, who: int
) -> None:
    winner = choose_next(hall, desk, RULE)
    losers = [ticket for ticket in hall if ticket != winner]
    if losers:
        gone = losers[who % len(losers)]
        assert choose_next([one for one in hall if one != gone], desk, RULE) == winner


@MANY
@given(halls, desks, st.integers(0, 1440), st.integers(0, 1440))
def test_7_a_larger_head_start_never_harms_those_who_have_it(
    hall: list[Ticket], desk: Desk, one: int, other: int
) -> None:
    small, large = (Rule({"elderly": head}) for head in sorted((one, other)))
    before, after = order(hall, desk, small), order(hall, desk, large)
    for ticket in before:
        if ticket.priority == "elderly":
            assert after.index(ticket) <= before.index(ticket)


@MANY
@given(halls, desks, st.integers(0, 100))
def test_7_a_class_with_a_head_start_never_makes_its_ticket_later(
    hall: list[Ticket], desk: Desk, who: int
) -> None:
    normal = [replace(one, priority="normal") for one in hall]
    before = order(normal, desk, RULE)
    if before:
        chosen = before[who % len(before)]
        given = [replace(one, priority="elderly") if one.id == chosen.id else one for one in normal]
        after = [one.id for one in order(given, desk, RULE)]
        assert after.index(chosen.id) <= before.index(chosen)


@MANY
@given(halls)
def test_8_without_head_start_it_is_first_come_first_served(hall: list[Ticket]) -> None:
    called = order(hall, HOME, FIRST_COME)
    assert called == sorted(called, key=lambda ticket: (ticket.base_at, ticket.seq))


@MANY
@given(halls)
def test_8_a_head_start_of_a_day_is_strict_priority(hall: list[Ticket]) -> None:
    ranks = [ticket.priority == "normal" for ticket in order(hall, HOME, STRICT)]
    assert ranks == sorted(ranks)


@MANY
@given(halls.map(wait_less), tickets)
def test_9_a_transferred_ticket_stands_among_the_others_by_its_own_arrival(
    hall: list[Ticket], described: dict[str, Any]
) -> None:
    clean = {**described, "reserved_for": None, "reserved_person": None}
    here = At(1, "lan", at("18:00"))
    before = a_ticket("A999", **clean)
    moved = transfer(start(call(before, here, "c"), here.now), Target("CT"))
    born = replace(before, service="CT")
    assert moved.base_at == before.base_at
    assert [one.id for one in order([*hall, moved], HOME, RULE)] == [
        one.id for one in order([*hall, born], HOME, RULE)
    ]


@MANY
@given(halls.map(wait_less), st.integers(1, 6))
def test_10_clerks_side_by_side_get_the_first_of_the_order_each_another(
    hall: list[Ticket], clerks: int
) -> None:
    left, called = list(hall), []
    for _ in range(clerks):
        chosen = choose_next(left, HOME, RULE)
        if chosen is not None:
            called.append(chosen)
            left.remove(chosen)
    assert called == order(hall, HOME, RULE)[:clerks]


@given(halls, desks)
def test_the_order_is_total(hall: list[Ticket], desk: Desk) -> None:
    keys = [key(ticket, desk, RULE) for ticket in hall if eligible(ticket, desk)]
    assert len(set(keys)) == len(keys)


def test_an_elderly_person_counts_as_having_come_an_hour_earlier() -> None:
    early = a_ticket("A001", at("09:00"))
    elderly = a_ticket("A002", at("10:00"), priority="elderly")
    late = a_ticket("A003", at("10:00:01"), priority="elderly")
    # exactly an hour later the turns are equal; the earlier place in the queue decides
    assert order([late, elderly, early], HOME, RULE) == [early, elderly, late]


def test_a_helper_takes_others_only_when_they_are_ten_minutes_ahead() -> None:
    own = a_ticket("B001", at("09:10"), service="CT", seq=9)
    assert choose_next([a_ticket("A001", at("09:01")), own], HELPING, RULE) == own
    far_ahead = a_ticket("A002", at("08:59"))
    assert choose_next([far_ahead, own], HELPING, RULE) == far_ahead


def test_a_ticket_kept_for_a_person_is_called_by_nobody_else() -> None:
    ticket = a_ticket(reserved_person="lan")
    assert choose_next([ticket], replace(HOME, clerk="minh"), RULE) is None
    assert choose_next([ticket], replace(HOME, clerk="lan"), RULE) == ticket


def test_a_ticket_kept_for_a_counter_is_called_at_no_other() -> None:
    ticket = a_ticket(service="CT", reserved_for=2)
    assert choose_next([ticket], HOME, RULE) is None
    assert choose_next([ticket], HELPING, RULE) == ticket


def test_a_call_explains_itself_in_minutes() -> None:
    chosen = a_ticket("A012", at("09:00"), priority="elderly")
    second = a_ticket("A007", at("08:17"))
    why = explain(chosen, [second, chosen], HOME, RULE, at("09:31"))
    assert (why.waited_min, why.head_start_min, why.help_min, why.score_min) == (31, 60, 0, 91)
    assert (why.runner_up, why.runner_up_score_min) == ("A007", 74)


@given(halls, desks)
def test_the_explanation_never_contradicts_the_choice(hall: list[Ticket], desk: Desk) -> None:
    chosen = choose_next(hall, desk, RULE)
    if chosen is not None:
        why = explain(chosen, hall, desk, RULE, at("18:00"))
        assert why.score_min == why.waited_min + why.head_start_min - why.help_min
        assert why.runner_up_score_min is None or why.runner_up_score_min <= why.score_min


@given(
    st.lists(st.tuples(st.integers(0, 240), st.booleans()), min_size=1, max_size=20),
    st.integers(1, 15),
)
def test_nobody_starves_however_many_with_a_head_start_keep_coming(
    arrivals: list[tuple[int, bool]], pace: int
) -> None:
    """One desk, one visitor every ``pace`` minutes: who overtakes came less than an hour later."""
    hall = [
        a_ticket(f"A{place + 1:03}", at("08:00") + dt.timedelta(minutes=minute), priority=kind)
        for place, (minute, old) in enumerate(sorted(arrivals))
        for kind in ["elderly" if old else "normal"]
    ]
    called: list[Ticket] = []
    now = at("08:00")
    while len(called) < len(hall):
        here = [one for one in hall if one.base_at <= now and one not in called]
        chosen = choose_next(here, HOME, RULE)
        if chosen is not None:
            called.append(chosen)
        now += dt.timedelta(minutes=pace if chosen else 1)
    head = dt.timedelta(minutes=RULE.head_start_min["elderly"])
    for place, ticket in enumerate(called):
        for earlier in called[:place]:
            late = earlier.base_at - ticket.base_at
            assert late <= dt.timedelta(0) or (earlier.priority == "elderly" and late <= head)
