"""What time alone brings about in a hall, at the centre's own numbers."""

from __future__ import annotations

import datetime as dt

import pytest

from queue_server.domain.counter import OPEN, PAUSED
from queue_server.domain.errors import Invalid, Refused
from queue_server.domain.journal import Actor
from queue_server.domain.ticket import Status, Ticket
from queue_server.messages import Book
from queue_server.store import counters, tickets
from queue_server.use_cases import booking, closing, desk_state, issuing, passing, showing
from tests.builders import DESK, Office, at, wanted

SERVER = Actor("server")


def passes(office: Office, **span: float) -> list[str]:
    """Time passes; the labels called meanwhile by the server itself."""
    office.clock.jump(**span)
    told = office.write(passing.pass_time, None, SERVER)
    return [one.label for one in told.called]


def take(office: Office, service: str = "HT") -> str:
    return office.do(issuing.take, wanted(service), DESK).ticket


def ticket(office: Office, id: str) -> Ticket:
    found = office.see(tickets.find, id)
    assert found is not None
    return found


def in_s(office: Office) -> float | None:
    """Seconds until something is due."""
    due = office.see(passing.next_due)
    return None if due is None else (due - office.clock()).total_seconds()


def test_a_call_is_repeated_after_half_a_minute_and_a_minute_and_not_again(office: Office) -> None:
    take(office)
    office.act("open")
    office.act("call_next")
    assert in_s(office) == 30
    assert passes(office, seconds=29) == []
    assert passes(office, seconds=1) == ["A001"]
    assert passes(office, seconds=30) == ["A001"]
    assert in_s(office) is None
    assert passes(office, minutes=5) == []
    assert office.see(desk_state.counter_state, 1).ticket.calls == 3  # type: ignore[union-attr]


def test_a_clerks_own_recall_takes_the_place_of_the_next_repetition(office: Office) -> None:
    take(office)
    office.act("open")
    office.act("call_next")
    office.clock.jump(seconds=10)
    office.act("recall")
    assert in_s(office) == 50
    office.clock.jump(seconds=45)
    office.act("recall")
    assert in_s(office) is None


def test_no_repetition_interrupts_a_call_that_is_still_being_spoken(office: Office) -> None:
    take(office)
    office.act("open")
    office.act("call_next")
    assert passes(office, seconds=59) == ["A001"]  # late, as after a pause of the server
    assert passes(office, seconds=1) == []
    assert in_s(office) == 19


def test_who_is_being_served_is_not_called_again(office: Office) -> None:
    take(office)
    office.act("open")
    office.act("call_next")
    office.act("start")
    assert in_s(office) is None


def test_a_hold_ends_by_itself_and_the_ticket_is_its_counters_next(office: Office) -> None:
    first = take(office)
    office.act("open")
    office.act("open", 3)
    office.act("call_next")
    office.act("start")
    office.act("hold", minutes=5, reason="form")
    office.clock.jump(minutes=1)
    take(office)
    passes(office, minutes=3)
    assert ticket(office, first).status is Status.HELD
    passes(office, minutes=1)
    back = ticket(office, first)
    assert (back.status, back.reserved_for, back.moved_from) == (Status.WAITING, 1, 1)
    assert office.act("call_next") == first


def test_what_is_kept_for_a_counter_is_free_for_all_after_a_while(office: Office) -> None:
    first = take(office)
    office.act("open")
    office.act("call_next")
    office.act("start")
    office.act("transfer", to_counter=1)
    passes(office, minutes=9.9)
    assert ticket(office, first).reserved_for == 1
    passes(office, minutes=0.1)
    assert ticket(office, first).reserved_for is None


def test_a_call_made_long_before_a_silence_of_the_server_is_not_repeated(office: Office) -> None:
    take(office)
    office.act("open")
    office.act("call_next")
    assert passes(office, minutes=20) == []
    assert in_s(office) is None


def test_a_visitor_of_another_day_does_not_hold_a_counter_for_ever(office: Office) -> None:
    id = take(office)
    office.act("open")
    office.act("call_next")
    office.clock.jump(days=2)
    assert office.see(closing.due)
    office.do(closing.close_day, None, SERVER)
    assert ticket(office, id).status is Status.EXPIRED


def test_two_servers_that_look_at_once_do_it_once(office: Office) -> None:
    take(office)
    office.act("open")
    office.act("call_next")
    assert passes(office, seconds=30) == ["A001"]
    assert passes(office, seconds=0) == []


def test_idle_counters_pause_at_noon_once_and_nobody_is_sent_away(day_office: Office) -> None:
    office = day_office
    take(office)
    office.act("open")
    office.act("open", 2)
    office.act("call_next")
    office.act("start")
    office.clock.now = at("11:30")
    passes(office)
    rows = office.see(counters.by_number)
    assert (rows[2].state, rows[2].reason) == (PAUSED, "lunch")
    assert rows[1].state == OPEN  # somebody is at counter 1
    office.act("back_to_work", 2)
    passes(office, minutes=10)
    assert office.see(counters.find, 2).state == OPEN  # who works on at noon is left alone
    office.act("finish")
    passes(office)
    assert office.see(counters.find, 1).state == PAUSED


