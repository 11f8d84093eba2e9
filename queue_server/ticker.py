"""The server's own doings: what time brings about, who is there, the end of the day.

Every server of a centre has a ticker; what is due is found by looking and done under the lock, so
that several of them do it once.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable

from .domain.journal import Actor
from .push import Push
from .runtime.parallel import Parallel
from .store import View
from .store.store import UseCase
from .use_cases import broadcasting, closing, passing, presence
from .web.services import Services

log = logging.getLogger(__name__)

TICK_S = 0.5
PRESENCE_GAP_S = 5.0
DAY_GAP_S = 30.0
SERVER = Actor("server")


class Ticker:
    """Looks every half second whether anything is due; what fails is tried again."""

    def __init__(self, services: Services, push: Push, parallel: Parallel) -> None:
        self._services = services
        self._push = push
        self._parallel = parallel
        self._running = True
        self._restarted = False
        self._tidied: dt.date | None = None
        self._chores: list[Chore] = [
            Chore("end of day", self._end_day, DAY_GAP_S),
            Chore("presence", self._note_presence, PRESENCE_GAP_S),
            Chore("time", Due(services, passing.next_due, passing.pass_time), TICK_S),
            Chore("said", Due(services, broadcasting.next_due, broadcasting.say_again), TICK_S),
        ]
        parallel.spawn(self._run)

    def close(self) -> None:
        self._running = False

    def _run(self) -> None:
        while self._running:
            for chore in self._chores:
                chore.do_when_due()
            self._parallel.sleep(TICK_S)

    def _note_presence(self) -> None:
        if not self._restarted:
            self._services.write(presence.note_restart, SERVER, None)
            self._restarted = True
        here = self._push.clerks()
        if here:
            self._services.write(presence.note_presence, SERVER, here)

    def _end_day(self) -> None:
        with self._services.look() as view:
            day, due = view.day, closing.due(view)
        if due:
            self._services.write(closing.close_day, SERVER, None)
        if day != self._tidied:
            self._services.write(closing.tidy, SERVER, None)
        self._tidied = day


class Due:
    """Something that time alone brings about.

    The hall is looked at only when it has changed, something in it is due, or the clock was set
    back.
    """

    def __init__(
        self,
        services: Services,
        next_due: Callable[[View], dt.datetime | None],
        do: UseCase[None, int],
    ) -> None:
        self._services, self._next_due, self._do = services, next_due, do
        self._seen, self._seen_at = -1, dt.datetime.max.replace(tzinfo=dt.UTC)
        self._due: dt.datetime | None = None

    def __call__(self) -> None:
        """Do it if it is due."""
        with self._services.look() as view:
            now = view.now
            if view.head.revision != self._seen or now < self._seen_at:
                self._due = self._next_due(view)
                self._seen = view.head.revision
            self._seen_at = now
        if self._due is not None and self._due <= now:
            self._seen = -1
            self._services.write(self._do, SERVER, None)


class Chore:
    """Something done again and again, at most so often; what fails is tried again.

    That it fails is logged once, and once that it works again.
    """

    def __init__(self, name: str, does: Callable[[], None], gap_s: float) -> None:
        self._name = name
        self._does = does
        self._gap_s = gap_s
        self._next = 0.0
        self._works = True

    def do_when_due(self) -> None:
        """Do it if it has not just been done; never raises."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + self._gap_s
        try:
            self._does()
        except Exception:  # a database out of reach now will be in reach again
            if self._works:
                log.exception("chore not done", extra={"chore": self._name})
            self._works = False
            return
        if not self._works:
            log.info("chore done again", extra={"chore": self._name})
        self._works = True
