"""What a past day's journal says of visits and counters, and what another rule does to them."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from queue_server.domain import counter as states
from queue_server.domain import ticket as steps
from queue_server.domain.centre import Amendment
from queue_server.domain.comparison import Difference, compare, distance_s, effect
from queue_server.domain.counter import CounterRow
from queue_server.domain.journal import Entry, changes
from queue_server.domain.pastday import Hours, PastDay, Rows, Span, past_day
from queue_server.domain.rerun import Kept, Stage, Visit
from queue_server.domain.ticket import At, Target, Ticket
from tests.builders import TODAY, a_centre, a_ticket, at

HOURS = Hours(at("00:00"), at("17:00"))


def minutes(number: float) -> dt.timedelta:
    return dt.timedelta(minutes=number)


class Books:
    """A journal written by hand, each step at an hour."""

    def __init__(self) -> None:
        self.tickets: list[Entry] = []
        self.counters: list[Entry] = []
        self._known: dict[str, Ticket] = {}
        self._numbers = count(1)

    def queue(self, clock: str, label: str = "A001", **fields: Any) -> None:
        self._write(clock, "queued", a_ticket(label, at(clock), **fields))

    def step(self, clock: str, kind: str, label: str = "A001", *given: Any, **named: Any) -> int:
        """One step of the law of tickets; its revision."""
        before = self._known[a_ticket(label).id]
        at_counter = At(named.pop("counter", 1), "lan", at(clock))
        make = {
            "called": lambda: steps.call(before, at_counter, "c"),
            "started": lambda: steps.start(before, at(clock)),
            "finished": lambda: steps.finish(before, at(clock), "received"),
            "no_show": lambda: steps.no_show(before, at(clock)),
            "returned": lambda: steps.return_(before, at(clock), minutes(15)),
            "held": lambda: steps.hold(before),
            "resumed": lambda: steps.resume(before, at_counter),
            "transferred": lambda: steps.transfer(before, Target(*given, **named)),
            "cancelled": lambda: steps.cancel(before, at(clock)),
            "expired": lambda: steps.expire(before, at(clock)),
        }[kind]
        return self._write(clock, kind, make())

    def undo(self, clock: str, revision: int, label: str, before: Ticket) -> None:
        self._write(clock, "undone", before, f'{{"undoes":{revision}}}')

    def now(self, label: str = "A001") -> Ticket:
        return self._known[a_ticket(label).id]

    def counter(self, clock: str, row: CounterRow) -> None:
        number = next(self._numbers)
        self.counters.append(
            Entry(
                seq=number,
                revision=number,
                at=at(clock),
                kind="counter_opened",
                actor="staff:lan",
                counter=row.counter,
                changes=msgspec.json.encode(row).decode(),
            )
        )

    def open(self, clock: str, counter: int = 1, clerk: str = "lan") -> CounterRow:
        row = states.opened(CounterRow(counter), clerk, at(clock))
        self.counter(clock, row)
        return row

    def past(self) -> PastDay:
        return past_day(Rows(self.tickets, self.counters, HOURS))

    def _write(self, clock: str, kind: str, now: Ticket, facts: str | None = None) -> int:
        number = next(self._numbers)
        entry = Entry(
            seq=number,
            revision=number,
            at=at(clock),
            kind=kind,
            actor="x",
            ticket=now.id,
            facts=facts,
            changes=changes(self._known.get(now.id), now),
        )
        self.tickets.append(entry)
        self._known[now.id] = now
        return number


def a_served(books: Books, label: str = "A001", came: str = "09:00", **fields: Any) -> None:
    """Called ten minutes later, at the counter for five."""
    came_at = dt.datetime.combine(TODAY, dt.time.fromisoformat(came))
    after = [(came_at + minutes(n)).time().isoformat() for n in (10, 11, 15)]
    books.queue(came, label, **fields)
    for clock, kind in zip(after, ("called", "started", "finished"), strict=True):
        books.step(clock, kind, label)


def test_a_visit_keeps_the_counter_from_its_call_to_its_end() -> None:
    books = Books()
    a_served(books)
    past = books.past()
    assert [(one.enters_at, one.stages) for one in past.visits] == [
        (at("09:00"), [Stage("HT", minutes(5))])
    ]
    assert past.waited_s == {a_ticket().id: 600}


def test_what_was_undone_never_happened() -> None:
    books = Books()
    books.queue("09:00")
    waiting = books.now()
    revision = books.step("09:01", "called")
    books.undo("09:01:05", revision, "A001", waiting)
    books.step("09:20", "called")
    books.step("09:21", "started")
    books.step("09:30", "finished")
    past = books.past()
    assert past.waited_s == {a_ticket().id: 1200}
    assert past.visits[0].stages == [Stage("HT", minutes(10))]


def test_a_transfer_is_a_further_stage_that_may_be_kept_for_somebody() -> None:
    books = Books()
    books.queue("09:00")
    books.step("09:10", "called")
    books.step("09:14", "transferred", "A001", "CT", counter=None, until=at("09:24"), person="hoa")
    books.step("09:20", "called", counter=2)
    books.step("09:20:30", "started")
    books.step("09:30", "finished")
    assert books.past().visits[0].stages == [
        Stage("HT", minutes(4)),
        Stage("CT", minutes(10), kept=Kept(minutes(10), person="hoa")),
    ]


def test_who_is_put_aside_comes_back_to_the_same_counter_after_the_same_time() -> None:
    books = Books()
    books.queue("09:00")
    for clock, kind in (("09:10", "called"), ("09:11", "started"), ("09:13", "held")):
        books.step(clock, kind)
    books.step("09:21", "resumed")
    books.step("09:24", "finished")
    first, second = books.past().visits[0].stages
    assert (first.served, second.served, second.pause) == (minutes(3), minutes(3), minutes(8))
    assert second.kept is not None
    assert second.kept.back


def test_who_was_absent_and_came_back_too_late_counts_anew() -> None:
    books = Books()
    books.queue("09:00")
    books.step("09:10", "called")
    books.step("09:12", "no_show")
    books.step("09:40", "returned")
    books.step("09:50", "called")
    books.step("09:51", "started")
    books.step("09:55", "finished")
    first, second = books.past().visits[0].stages
    assert (first.served, second.pause, second.anew) == (minutes(2), minutes(28), True)


def test_who_was_never_called_leaves_and_would_have_taken_what_is_typical() -> None:
    books = Books()
    a_served(books)
    books.queue("09:30", "A002")
    books.step("10:00", "cancelled", "A002")
    visit = books.past().visits[1]
    assert (visit.leaves_at, visit.stages) == (at("10:00"), [Stage("HT", minutes(5))])
    assert list(books.past().waited_s) == [a_ticket().id]


def test_a_counter_works_while_open_and_not_paused_and_until_closing_at_the_latest() -> None:
    books = Books()
    row = books.open("07:30")
    books.counter("08:00", states.armed(row, at("08:00")))
    books.counter("11:00", states.paused(row, at("11:00"), "lunch"))
    books.counter("12:00", states.opened(row, "lan", at("12:00")))
    books.counter("19:00", states.closed(row, at("19:00")))
    assert books.past().spans == [
        Span(1, "lan", at("07:30"), at("11:00")),
        Span(1, "lan", at("12:00"), at("17:00")),
    ]


def test_another_clerk_begins_another_span_and_a_counter_left_open_goes_on() -> None:
    books = Books()
    books.open("08:00")
    books.open("10:00", clerk="minh")
    assert books.past().spans == [
        Span(1, "lan", at("08:00"), at("10:00")),
        Span(1, "minh", at("10:00"), at("17:00")),
    ]


def test_the_time_before_a_counter_called_who_had_long_been_waiting_belongs_to_the_visit() -> None:
    books = Books()
    books.open("08:00")
    books.queue("09:01", "A002")
    a_served(books, "A001")
    books.step("09:18", "called", "A002")
    past = books.past()
    by_label = {visit.ticket.label: visit.stages[0] for visit in past.visits}
    assert by_label["A001"].afterwards == minutes(3)
    assert by_label["A002"].afterwards == minutes(0)


visits = st.lists(
    st.tuples(
        st.integers(0, 90),
        st.integers(1, 20),
        st.sampled_from(["normal", "normal", "elderly", "disabled"]),
        st.sampled_from(["HT", "CT"]),
    ),
    min_size=1,
    max_size=12,
)
heads = st.integers(0, 1440)


def a_past(described: list[tuple[int, int, str, str]]) -> PastDay:
    """Visits by minute, length, class and service, and the example centre's first two counters."""
    found = []
    for place, (minute, served, priority, service) in enumerate(described, start=1):
        came = at("08:00") + minutes(minute)
        ticket = a_ticket(f"A{place:03}", came, priority=priority, service=service)
        found.append(Visit(ticket, came, [Stage(service, minutes(served))]))
    spans = [Span(number, "lan", at("08:00"), at("17:00")) for number in (1, 2, 3, 4)]
    return PastDay(found, spans, {})


