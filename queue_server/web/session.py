"""Signing in and out."""

from __future__ import annotations

from flask import Response, request

from ..domain.errors import Refused
from ..messages import SignedIn, SignIn, encode
from ..store import staff
from ..use_cases import administering
from .door import Asked, Caller, Endpoint, Who
from .guard import COOKIE
from .services import Services

STAFF = Who(roles=frozenset({"clerk", "manager", "reception", "admin"}))


def sign_in(at: Services, asked: Asked) -> Response:
    at.guard.limit("name", asked.body.name)
    with at.look() as view:
        member = staff.find(view, asked.body.name)
    right = at.offload(administering.password_matches, member, asked.body.password)
    if member is None or not right:
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


def sign_out(at: Services, asked: Asked) -> Response:
    token = request.cookies.get(COOKIE, "")
    at.write(administering.sign_out, asked.caller.actor(), token)
    at.guard.forget(token)
    response = Response(status=204)
    response.delete_cookie(COOKIE)
    return response


def me(at: Services, asked: Asked) -> SignedIn:
    return signed_in(asked.caller)


def signed_in(caller: Caller) -> SignedIn:
    """The session as the pages know it."""
    return SignedIn(caller.staff or "", caller.name, sorted(caller.roles))


ENDPOINTS = [
    Endpoint(
        "POST",
        "/api/v1/sign-in",
        sign_in,
        "Open a session",
        SignedIn,
        takes=SignIn,
        limit="password",
    ),
    Endpoint("POST", "/api/v1/sign-out", sign_out, "End the session", None, who=STAFF),
    Endpoint("GET", "/api/v1/me", me, "Who is signed in", SignedIn, who=STAFF),
]
"""The staff's way in and out."""
