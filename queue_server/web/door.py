"""The one door of the API: who may come in, what they may bring, and how a refusal is said.

Each module of this package lists its endpoints as data; this module turns the list into routes. So
roles, limits, decoding and errors are enforced in one place, and the OpenAPI document cannot say
anything else than what is served.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from flask import Blueprint, Response, request
from msgspec import Struct

from ..domain.errors import Invalid, NotAllowed, SignedOut
from ..domain.journal import Actor
from .guard import Guard
from .services import Services

LARGEST_BODY = 65_536


class Who(Struct, frozen=True):
    """Who may use an endpoint: kinds of devices, roles of staff, or everybody."""

    devices: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()

    @property
    def everybody(self) -> bool:
        return not self.devices and not self.roles


EVERYBODY = Who()


class Caller(Struct, frozen=True):
    """Who is asking: a device, a member of staff, or (neither) anybody."""

    device: str | None = None
    kind: str | None = None
    staff: str | None = None
    name: str = ""
    roles: frozenset[str] = frozenset()

    def actor(self, counter: int | None = None) -> Actor:
        """As the journal names them."""
        if self.device:
            return Actor(f"device:{self.device}", counter)
        return Actor(f"staff:{self.staff}" if self.staff else "anybody", counter)


class Asked(Struct, frozen=True):
    """One request, understood: the caller, the decoded body, the path, the idempotency key."""

    caller: Caller
    body: Any
    path: dict[str, Any]
    key: str | None
    fingerprint: str


class Endpoint(Struct, frozen=True):
    """One method of one path. ``takes`` and ``gives`` are message types of the wire contract."""

    method: str
    path: str
    does: Callable[[Services, Asked], Any]
    about: str
    gives: Any
    takes: Any = None
    who: Who = EVERYBODY
    keyed: bool = False
    limit: str | None = None


def open_door(endpoints: list[Endpoint], at: Services) -> Blueprint:
    """The blueprint that serves the endpoints."""
    door = Blueprint("api", __name__)
    for endpoint in endpoints:
        door.add_url_rule(
            endpoint.path,
            endpoint=f"{endpoint.method} {endpoint.path}".replace(".", "_"),
            view_func=_view(endpoint, at),
            methods=[endpoint.method],
        )
    return door


def _view(endpoint: Endpoint, at: Services) -> Callable[..., Response]:
    decoder = msgspec.json.Decoder(endpoint.takes) if endpoint.takes else None
    encode = msgspec.json.Encoder().encode

    def view(**path: Any) -> Response:
        if endpoint.limit:
            at.guard.limit(endpoint.limit, request.remote_addr or "")
        caller = _admit(endpoint.who, at.guard)
        raw = request.get_data(cache=False)
        asked = Asked(
            caller=caller,
            body=_body(decoder, raw),
            path=path,
            key=_key() if endpoint.keyed else None,
            fingerprint=_fingerprint(raw) if endpoint.keyed else "",
        )
        answer = endpoint.does(at, asked)
        if isinstance(answer, Response):
            return answer
        return Response(encode(answer), mimetype="application/json")

    return view


def _admit(who: Who, guard: Guard) -> Caller:
    if who.everybody:
        return Caller()
    authorization = request.headers.get("Authorization", "")
    if authorization.startswith("Bearer "):
        device = guard.device(authorization[7:])
        if device.kind not in who.devices:
            raise NotAllowed("not_allowed")
        return Caller(device=device.device, kind=device.kind, name=device.name)
    member = guard.member(request.cookies.get(guard.cookie))
    if member is None:
        raise SignedOut("signed_out" if who.roles else "token_unknown")
    if not (member.roles & who.roles):
        raise NotAllowed("not_allowed")
    return Caller(staff=member.staff, name=member.name, roles=member.roles)


def _body(decoder: msgspec.json.Decoder[Any] | None, raw: bytes) -> Any:
    if decoder is None:
        return None
    if request.mimetype != "application/json":
        raise Invalid("json_expected")
    try:
        return decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid("invalid", what=str(error)) from None


def _fingerprint(raw: bytes) -> str:
    """What the same idempotency key must come with again."""
    return sha256(request.path.encode() + b"\0" + raw).hexdigest()


def _key() -> str:
    try:
        return str(UUID(request.headers["Idempotency-Key"]))
    except (KeyError, ValueError):
        raise Invalid("idempotency_key_missing") from None
