"""The life of a ticket: which step each status allows, and what exactly the step changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import asdict, replace

from queue_server.domain import ticket as steps
from queue_server.domain.errors import Refused
from queue_server.domain.ticket import At, Status, Target, Ticket
from tests.builders import a_ticket, at

NOW = at("09:30")
THERE = At(counter=3, clerk="minh", now=NOW)
LATER = at("09:45")
GRACE = dt.timedelta(minutes=15)
Step = Callable[[Ticket], Ticket]

STEPS: dict[str, Step] = {
    "call": lambda t: steps.call(t, THERE, "call-2"),
    "recall": lambda t: steps.recall(t, NOW, "call-2"),
    "start": lambda t: steps.start(t, NOW),
    "finish": lambda t: steps.finish(t, NOW, "supplement"),
    "no_show": lambda t: steps.no_show(t, NOW),
    "return": lambda t: steps.return_(t, NOW, GRACE),
    "hold": lambda t: steps.hold(t, LATER),
    "unhold": lambda t: steps.unhold(t, 3, LATER),
    "resume": lambda t: steps.resume(t, THERE),
    "transfer": lambda t: steps.transfer(t, Target("CT", 5, "hoa", LATER), "bring B1"),
    "free": steps.free,
    "take_over": lambda t: steps.take_over(t, "hoa"),
    "next_service": lambda t: steps.next_service(t, "CT", "CT01"),
    "cancel": lambda t: steps.cancel(t, NOW),
    "expire": lambda t: steps.expire(t, NOW),
}

CALLED: dict[str, Any] = {
    "status": Status.CALLED,
    "counter": 3,
    "clerk": "minh",
    **steps.FREE,
    "call_id": "call-2",
    "calls": 1,
    "calling_since": NOW,
    "called_at": NOW,
}
EXPIRED: dict[str, Any] = {"status": Status.EXPIRED, "ended_at": NOW}
CANCELLED: dict[str, Any] = {"status": Status.CANCELLED, "ended_at": NOW}
HELD: dict[str, Any] = {"status": Status.HELD, "held_until": LATER}
MOVED: dict[str, Any] = {
    **steps.NOWHERE,
    "status": Status.WAITING,
    "service": "CT",
    "procedure": None,
    "reserved_for": 5,
    "reserved_person": "hoa",
    "reserved_until": LATER,
    "moved_from": 1,
    "note": "bring B1",
}
TAKEN_OVER: dict[str, Any] = {"clerk": "hoa"}

# status → step → the fields it changes; what is not here is refused
ALLOWED: dict[Status, dict[str, dict[str, Any]]] = {
    Status.BOOKED: {"cancel": CANCELLED},
    Status.WAITING: {
        "call": {**CALLED, "first_called_at": NOW},
        "free": steps.FREE,
        "cancel": CANCELLED,
        "expire": EXPIRED,
    },
    Status.CALLED: {
        "recall": {"call_id": "call-2", "calls": 2, "called_at": NOW},
        "start": {"status": Status.SERVING, "started_at": NOW},
        "no_show": {"status": Status.MISSED, "ended_at": NOW, "absences": 1},
        "hold": HELD,
        "transfer": MOVED,
        "take_over": TAKEN_OVER,
        "expire": EXPIRED,
    },
    Status.SERVING: {
        "finish": {"status": Status.FINISHED, "ended_at": NOW, "outcome": "supplement"},
        "hold": HELD,
        "transfer": MOVED,
        "take_over": TAKEN_OVER,
        "next_service": {"service": "CT", "procedure": "CT01"},
    },
    Status.HELD: {
        "call": CALLED,
        "resume": {
            "status": Status.SERVING,
            "counter": 3,
            "clerk": "minh",
            "held_until": None,
        },
        "unhold": {
            **steps.NOWHERE,
            "status": Status.WAITING,
            "reserved_for": 3,
            "reserved_until": LATER,
            "moved_from": 1,
        },
        "take_over": TAKEN_OVER,
        "cancel": CANCELLED,
        "expire": EXPIRED,
    },
    Status.MISSED: {
        "return": {**steps.NOWHERE, "status": Status.WAITING, "ended_at": None},
        "cancel": CANCELLED,
    },
    Status.FINISHED: {},
    Status.CANCELLED: {},
    Status.EXPIRED: {},
}


def a_ticket_that_is(status: Status) -> Ticket:
    """A ticket with the marks its way to this status has left."""
    waiting = a_ticket("A042", procedure="HT01", status=status)
    if status is Status.BOOKED:
        return waiting
    if status is Status.WAITING:
        return replace(waiting, reserved_for=3, reserved_person="minh", reserved_until=LATER)
    at_counter = replace(
        waiting, counter=1, clerk="lan", call_id="call-1", calls=1,
        first_called_at=at("09:10"), called_at=at("09:10"), calling_since=at("09:10"),
    )  # fmt: skip
    if status is Status.CALLED:
        return at_counter
    if status is Status.MISSED:
        return replace(at_counter, absences=1, ended_at=at("09:20"))
    started = replace(at_counter, started_at=at("09:12"))
    if status is Status.SERVING:
        return started
    if status is Status.HELD:
        return replace(started, held_until=at("09:40"))
    return replace(started, ended_at=at("09:20"), outcome="received")


def changed(before: Ticket, after: Ticket) -> dict[str, Any]:
    old = asdict(before)
    return {name: value for name, value in asdict(after).items() if old[name] != value}


def wanted(before: Ticket, fields: dict[str, Any]) -> dict[str, Any]:
    old = asdict(before)
    return {name: value for name, value in fields.items() if old[name] != value}


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("status", Status)
def test_a_step_changes_exactly_its_fields_or_is_refused(status: Status, name: str) -> None:
    ticket = a_ticket_that_is(status)
    fields = ALLOWED[status].get(name)
    if fields is None:
        with pytest.raises(Refused) as refusal:
            STEPS[name](ticket)
        assert refusal.value.code == "wrong_status"
        assert refusal.value.about == {"label": "A042", "status": status.value}
    else:
        assert changed(ticket, STEPS[name](ticket)) == wanted(ticket, fields)


def test_the_table_speaks_of_every_status_and_of_known_steps() -> None:
    assert ALLOWED.keys() == set(Status)
    assert {name for steps_ in ALLOWED.values() for name in steps_} == STEPS.keys()


def test_the_first_call_is_remembered_through_later_calls() -> None:
    called = steps.call(a_ticket(), THERE, "call-1")
    again = steps.call(steps.hold(called), At(1, "lan", at("10:00")), "call-2")
    assert (again.first_called_at, again.called_at) == (NOW, at("10:00"))


def test_a_ticket_held_before_it_was_served_starts_when_it_is_resumed() -> None:
    held = steps.hold(steps.call(a_ticket(), THERE, "call-1"))
    assert steps.resume(held, At(1, "lan", at("10:00"))).started_at == at("10:00")


@pytest.mark.parametrize(
    ("back", "absences", "base"),
    [
        ("09:35", 1, "09:00"),  # exactly at the end of the grace: still in time
        ("09:35:01", 1, "09:35:01"),
        ("09:21", 2, "09:21"),  # the second absence costs the seniority
    ],
)
def test_who_returns_in_time_for_the_first_time_keeps_the_seniority(
    back: str, absences: int, base: str
) -> None:
    missed = replace(a_ticket_that_is(Status.MISSED), absences=absences)
    assert steps.return_(missed, at(back), GRACE).base_at == at(base)


@pytest.mark.parametrize(("back", "kept"), [("09:35", "appointment"), ("09:36", "normal")])
def test_an_appointment_that_lost_its_turn_comes_back_as_a_walk_in(back: str, kept: str) -> None:
    missed = replace(a_ticket_that_is(Status.MISSED), absences=1, priority="appointment")
    assert steps.return_(missed, at(back), GRACE).priority == kept


def test_a_transfer_keeps_the_seniority_and_within_the_service_the_procedure() -> None:
    serving = a_ticket_that_is(Status.SERVING)
    moved = steps.transfer(serving, Target(serving.service))
    assert (moved.base_at, moved.procedure) == (serving.base_at, "HT01")


@pytest.mark.parametrize("name", STEPS)
def test_no_step_touches_what_the_paper_says(name: str) -> None:
    status = next(status for status, allowed in ALLOWED.items() if name in allowed)
    before = a_ticket_that_is(status)
    after = STEPS[name](before)
    for field in ("id", "day", "series", "number", "label", "issued_at", "seq", "version"):
        assert getattr(after, field) == getattr(before, field)


def test_undo_brings_everything_back_but_the_version() -> None:
    before = a_ticket_that_is(Status.CALLED)
    present = replace(steps.start(before, NOW), version=2)
    assert steps.undo(present, before) == replace(before, version=2)


def test_undo_refuses_another_ticket() -> None:
    with pytest.raises(Refused):
        steps.undo(a_ticket("A001"), a_ticket("A002"))


def test_every_status_is_either_in_the_hall_or_an_end() -> None:
    ends = {status for status in Status if not ALLOWED[status]} | {Status.MISSED}
    assert ends | steps.IN_HALL | {Status.BOOKED} == set(Status)
    assert ends & steps.IN_HALL == set()
