"""Every command of a clerk can be taken back for ten seconds, and everything follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from queue_server.domain import counter as states
from queue_server.domain.counter import CLOSED, OPEN
from queue_server.domain.errors import Refused
from queue_server.domain.figures import figures
from queue_server.domain.journal import Actor
from queue_server.domain.ticket import Status
from queue_server.messages import Book
from queue_server.store import counters, journal, tickets
from queue_server.use_cases import booking, desk_state, issuing
from tests.builders import DESK, Office, every_ticket, wanted

Scene = Callable[[Office], None]


def nobody(office: Office) -> None:
    """The counter is closed."""


def idle(office: Office) -> None:
    office.act("open")


def three_wait(office: Office) -> None:
    idle(office)
    for service in ("HT", "HT", "CT"):
        office.do(issuing.take, wanted(service), DESK)
        office.clock.jump(minutes=1)


def calling(office: Office) -> None:
    three_wait(office)
    office.act("call_next")
    office.clock.jump(minutes=3)


def serving(office: Office) -> None:
    calling(office)
    office.act("start")
    office.clock.jump(minutes=5)


def one_is_held(office: Office) -> None:
    serving(office)
    office.act("hold", reason="form")


def one_is_missed(office: Office) -> None:
    calling(office)
    office.act("no_show")


def pausing(office: Office) -> None:
    idle(office)
    office.act("pause", reason="break")


def one_has_booked(office: Office) -> None:
    idle(office)
    office.do(booking.book, Book("HT", office.clock() + dt.timedelta(minutes=10)), DESK)


def of_status(office: Office, status: Status) -> str:
    return next(one.id for one in office.see(every_ticket) if one.status is status)


COMMANDS: list[tuple[Scene, str, dict[str, Any]]] = [
    (nobody, "open", {}),
    (idle, "close", {}),
    (one_is_held, "close", {}),
    (idle, "pause", {"reason": "break"}),
    (pausing, "back_to_work", {}),
    (three_wait, "call_next", {}),
    (three_wait, "call", {"ticket": Status.WAITING, "reason": "in_need"}),
    (calling, "recall", {}),
    (calling, "start", {}),
    (calling, "no_show", {}),
    (calling, "no_show_next", {}),
    (calling, "hold", {"reason": "form"}),
    (calling, "transfer", {"service": "CT"}),
    (serving, "finish", {"outcome": "supplement"}),
    (serving, "finish_next", {}),
    (serving, "hold", {"reason": "photocopy", "minutes": 5}),
    (serving, "transfer", {"service": "CT", "to_counter": 2, "note": "B1"}),
    (serving, "transfer", {"to_person": "lan"}),
    (serving, "next_service", {"service": "CT"}),
    (one_is_held, "resume", {"ticket": Status.HELD}),
    (one_is_held, "call", {"ticket": Status.HELD}),
    (one_is_held, "cancel", {"ticket": Status.HELD, "reason": "left"}),
    (one_is_missed, "return", {"ticket": Status.MISSED}),
    (one_has_booked, "check_in", {"ticket": Status.BOOKED}),
    (three_wait, "cancel", {"ticket": Status.WAITING, "reason": "left"}),
]


@pytest.mark.parametrize(
    ("scene", "verb", "fields"), COMMANDS, ids=lambda one: getattr(one, "__name__", str(one)[:30])
)
def test_undo_makes_everything_as_it_was(
    office: Office, scene: Scene, verb: str, fields: dict[str, Any]
) -> None:
    office.has_clerk("lan")
    office.act("open", 2, clerk="lan")
    scene(office)
    if isinstance(fields.get("ticket"), Status):
        fields = {**fields, "ticket": of_status(office, fields["ticket"])}
    before, counter, told = standing(office), office.see(counters.find, 1), the_figures(office)
    office.act(verb, **fields)
    assert (standing(office), office.see(counters.find, 1)) != (before, counter)
    office.clock.jump(seconds=9)
    office.act("undo")
    office.clock.jump(seconds=-9)
    assert standing(office) == before
    assert replace(office.see(counters.find, 1), since=None) == replace(counter, since=None)
    assert the_figures(office) == told
    assert office.problems() == []


def test_a_takeover_is_taken_back_with_the_visitor(office: Office) -> None:
    serving(office)
    office.clock.jump(seconds=61)
    before, counter = standing(office), office.see(counters.find, 1)
    office.act("take_over", clerk="hoa")
    assert office.see(counters.find, 1).clerk == "hoa"
    office.act("undo", clerk="hoa")
    assert standing(office) == before
    assert replace(office.see(counters.find, 1), since=None) == replace(counter, since=None)
    assert office.problems() == []


def standing(office: Office) -> list[Any]:
    return [replace(one, version=0) for one in office.see(every_ticket)]


def the_figures(office: Office) -> Any:
    return figures(office.see(tickets.today), office.clock(), dt.timedelta(minutes=15))


def test_somebody_served_without_a_ticket_by_mistake_leaves_only_a_number(office: Office) -> None:
    idle(office)
    office.act("without_ticket", service="HT")
    office.act("undo")
    (ticket,) = office.see(every_ticket)
    assert (ticket.status, ticket.counter, ticket.label) == (Status.CANCELLED, None, "A001")
    assert office.problems() == []


def test_undo_goes_back_step_by_step_as_long_as_the_seconds_last(office: Office) -> None:
    calling(office)
    before = standing(office)
    office.act("start")
    office.clock.jump(seconds=4)
    office.act("finish", outcome="advice")
    office.clock.jump(seconds=4)
    office.act("undo")
    office.act("undo")
    assert standing(office) == before
    with pytest.raises(Refused, match="nothing_to_undo"):
        office.act("undo")


def test_after_ten_seconds_it_is_too_late(office: Office) -> None:
    calling(office)
    office.act("start")
    office.clock.jump(seconds=10.001)
    assert office.see(desk_state.counter_state, 1).undo is None
    with pytest.raises(Refused, match="nothing_to_undo"):
        office.act("undo")


def test_the_page_is_told_what_can_be_taken_back_and_until_when(office: Office) -> None:
    calling(office)
    office.act("start")
    undo = office.see(desk_state.counter_state, 1).undo
    assert undo is not None
    assert (undo.kind, undo.label) == ("started", "A001")
    assert undo.until == office.clock() + dt.timedelta(seconds=10)
    with pytest.raises(Refused, match="too_late_to_undo"):
        office.act("undo", revision=undo.revision - 1)
    office.act("undo", revision=undo.revision)


def test_what_another_counter_has_gone_on_with_cannot_be_taken_back(office: Office) -> None:
    serving(office)
    office.act("open", 2)
    office.act("transfer", service="CT")
    (sent,) = [one.id for one in office.see(every_ticket) if one.moved_from]
    office.act("call", 2, ticket=sent, reason="other")
    with pytest.raises(Refused, match="called_elsewhere") as refusal:
        office.act("undo")
    assert refusal.value.about == {"label": "A001", "counter": 2}


def test_nobody_takes_back_what_somebody_else_did(office: Office) -> None:
    calling(office)
    office.act("start")
    with pytest.raises(Refused, match="nothing_to_undo"):
        office.act("undo", clerk="hoa")


def test_both_the_step_and_its_undoing_stay_in_the_journal(office: Office) -> None:
    calling(office)
    office.act("start")
    office.act("undo")
    rows = office.see(lambda view: list(journal.after(view, 0)))[-2:]
    assert [row.kind for row in rows] == ["started", "undone"]
    assert rows[1].facts == f'{{"undoes":{rows[0].revision}}}'


def test_a_counter_that_was_closed_and_is_now_somebody_elses_stays_theirs(office: Office) -> None:
    idle(office)
    office.act("close")
    office.act("open", clerk="hoa")
    with pytest.raises(Refused, match="too_late_to_undo"):
        office.act("undo")
    assert office.see(counters.find, 1).state == OPEN
    assert office.see(counters.find, 1).clerk == "hoa"


def test_undo_never_gives_a_clerk_two_counters(office: Office) -> None:
    idle(office)
    office.act("close")
    office.act("open", 2, clerk="clerk1")
    with pytest.raises(Refused, match="clerk_elsewhere"):
        office.act("undo")


def test_a_command_that_did_much_is_taken_back_whole(office: Office) -> None:
    idle(office)
    for _ in range(50):
        office.do(issuing.take, wanted("HT"), DESK)
        office.act("call_next")
        office.act("hold", reason="form")
    before = standing(office)
    office.act("close")
    office.act("undo")
    assert standing(office) == before


def test_waiting_for_the_next_arrival_is_taken_back_and_given_back(office: Office) -> None:
    idle(office)
    office.act("call_next")
    office.act("stand_down")
    office.act("undo")
    assert office.see(desk_state.counter_state, 1).armed
    office.act("undo")
    assert not office.see(desk_state.counter_state, 1).armed


def test_a_visitor_who_is_back_by_undo_finds_the_counter_at_work(office: Office) -> None:
    serving(office)
    office.act("finish")

    def lunch(tx: Any, actor: Any, _command: None) -> None:
        row = states.paused(counters.find(tx, 1), tx.now, "lunch")
        counters.save(tx, "counter_paused", Actor("server"), row, "lunch")

    office.do(lunch, None)
    office.act("undo")
    assert office.see(desk_state.counter_state, 1).state == "serving"


def test_a_press_repeated_by_its_key_takes_back_once(office: Office) -> None:
    calling(office)
    office.act("start")
    office.act("finish")
    for _ in range(2):
        office.act("undo", key="the same")
    (ticket, *_) = office.see(every_ticket)
    assert ticket.status is Status.SERVING
    assert office.see(counters.find, 1).state != CLOSED
