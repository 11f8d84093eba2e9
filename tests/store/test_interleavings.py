"""Whatever the people and clocks of a centre do, and whatever fails meanwhile: the books hold.

A machine makes up days in the life of a centre, step by step, and looks at everything after each.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from queue_server.domain import numbering
from queue_server.domain.counter import CLOSED, CounterRow
from queue_server.domain.errors import MotcuaError, Refused
from queue_server.domain.figures import figures
from queue_server.domain.journal import Actor, replay, replay_counters
from queue_server.domain.ticket import AT_COUNTER, IN_HALL, Status, Ticket
from queue_server.messages import Book, Lease, ReserveWanted, TicketTaken
from queue_server.store import Transaction, Written, counters, journal, tickets
from queue_server.store.store import Key
from queue_server.use_cases import booking, closing, issuing, passing
from queue_server.use_cases.desk import AtCounter
from queue_server.use_cases.verbs import VERBS, act
from tests.builders import (
    DESK,
    KIOSK,
    OTHER_KIOSK,
    VIETNAM,
    Clock,
    Office,
    a_store,
    an_office,
    centre_text,
    every_ticket,
    wanted,
)
from tests.store.conftest import empty

SERVICES = st.sampled_from(["HT", "CT"])
COUNTERS = st.integers(1, 3)
CLERKS = st.sampled_from(["lan", "minh", "hoa"])
PRIORITIES = st.sampled_from(["normal", "normal", "elderly"])
KIOSKS = st.sampled_from([KIOSK, OTHER_KIOSK])
AT_HAND = ["recall", "start", "finish", "finish_next", "no_show", "no_show_next", "hold"]
BY_NAME = ["call", "resume", "return", "cancel"]
OF_COUNTER = ["open", "close", "take_over", "pause", "back_to_work", "stand_down", "undo"]
ANY = [*OF_COUNTER[:-1], *AT_HAND, "call_next", "transfer", "next_service", "without_ticket"]


def timeless(now: list[Ticket], before: list[Ticket]) -> list[Ticket]:
    """Tickets without what an undo leaves behind: their versions, and numbers given meanwhile."""
    known = {ticket.id for ticket in before}
    return [replace(one, version=0) for one in now if one.id in known]


def standing(row: CounterRow) -> tuple[Any, ...]:
    """What must be as before at a counter; one that was never opened is closed."""
    return row.counter, row.state, row.clerk, row.reason


class Failure(Exception):
    """A command was made to fail."""


class Centre(RuleBasedStateMachine):
    """A centre in which anything may happen in any order."""

    def __init__(self, open_office: Callable[[], Office]) -> None:
        super().__init__()
        self.office = open_office()
        self.revision = self.office.revision()
        self.given: dict[tuple[dt.date, str, int], str] = {}
        self.reserve: list[tuple[Actor, Any, int]] = []
        self.announced: list[str] = []

    def teardown(self) -> None:
        self.office.close()

    # ── what may happen ─────────────────────────────────────────────────────────────────────────

    @rule(service=SERVICES, priority=PRIORITIES)
    def somebody_takes_a_ticket_at_the_reception(self, service: str, priority: str) -> None:
        told = self.act(issuing.take, wanted(service, priority=priority), DESK)
        if told is not None:
            label = told.result.label
            self.was_given(self.day(), label[0], int(label[1:]), told.result.ticket)

    @rule(service=SERVICES, priority=PRIORITIES, kiosk=KIOSKS, twice=st.booleans())
    def somebody_takes_a_ticket_at_a_kiosk(
        self, service: str, priority: str, kiosk: Actor, twice: bool
    ) -> None:
        wish = Lease(uuid4(), service, priority=priority)
        told = self.act(issuing.lease, wish, kiosk)
        if told is None:
            return
        held = told.result
        if twice:
            assert self.office.do(issuing.lease, wish, kiosk) == held
        self.was_given(held.day, held.series, held.number, str(wish.ticket))
        taken = TicketTaken(
            service, held.day, held.series, held.number, self.office.clock(), priority=priority
        )
        for _ in range(1 + twice):
            assert self.act(issuing.queue, (str(wish.ticket), taken), kiosk) is not None

    @rule(service=SERVICES, kiosk=KIOSKS, count=st.integers(1, 4))
    def a_kiosk_lays_in_a_reserve(self, service: str, kiosk: Actor, count: int) -> None:
        told = self.act(issuing.reserve, ReserveWanted(uuid4(), service, self.day(), count), kiosk)
        if told is not None:
            self.reserve += [(kiosk, told.result, number) for number in told.result.numbers]

    @precondition(lambda self: self.reserve)
    @rule(late=st.integers(0, 90))
    def a_ticket_of_the_silent_time_arrives(self, late: int) -> None:
        kiosk, block, number = self.reserve.pop()
        ticket = str(uuid4())
        hour = self.office.clock() - dt.timedelta(minutes=late)
        taken = TicketTaken(block.service, block.day, block.series, number, hour)
        if self.act(issuing.queue, (ticket, taken), kiosk) is not None:
            self.was_given(block.day, block.series, number, ticket)

    @rule(number=st.integers(1, 6), kiosk=KIOSKS)
    def a_number_turns_up_that_nobody_leased(self, number: int, kiosk: Actor) -> None:
        ticket, place = str(uuid4()), (self.day(), "A", number)
        taken = TicketTaken("HT", *place, self.office.clock())
        if self.act(issuing.queue, (ticket, taken), kiosk) is not None:
            self.given.setdefault(place, ticket)

    @rule(verb=st.sampled_from(OF_COUNTER), counter=COUNTERS, clerk=CLERKS)
    def a_clerk_comes_or_goes(self, verb: str, counter: int, clerk: str) -> None:
        self.at_counter(verb, counter, clerk=clerk)

    @rule(counter=COUNTERS, repeat=st.booleans())
    def a_clerk_calls_next(self, counter: int, repeat: bool) -> None:
        key = Key(str(uuid4()), "call")
        first = self.at_counter("call_next", counter, key=key)
        if repeat and first is not None:
            again = self.at_counter("call_next", counter, key=key)
            assert again is not None
            assert (again.result, again.called) == (first.result, [])

    @rule()
    def all_clerks_call_next_at_once(self) -> None:
        def one(counter: int) -> Written[str] | None:
            clerk = self.clerk_of(counter)
            with suppress(Refused):
                return self.office.write(act, ("call_next", AtCounter(counter, clerk)))
            return None

        with ThreadPoolExecutor(3) as pool:
            told = [done for done in pool.map(one, (1, 2, 3)) if done is not None]
        for done in told:
            self.heard(done)
        called = [done.result for done in told if done.result]
        assert len(set(called)) == len(called)

    @rule(verb=st.sampled_from(AT_HAND), counter=COUNTERS)
    def a_clerk_goes_on_with_who_is_there(self, verb: str, counter: int) -> None:
        self.at_counter(verb, counter)

    @rule(
        counter=COUNTERS,
        service=SERVICES,
        to_counter=st.none() | COUNTERS,
        to_person=st.sampled_from([None, "lan", "nobody"]),
    )
    def a_clerk_sends_somebody_on(self, counter: int, service: str, **target: Any) -> None:
        self.at_counter("transfer", counter, service=service, note="B1", **target)

    @rule(counter=COUNTERS, service=SERVICES)
    def a_clerk_goes_on_with_another_procedure(self, counter: int, service: str) -> None:
        self.at_counter("next_service", counter, service=service)

    @rule(counter=COUNTERS, service=SERVICES, reason=st.sampled_from([None, "question"]))
    def a_clerk_serves_somebody_without_a_ticket(
        self, counter: int, service: str, reason: str | None
    ) -> None:
        self.at_counter("without_ticket", counter, service=service, reason=reason)

    @rule(verb=st.sampled_from([*BY_NAME, *AT_HAND]), counter=COUNTERS, who=st.integers(0, 1000))
    def a_clerk_names_a_ticket(self, verb: str, counter: int, who: int) -> None:
        everybody = sorted(self.stored(), key=lambda ticket: ticket.seq)
        if everybody:
            named = everybody[who % len(everybody)]
            self.at_counter(verb, counter, ticket=named.id, reason="in_need")

    @rule(verb=st.sampled_from(ANY), counter=COUNTERS, repeat=st.booleans())
    def a_wrong_press_is_taken_back(self, verb: str, counter: int, repeat: bool) -> None:
        clerk = self.clerk_of(counter)
        clerk = "lan" if clerk == "nobody" else clerk
        before, rows = self.stored(), self.rows()
        key = Key(str(uuid4()), "undo")
        done = self.at_counter(verb, counter, clerk=clerk, reason="in_need")
        if done is None or not done.changed or any(row.armed_since for row in rows.values()):
            return  # an idle counter may have called whom this command sent back
        for _ in range(1 + repeat):
            told = self.at_counter("undo", counter, clerk=clerk, key=key)
            assert told is not None
        assert timeless(self.stored(), before) == timeless(before, before)
        assert [standing(row) for row in self.rows().values()] == [
            standing(rows.get(row.counter, CounterRow(row.counter))) for row in self.rows().values()
        ]

    @rule(minutes=st.integers(1, 200), service=SERVICES)
    def somebody_books_a_time(self, minutes: int, service: str) -> None:
        wish = Book(service, self.office.clock() + dt.timedelta(minutes=minutes))
        told = self.act(booking.book, wish, DESK)
        if told is not None:
            label = told.result.label
            booked = self.office.see(tickets.find, told.result.ticket)
            assert booked is not None
            self.was_given(booked.day, label[0], int(label[1:]), booked.id)

    @rule(who=st.integers(0, 1000))
    def somebody_comes_with_a_number(self, who: int) -> None:
        everybody = sorted(self.stored(), key=lambda ticket: ticket.seq)
        if everybody:
            self.act(booking.arrive, everybody[who % len(everybody)].id, DESK)

    @rule(verb=st.sampled_from(["call_next", *AT_HAND]), counter=COUNTERS)
    def a_command_fails_after_it_has_written(self, verb: str, counter: int) -> None:
        def failing(tx: Transaction, actor: Actor, command: AtCounter) -> None:
            VERBS[verb](tx, actor, command)
            issuing.numbers.next_number(tx, "A")
            tx.note("half_done", actor)
            raise Failure

        before = self.books()
        with pytest.raises((Failure, MotcuaError)):
            self.office.do(failing, AtCounter(counter, self.clerk_of(counter)))
        assert self.books() == before

    @rule()
    def the_server_does_what_time_brings(self) -> None:
        self.act(passing.pass_time, None, Actor("server"))
        due = self.office.see(passing.next_due)
        assert due is None or due > self.office.clock()

    @rule(minutes=st.sampled_from([0.01, 1, 20, 90, 240]))
    def time_passes(self, minutes: float) -> None:
        self.office.clock.jump(minutes=minutes)

    @rule()
    def the_next_morning_comes(self) -> None:
        calendar = self.office.see(lambda view: view.centre.calendar)
        opens = calendar.opens_at(self.office.clock())
        assert opens is not None
        self.office.clock.now = opens

    @rule()
    def the_day_is_closed_where_it_is_over(self) -> None:
        self.act(closing.close_day, None, Actor("server"))
        assert not self.office.see(closing.due)

    # ── what must hold after every step ─────────────────────────────────────────────────────────

    @invariant()
    def the_books_hold(self) -> None:
        assert self.office.problems() == []

    @invariant()
    def the_journal_tells_the_tickets_as_they_are(self) -> None:
        entries = self.office.see(lambda view: list(journal.after(view, 0)))
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert sorted({entry.revision for entry in entries}) == list(range(1, self.revision + 1))
        assert replay(entries) == {ticket.id: ticket for ticket in self.stored()}
        assert replay_counters(entries) == self.rows()

    @invariant()
    def no_number_is_given_twice(self) -> None:
        places = [(one.day, one.series, one.number) for one in self.stored()]
        assert len(set(places)) == len(places)
        assert set(places) <= self.given.keys()

    @invariant()
    def each_counter_has_one_ticket_and_each_ticket_one_counter(self) -> None:
        busy = [ticket.counter for ticket in self.stored() if ticket.status in AT_COUNTER]
        assert None not in busy
        assert len(set(busy)) == len(busy)
        clerks = [row.clerk for row in self.rows().values() if row.state != CLOSED]
        assert len(set(clerks)) == len(clerks)

    @invariant()
    def every_ticket_of_a_day_is_counted_once(self) -> None:
        day = self.office.see(tickets.today)
        told = figures(day, self.office.clock(), dt.timedelta(minutes=15))
        ends = told.finished + told.missed + told.cancelled + told.expired
        come = [ticket for ticket in day if ticket.status is not Status.BOOKED]
        assert told.issued == len(come) == ends + told.in_hall

    @invariant()
    def who_is_in_the_hall_has_not_ended_and_who_waits_stands_nowhere(self) -> None:
        for ticket in self.stored():
            going_on = ticket.status in IN_HALL or ticket.status is Status.BOOKED
            assert going_on == (ticket.ended_at is None)
            if ticket.status is Status.WAITING:
                assert ticket.counter is None

    @invariant()
    def nothing_is_announced_twice(self) -> None:
        assert len(set(self.announced)) == len(self.announced)

    # ── how it is done ──────────────────────────────────────────────────────────────────────────

    def act(
        self, use_case: Any, command: Any, actor: Actor, key: Key | None = None
    ) -> Written[Any] | None:
        """Run a command; ``None`` when it was refused."""
        try:
            told = self.office.write(use_case, command, actor, key)
        except MotcuaError:
            return None
        self.heard(told)
        return told

    def heard(self, told: Written[Any]) -> None:
        """What a success must have told: at most one new revision, each call once."""
        self.announced += [ticket.call_id or "" for ticket in told.called]
        self.revision += told.changed

    def at_counter(
        self, verb: str, counter: int, key: Key | None = None, **fields: Any
    ) -> Written[Any] | None:
        clerk = fields.pop("clerk", None) or self.clerk_of(counter)
        command = (verb, AtCounter(counter, clerk, **fields))
        told = self.act(act, command, Actor(f"staff:{clerk}", counter), key)
        for ticket in self.stored() if verb == "without_ticket" else []:
            if ticket.origin == "counter":
                self.was_given(ticket.day, ticket.series, ticket.number, ticket.id)
        return told

    def clerk_of(self, counter: int) -> str:
        row = self.rows().get(counter)
        return (row.clerk if row else None) or "nobody"

    def rows(self) -> dict[int, CounterRow]:
        return self.office.see(counters.by_number)

    def stored(self) -> list[Ticket]:
        return self.office.see(every_ticket)

    def books(self) -> tuple[Any, ...]:
        return (self.office.revision(), self.stored(), self.rows())

    def day(self) -> dt.date:
        return self.office.clock().astimezone(VIETNAM).date()

    def was_given(self, day: dt.date, series: str, number: int, ticket: str) -> None:
        """A number went to a ticket: never before to another."""
        assert self.given.setdefault((day, series, number), ticket) == ticket
        assert numbering.index_of(number) >= 0


def settings(examples: int, steps: int) -> hypothesis.settings:
    return hypothesis.settings(max_examples=examples, stateful_step_count=steps)


def test_the_books_hold_whatever_happens() -> None:
    folder = Path(tempfile.mkdtemp(prefix="motcua-days-"))

    def fresh() -> Office:
        text = centre_text(always_open=False)
        return an_office(f"sqlite:///{folder / str(uuid4())}.db", Clock(), text)

    try:
        run_state_machine_as_test(lambda: Centre(fresh), settings=settings(40, 40))
    finally:
        shutil.rmtree(folder)


@pytest.mark.postgres
def test_the_books_hold_on_postgresql_too(postgres_migrated: str) -> None:
    def fresh() -> Office:
        empty(postgres_migrated)
        clock = Clock()
        store = a_store(postgres_migrated, clock, centre_text(always_open=False))
        return Office(store, clock, postgres_migrated)

    run_state_machine_as_test(lambda: Centre(fresh), settings=settings(10, 40))
