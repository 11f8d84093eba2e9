"""What the endpoints of one centre work with, handed over by the composition root."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from msgspec import Struct

from ..domain.journal import Actor
from ..runtime.i18n import Words
from ..store import Store, View, Written
from ..store.store import Key, UseCase
from ..use_cases.hall import Hall, look
from .guard import Guard

C = TypeVar("C")
R = TypeVar("R")

MOST_OF_TIME = 0.05
"""Looking at the hall takes about this share of the time at most …"""

OLDEST_S = 1.0
"""… unless one look takes so long that the answer would be older than this."""


class Halls:
    """The hall as of a moment ago: looked at again as soon as its price allows.

    A look at a ward's hall takes a millisecond, so the answer is practically fresh; with a thousand
    people waiting it is a little older, and issuing tickets stays as quick as ever.
    """

    def __init__(self, look_now: Callable[[], Hall], ticks: Callable[[], float]) -> None:
        self._look = look_now
        self._ticks = ticks
        self._hall: Hall | None = None
        self._fresh_until = 0.0

    def now(self) -> Hall:
        started = self._ticks()
        if self._hall is None or started >= self._fresh_until:
            self._hall = self._look()
            ended = self._ticks()
            self._fresh_until = ended + min((ended - started) / MOST_OF_TIME, OLDEST_S)
        return self._hall


class Ways(Struct, frozen=True):
    """What a process brings along: its words, and how slow arithmetic lets other requests go on.

    ``ticks`` is a monotonic clock in seconds.
    """

    words: Words
    offload: Callable[..., Any]
    ticks: Callable[[], float] = time.monotonic


class Services:
    """One centre's store, its news, its hall, its words, and who is known here."""

    def __init__(
        self,
        store: Store,
        centre: str,
        publish: Callable[[Written[object]], None],
        ways: Ways,
    ) -> None:
        self.store = store
        self.centre = centre
        self._publish = publish
        self.words = ways.words
        self.offload = ways.offload
        self.guard = Guard(store, centre, ways.ticks)
        self.halls = Halls(self._look, ways.ticks)

    def write(
        self, use_case: UseCase[C, R], actor: Actor, command: C, key: Key | None = None
    ) -> Written[R]:
        """Run a use case, then tell everybody what it changed; never before the commit."""
        written = self.store.write(self.centre, use_case, actor, command, key)
        if written.changed:
            self._publish(written)  # type: ignore[arg-type]  # publishing does not mind the result
        return written

    def look(self) -> AbstractContextManager[View]:
        """A consistent look at the centre."""
        return self.store.read(self.centre)

    def _look(self) -> Hall:
        with self.look() as view:
            return look(view)
