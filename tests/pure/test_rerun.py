"""A day run once more: the order of calls follows from the discipline, and from nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.domain.comparison import by_rule
from queue_server.domain.discipline import Desk, Rule, choose_next
from queue_server.domain.rerun import Call, Kept, Shift, Stage, Visit, Waiting, rerun
from queue_server.domain.ticket import Ticket
from tests.builders import a_ticket, at

MANY = settings(max_examples=120)
RULE = Rule({"elderly": 60})
FIRST_COME = Rule({})
DESKS = (Desk(1, {"HT": 0, "CT": 10}), Desk(2, {"CT": 0}, "lan"), Desk(3, {"HT": 0, "CT": 0}))
ALL_DAY = (at("08:00"), at("17:00"))


def minutes(number: float) -> dt.timedelta:
    return dt.timedelta(minutes=number)


def a_visit(label: str, clock: str = "09:00", served: float = 10, **fields: Any) -> Visit:
    """A visit of one stage that comes at an hour."""
    stages = fields.pop("stages", None) or [Stage(fields.get("service", "HT"), minutes(served))]
    leaves_at = fields.pop("leaves_at", None)
    return Visit(a_ticket(label, at(clock), **fields), at(clock), stages, leaves_at)


def a_shift(number: int = 1, start: str = "08:00", end: str = "17:00", **desk: Any) -> Shift:
    services = {"HT": 0} if not desk else {**desk["services"]}
    return Shift(Desk(number, services, desk.get("clerk")), at(start), at(end))


kept = st.builds(
    Kept,
    st.integers(1, 30).map(minutes),
    counter=st.sampled_from([None, 1, 3]),
    person=st.sampled_from([None, "lan"]),
    back=st.booleans(),
)
stages = st.builds(
    Stage,
    st.sampled_from(["HT", "CT", "DD"]),
    st.integers(0, 25).map(minutes),
    st.integers(0, 3).map(minutes),
    st.integers(0, 9).map(minutes),
    st.none() | kept,
    st.booleans(),
)


@st.composite
def days(draw: st.DrawFn) -> tuple[list[Visit], list[Shift]]:
    """A few visits of up to three stages, and desks with one or two shifts."""
    visits = []
    for number in range(1, draw(st.integers(1, 10)) + 1):
        clock = at("08:00") + minutes(draw(st.integers(0, 60)))
        priority = draw(st.sampled_from(["normal", "elderly"]))
        ticket = a_ticket(f"A{number:03}", clock, priority=priority)
        leaves = draw(st.none() | st.integers(0, 90))
        left = None if leaves is None else clock + minutes(leaves)
        visits.append(Visit(ticket, clock, draw(st.lists(stages, min_size=1, max_size=3)), left))
    shifts = []
    for desk in DESKS:
        begins, lasts, rests = (draw(st.integers(0, 60)) for _ in range(3))
        start = at("08:00") + minutes(begins)
        shifts.append(Shift(desk, start, start + minutes(lasts)))
        shifts.append(Shift(desk, start + minutes(lasts + rests), at("17:00"), pace=1.5))
    return visits, shifts


def run(day: tuple[list[Visit], list[Shift]], rule: Rule = RULE) -> list[Call]:
    return rerun(*day, by_rule(rule))


def times(calls: Sequence[Call]) -> list[tuple[str, str]]:
    """Who was called, and the minute after nine."""
    label = {a_ticket(f"A{n:03}").id: f"A{n:03}" for n in range(1, 50)}
    return [(label[one.ticket], f"{(one.called_at - at('09:00')).seconds // 60}") for one in calls]


@MANY
@given(days())
def test_nobody_is_called_before_coming_nor_by_a_desk_that_does_not_work_or_serve(
    day: tuple[list[Visit], list[Shift]],
) -> None:
    visits = {visit.ticket.id: visit for visit in day[0]}
    for call in run(day):
        visit = visits[call.ticket]
        assert call.called_at >= call.entered_at >= visit.enters_at
        assert visit.leaves_at is None or call.called_at < visit.leaves_at
        assert any(
            shift.desk.counter == call.counter
            and visit.stages[call.stage].service in shift.desk.services
            and shift.start <= call.called_at < shift.end
            for shift in day[1]
        )


@MANY
@given(days())
def test_a_counter_has_one_visit_at_a_time_and_a_visit_one_counter(
    day: tuple[list[Visit], list[Shift]],
) -> None:
    calls = run(day)
    stage_of = {(v.ticket.id, n): stage for v in day[0] for n, stage in enumerate(v.stages)}
    for counter in (1, 2, 3):
        there = [one for one in calls if one.counter == counter]
        for call, following in pairwise(there):
            stage = stage_of[call.ticket, call.stage]
            assert following.called_at >= call.called_at + stage.served + stage.afterwards
    for visit in day[0]:
        mine = [one for one in calls if one.ticket == visit.ticket.id]
        assert [one.stage for one in mine] == list(range(len(mine)))
        for call, following in pairwise(mine):
            ended = call.called_at + visit.stages[call.stage].served
            assert following.entered_at >= ended + visit.stages[following.stage].pause


@MANY
@given(days())
def test_nobody_is_lost_who_stays_while_a_desk_for_him_works(
    day: tuple[list[Visit], list[Shift]],
) -> None:
    stay = [Visit(v.ticket, v.enters_at, v.stages) for v in day[0]]
    served = {"HT", "CT"}
    calls = {(one.ticket, one.stage) for one in run((stay, day[1]))}
    for visit in stay:
        for number, stage in enumerate(visit.stages):
            if stage.service not in served:
                assert (visit.ticket.id, number) not in calls
                break
            assert (visit.ticket.id, number) in calls


@MANY
@given(days())
def test_the_same_day_gives_the_same_calls_in_whatever_order_it_is_told(
    day: tuple[list[Visit], list[Shift]],
) -> None:
    assert run((day[0][::-1], day[1])) == run(day)


@MANY
@given(days())
def test_the_first_of_each_kind_are_enough_for_the_rule(
    day: tuple[list[Visit], list[Shift]],
) -> None:
    tickets = [visit.ticket for visit in day[0]]
    waiting = Waiting()
    for ticket in tickets:
        waiting.add(ticket)
    for desk in DESKS:
        heads = waiting.first_of_each_kind(desk.services)
        assert choose_next(heads, desk, RULE) == choose_next(tickets, desk, RULE)


@MANY
@given(days())
def test_no_desk_is_idle_while_somebody_waits_whom_it_may_call(
    day: tuple[list[Visit], list[Shift]],
) -> None:
    """At each call of a first stage, the other desks that might have called it were busy."""
    visits = [v for v in day[0] if all(stage.kept is None for stage in v.stages)]
    calls = run((visits, day[1]))
    stage_of = {(v.ticket.id, n): stage for v in visits for n, stage in enumerate(v.stages)}
    for call in calls:
        service = stage_of[call.ticket, call.stage].service
        moment = call.entered_at
        if moment == call.called_at:
            continue
        for shift in day[1]:
            if service in shift.desk.services and shift.start <= moment < shift.end:
                assert any(_keeps(one, shift.desk.counter, moment, stage_of) for one in calls)


def _keeps(
    one: Call, counter: int, moment: dt.datetime, stage_of: dict[tuple[str, int], Stage]
) -> bool:
    stage = stage_of[one.ticket, one.stage]
    until = one.called_at + (stage.served + stage.afterwards) * 1.5
    return one.counter == counter and one.called_at <= moment <= until


def test_a_head_start_overtakes_and_first_come_does_not() -> None:
    day = (
        [a_visit("A001"), a_visit("A002"), a_visit("A003", "09:05", priority="elderly")],
        [a_shift()],
    )
    assert times(run(day)) == [("A001", "0"), ("A003", "10"), ("A002", "20")]
    assert times(run(day, FIRST_COME)) == [("A001", "0"), ("A002", "10"), ("A003", "20")]


def test_a_service_in_progress_at_the_end_of_a_shift_is_finished_and_nobody_called_after() -> None:
    day = ([a_visit("A001"), a_visit("A002")], [a_shift(end="09:05"), a_shift(start="09:30")])
    assert times(run(day)) == [("A001", "0"), ("A002", "30")]


def test_a_shift_that_begins_during_a_service_calls_when_that_is_over() -> None:
    day = (
        [a_visit("A001", served=20), a_visit("A002")],
        [a_shift(end="09:05"), a_shift(start="09:10")],
    )
    assert times(run(day)) == [("A001", "0"), ("A002", "20")]


def test_a_counter_needs_its_time_afterwards_but_the_visit_goes_on_at_once() -> None:
    two = [Stage("HT", minutes(5), afterwards=minutes(4)), Stage("CT", minutes(5), minutes(0))]
    day = (
        [a_visit("A001", stages=two), a_visit("A002")],
        [a_shift(), a_shift(2, services={"CT": 0})],
    )
    assert times(run(day)) == [("A001", "0"), ("A001", "5"), ("A002", "9")]


def test_who_is_put_aside_comes_back_to_the_counter_left_and_after_a_while_to_any() -> None:
    aside = [
        Stage("HT", minutes(5)),
        Stage("HT", minutes(5), pause=minutes(3), kept=Kept(minutes(10), back=True)),
    ]
    visits = [a_visit("A001", stages=aside), a_visit("A002", "09:01", served=30)]
    one, other = a_shift(), a_shift(2, start="09:15")
    assert times(run((visits, [one])))[1:] == [("A002", "5"), ("A001", "35")]
    both = run((visits, [one, other]))
    assert (both[-1].counter, both[-1].stage) == (2, 1)
    assert times(both)[-1] == ("A001", "18")


def test_who_goes_away_is_not_called_any_more() -> None:
    gone = a_visit("A002", leaves_at=at("09:09"))
    assert times(run(([a_visit("A001"), gone], [a_shift()]))) == [("A001", "0")]


def test_a_desk_of_the_own_service_takes_a_newcomer_before_a_helping_one() -> None:
    helping, own = a_shift(1, services={"HT": 10}), a_shift(2, start="08:30")
    assert [one.counter for one in run(([a_visit("A001")], [helping, own]))] == [2]


def test_another_discipline_can_be_plugged_in() -> None:
    def last_come(waiting: Sequence[Ticket], _desk: Desk, _now: dt.datetime) -> Ticket | None:
        return max(waiting, key=lambda ticket: ticket.base_at)

    visits = [a_visit("A001"), a_visit("A002", "09:01"), a_visit("A003", "09:02", priority="merit")]
    calls = rerun(visits, [a_shift()], last_come)
    assert times(calls) == [("A001", "0"), ("A003", "10"), ("A002", "20")]


def test_an_appointment_that_lost_its_turn_comes_back_as_a_walk_in() -> None:
    back = [Stage("HT", minutes(5)), Stage("HT", minutes(5), pause=minutes(2), anew=True)]
    lost = a_visit("A001", stages=back, priority="appointment")
    others = [a_visit("A002", "09:01", served=30), a_visit("A003", "09:02")]
    calls = run(([lost, *others], [a_shift()]), Rule({"appointment": 60}))
    assert [label for label, _after in times(calls)] == ["A001", "A002", "A003", "A001"]
