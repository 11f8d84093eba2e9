"""How the agent reads what a page sends, and how it answers."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from flask import Response, request
from msgspec import Struct

from queue_server.messages import Problem

T = TypeVar("T", bound=Struct)


class Refused(Exception):
    """Answered as a problem document."""

    def __init__(self, code: str, status: int = 409) -> None:
        super().__init__(code)
        self.code, self.status = code, status


def body(kind: type[T]) -> T:
    """The message of a request. JSON is demanded by name, so that no foreign page can send it."""
    if request.mimetype != "application/json":
        raise Refused("not_json", 415)
    try:
        return msgspec.json.decode(request.get_data(), type=kind)
    except msgspec.MsgspecError as error:
        raise Refused("malformed", 400) from error


def as_json(value: object) -> Response:
    response = Response(msgspec.json.encode(value), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def problem(code: str, status: int, **about: int | str) -> Response:
    told = Problem(type="about:blank", title=code, status=status, code=code, about=dict(about))
    return Response(msgspec.json.encode(told), status, mimetype="application/problem+json")
