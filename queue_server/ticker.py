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
from .use_cases import closing, opening, passing
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
        self._works = True
        self._seen = -1
        self._due: dt.datetime | None = None
        self._tidied: dt.date | None = None
        self._chores: list[Chore] = [
            Chore(self._pass_time, TICK_S),
            Chore(self._note_presence, PRESENCE_GAP_S),
            Chore(self._end_day, DAY_GAP_S),
        ]
        parallel.spawn(self._run)

    def close(self) -> None:
        self._running = False

    def _run(self) -> None:
        while self._running:
            try:
                for chore in self._chores:
                    chore.do_when_due()
                self._works = True
            except Exception:  # a database out of reach now will be in reach again
                if self._works:
                    log.exception("what time brings was not done")
                self._works = False
            self._parallel.sleep(TICK_S)

    def _pass_time(self) -> None:
        """The hall is looked at only when it has changed or something in it is due."""
        with self._services.look() as view:
            now = view.now
            if view.head.revision != self._seen:
                self._due = passing.next_due(view)
                self._seen = view.head.revision
        if self._due is not None and self._due <= now:
            self._seen = -1
            self._services.write(passing.pass_time, SERVER, None)

    def _note_presence(self) -> None:
        here = self._push.clerks()
        if here:
            self._services.write(opening.note_presence, SERVER, here)

    def _end_day(self) -> None:
        with self._services.look() as view:
            day, due = view.day, closing.due(view)
        if due:
            self._services.write(closing.close_day, SERVER, None)
        if day != self._tidied:
            self._services.write(closing.tidy, SERVER, None)
        self._tidied = day


class Chore:
    """Something done again and again, at most so often."""

    def __init__(self, does: Callable[[], None], gap_s: float) -> None:
        self._does = does
        self._gap_s = gap_s
        self._next = 0.0

    def do_when_due(self) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + self._gap_s
            self._does()
