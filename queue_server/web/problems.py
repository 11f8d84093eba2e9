"""Every error as problem+json (RFC 9457), in the caller's language."""

from __future__ import annotations

import logging

import msgspec
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from ..domain.errors import (
    About,
    Busy,
    Invalid,
    MotcuaError,
    NotAllowed,
    NotFound,
    Refused,
    SignedOut,
)
from ..messages import Problem
from ..runtime.i18n import Words, negotiate
from .guard import TooMany

log = logging.getLogger(__name__)

STATUS = {Invalid: 400, SignedOut: 401, NotAllowed: 403, NotFound: 404, Refused: 409, Busy: 503}
RETRY_AFTER_S = 1

_HTTP_CODES = {
    400: "invalid",
    404: "not_found",
    405: "method_unknown",
    413: "body_too_large",
    415: "json_expected",
    429: "too_many_requests",
}


def explain_errors(app: Flask, words: Words) -> None:
    """Make the application answer every error with a problem document."""

    def answer(status: int, code: str, about: dict[str, About] | None = None) -> Response:
        language = request.args.get("lang") or negotiate(request.headers.get("Accept-Language"))
        known = f"problem.{code}"
        values = {name: value for name, value in (about or {}).items()}
        problem = Problem(
            type=f"urn:motcua:problem:{code}",
            title=words.text(language, known, **values),
            status=status,
            code=code,
            about=values,
        )
        return Response(
            msgspec.json.encode(problem), status=status, mimetype="application/problem+json"
        )

    @app.errorhandler(MotcuaError)
    def ours(error: MotcuaError) -> Response:
        response = answer(_status(error), error.code, error.about)
        if isinstance(error, Busy):
            response.headers["Retry-After"] = str(RETRY_AFTER_S)
        return response

    @app.errorhandler(TooMany)
    def too_many(error: TooMany) -> Response:
        response = answer(429, "too_many_requests")
        response.headers["Retry-After"] = str(error.retry_after_s)
        return response

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        response = answer(
            status, _HTTP_CODES.get(status, "invalid" if status < 500 else "internal")
        )
        for name, value in error.get_headers():
            if name == "Allow":
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        log.exception("request failed", extra={"path": request.path})
        return answer(500, "internal")


def _status(error: MotcuaError) -> int:
    return next(status for kind, status in STATUS.items() if isinstance(error, kind))
