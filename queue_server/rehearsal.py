"""The voice says the numbers of those who wait before they are called, to nobody.

What an engine speaks for the first time takes it some tenths of a second, on a busy machine a whole
one, and a call must be heard at once. So the sound of each number is made while its visitor waits.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from .domain import numbering
from .domain.centre import Centre
from .domain.ticket import Ticket
from .runtime.parallel import Parallel
from .use_cases.hall import look
from .web.services import Services

log = logging.getLogger(__name__)

LOOK_S = 1.0
FIRST = 3  # who wait come before the words of all calls, which a slow engine takes long to say
RESTS = 3  # times as long as a sound took: after an hour without server hundreds come at once

Rehearsed = tuple[str, int]
"""A number and a counter."""

Prepare = Callable[[str, int], object]
"""Makes the sound of a number called to a counter, and keeps its parts; may block."""


class Rehearsal:
    """Looks every second who waits, and has one sound made after the other: always that of whoever
    is called soonest, also of hundreds behind a restart.
    """

    def __init__(self, services: Services, prepare: Prepare, parallel: Parallel) -> None:
        self._services, self._prepare, self._parallel = services, prepare, parallel
        self._running = True
        self._works = True
        self._seen = -1
        self._made: set[Rehearsed] = set()
        parallel.spawn(self._run)

    def close(self) -> None:
        self._running = False

    def _run(self) -> None:
        while self._running:
            try:
                while self._running and (call := self._next()) is not None:
                    self._make(call)
                self._works = True
            except Exception:  # then calls are spoken when they come, as far as that goes
                if self._works:
                    log.exception("numbers not rehearsed")
                self._works = False
            self._parallel.sleep(LOOK_S)

    def _next(self) -> Rehearsed | None:
        """What is still to be made: who is called next, the words of all calls, the others."""
        with self._services.look() as view:
            revision = view.head.revision
            if revision == self._seen:
                return None
            hall = look(view)
        soonest = sorted(hall.waiting, key=lambda one: (hall.rule.turn(one), one.seq))
        waiting = [(one.label, _counter(hall.centre, one)) for one in soonest]
        wanted = [*waiting[:FIRST], *_everywhere(hall.centre), *waiting[FIRST:]]
        self._made &= set(wanted)
        found = next((call for call in wanted if call not in self._made), None)
        if found is None:
            self._seen = revision
        return found

    def _make(self, call: Rehearsed) -> None:
        started = time.monotonic()
        self._parallel.offload(self._prepare, *call)
        self._made.add(call)
        self._parallel.sleep(RESTS * (time.monotonic() - started))


def _everywhere(centre: Centre) -> list[Rehearsed]:
    """A call to each counter: the words that all calls have."""
    number = numbering.label(centre.services[0].prefix, 1)
    return [(number, counter.number) for counter in centre.counters]


def _counter(centre: Centre, ticket: Ticket) -> int:
    """One that may call the ticket; which one changes but the last word of the call."""
    serving = [one.number for one in centre.counters if ticket.service in one.services]
    return min(serving, default=1)
