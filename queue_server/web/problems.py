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


class Problems:
    """Turns errors into answers; ``words`` are the sentences for people."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def answer(self, status: int, code: str, about: dict[str, About] | None = None) -> Response:
        """A problem document in the language of the request being answered."""
        language = request.args.get("lang") or negotiate(request.headers.get("Accept-Language"))
        problem = Problem(
            type=f"urn:motcua:problem:{code}",
            title=self._words.text(language, f"problem.{code}", **(about or {})),
            status=status,
            code=code,
            about=about or {},
        )
        return Response(
            msgspec.json.encode(problem), status=status, mimetype="application/problem+json"
        )

    def ours(self, error: MotcuaError) -> Response:
        response = self.answer(status_of(error), error.code, error.about)
        if isinstance(error, Busy):
            response.headers["Retry-After"] = str(RETRY_AFTER_S)
        return response

    def too_many(self, error: TooMany) -> Response:
        response = self.answer(429, "too_many_requests")
        response.headers["Retry-After"] = str(error.retry_after_s)
        return response

    def http(self, error: HTTPException) -> Response:
        status = error.code or 500
        response = self.answer(status, _HTTP_CODES.get(status, "invalid"))
        for name, value in error.get_headers():
            if name == "Allow":
                response.headers[name] = value
        return response

    def unforeseen(self, error: Exception) -> Response:
        log.error("request failed", exc_info=error, extra={"path": request.path})
        return self.answer(500, "internal")


def explain_errors(app: Flask, words: Words) -> None:
    """Make the application answer every error with a problem document."""
    problems = Problems(words)
    app.register_error_handler(MotcuaError, problems.ours)
    app.register_error_handler(TooMany, problems.too_many)
    app.register_error_handler(HTTPException, problems.http)
    app.register_error_handler(Exception, problems.unforeseen)


def status_of(error: MotcuaError) -> int:
    """The HTTP status of one of our errors."""
    return next(status for kind, status in STATUS.items() if isinstance(error, kind))
