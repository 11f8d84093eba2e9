"""What a clerk can do with people at a counter, and what others are told who come too late."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from queue_server.domain.errors import NotFound, Refused
from queue_server.domain.ticket import Status
from queue_server.store import journal
from queue_server.use_cases import desk_state, overseeing
from tests.builders import Office
from tests.store.people import served, take, ticket


def last_call(office: Office) -> Any:
    rows = office.see(lambda view: list(journal.after(view, 0)))
    return [row for row in rows if row.kind == "called"][-1]


# ── a chosen ticket ──────────────────────────────────────────────────────────────────────────────


def test_who_is_chosen_out_of_the_order_is_called_only_for_a_stored_reason(office: Office) -> None:
    take(office)
    late = take(office)
    office.act("open")
    with pytest.raises(Refused, match="reason_missing"):
        office.act("call", ticket=late)
    with pytest.raises(Refused, match="reason_missing"):
        office.act("call", ticket=late, reason="  ")
    office.act("call", ticket=late, reason="in_need")
    call = last_call(office)
    assert (call.ticket, call.reason) == (late, "in_need")
    why = office.see(desk_state.counter_state, 1).why
    assert why is not None
    assert (why.reason, why.runner_up) == ("in_need", "A001")


def test_the_next_in_order_may_be_chosen_without_a_reason_and_none_is_kept(office: Office) -> None:
    first = take(office)
    take(office)
    office.act("open")
    office.act("call", ticket=first, reason="in_need")
    assert last_call(office).reason is None


def test_a_ticket_another_counter_has_just_called_is_told_as_that(office: Office) -> None:
    first = take(office)
    office.act("open", 1)
    office.act("open", 2)
    office.act("call", 2, ticket=first, reason="in_need")
    with pytest.raises(Refused, match="called_elsewhere") as refusal:
        office.act("call", 1, ticket=first)
    assert refusal.value.about == {"label": "A001", "counter": 2}


def test_calls_out_of_order_are_counted_for_the_manager(office: Office) -> None:
    first, late = take(office), take(office)
    office.act("open")
    office.act("call", ticket=late, reason="in_need")
    office.clock.jump(minutes=3)
    office.act("no_show")
    office.act("call", ticket=first)
    week = office.see(overseeing.manager_state).week
    assert (week.calls, week.chosen) == (2, 1)
    office.act("start")
    office.act("finish")
    office.act("call", ticket=take_two(office), reason="in_need")
    office.act("undo")
    assert office.see(overseeing.manager_state).week.chosen == 1
    office.clock.jump(days=8)
    week = office.see(overseeing.manager_state).week
    assert (week.calls, week.chosen) == (0, 0)


def take_two(office: Office) -> str:
    """Two come; the later one."""
    return [take(office) for _ in range(2)][1]


# ── no-show ──────────────────────────────────────────────────────────────────────────────────────


def test_nobody_is_absent_before_the_time_to_come_is_over(office: Office) -> None:
    take(office)
    take(office)
    office.act("open")
    office.act("call_next")
    office.clock.jump(seconds=60)
    office.act("recall")
    office.clock.jump(seconds=29.5)
    with pytest.raises(Refused, match="too_early") as refusal:
        office.act("no_show_next")
    assert refusal.value.about == {"label": "A001", "seconds": 1}
    assert office.see(desk_state.counter_state, 1).absent_from == office.clock() + dt.timedelta(
        seconds=0.5
    )
    office.clock.jump(seconds=0.5)
    second = office.act("no_show_next")
    assert ticket(office, second).label == "A002"
    state = office.see(desk_state.counter_state, 1)
    assert [one.label for one in state.missed] == ["A001"]
    assert state.missed[0].keeps_turn_until == office.clock() + dt.timedelta(minutes=15)


def test_who_comes_back_within_the_grace_is_next(office: Office) -> None:
    first = take(office)
    take(office)
    office.act("open")
    office.act("call_next")
    office.clock.jump(minutes=2)
    second = office.act("no_show_next")
    office.clock.jump(minutes=10)
    office.act("return", ticket=first)
    assert [one.label for one in office.see(desk_state.counter_state, 1).queue] == ["A001"]
    assert ticket(office, second).status is Status.CALLED  # whoever is being served stays


# ── hold ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_hold_has_a_reason_and_an_end(office: Office) -> None:
    id = served(office)
    office.act("hold", reason="photocopy", minutes=7)
    (held,) = office.see(desk_state.counter_state, 1).held
    assert (held.ticket, held.held_until) == (id, office.clock() + dt.timedelta(minutes=7))
    office.act("resume", ticket=id)
    assert ticket(office, id).status is Status.SERVING


def test_nobody_is_put_aside_without_a_reason_nor_for_longer_than_the_rule(
    office: Office,
) -> None:
    id = served(office)
    with pytest.raises(Refused, match="reason_missing"):
        office.act("hold")
    office.act("hold", reason="form", minutes=480)
    assert ticket(office, id).held_until == office.clock() + dt.timedelta(minutes=60)


def test_what_is_held_at_another_counter_is_not_resumed_here(office: Office) -> None:
    id = served(office)
    office.act("hold", reason="form")
    office.act("open", 2)
    with pytest.raises(Refused, match="wrong_status"):
        office.act("resume", 2, ticket=id)


def test_a_counter_that_closes_lets_go_of_everybody_it_keeps(office: Office) -> None:
    held = served(office)
    office.act("hold", reason="form")
    sent = take(office)
    office.act("open", 3)
    office.act("call", 3, ticket=sent, reason="other")
    office.act("transfer", 3, to_counter=1)
    office.act("close")
    for id in (held, sent):
        found = ticket(office, id)
        assert (found.status, found.reserved_for, found.counter) == (Status.WAITING, None, None)


# ── transfer ─────────────────────────────────────────────────────────────────────────────────────


def test_a_transfer_keeps_the_arrival_carries_the_note_and_says_where_from(office: Office) -> None:
    id = served(office)
    arrived = ticket(office, id).base_at
    office.act("transfer", service="CT", note="thiếu bản sao")
    sent = ticket(office, id)
    assert (sent.service, sent.base_at, sent.note, sent.moved_from) == (
        "CT", arrived, "thiếu bản sao", 1,
    )  # fmt: skip


def test_a_transfer_to_a_counter_is_for_that_counter_only_for_a_while(office: Office) -> None:
    id = served(office)
    office.act("open", 2)
    office.act("transfer", to_counter=2)
    assert office.act("call_next") == ""
    sent = ticket(office, id)
    assert sent.service in office.see(lambda view: view.centre.counter(2).services)
    assert (sent.reserved_for, sent.reserved_until) == (
        2, office.clock() + dt.timedelta(minutes=10),
    )  # fmt: skip
    assert office.act("call_next", 2) == id


def test_a_transfer_to_a_person_is_for_that_person_while_at_a_counter(office: Office) -> None:
    office.has_clerk("hoa")
    id = served(office)
    with pytest.raises(Refused, match="person_away"):
        office.act("transfer", to_person="hoa")
    office.act("open", 2, clerk="hoa")
    office.act("transfer", to_person="hoa")
    assert office.act("call_next") == ""
    assert ticket(office, id).reserved_person == "hoa"
    office.act("close", 2, clerk="hoa")
    assert ticket(office, id).reserved_person is None


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"service": "NO"}, "service_unknown"),
        ({"to_counter": 99}, "counter_unknown"),
        ({"to_counter": 99, "service": "HT"}, "counter_unknown"),
        ({"to_counter": 2}, "counter_closed"),
        ({"to_counter": 6, "service": "HT"}, "service_elsewhere"),
        ({"to_person": "nobody"}, "person_unknown"),
    ],
)
def test_a_transfer_to_nowhere_is_refused_and_keeps_nobody_waiting_for_nobody(
    office: Office, fields: dict[str, Any], code: str
) -> None:
    id = served(office)
    office.act("open", 6)
    with pytest.raises((NotFound, Refused), match=code):
        office.act("transfer", **fields)
    assert ticket(office, id).status is Status.SERVING


# ── more in one visit ────────────────────────────────────────────────────────────────────────────


def test_another_procedure_of_the_same_visit_needs_no_new_ticket(office: Office) -> None:
    id = served(office)
    procedure = office.see(lambda view: next(p.id for p in view.catalogue.procedures))
    office.act("next_service", service="CT", procedure=procedure)
    found = ticket(office, id)
    assert (found.service, found.procedure, found.status) == ("CT", procedure, Status.SERVING)
    with pytest.raises(NotFound, match="procedure_unknown"):
        office.act("next_service", procedure="no such")


def test_serving_somebody_without_a_ticket_needs_a_reason_while_others_wait(office: Office) -> None:
    take(office)
    office.act("open")
    with pytest.raises(Refused, match="reason_missing"):
        office.act("without_ticket")
    id = office.act("without_ticket", reason="question")
    found = ticket(office, id)
    assert (found.status, found.label, found.origin) == (Status.SERVING, "A002", "counter")
    assert last_call(office).reason == "question"
    office.act("finish", outcome="advice")
    office.act("call_next")
    office.act("start")
    office.act("finish")
    assert office.act("without_ticket", reason="question")  # nobody is passed
    assert last_call(office).reason is None


def test_a_number_is_cancelled_only_for_a_reason(office: Office) -> None:
    id = take(office)
    office.act("open")
    with pytest.raises(Refused, match="reason_missing"):
        office.act("cancel", ticket=id)
    office.act("cancel", ticket=id, reason="left")
    assert ticket(office, id).status is Status.CANCELLED


def test_finish_and_call_next_is_one_command(office: Office) -> None:
    first, second = served(office), take(office)
    before = office.revision()
    assert office.act("finish_next", outcome="supplement") == second
    assert office.revision() == before + 1
    assert ticket(office, first).outcome == "supplement"
    assert ticket(office, second).status is Status.CALLED


@pytest.mark.parametrize("verb", ["finish", "finish_next"])
def test_what_a_clerk_notes_at_the_end_stays_with_the_ticket(office: Office, verb: str) -> None:
    id = served(office)
    office.act(verb, outcome="supplement", note="Thiếu bản sao")
    assert ticket(office, id).note == "Thiếu bản sao"
    assert office.problems() == []


def test_without_a_note_the_one_a_transfer_brought_stays(office: Office) -> None:
    id = served(office)
    office.act("transfer", service="HT", note="Bước 1 xong")
    office.act("call", ticket=id, reason="returning")
    office.act("start")
    office.act("finish")
    assert ticket(office, id).note == "Bước 1 xong"


# ── the counter ──────────────────────────────────────────────────────────────────────────────────


def test_a_counter_is_taken_over_with_its_visitor_when_its_clerk_is_gone(office: Office) -> None:
    id = served(office)
    with pytest.raises(Refused, match="not_lost"):
        office.act("take_over", clerk="hoa")
    office.clock.jump(seconds=61)
    assert office.see(desk_state.counter_state, 1).may_take_over
    office.act("take_over", clerk="hoa")
    assert ticket(office, id).clerk == "hoa"
    office.act("finish", clerk="hoa")
    with pytest.raises(Refused, match="counter_taken"):
        office.act("call_next")


def test_a_clerk_whose_page_is_open_is_not_gone(office: Office) -> None:
    served(office)
    office.clock.jump(seconds=50)
    office.pages_are_open(1)
    office.clock.jump(seconds=50)
    with pytest.raises(Refused, match="not_lost"):
        office.act("take_over", clerk="hoa")


def test_a_clerk_who_vanished_while_serving_is_shown_to_the_manager(office: Office) -> None:
    served(office)
    gone = office.clock()
    office.clock.jump(seconds=30)
    row = office.see(overseeing.counter_summaries)[0]
    assert (row.lost_since, row.label, row.state) == (gone, "A001", "serving")


def test_a_page_that_is_closed_at_lunch_is_no_alarm(office: Office) -> None:
    office.act("open")
    with pytest.raises(Refused, match="pause_reason_missing"):
        office.act("pause", reason=" ")
    office.act("pause", reason="lunch")
    office.clock.jump(minutes=30)
    assert office.see(overseeing.counter_summaries)[0].lost_since is None


def test_who_takes_over_must_not_sit_elsewhere(office: Office) -> None:
    served(office)
    office.act("open", 2, clerk="hoa")
    office.clock.jump(minutes=5)
    with pytest.raises(Refused, match="clerk_elsewhere"):
        office.act("take_over", clerk="hoa")


def test_the_next_procedure_of_a_visit_says_towards_others_that_it_is_one(office: Office) -> None:
    served(office)
    office.act("next_service", service="CT")
    rows = office.see(lambda view: list(journal.after(view, 0)))
    assert (rows[-1].kind, rows[-1].reason) == ("next_service", "same_visit")


def test_a_number_of_another_day_is_neither_called_nor_taken_back(office: Office) -> None:
    id = take(office)
    office.act("open")
    office.act("call_next")
    office.clock.jump(minutes=2)
    office.act("no_show")
    office.clock.jump(days=1)
    with pytest.raises(Refused, match="day_not_open"):
        office.act("return", ticket=id)


def test_tickets_are_found_by_the_beginning_of_their_number(office: Office) -> None:
    for service in ("HT", "CT", "HT"):
        take(office, service)
    assert [one.label for one in office.see(desk_state.find_tickets, "a0").tickets] == [
        "A002",
        "A001",
    ]
    for digits in ("001", "1"):
        found = office.see(desk_state.find_tickets, digits).tickets
        assert [one.label for one in found] == ["B001", "A001"]
    assert office.see(desk_state.find_tickets, "%").tickets == []
