"""The holder of a number gives it up at a kiosk: only while nobody works on it, and once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from queue_server.domain.errors import MotcuaError, Refused
from queue_server.domain.journal import Entry
from queue_server.messages import Book
from queue_server.store import journal, tickets
from queue_server.use_cases import booking, cancelling, closing, issuing
from tests.builders import DESK, KIOSK, Office, an_id, at, taken, wanted
from tests.store.people import served, take, ticket


def rows(office: Office, id: str) -> list[Entry]:
    return office.see(journal.of_ticket, id)


def refusal(act: Callable[[], Any]) -> tuple[str, dict[str, Any]]:
    with pytest.raises(MotcuaError) as raised:
        act()
    return raised.value.code, raised.value.about


def give_up(office: Office, id: str) -> str:
    return office.do(cancelling.cancel, id).status


def test_who_waits_gives_the_number_up_and_the_journal_says_who_decided_it(office: Office) -> None:
    id, next_one = take(office), take(office)
    assert give_up(office, id) == "cancelled"
    last = rows(office, id)[-1]
    assert (last.kind, last.reason, last.actor) == ("cancelled", "by_visitor", KIOSK.name)
    office.act("open")
    office.act("call_next")
    assert ticket(office, next_one).status == "called"
    assert office.problems() == []


def test_a_number_given_up_twice_is_cancelled_once(office: Office) -> None:
    id = take(office)
    give_up(office, id)
    before = office.revision()
    again = office.write(cancelling.cancel, id)
    assert (again.result.status, again.changed) == ("cancelled", False)
    assert (office.revision(), len(rows(office, id))) == (before, 2)


def test_who_is_called_meanwhile_is_told_where_to_instead(office: Office) -> None:
    id = take(office)
    office.act("open")
    office.act("call_next")
    told = refusal(lambda: give_up(office, id))
    assert told == ("called_now", {"label": "A001", "counter": 1})
    assert ticket(office, id).status == "called"


@pytest.mark.parametrize("verb", ["", "hold", "finish"])
def test_what_a_clerk_has_begun_is_ended_by_the_clerk(office: Office, verb: str) -> None:
    id = served(office)
    if verb:
        office.act(verb, reason="form")
    assert refusal(lambda: give_up(office, id))[0] == "wrong_status"


def test_who_was_called_in_vain_gives_the_number_up_and_the_clerk_cannot_take_that_back(
    office: Office,
) -> None:
    id = take(office)
    office.act("open")
    office.act("call_next")
    office.clock.jump(seconds=90)
    office.act("no_show")
    assert give_up(office, id) == "cancelled"
    assert refusal(lambda: office.act("undo"))[0] == "too_late_to_undo"
    assert ticket(office, id).status == "cancelled"


def test_a_booked_time_of_another_day_can_be_given_up(office: Office) -> None:
    soon = at("10:00") + dt.timedelta(days=2)
    id = office.do(booking.book, Book("HT", soon), DESK).ticket
    assert give_up(office, id) == "cancelled"


def test_news_that_comes_after_the_day_is_told_what_became_of_the_ticket(office: Office) -> None:
    id = take(office)
    office.clock.jump(days=1)
    office.do(closing.close_day, None)
    assert refusal(lambda: give_up(office, id)) == (
        "wrong_status",
        {"label": "A001", "status": "expired"},
    )


def test_a_ticket_and_its_end_come_late_together(office: Office) -> None:
    yesterday = dt.date(2026, 11, 22)
    upload = (an_id("x"), taken(day=yesterday, issued_at=at("09:00", yesterday)))
    office.do(issuing.queue, upload)
    assert give_up(office, an_id("x")) == "cancelled"


def test_a_ticket_nobody_knows_is_no_ticket(office: Office) -> None:
    assert refusal(lambda: give_up(office, an_id("x")))[0] == "ticket_unknown"
    assert refusal(lambda: office.see(cancelling.stands, an_id("x")))[0] == "ticket_unknown"


def test_how_a_ticket_stands_is_told_without_changing_it(office: Office) -> None:
    id = take(office)
    before = office.revision()
    told = office.see(cancelling.stands, id)
    assert (told.label, told.service, told.status) == ("A001", "HT", "waiting")
    assert office.revision() == before


def test_why_a_number_was_given_at_the_reception_stands_in_the_journal(office: Office) -> None:
    told = office.do(issuing.take, wanted(reason="no_card"), DESK)
    assert rows(office, told.ticket)[0].reason == "no_card"
    plain = office.do(issuing.take, wanted(), DESK)
    assert rows(office, plain.ticket)[0].reason is None


def test_two_kiosks_and_a_clerk_at_once_end_a_ticket_in_one_way_only(office: Office) -> None:
    id = take(office)
    office.act("open")
    found = office.see(tickets.find, id)
    assert found is not None
    office.act("cancel", ticket=id, version=found.version, reason="left")
    assert give_up(office, id) == "cancelled"
    assert [row.reason for row in rows(office, id)] == [None, "left"]
    with pytest.raises(Refused):
        office.act("cancel", ticket=id, reason="left")
