"""Explanations come from the books, and are the same whatever has changed since."""

from __future__ import annotations

import datetime as dt
import random
import re
from contextlib import suppress
from uuid import uuid4

import pytest

from queue_server.domain.errors import NotFound, Refused
from queue_server.domain.journal import Actor
from queue_server.messages import Book, CallAccount, TicketAccount
from queue_server.store import journal, tickets
from queue_server.use_cases import booking, calling, issuing, opening, passing, undoing, visiting
from queue_server.use_cases.administering import apply_centre
from queue_server.use_cases.explaining import account_of_call, account_of_ticket
from tests.builders import (
    DESK,
    TODAY,
    Office,
    centre_text,
    every_ticket,
    shipped,
    taken,
    wanted,
)

CLASSES = ["normal", "normal", "elderly"]


def take(office: Office, service: str = "HT", priority: str = "normal") -> str:
    label = office.do(issuing.take, wanted(service, priority=priority), DESK).label
    office.clock.jump(minutes=2)
    return label


def call(office: Office, counter: int = 1) -> int:
    """The counter calls its next; the row of the call."""
    id = office.clerk(calling.call_next, counter)
    office.clock.jump(minutes=1)
    office.clerk(visiting.start, counter)
    office.clerk(visiting.finish, counter)
    return last_call(office, id)


def last_call(office: Office, id: str) -> int:
    rows = office.see(journal.of_ticket, id)
    return next(row.seq for row in reversed(rows) if row.kind == "called")


def accounts(office: Office, calls: list[int]) -> list[CallAccount]:
    return [office.see(account_of_call, seq) for seq in calls]


def account(office: Office, label: str, day: dt.date = TODAY) -> TicketAccount:
    return office.see(account_of_ticket, day, label)


def a_morning(office: Office) -> list[int]:
    """Three counters; an elderly person and people of two services. The rows of the calls."""
    for counter in (1, 2, 3):
        office.clerk(opening.open_counter, counter)
    for service, priority in [
        ("HT", "normal"),
        ("HT", "normal"),
        ("CT", "normal"),
        ("HT", "elderly"),
        ("GT", "normal"),
        ("HT", "normal"),
    ]:
        take(office, service, priority)
    return [call(office, 1), call(office, 1), call(office, 1)]


def changed_description() -> str:
    """Another distance of helping, no head starts, other names."""
    text = re.sub(r"help_after_min = \d+", "help_after_min = 45", centre_text())
    text = re.sub(r"head_start_min = \d+", "head_start_min = 0", text)
    return text.replace('name.vi = "Hộ tịch', 'name.vi = "Tên mới')


def test_a_call_names_everybody_it_passed_and_the_rule_it_was_made_under(office: Office) -> None:
    elderly, *_ = accounts(office, a_morning(office))
    assert (elderly.label, elderly.priority, elderly.counter) == ("A003", True, 1)
    assert [(one.label, one.code, one.minutes) for one in elderly.passed] == [
        ("A001", "head_start", 54),
        ("A002", "head_start", 56),
        ("B001", "head_start", 68),
    ]
    assert elderly.why.passed == 3
    assert (elderly.rule.priority_head_start_min, elderly.rule.help_after_min) == (60, 10)
    assert elderly.rule.alike
    assert elderly.service_name["vi"].startswith("Hộ tịch")


def test_the_account_of_a_call_is_the_same_tomorrow_whatever_has_changed(office: Office) -> None:
    calls = a_morning(office)
    then = accounts(office, calls)
    apply_centre(office.store, changed_description(), shipped("procedures.json"), office.clock())
    office.clock.jump(days=1)
    take(office)
    assert accounts(office, calls) == then


def test_a_call_is_judged_by_the_description_that_held_then(office: Office) -> None:
    first = a_morning(office)[0]
    changed = changed_description()
    apply_centre(office.store, changed, shipped("procedures.json"), office.clock())
    take(office, "HT", "elderly")
    second = call(office, 1)
    before, after = accounts(office, [first, second])
    assert (before.rule.version, after.rule.version) == (1, 2)
    assert (before.rule.priority_head_start_min, after.rule.priority_head_start_min) == (60, 0)
    assert after.service_name["vi"].startswith("Tên mới")


