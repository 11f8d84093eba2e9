"""Leases, blocks and uploaded tickets: a number is never given twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from queue_server.domain import numbering
from queue_server.domain.errors import Invalid, MotcuaError, Refused
from queue_server.domain.journal import Entry
from queue_server.messages import Lease, ReserveWanted
from queue_server.store import journal, tickets
from queue_server.use_cases import issuing
from tests.builders import (
    DESK,
    KIOSK,
    OTHER_KIOSK,
    TODAY,
    Office,
    a_lease,
    an_id,
    at,
    taken,
    wanted,
)

MORE = 40


def refusal(act: Callable[[], Any]) -> str:
    with pytest.raises(MotcuaError) as raised:
        act()
    return raised.value.code


def a_block(service: str = "HT", count: int = 10, day: dt.date = TODAY) -> ReserveWanted:
    return ReserveWanted(uuid4(), service, day, count)


def last_entry(office: Office) -> Entry:
    return office.see(lambda view: list(journal.after(view, 0))[-1])


def test_a_lease_asked_for_again_is_the_same_number(office: Office) -> None:
    wish = a_lease()
    first = office.do(issuing.lease, wish)
    office.do(issuing.lease, a_lease())
    assert office.do(issuing.lease, wish) == first


def test_leases_run_in_the_order_they_were_asked_for(office: Office) -> None:
    numbers = [office.do(issuing.lease, a_lease()).number for _ in range(5)]
    assert numbers == [1, 2, 3, 4, 5]


def test_each_series_counts_for_itself_and_each_day_anew(office: Office) -> None:
    assert office.do(issuing.lease, a_lease("HT")).number == 1
    assert office.do(issuing.lease, a_lease("CT")).number == 1
    office.clock.jump(days=1)
    assert office.do(issuing.lease, a_lease("HT")).number == 1


def test_kiosks_side_by_side_with_the_reception_never_get_the_same_number(office: Office) -> None:
    def one(place: int) -> int:
        if place % 3 == 0:
            label = office.do(issuing.take, wanted(), DESK).label
            return int(label[1:])
        actor = KIOSK if place % 3 == 1 else OTHER_KIOSK
        return office.do(issuing.lease, a_lease(), actor).number

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(one, range(MORE)))
    assert sorted(numbers) == list(range(1, MORE + 1))
    assert office.problems() == []


def test_reserve_blocks_are_disjoint_and_of_the_reserve_order(office: Office) -> None:
    def one(place: int) -> list[int]:
        return office.do(issuing.reserve, a_block(), (KIOSK, OTHER_KIOSK)[place % 2]).numbers

    with ThreadPoolExecutor(8) as pool:
        blocks = list(pool.map(one, range(10)))
    given = [number for block in blocks for number in block]
    assert len(given) == len(set(given)) == 100
    assert all(numbering.is_reserve(number) for number in given)


def test_a_block_asked_for_again_is_the_same_block(office: Office) -> None:
    wish = a_block()
    first = office.do(issuing.reserve, wish)
    office.do(issuing.reserve, a_block())
    assert office.do(issuing.reserve, wish) == first


def test_a_block_belongs_to_the_kiosk_it_was_given_to(office: Office) -> None:
    wish = a_block()
    office.do(issuing.reserve, wish)
    assert refusal(lambda: office.do(issuing.reserve, wish, OTHER_KIOSK)) == "conflict"


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-25", "0001-01-01", "9999-12-31"])
def test_a_reserve_is_for_today_and_the_next_business_day_only(office: Office, day: str) -> None:
    wish = a_block(day=dt.date.fromisoformat(day))
    assert refusal(lambda: office.do(issuing.reserve, wish)) == "day_not_open"


def test_an_unknown_service_gets_neither_numbers_nor_a_journal_row(office: Office) -> None:
    before = last_entry(office)
    assert refusal(lambda: office.do(issuing.lease, a_lease("NONE"))) == "service_unknown"
    assert refusal(lambda: office.do(issuing.reserve, a_block("NONE"))) == "service_unknown"
    assert last_entry(office) == before


def test_a_leased_ticket_enters_the_queue_with_its_number(office: Office) -> None:
    wish = a_lease()
    held = office.do(issuing.lease, wish)
    told = office.do(issuing.queue, (str(wish.ticket), taken(f"A{held.number:03}")))
    assert (told.label, told.status) == ("A001", "waiting")
    assert last_entry(office).reason is None


def test_a_ticket_from_the_reserve_enters_the_queue_and_says_so(office: Office) -> None:
    block = office.do(issuing.reserve, a_block())
    office.do(issuing.queue, (an_id("x"), taken(block.labels[0])))
    ticket = office.see(tickets.find, an_id("x"))
    assert ticket is not None
    assert ticket.origin == "reserve"
    assert last_entry(office).reason is None


def test_the_reserve_of_another_kiosk_is_marked(office: Office) -> None:
    block = office.do(issuing.reserve, a_block())
    office.do(issuing.queue, (an_id("x"), taken(block.labels[0])), OTHER_KIOSK)
    assert last_entry(office).reason == "number_not_leased"


def test_a_printed_number_nobody_leased_is_queued_marked_and_never_given_again(
    office: Office,
) -> None:
    office.do(issuing.queue, (an_id("x"), taken("A005")))
    assert last_entry(office).reason == "number_not_leased"
    assert office.do(issuing.lease, a_lease()).number == 6
    office.do(issuing.queue, (an_id("y"), taken("A707")))
    assert office.do(issuing.reserve, a_block()).numbers[0] == 708


def test_an_old_number_nobody_leased_does_not_turn_the_series_back(office: Office) -> None:
    for _ in range(10):
        office.do(issuing.lease, a_lease())
    office.do(issuing.queue, (an_id("x"), taken("A003")))
    assert office.do(issuing.lease, a_lease()).number == 11


def test_a_ticket_uploaded_twice_is_in_the_queue_once(office: Office) -> None:
    upload = (an_id("x"), taken())
    first = office.do(issuing.queue, upload)
    revision = office.revision()
    again = office.write(issuing.queue, upload)
    assert (again.result.ticket, again.changed) == (first.ticket, False)
    assert office.revision() == revision


def test_a_ticket_uploaded_with_another_number_is_refused(office: Office) -> None:
    office.do(issuing.queue, (an_id("x"), taken("A001")))
    other = (an_id("x"), taken("A002"))
    assert refusal(lambda: office.do(issuing.queue, other)) == "ticket_differs"


def test_a_number_two_tickets_carry_is_refused_to_the_second(office: Office) -> None:
    office.do(issuing.queue, (an_id("x"), taken("A001")))
    assert refusal(lambda: office.do(issuing.queue, (an_id("y"), taken("A001")))) == "number_taken"
    assert office.problems() == []


def test_a_number_of_another_series_is_refused(office: Office) -> None:
    upload = (an_id("x"), taken("B001"))
    assert refusal(lambda: office.do(issuing.queue, upload)) == "series_unknown"


@pytest.mark.parametrize(
    ("use_case", "command"),
    [
        (issuing.lease, Lease(uuid4(), "HT", priority="vip")),
        (issuing.take, wanted(priority="vip")),
        (issuing.queue, (an_id("x"), taken(priority="vip"))),
    ],
)
def test_an_unknown_priority_is_refused(office: Office, use_case: Any, command: Any) -> None:
    with pytest.raises(Invalid, match="priority_unknown"):
        office.do(use_case, command)


def test_a_ticket_taken_while_the_line_was_down_keeps_its_hour(office: Office) -> None:
    office.do(issuing.take, wanted(), DESK)
    office.do(issuing.queue, (an_id("early"), taken("A700", issued_at=at("08:00"))))
    early = office.see(tickets.find, an_id("early"))
    assert early is not None
    assert early.base_at == at("08:00")


def test_a_kiosk_whose_clock_runs_ahead_gains_and_loses_nothing(office: Office) -> None:
    office.do(issuing.queue, (an_id("x"), taken(issued_at=at("23:00"))))
    ticket = office.see(tickets.find, an_id("x"))
    assert ticket is not None
    assert ticket.base_at == at("09:00")


def test_an_hour_finer_than_the_books_keep_it_still_matches_the_journal(office: Office) -> None:
    odd = at("08:00") + dt.timedelta(microseconds=123_456)
    office.do(issuing.queue, (an_id("x"), taken(issued_at=odd)))
    assert office.problems() == []


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1970-01-01T00:00:00Z",
     "2026-11-22T09:00:00Z", "2027-11-22T09:00:00Z"],
)  # fmt: skip
def test_no_hour_a_device_may_claim_can_harm_the_hall(office: Office, moment: str) -> None:
    claimed = dt.datetime.fromisoformat(moment)
    office.do(issuing.queue, (an_id("x"), taken(issued_at=claimed)))
    ticket = office.see(tickets.find, an_id("x"))
    assert ticket is not None
    assert office.see(lambda view: view.centre.calendar.day(ticket.issued_at)) == TODAY
    assert ticket.base_at <= at("09:00")
    assert office.problems() == []


@pytest.mark.parametrize("day", ["2026-11-25", "9999-12-31"])
def test_a_ticket_of_a_day_that_has_no_numbers_yet_is_refused(office: Office, day: str) -> None:
    upload = (an_id("x"), taken(day=dt.date.fromisoformat(day)))
    assert refusal(lambda: office.do(issuing.queue, upload)) == "day_not_open"


def test_a_ticket_of_yesterday_is_taken_late_for_the_books(office: Office) -> None:
    yesterday = dt.date(2026, 11, 22)
    told = office.do(
        issuing.queue, (an_id("x"), taken(day=yesterday, issued_at=at("09:00", yesterday)))
    )
    assert told.status == "waiting"
    assert office.problems() == []


def test_a_lease_belongs_to_the_kiosk_it_was_given_to(office: Office) -> None:
    wish = a_lease()
    office.do(issuing.lease, wish)
    assert refusal(lambda: office.do(issuing.lease, wish, OTHER_KIOSK)) == "conflict"
    office.do(issuing.queue, (str(wish.ticket), taken("A001")), OTHER_KIOSK)
    assert last_entry(office).reason == "number_not_leased"


def test_a_leased_ticket_counts_from_its_lease_whatever_the_kiosk_says(office: Office) -> None:
    wish = a_lease()
    office.do(issuing.lease, wish)
    office.clock.jump(minutes=5)
    office.do(issuing.queue, (str(wish.ticket), taken("A001", issued_at=at("07:00"))))
    ticket = office.see(tickets.find, str(wish.ticket))
    assert ticket is not None
    assert (ticket.issued_at, ticket.base_at) == (at("09:00"), at("09:00"))


def test_nothing_is_numbered_while_the_centre_is_closed(closed_office: Office) -> None:
    with pytest.raises(Refused, match="centre_closed"):
        closed_office.do(issuing.lease, a_lease())
    with pytest.raises(Refused, match="centre_closed"):
        closed_office.do(issuing.take, wanted())


def test_the_reserve_of_the_next_business_day_is_given_over_the_holiday(
    closed_office: Office,
) -> None:
    # Asked for on Monday evening: Tuesday is a holiday, so Wednesday's numbers are set aside.
    wednesday = a_block(day=dt.date(2026, 11, 25))
    assert closed_office.do(issuing.reserve, wednesday).numbers[0] == 700
    tuesday = a_block(day=dt.date(2026, 11, 24))
    assert refusal(lambda: closed_office.do(issuing.reserve, tuesday)) == "day_not_open"
