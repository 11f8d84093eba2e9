"""What a clerk does at a counter, and looks up there."""

from __future__ import annotations

from ..domain.errors import NotFound
from ..messages import (
    Appointments,
    CounterCommand,
    CounterList,
    CounterState,
    DeskAbout,
    Found,
)
from ..store.store import Key
from ..use_cases import desk_state, overseeing
from ..use_cases.desk import AtCounter
from ..use_cases.verbs import VERBS, act
from .door import Asked, Endpoint, Who
from .services import Services
from .session import STAFF

CLERK = Who(roles=frozenset({"clerk"}))


def counters(at: Services, _asked: Asked) -> CounterList:
    with at.look() as view:
        return CounterList(overseeing.counter_summaries(view))


def counter(at: Services, asked: Asked) -> CounterState:
    with at.look() as view:
        return desk_state.counter_state(view, asked.path["counter"])


def do(at: Services, asked: Asked) -> CounterState:
    verb, number = asked.path["verb"], asked.path["counter"]
    if verb not in VERBS:
        raise NotFound("unknown_verb", verb=verb)
    caller = asked.caller
    command = _command(number, caller.staff or "", asked.body)
    key = Key(f"{caller.staff}:{asked.key}", asked.fingerprint)
    at.write(act, caller.actor(number), (verb, command), key)
    return counter(at, asked)


def _command(number: int, clerk: str, body: CounterCommand) -> AtCounter:
    return AtCounter(
        counter=number,
        clerk=clerk,
        ticket=str(body.ticket) if body.ticket else None,
        version=body.version,
        outcome=body.outcome,
        reason=body.reason,
        note=body.note,
        minutes=body.minutes,
        service=body.service,
        procedure=body.procedure,
        to_counter=body.to_counter,
        to_person=body.to_person,
        revision=body.revision,
    )


def desk(at: Services, _asked: Asked) -> DeskAbout:
    with at.look() as view:
        return desk_state.desk_about(view)


def find(at: Services, asked: Asked) -> Found:
    with at.look() as view:
        return desk_state.find_tickets(view, asked.path["label"])


def appointments(at: Services, _asked: Asked) -> Appointments:
    with at.look() as view:
        return desk_state.appointments(view)


ENDPOINTS = [
    Endpoint("GET", "/api/v1/counters", counters, "All counters", CounterList, who=STAFF),
    Endpoint(
        "GET",
        "/api/v1/counters/<int:counter>",
        counter,
        "A counter as its clerk sees it",
        CounterState,
        who=STAFF,
    ),
    Endpoint(
        "POST",
        "/api/v1/counters/<int:counter>/<verb>",
        do,
        "A clerk's command",
        CounterState,
        takes=CounterCommand,
        who=CLERK,
        keyed=True,
    ),
    Endpoint("GET", "/api/v1/desk", desk, "What a clerk chooses from", DeskAbout, who=STAFF),
    Endpoint(
        "GET",
        "/api/v1/labels/<label>",
        find,
        "Today's tickets whose number begins so",
        Found,
        who=STAFF,
    ),
    Endpoint(
        "GET",
        "/api/v1/appointments",
        appointments,
        "Booked times nobody has come for yet",
        Appointments,
        who=STAFF,
    ),
]
"""The clerks' part of the API."""
