"""Signing in, and what a clerk does at a counter."""

from __future__ import annotations

from flask import Response, request

from ..domain.errors import NotFound, Refused
from ..messages import (
    CounterCommand,
    CounterList,
    CounterState,
    SignedIn,
    SignIn,
    encode,
)
from ..store import staff
from ..store.store import Key
from ..use_cases import administering, overseeing
from ..use_cases.calling import VERBS, AtCounter
from .door import EVERYBODY, Asked, Caller, Endpoint, Who
from .guard import COOKIE, Guard
from .services import Services

CLERK = Who(roles=frozenset({"clerk"}))
STAFF = Who(roles=frozenset({"clerk", "manager", "reception", "admin"}))


def endpoints(at: Services, guard: Guard) -> list[Endpoint]:
    """The staff's part of the API."""

    def counters(_asked: Asked) -> CounterList:
        with at.look() as view:
            return CounterList(overseeing.counter_summaries(view))

    def counter(asked: Asked) -> CounterState:
        with at.look() as view:
            return overseeing.counter_state(view, asked.path["counter"])

    def do(asked: Asked) -> CounterState:
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
        return counter(asked)

    return [
        *_session_endpoints(at, guard),
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


def _session_endpoints(at: Services, guard: Guard) -> list[Endpoint]:
    def sign_in(asked: Asked) -> Response:
        with at.look() as view:
            member = staff.find(view, asked.body.name)
        if not administering.password_matches(member, asked.body.password) or member is None:
            raise Refused("wrong_password")
        caller = Caller(staff=member.staff, name=member.name, roles=member.roles)
        token = at.write(administering.sign_in, caller.actor(), member.staff).result
        response = Response(encode(signed_in(caller)), mimetype="application/json")
        response.set_cookie(
            COOKIE,
            token,
            max_age=int(administering.SESSION_LIVES.total_seconds()),
            httponly=True,
            secure=request.is_secure,
            samesite="Strict",
        )
        return response

    def sign_out(asked: Asked) -> Response:
        token = request.cookies.get(COOKIE, "")
        at.write(administering.sign_out, asked.caller.actor(), token)
        guard.forget(token)
        response = Response(status=204)
        response.delete_cookie(COOKIE)
        return response

    def me(asked: Asked) -> SignedIn:
        return signed_in(asked.caller)

    return [
        Endpoint(
            "POST",
            "/api/v1/sign-in",
            sign_in,
            "Open a session",
            SignedIn,
            takes=SignIn,
            who=EVERYBODY,
            limit="password",
        ),
        Endpoint("POST", "/api/v1/sign-out", sign_out, "End the session", None, who=STAFF),
        Endpoint("GET", "/api/v1/me", me, "Who is signed in", SignedIn, who=STAFF),
    ]


def signed_in(caller: Caller) -> SignedIn:
    """The session as the pages know it."""
    return SignedIn(caller.staff or "", caller.name, sorted(caller.roles))
