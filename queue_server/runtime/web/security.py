"""The security headers of every page, and the sink for the browsers' reports of violations."""

import json
import logging
import time
from collections.abc import Callable

from flask import Blueprint, Flask, Response, request

log = logging.getLogger(__name__)

# Trusted Types turn innerHTML into an error: no text of ours or a visitor's can become markup.
# 'self' in connect-src also covers the websocket of the same origin (CSP level 3).
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "report-uri /csp",
    )
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What a browser heeds of documents alone; a page of fifty files would carry them fifty times.
OF_DOCUMENTS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
NO_DOCUMENTS = {"text/javascript", "text/css", "font/woff2"}
LARGEST_REPORT = 16_384
LINES_A_MINUTE = 10  # anybody may report: enough to see what is wrong, too few to fill a disk
MINUTE_S = 60.0
_FIELDS = ("effective-directive", "violated-directive", "blocked-uri", "source-file", "line-number")


def add_headers(response: Response) -> Response:
    """Set what every response carries; pages are never stored, so a release shows at once."""
    of_this = {} if response.mimetype in NO_DOCUMENTS else OF_DOCUMENTS
    for name, value in (HEADERS | of_this).items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def protect(app: Flask, ticks: Callable[[], float] = time.monotonic) -> None:
    """Put the headers on all responses of an application and open its report sink `/csp`.

    ``ticks`` is a monotonic clock in seconds.
    """
    app.after_request(add_headers)
    app.register_blueprint(_reports(_Reports(ticks)))


class _Reports:
    """Writes reports to the log, a few each minute; the next minute says how many were left out."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._minute_began = float("-inf")
        self._written = 0
        self._left_out = 0

    def take(self, report: dict[str, str]) -> None:
        now = self._ticks()
        if now - self._minute_began >= MINUTE_S:
            if self._left_out:
                log.warning("content policy reports left out", extra={"left_out": self._left_out})
            self._minute_began, self._written, self._left_out = now, 0, 0
        if self._written >= LINES_A_MINUTE:
            self._left_out += 1
            return
        self._written += 1
        log.warning("content policy violated", extra=report)


def _reports(diary: _Reports) -> Blueprint:
    reports = Blueprint("csp", __name__)

    @reports.post("/csp")
    def receive() -> tuple[str, int]:
        request.max_content_length = LARGEST_REPORT
        diary.take(_told(request.get_data(cache=False)))
        return "", 204

    return reports


def _told(body: bytes) -> dict[str, str]:
    """The few fields worth a log line; a page's address may name a visit, so it is left out."""
    try:
        report = json.loads(body).get("csp-report", {})
        return {
            name.replace("-", "_"): str(report[name])[:200] for name in _FIELDS if name in report
        }
    except (ValueError, AttributeError, TypeError):
        return {"malformed": "yes"}
