"""Who may talk to the agent: the browser of this machine, on the pages this agent gave it.

A page of a foreign site cannot reach the agent under a name of its own (DNS rebinding), because the
Host must be one of ours, and cannot send commands, because their Origin must be our own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, abort, request

OURSELVES = ("127.0.0.1", "localhost", "::1")
SAFE = ("GET", "HEAD", "OPTIONS")
REPORTS = ("/csp", "/api/fault")
REPORTS_AT_ONCE = 10  # a fault says the same many times; the log of the kiosk is small
REPORT_EVERY_S = 30.0


class Bucket:
    """Lets ``size`` pass at once and one more after each ``every_s`` seconds of ``clock``."""

    def __init__(self, size: int, every_s: float, clock: Callable[[], float]) -> None:
        self._size, self._every_s, self._clock = size, every_s, clock
        self._full, self._at = float(size), clock()
        self._lock = threading.Lock()

    def take(self) -> bool:
        with self._lock:
            now = self._clock()
            self._full = min(self._size, self._full + (now - self._at) / self._every_s)
            self._at = now
            if self._full < 1:
                return False
            self._full -= 1
            return True


def guard(app: Flask, host: str, clock: Callable[[], float]) -> None:
    """Turn foreign requests away with 400 and 403, and too many reports of faults with 429."""
    hosts = {*OURSELVES, host.strip("[]").lower()}
    reports = Bucket(REPORTS_AT_ONCE, REPORT_EVERY_S, clock)

    @app.before_request
    def turn_away() -> None:
        if _name(request.host) not in hosts:
            abort(400)
        origin = request.headers.get("Origin")
        if request.method not in SAFE and origin not in (None, request.host_url.rstrip("/")):
            abort(403)
        if request.path in REPORTS and not reports.take():
            abort(429)


def _name(host: str) -> str | None:
    """The name in a Host header, without the port."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
