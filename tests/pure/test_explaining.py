"""Why one was called before another: every reason is one the rule gives."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from queue_server.domain import ticket as steps
from queue_server.domain.discipline import (
    Desk,
    Rule,
    came_before,
    choose_next,
    eligible,
    explain,
    key,
)
from queue_server.domain.explaining import (
    Before,
    Call,
    Passed,
    account_of_call,
    overtakings,
    passed_by,
    why_before,
)
from queue_server.domain.journal import Entry, changes
from queue_server.domain.ticket import At, Status, Ticket
from queue_server.domain.undoing import effective
from tests.builders import a_centre, a_ticket, at

MANY = settings(max_examples=400)
CENTRE = a_centre()
RULE = Rule({"elderly": 60, "small_child": 30, "appointment": 60})
HOME = Desk(1, {"HT": 0, "CT": 0}, clerk="lan")
HELPING = Desk(2, {"CT": 0, "HT": 10}, clerk="minh")

tickets = st.fixed_dictionaries(
    {
        "issued": st.integers(0, 90).map(lambda late: at("08:00") + dt.timedelta(minutes=late)),
        "service": st.sampled_from(["HT", "CT", "GT"]),
        "priority": st.sampled_from(["normal", "normal", "elderly", "small_child", "appointment"]),
        "reserved_for": st.sampled_from([None, None, None, 1, 2]),
        "reserved_person": st.sampled_from([None, None, None, "lan", "minh"]),
        "counts_later": st.integers(-20, 20).filter(bool) | st.just(0),
    }
)


def numbered(described: list[dict[str, Any]]) -> list[Ticket]:
    """Tickets whose seniority need not be the time on their paper."""
    found = []
    for place, one in enumerate(described, start=1):
        fields = dict(one)
        moved = dt.timedelta(minutes=fields.pop("counts_later"))
        found.append(a_ticket(f"A{place:03}", base_at=one["issued"] + moved, **fields))
    return found


halls = st.lists(tickets, min_size=2, max_size=9).map(numbered)
desks = st.sampled_from([HOME, HELPING])


def head(ticket: Ticket) -> int:
    return RULE.head_start_min.get(ticket.priority, 0)


def assert_follows(before: Before, winner: Ticket, loser: Ticket, desk: Desk) -> None:
    """The one code is true of the two tickets, by the rule's own words."""
    widened = desk.serving(winner.service)
    true_of = {
        "other_service": lambda: loser.service not in widened.services,
        "kept": lambda: loser.service in widened.services and not eligible(loser, widened),
        "chosen": lambda: (
            not eligible(winner, desk) or key(winner, desk, RULE) > key(loser, desk, RULE)
        ),
        "called_back": lambda: winner.status is Status.HELD,
        "help": lambda: desk.services[loser.service] > desk.services[winner.service],
        "head_start": lambda: head(winner) > head(loser),
        "earlier_turn": lambda: winner.base_at <= loser.base_at,
    }
    assert true_of[before.code]()
    by_rule = before.code in ("help", "head_start", "earlier_turn")
    assert (before.minutes is not None) == by_rule
    if by_rule:
        assert key(winner, desk, RULE) < key(loser, desk, RULE)
        assert before.minutes is not None
        assert before.minutes >= 0


@MANY
@given(halls, desks)
def test_who_was_next_by_the_rule_was_never_chosen_by_the_clerk(
    hall: list[Ticket], desk: Desk
) -> None:
    winner = choose_next(hall, desk, RULE)
    for loser in hall:
        if winner is not None and loser.id != winner.id:
            before = why_before(winner, loser, desk, RULE)
            assert before.code != "chosen"
            assert_follows(before, winner, loser, desk)


@MANY
@given(halls, desks, st.data())
def test_whoever_is_called_there_is_one_true_reason_for_each_who_was_passed(
    hall: list[Ticket], desk: Desk, data: st.DataObject
) -> None:
    winner = data.draw(st.sampled_from(hall))
    for loser in hall:
        if loser.id != winner.id:
            assert_follows(why_before(winner, loser, desk, RULE), winner, loser, desk)


@MANY
@given(halls, desks, st.data())
def test_the_facts_stored_with_a_call_count_those_the_account_names(
    hall: list[Ticket], desk: Desk, data: st.DataObject
) -> None:
    winner = data.draw(st.sampled_from(hall))
    why = explain(winner, hall, desk, RULE, at("10:00"))
    passed, elsewhere = passed_by(Call(1, at("10:00"), winner, desk, RULE), hall)
    assert why.passed == len(passed)
    assert why.passed + elsewhere == sum(came_before(one, winner) for one in hall)