def changed(past: PastDay, **change: Any) -> list[Difference]:
    centre = a_centre()
    return compare(past, centre, centre.amended(Amendment(**change)), TODAY)


few = settings(max_examples=100)


@few
@given(visits)
def test_an_unchanged_rule_changes_nobodys_wait(day: list[tuple[int, int, str, str]]) -> None:
    same = {one.id: one.head_start_min for one in a_centre().priorities}
    found = changed(
        a_past(day), head_start_min=same, help_after_min=a_centre().rules.help_after_min
    )
    assert all(one.before_s == one.after_s for one in found)
    assert len(found) == len(day)


@few
@given(visits, heads)
def test_a_class_nobody_has_may_be_given_any_head_start(
    day: list[tuple[int, int, str, str]], minutes_: int
) -> None:
    assert all(
        one.before_s == one.after_s
        for one in changed(a_past(day), head_start_min={"pregnant": minutes_})
    )


@few
@given(visits, heads)
def test_who_is_of_one_class_with_all_others_gains_nothing_by_its_head_start(
    day: list[tuple[int, int, str, str]], minutes_: int
) -> None:
    alike = [(minute, served, "elderly", service) for minute, served, _, service in day]
    found = changed(a_past(alike), head_start_min={"elderly": minutes_})
    assert all(one.before_s == one.after_s for one in found)