def test_noon_is_foreseen(day_office: Office) -> None:
    day_office.act("open")
    assert day_office.see(passing.next_due) == at("11:30")


# ── booked times ─────────────────────────────────────────────────────────────────────────────────


def booked(office: Office, hour: str, priority: str = "normal") -> str:
    return office.do(booking.book, Book("HT", at(hour), priority=priority), DESK).ticket


def test_a_booked_time_has_a_number_and_nobody_in_the_hall(office: Office) -> None:
    id = booked(office, "09:30")
    assert ticket(office, id).label == "A001"
    assert [one.label for one in office.see(desk_state.appointments).tickets] == ["A001"]
    office.act("open")
    assert office.act("call_next") == ""


def test_who_checks_in_early_enters_five_minutes_before_the_time(office: Office) -> None:
    id = booked(office, "09:30")
    office.do(booking.arrive, id, DESK)
    office.act("open")
    office.act("call_next")
    assert ticket(office, id).status is Status.WAITING
    assert in_s(office) == 25 * 60
    office.clock.jump(minutes=25)
    office.pages_are_open(1)
    passes(office)
    assert ticket(office, id).status is Status.CALLED  # the counter had waited for an arrival


def test_who_checks_in_in_time_counts_from_the_booked_time_with_a_head_start(
    office: Office,
) -> None:
    office.act("open")
    id = booked(office, "09:30")
    office.clock.now = at("08:50")
    walk_in = take(office)
    office.clock.now = at("09:40")
    office.do(booking.arrive, id, DESK)
    found = ticket(office, id)
    assert (found.base_at, found.priority) == (at("09:30"), "appointment")
    assert office.act("call_next") == id  # 08:30 by the rule, before 08:50
    assert ticket(office, walk_in).status is Status.WAITING


def test_who_comes_later_than_the_grace_is_a_walk_in_from_then_on(office: Office) -> None:
    id = booked(office, "09:30")
    office.clock.now = at("09:40:01")
    office.do(booking.arrive, id, DESK)
    found = ticket(office, id)
    assert (found.base_at, found.priority) == (at("09:40:01"), "normal")


def test_a_larger_head_start_than_that_of_appointments_is_kept(office: Office) -> None:
    id = booked(office, "09:30", "elderly")
    office.clock.now = at("09:30")
    office.do(booking.arrive, id, DESK)
    assert ticket(office, id).priority == "appointment"  # both have sixty minutes


def test_an_appointment_nobody_came_for_is_missed_after_three_quarters_of_an_hour(
    office: Office,
) -> None:
    id = booked(office, "09:30")
    office.clock.now = at("10:15")
    passes(office)
    assert ticket(office, id).status is Status.BOOKED
    passes(office, seconds=1)
    missed = ticket(office, id)
    assert (missed.status, missed.absences) == (Status.MISSED, 0)
    assert office.see(showing.board_state, "hall").missed == []  # it was never called
    office.do(booking.arrive, id, DESK)
    back = ticket(office, id)
    assert (back.base_at, back.issued_at) == (office.clock(), office.clock())


def test_a_time_in_the_past_or_while_closed_cannot_be_booked(day_office: Office) -> None:
    with pytest.raises(Invalid, match="appointment_past"):
        booked(day_office, "08:59")
    for edge in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        with pytest.raises(Invalid, match="appointment_past"):
            day_office.do(booking.book, Book("HT", dt.datetime.fromisoformat(edge)), DESK)
    with pytest.raises(Refused, match="centre_closed"):
        day_office.do(booking.book, Book("HT", at("07:00") + dt.timedelta(days=6)), DESK)


def test_a_time_booked_for_another_day_has_a_number_of_that_day(day_office: Office) -> None:
    wednesday = at("09:30") + dt.timedelta(days=2)
    id = day_office.do(booking.book, Book("HT", wednesday), DESK).ticket
    found = ticket(day_office, id)
    assert (found.day.isoformat(), found.label) == ("2026-11-25", "A001")
    assert take(day_office) != id
    with pytest.raises(Refused, match="day_not_open"):
        day_office.do(booking.arrive, id, DESK)


def test_at_the_end_of_the_day_appointments_nobody_came_for_are_missed(day_office: Office) -> None:
    id = booked(day_office, "16:50")
    day_office.clock.now = at("23:00")
    day_office.do(closing.close_day, None, SERVER)
    assert ticket(day_office, id).status is Status.MISSED


# ── boards ───────────────────────────────────────────────────────────────────────────────────────


def test_boards_show_the_numbers_that_were_called_in_vain_while_they_keep_their_turn(
    office: Office,
) -> None:
    take(office)
    office.act("open")
    office.act("call_next")
    office.clock.jump(minutes=2)
    office.act("no_show")
    assert office.see(showing.board_state, "hall").missed == ["A001"]
    office.clock.jump(minutes=15.1)
    assert office.see(showing.board_state, "hall").missed == []
