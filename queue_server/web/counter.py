"""What a clerk does at a counter."""

from __future__ import annotations

from ..domain.errors import NotFound
from ..messages import (
    CounterCommand,
    CounterList,
    CounterState,
)
from ..store.store import Key
from ..use_cases import overseeing
from ..use_cases.calling import VERBS, AtCounter
from .door import Asked, Endpoint, Who
from .services import Services
from .session import STAFF

CLERK = Who(roles=frozenset({"clerk"}))


def counters(at: Services, _asked: Asked) -> CounterList:
    with at.look() as view:
        return CounterList(overseeing.counter_summaries(view))


def counter(at: Services, asked: Asked) -> CounterState:
    with at.look() as view:
        return overseeing.counter_state(view, asked.path["counter"])


def do(at: Services, asked: Asked) -> CounterState:
    verb, number = asked.path["verb"], asked.path["counter"]
    if verb not in VERBS:
        raise NotFound("unknown_verb", verb=verb)
    caller, body = asked.caller, asked.body
    command = AtCounter(
        counter=number,
        clerk=caller.staff or "",
        ticket=str(body.ticket) if body.ticket else None,
        version=body.version,
        outcome=body.outcome,
        reason=body.reason,
    )
    key = Key(f"{caller.staff}:{asked.key}", asked.fingerprint)
    at.write(VERBS[verb], caller.actor(number), command, key)
    return counter(at, asked)


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
]
"""The clerks' part of the API."""