def test_the_account_of_an_ended_ticket_is_the_same_tomorrow(office: Office) -> None:
    a_morning(office)
    then = account(office, "A001")
    apply_centre(office.store, changed_description(), shipped("procedures.json"), office.clock())
    office.clock.jump(days=1)
    assert account(office, "A001") == then


def test_a_ticket_is_told_who_came_later_and_went_first(office: Office) -> None:
    a_morning(office)
    found = account(office, "A001")
    assert [(one.label, one.priority, one.code) for one in found.overtaken_by] == [
        ("A003", True, "head_start")
    ]
    assert (found.status, found.elsewhere) == ("finished", 0)
    assert [step.kind for step in found.life] == ["queued", "called", "started", "finished"]
    [call] = [step.call for step in found.life if step.call]
    assert office.see(account_of_call, call).label == "A001"


def test_a_visit_that_goes_on_to_ones_service_is_told_too(office: Office) -> None:
    office.clerk(opening.open_counter, 1)
    first = take(office, "CT")
    take(office, "HT", "elderly")
    office.clerk(calling.call_next, 1)
    office.clerk(visiting.start, 1)
    office.clerk(visiting.next_service, 1, service="HT")
    assert account(office, first).overtaken_by[1:] == []  # within what it waits for nothing changed
    office.clerk(visiting.next_service, 1, service="CT")
    later = account(office, first).overtaken_by[1:]
    assert [(one.label, one.code, one.called_at) for one in later] == [
        ("A001", "same_visit", office.clock())
    ]
    office.clerk(undoing.undo, 1)
    assert len(account(office, first).overtaken_by) == 1


def test_calls_at_counters_of_other_services_are_only_counted(office: Office) -> None:
    office.clerk(opening.open_counter, 5)
    take(office, "HT")
    take(office, "GT")
    seq = call(office, 5)
    found = account(office, "A001")
    assert (found.overtaken_by, found.elsewhere) == ([], 1)
    one = office.see(account_of_call, seq)
    assert (one.passed, one.elsewhere, one.why.passed) == ([], 1, 0)


def test_an_out_of_order_call_is_told_as_chosen_with_its_reason(office: Office) -> None:
    office.clerk(opening.open_counter, 1)
    take(office)
    take(office)
    second = office.see(tickets.by_number, TODAY, "A", 2)
    assert second is not None
    id = office.clerk(calling.call, 1, ticket=second.id, reason="in_need")
    (one,) = account(office, "A001").overtaken_by
    assert (one.label, one.code, one.reason) == ("A002", "chosen", "in_need")
    found = office.see(account_of_call, last_call(office, id))
    assert (found.why.reason, found.why.passed) == ("in_need", 1)
    assert [one.code for one in found.passed] == ["chosen"]


def test_somebody_served_without_a_number_passed_those_who_wait(office: Office) -> None:
    office.clerk(opening.open_counter, 1)
    take(office)
    office.clerk(visiting.without_ticket, 1, reason="question")
    assert [(one.code, one.reason) for one in account(office, "A001").overtaken_by] == [
        ("chosen", "question")
    ]


def test_a_call_that_an_arrival_made_by_itself_has_an_account(office: Office) -> None:
    office.clerk(opening.open_counter, 1)
    assert office.clerk(calling.call_next, 1) == ""
    label = take(office)
    found = account(office, label)
    assert [step.kind for step in found.life] == ["queued", "called"]


def test_a_number_the_kiosk_sent_late_is_told_that_it_was_not_known(office: Office) -> None:
    office.clerk(opening.open_counter, 1)
    issued = office.clock()
    office.clock.jump(minutes=5)
    take(office)
    call(office, 1)
    offline = taken("A700", issued_at=issued)
    office.do(issuing.queue, (str(uuid4()), offline))
    assert [one.code for one in account(office, "A700").overtaken_by] == ["not_yet_known"]


def test_a_call_taken_back_has_no_account(office: Office) -> None:
    office.clerk(opening.open_counter, 1)
    label = take(office)
    id = office.clerk(calling.call_next, 1)
    seq = last_call(office, id)
    assert office.see(account_of_call, seq).label == label
    office.clerk(undoing.undo, 1)
    with pytest.raises(NotFound, match="call_unknown"):
        office.see(account_of_call, seq)
    found = account(office, label)
    assert ([step.kind for step in found.life], found.first_called_at) == (["queued"], None)


