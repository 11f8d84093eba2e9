"""Recognising devices and staff, and slowing down those who try too often."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

from ..domain.errors import SignedOut
from ..store import Store, View, devices, staff
from ..use_cases.administering import digest

KNOWN_FOR_S = 3.0
"""How long a recognition is believed: a revoked device is out after that."""

MOST_REMEMBERED = 10_000

COOKIE = "motcua_session"

R = TypeVar("R")


class TooMany(Exception):
    """Too many tries from one place; ``retry_after_s`` says when to come again."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s


class Limit(Struct, frozen=True):
    """A bucket of ``burst`` tries that refills with ``per_minute``."""

    burst: int
    per_minute: float


LIMITS = {
    "password": Limit(burst=10, per_minute=10),
    "name": Limit(burst=20, per_minute=20),
    "code": Limit(burst=10, per_minute=10),
    "public": Limit(burst=200, per_minute=6_000),
    "site": Limit(burst=30, per_minute=120),
}


class Guard:
    """Knows the devices and staff of one centre. ``ticks`` is a monotonic clock in seconds."""

    cookie = COOKIE

    def __init__(
        self, store: Store, centre: str, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._centre = centre
        self._ticks = ticks
        self._devices: dict[str, tuple[float, devices.Device | None]] = {}
        self._members: dict[str, tuple[float, staff.Member | None]] = {}
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}

    def device(self, token: str) -> devices.Device:
        """The device of a token; raises ``SignedOut`` for unknown and revoked ones."""
        device = self._recall(self._devices, digest(token), devices.by_token)
        if device is None or device.revoked_at is not None:
            raise SignedOut("token_unknown")
        return device

    def member(self, token: str | None) -> staff.Member | None:
        """Who is signed in with that session token, if anybody."""
        if not token:
            return None
        return self._recall(self._members, digest(token), staff.by_session)

    def forget(self, token: str) -> None:
        """A session has just ended."""
        self._members.pop(digest(token), None)

    def limit(self, kind: str, address: str) -> None:
        """Count a try from an address (or at a name); ``TooMany`` when its bucket is empty."""
        rule, now = LIMITS[kind], self._ticks()
        left, since = self._buckets.get((kind, address), (float(rule.burst), now))
        left = min(rule.burst, left + (now - since) * rule.per_minute / 60)
        if left < 1:
            raise TooMany(retry_after_s=int((1 - left) * 60 / rule.per_minute) + 1)
        self._buckets.pop((kind, address), None)  # the most recent stand last
        _make_room(self._buckets)
        self._buckets[kind, address] = (left - 1, now)

    def _recall(
        self,
        known: dict[str, tuple[float, R | None]],
        hashed: str,
        look_up: Callable[[View, str], R | None],
    ) -> R | None:
        now = self._ticks()
        at, found = known.get(hashed, (None, None))
        if at is not None and now - at < KNOWN_FOR_S:
            return found
        with self._store.read(self._centre) as view:
            found = look_up(view, hashed)
        _make_room(known)
        known[hashed] = (now, found)
        return found


def _make_room(
    remembered: dict[R, tuple[float, float]] | dict[str, tuple[float, R | None]],
) -> None:
    """Nobody can fill the memory by trying: when too many are remembered, the oldest go."""
    while len(remembered) >= MOST_REMEMBERED:
        del remembered[next(iter(remembered))]  # type: ignore[arg-type]
