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
RESTS = 3  # times as long as a sound took: after an hour without server hundreds come at once

Prepare = Callable[[str, int], object]
"""Makes the sound of a number called to a counter, and keeps its parts; may block."""


class Rehearsal:
    """Looks every second who waits, and has one sound made after the other."""

    def __init__(self, services: Services, prepare: Prepare, parallel: Parallel) -> None:
        self._services, self._prepare, self._parallel = services, prepare, parallel
        self._running = True
        self._works = True
        self._seen = -1
        self._made: set[tuple[str, int]] = set()
        parallel.spawn(self._run)

    def close(self) -> None:
        self._running = False

    def _run(self) -> None:
        while self._running:
            try:
                self._rehearse()
                self._works = True
            except Exception:  # then calls are spoken when they come, as far as that goes
                if self._works:
                    log.exception("numbers not rehearsed")
                self._works = False
            self._parallel.sleep(LOOK_S)

    def _rehearse(self) -> None:
        with self._services.look() as view:
            revision = view.head.revision
            if revision == self._seen:
                return
            wanted = [(one.label, _counter(view.centre, one)) for one in look(view).waiting]
            wanted += _everywhere(view.centre)
        self._made &= set(wanted)
        for call in wanted:
            if self._running and call not in self._made:
                started = time.monotonic()
                self._parallel.offload(self._prepare, *call)
                self._made.add(call)
                self._parallel.sleep(RESTS * (time.monotonic() - started))
        self._seen = revision


def _everywhere(centre: Centre) -> list[tuple[str, int]]:
    """A call to each counter: the words that all calls have."""
    number = numbering.label(centre.services[0].prefix, 1)
    return [(number, counter.number) for counter in centre.counters]


def _counter(centre: Centre, ticket: Ticket) -> int:
    """One that may call the ticket; which one changes but the last word of the call."""
    serving = [one.number for one in centre.counters if ticket.service in one.services]
    return min(serving, default=1)