def test_an_appointment_is_told_as_such_and_a_missed_one_too(office: Office) -> None:
    office.clerk(opening.open_counter, 1)
    take(office)
    wish = Book("HT", office.clock() + dt.timedelta(minutes=10))
    booked = office.do(booking.book, wish, DESK)
    office.clock.jump(minutes=8)
    office.clerk(booking.check_in, 1, ticket=booked.ticket)
    call(office)
    (one,) = account(office, "A001").overtaken_by
    assert (one.appointment, one.priority, one.code) == (True, False, "head_start")
    late = office.do(booking.book, Book("HT", office.clock() + dt.timedelta(minutes=10)), DESK)
    office.clock.jump(hours=2)
    office.do(passing.pass_time, None, Actor("server"))
    steps = account(office, late.label).life
    assert [step.kind for step in steps] == ["booked", "appointment_missed"]


@pytest.mark.parametrize("seq", [-1, 0, 1, 2, 10**30])
def test_what_is_no_call_is_unknown(office: Office, seq: int) -> None:
    take(office)
    with pytest.raises(NotFound, match="call_unknown"):
        office.see(account_of_call, seq)


@pytest.mark.parametrize("label", ["", "A", "001", "A002", "Z001", "A٣٣", "A" + 30 * "9"])
def test_a_number_nobody_has_is_unknown(office: Office, label: str) -> None:
    take(office)
    with pytest.raises(NotFound, match="ticket_unknown"):
        account(office, label)


@pytest.mark.parametrize("said", ["A001", "a001", " A1 "])
def test_a_number_is_found_as_people_say_it(office: Office, said: str) -> None:
    take(office)
    assert account(office, said).label == "A001"


def test_a_number_of_another_day_is_another_number(office: Office) -> None:
    take(office)
    with pytest.raises(NotFound, match="ticket_unknown"):
        account(office, "A001", TODAY - dt.timedelta(days=1))


def a_step(office: Office, chance: random.Random) -> None:
    """Something a hall may see next; what the rules refuse does not happen."""
    office.clock.jump(seconds=chance.randrange(5, 180))
    counter = chance.choice([1, 2, 3])
    hall = [
        one for one in office.see(every_ticket) if one.ended_at is None or chance.random() < 0.2
    ]
    one = chance.choice(hall) if hall else None
    verb, fields = chance.choice(
        [
            (calling.call_next, {}),
            (calling.call_next, {}),
            (calling.call, {"ticket": one.id if one else None, "reason": "in_need"}),
            (calling.no_show, {}),
            (visiting.start, {}),
            (visiting.finish_next, {}),
            (visiting.hold, {"minutes": 5}),
            (visiting.transfer, {"service": "CT", "to_counter": 3}),
            (visiting.return_missed, {"ticket": one.id if one else None}),
            (undoing.undo, {}),
        ]
    )
    with suppress(Refused):
        office.clerk(verb, counter, **fields)


@pytest.mark.parametrize("seed", range(2))
def test_after_a_restless_day_every_account_is_as_it_was_when_the_call_was_made(
    office: Office, seed: int
) -> None:
    chance, then = random.Random(seed), dict[int, CallAccount]()
    for counter in (1, 2, 3):
        office.clerk(opening.open_counter, counter)
    for _ in range(60):
        before = office.see(lambda view: int(view.head.journal_seq))
        if chance.random() < 0.4:
            service, priority = chance.choice(["HT", "HT", "CT", "GT"]), chance.choice(CLASSES)
            take(office, service, priority)
        else:
            a_step(office, chance)
        for row in office.see(lambda view, since=before: list(journal.after(view, since))):
            if row.kind == "called":
                then[row.seq] = office.see(account_of_call, row.seq)
    apply_centre(office.store, changed_description(), shipped("procedures.json"), office.clock())
    office.clock.jump(days=1)
    now = {}
    for seq in then:
        with suppress(NotFound):  # taken back
            now[seq] = office.see(account_of_call, seq)
    assert now == {seq: told for seq, told in then.items() if seq in now}
    assert len(now) > 5
    assert all(len(told.passed) == told.why.passed for told in now.values())
    assert office.problems() == []
