"""The open staff mode: one session at a time, known by a token that is in memory alone."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Callable

from kiosk.lock import Lock

IDLE_S = 60.0  # a clerk who was called away must not leave the menu to visitors


class NotStaff(Exception):
    """The token opens nothing: the session is over, or never was."""


class Session:
    """May be used from any thread."""

    def __init__(self, lock: Lock, monotonic: Callable[[], float]) -> None:
        self._lock, self._monotonic = lock, monotonic
        self._state = threading.Lock()
        self._token: str | None = None
        self._touched = 0.0

    def enter(self, pin: str) -> str:
        """A token; the one before it is worthless. Raises as ``Lock.open``."""
        self._lock.open(pin)
        token = secrets.token_urlsafe(32)
        with self._state:
            self._token, self._touched = token, self._monotonic()
        return token

    def check(self, token: str, *, touched: bool) -> None:
        """``touched``: somebody is there, so that the time begins anew. Raises ``NotStaff``."""
        with self._state:
            now = self._monotonic()
            if not _same(self._token, token) or now - self._touched >= IDLE_S:
                raise NotStaff
            if touched:
                self._touched = now

    def leave(self) -> None:
        with self._state:
            self._token = None


def _same(known: str | None, shown: str) -> bool:
    """As bytes: a header may hold letters that could not be compared as text."""
    return known is not None and hmac.compare_digest(known.encode(), shown.encode())