@few
@given(visits, heads)
def test_with_visits_of_one_length_at_one_counter_the_sum_of_waits_stays(
    day: list[tuple[int, int, str, str]], minutes_: int
) -> None:
    past = a_past([(minute, 7, priority, "HT") for minute, _, priority, _ in day])
    past = replace(past, spans=past.spans[:1])
    found = changed(past, head_start_min={"elderly": minutes_})
    assert sum(one.before_s for one in found) == sum(one.after_s for one in found)


@few
@given(visits)
def test_the_first_of_a_class_at_one_counter_never_waits_longer_by_a_larger_head_start(
    day: list[tuple[int, int, str, str]],
) -> None:
    past = a_past([(minute, served, priority, "HT") for minute, served, priority, _ in sorted(day)])
    past = replace(past, spans=past.spans[:1])
    elderly = [
        o for o in changed(past, head_start_min={"elderly": 1440}) if o.priority == "elderly"
    ]
    assert all(one.after_s <= one.before_s for one in elderly[:1]) or not elderly


def a_difference(before_s: int, after_s: int, real_s: int | None = None) -> Difference:
    return Difference("normal", "HT", before_s, after_s, True, after_s < 5000, real_s)


def test_the_effect_counts_who_notices_and_tells_the_largest_loss() -> None:
    found = [a_difference(0, 60), a_difference(100, 161), a_difference(500, 300)]
    told = effect([*found, a_difference(900, 6000)])
    assert told is not None
    assert (told.visits, told.longer, told.shorter, told.largest_loss_s) == (4, 2, 1, 5100)
    assert (told.median_before_s, told.median_after_s) == (100, 161)
    assert (told.unreached_before, told.unreached_after) == (0, 1)
    assert effect([]) is None


def test_the_distance_from_what_happened_is_the_median_over_those_who_were_called() -> None:
    found = [a_difference(0, 0, 30), a_difference(0, 0, 10), a_difference(0, 0, 50)]
    assert distance_s([*found, a_difference(0, 0)]) == 30
    assert distance_s([a_difference(0, 0)]) is None
