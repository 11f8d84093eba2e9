"""Every number that was given is on a ticket or is counted as one that nobody took."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict

from queue_server.messages import Book, Heartbeat, NumbersOfDay, ReserveWanted
from queue_server.use_cases import administering, booking, cancelling, issuing, unused
from tests.builders import DESK, KIOSK, Office, an_id, taken, wanted
from tests.store.people import take


def of(office: Office, day: dt.date | None = None) -> NumbersOfDay:
    return office.see(lambda view: unused.numbers_of_day(view, day or view.day))


def burnt(told: NumbersOfDay) -> int:
    return told.leased_unused + told.reserve_unused + told.skipped


class Ledger:
    """What was handed out and what came back, written down apart from the tables."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.leased: dict[dt.date, set[str]] = defaultdict(set)
        self.reserve: dict[dt.date, set[str]] = defaultdict(set)
        self.on_tickets: dict[dt.date, set[str]] = defaultdict(set)

    @property
    def today(self) -> dt.date:
        return self.office.see(lambda view: view.day)

    def lease(self) -> tuple[str, str]:
        id = str(uuid4())
        held = self.office.do(issuing.lease, issuing.Lease(id, "HT"))  # type: ignore[arg-type]
        label = f"A{held.number:03}"
        self.leased[self.today].add(label)
        return id, label

    def block(self, count: int, day: dt.date) -> list[str]:
        wish = ReserveWanted(uuid4(), "HT", day, count)
        labels = self.office.do(issuing.reserve, wish).labels
        self.reserve[day].update(labels)
        return labels

    def upload(self, id: str, label: str) -> None:
        day, now = self.today, self.office.clock.now
        self.office.do(issuing.queue, (id, taken(label, day=day, issued_at=now)))
        self.on_tickets[day].add(label)

    def expected(self) -> tuple[int, int, int, int]:
        day = self.today
        leased, reserve, used = self.leased[day], self.reserve[day], self.on_tickets[day]
        given = len(leased | reserve | used)
        return given, len(used), len(leased - used), len(reserve - used)


def act(book: Ledger, step: str) -> None:
    if step == "lease printed":
        book.upload(*book.lease())
    elif step == "lease too late":  # the kiosk took of its reserve: the same tap, another number
        id, _ = book.lease()
        book.upload(id, book.block(1, book.today)[0])
    elif step == "lease lost":
        book.lease()
    elif step == "block":
        book.upload(str(uuid4()), book.block(3, book.today)[1])
    elif step == "block for the next day":
        with_next = book.office.see(lambda view: view.centre.calendar.next_day(view.day))
        book.block(2, with_next)
    elif step == "reception":
        book.on_tickets[book.today].add(book.office.do(issuing.take, wanted(), DESK).label)
    else:
        soon = book.office.clock.now + dt.timedelta(minutes=30)
        label = book.office.do(booking.book, Book("HT", soon), DESK).label
        book.on_tickets[book.today].add(label)


STEPS = ["lease printed", "lease too late", "lease lost", "block", "block for the next day",
         "reception", "booking"]  # fmt: skip


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.sampled_from(STEPS), max_size=8))
def test_given_is_issued_and_burnt_whatever_became_of_each_number(
    office: Office, steps: list[str]
) -> None:
    office.clock.jump(days=1)
    book = Ledger(office)
    held = of(office)  # blocks of this day that an earlier example leased
    for step in steps:
        act(book, step)
    told = of(office)
    seen = (told.given, told.issued, told.leased_unused, told.reserve_unused)
    before = (held.given, 0, 0, held.reserve_unused)
    assert tuple(a - b for a, b in zip(seen, before, strict=True)) == book.expected()
    assert told.skipped == 0
    assert told.given == told.issued + burnt(told)


def test_numbers_jumped_over_after_a_restored_backup_are_counted(office: Office) -> None:
    office.do(issuing.queue, (an_id("x"), taken("A005")))
    office.do(issuing.queue, (an_id("y"), taken("A703")))
    told = of(office)
    assert (told.given, told.issued, told.skipped) == (9, 2, 7)
    assert told.given == told.issued + burnt(told)


def test_a_ticket_that_arrives_after_all_makes_its_number_a_used_one(office: Office) -> None:
    wish = issuing.Lease(uuid4(), "HT")
    held = office.do(issuing.lease, wish)
    assert of(office).leased_unused == 1
    office.do(issuing.queue, (str(wish.ticket), taken(f"A{held.number:03}")))
    assert (of(office).leased_unused, of(office).issued) == (0, 1)


def test_only_what_the_visitors_gave_up_themselves_counts_as_theirs(office: Office) -> None:
    mine, missed, left = take(office), take(office), take(office)
    office.do(cancelling.cancel, mine)
    office.act("open")
    office.act("cancel", ticket=left, reason="left")
    office.act("call_next")
    office.clock.jump(seconds=90)
    office.act("no_show", ticket=missed)
    told = of(office)
    assert (told.issued, told.by_visitor, told.missed) == (3, 1, 1)


def test_papers_that_failed_are_those_the_kiosks_tell_of_today(office: Office) -> None:
    code = office.do(administering.enrolment_code, administering.NewDevice("kiosk", "Cửa"), DESK)
    device = office.do(administering.enrol, administering.Enrol(code, "kiosk"), DESK).device
    beat: Any = Heartbeat("1", unprinted_tickets=2)
    kiosk = KIOSK.__class__(f"device:{device}")
    office.do(administering.heartbeat, beat, kiosk)
    assert of(office).unprinted == 2
    office.clock.jump(days=1)
    assert of(office).unprinted == 0


def test_a_day_without_numbers_has_none(office: Office) -> None:
    assert set(asdict(of(office)).values()) == {0}