@given(halls, desks, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_are_read_makes_no_difference(
    hall: list[Ticket], desk: Desk, random: Any
) -> None:
    winner = choose_next(hall, desk, RULE) or hall[0]
    call = Call(1, at("10:00"), winner, desk, RULE)
    assert passed_by(call, random.sample(hall, len(hall))) == passed_by(call, hall)


def reason(winner: Ticket, loser: Ticket, desk: Desk = HOME) -> tuple[str, int | None]:
    before = why_before(winner, loser, desk, RULE)
    return before.code, before.minutes


def test_an_elderly_person_is_ahead_by_what_is_left_of_the_head_start() -> None:
    first, elderly = a_ticket("A001"), a_ticket("A002", at("09:20"), priority="elderly")
    assert reason(elderly, first) == ("head_start", 40)


def test_a_service_that_is_only_helped_has_to_be_far_enough_ahead() -> None:
    own = a_ticket("B001", at("09:07"), service="CT", seq=2)
    assert reason(own, a_ticket("A001"), HELPING) == ("help", 3)


def test_who_came_back_late_counts_from_then() -> None:
    back = a_ticket("A001", base_at=at("09:30"))
    assert reason(a_ticket("A002", at("09:10")), back) == ("earlier_turn", 20)


def test_a_number_that_reached_the_queue_first_goes_first_when_all_else_is_alike() -> None:
    late_news = a_ticket("A700", at("08:59:30"), base_at=at("09:00"), seq=9)
    assert reason(a_ticket("A001", seq=1), late_news) == ("earlier_turn", 0)


def test_a_number_kept_for_another_counter_is_not_passed_by_the_rule() -> None:
    assert reason(a_ticket("A002", at("09:10")), a_ticket(reserved_for=3)) == ("kept", None)


def test_a_call_of_a_service_the_counter_does_not_serve_was_chosen() -> None:
    winner = a_ticket("E002", at("09:10"), service="GT")
    assert reason(winner, a_ticket("E001", service="GT", seq=1)) == ("chosen", None)
    assert reason(winner, a_ticket("A001")) == ("chosen", None)
    assert reason(winner, a_ticket("D001", service="CAN_CUOC")) == ("other_service", None)


def test_a_visitor_put_aside_is_called_back_to_the_same_counter() -> None:
    aside = a_ticket("A002", at("09:10"), status=Status.HELD, counter=1)
    assert reason(aside, a_ticket("A001")) == ("called_back", None)
    assert reason(replace(aside, counter=2), a_ticket("A001")) == ("chosen", None)


class Day:
    """A hall that writes its journal; counter 1 serves HT and helps CT."""

    def __init__(self) -> None:
        self.now = at("08:00")
        self.rows: list[Entry] = []
        self.hall: dict[str, Ticket] = {}
        self.seen: dict[int, tuple[Call, list[Passed], int]] = {}

    def arrive(self, **fields: Any) -> Ticket:
        number = len(self.hall) + 1
        ticket = a_ticket(f"A{number:03}", self.now, seq=len(self.rows) + 1, **fields)
        return self.write("queued", None, ticket)

    def write(self, kind: str, before: Ticket | None, after: Ticket, **more: Any) -> Ticket:
        seq = len(self.rows) + 1
        self.rows.append(
            Entry(
                seq=seq,
                revision=more.pop("revision", seq),
                at=self.now,
                kind=kind,
                actor="staff:lan",
                counter=1,
                ticket=after.id,
                changes=changes(before, after),
                **more,
            )
        )
        self.hall[after.id] = after
        return after

    @property
    def waiting(self) -> list[Ticket]:
        return [one for one in self.hall.values() if steps.waits(one, self.now)]

    def desk(self) -> tuple[Desk, Rule]:
        day = CENTRE.calendar.day(self.now)
        return CENTRE.desk(CENTRE.counter(1), "lan", day), CENTRE.rule_on(day)

    def call(self, ticket: Ticket | None = None, why: str | None = None) -> Ticket | None:
        """The next one, or the one the clerk chose; what was true then is kept aside."""
        desk, rule = self.desk()
        chosen = ticket or choose_next(self.waiting, desk, rule)
        if chosen is None:
            return None
        call = Call(len(self.rows) + 1, self.now, chosen, desk, rule, why)
        self.seen[call.seq] = (call, *passed_by(call, self.waiting))
        called = steps.call(chosen, At(1, "lan", self.now), f"c{call.seq}")
        return self.write("called", chosen, called, reason=why)

    def overtakers(self, ticket: Ticket) -> list[tuple[str, str]]:
        found, _ = overtakings(self.rows, ticket.id, lambda _seq: CENTRE)
        return [(one.call.winner.label, one.before.code) for one in found]


@pytest.fixture
def day() -> Day:
    return Day()


moves = st.lists(
    st.tuples(
        st.sampled_from(["arrive", "arrive", "call", "choose", "away", "back", "move"]),
        st.integers(0, 9),
        st.integers(0, 25),
    ),
    max_size=40,
)


def play(day: Day, move: str, pick: int, minutes: int) -> None:
    day.now += dt.timedelta(minutes=minutes)
    everybody = list(day.hall.values())
    one = everybody[pick % len(everybody)] if everybody else None
    if move == "arrive":
        service = ["HT", "CT", "GT", "HT"][pick % 4]
        day.arrive(service=service, priority=["normal", "elderly", "normal"][pick % 3])
    elif move == "call":
        day.call()
    elif move == "choose" and one is not None and one.status is Status.WAITING:
        day.call(one, "mobility")
    elif move == "away" and one is not None and one.status is Status.CALLED:
        day.write("no_show", one, steps.no_show(one, day.now))
    elif move == "back" and one is not None and one.status is Status.MISSED:
        grace = dt.timedelta(minutes=15)
        day.write("returned", one, steps.return_(one, day.now, grace))
    elif move == "move" and one is not None and one.status is Status.CALLED:
        target = steps.Target("CT", counter=pick % 2 + 1)
        day.write("transferred", one, steps.transfer(one, target))


@MANY
@given(moves, st.randoms(use_true_random=False))
def test_the_books_tell_of_every_call_what_was_true_when_it_was_made(
    plan: list[tuple[str, int, int]], random: Any
) -> None:
    day = Day()
    for move in plan:
        play(day, *move)
    rows = random.sample(day.rows, len(day.rows))
    for seq, seen in day.seen.items():
        assert account_of_call(rows, seq, CENTRE) == seen


@MANY
@given(moves)
def test_who_was_passed_and_who_passed_tell_the_same_story(
    plan: list[tuple[str, int, int]],
) -> None:
    day = Day()
    for move in plan:
        play(day, *move)
    by_call = {
        (call.seq, one.ticket.id, one.before)
        for call, passed, _ in day.seen.values()
        for one in passed
    }
    by_ticket = {
        (one.call.seq, id, one.before)
        for id in day.hall
        for one in overtakings(day.rows, id, lambda _seq: CENTRE)[0]
    }
    assert by_ticket == by_call
    there = sum(elsewhere for _, _, elsewhere in day.seen.values())
    assert there == sum(overtakings(day.rows, id, lambda _seq: CENTRE)[1] for id in day.hall)


def test_a_call_that_was_taken_back_passed_nobody(day: Day) -> None:
    first = day.arrive()
    day.now = at("08:10")
    later = day.arrive()
    day.call(later, "mobility")
    assert day.overtakers(first) == [("A002", "chosen")]
    called = day.rows[-1]
    facts = f'{{"undoes":{called.revision}}}'
    day.write("undone", day.hall[later.id], replace(later, version=9), facts=facts)
    assert day.overtakers(first) == []
    assert [row.kind for row in effective(day.rows)] == ["queued", "queued"]


def test_who_was_called_before_a_number_had_reached_the_server_did_not_know_of_it(
    day: Day,
) -> None:
    day.now = at("09:10")
    day.arrive()
    day.now = at("09:15")
    day.call()
    offline = replace(a_ticket("A700", at("09:00")), seq=9)
    day.now = at("09:20")
    day.write("queued", None, offline)
    assert day.overtakers(offline) == [("A001", "not_yet_known")]


def test_a_call_while_somebody_stood_aside_did_not_pass_them(day: Day) -> None:
    away = day.arrive()
    called = day.call()
    assert called is not None
    day.write("no_show", called, steps.no_show(called, day.now))
    day.now = at("08:10")
    day.arrive()
    day.call()
    assert day.overtakers(away) == []


def test_an_early_appointment_is_not_passed_before_its_time(day: Day) -> None:
    early = day.arrive(enters_at=at("08:25"))
    day.now = at("08:20")
    day.arrive()
    day.call()
    assert day.overtakers(early) == []


def test_a_row_that_is_no_call_has_no_account(day: Day) -> None:
    day.arrive()
    assert account_of_call(day.rows, 1, CENTRE) is None
    assert account_of_call(day.rows, 9, CENTRE) is None
