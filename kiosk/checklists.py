"""The list of papers without a number, for who comes back another day. Paper is for everybody: the
kiosk prints one list in ten seconds and thirty in an hour.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from uuid import UUID

from msgspec import Struct

from kiosk.case import Case
from kiosk.clock import Clock
from kiosk.hall import Hall
from kiosk.jobs import Job
from kiosk.listing import compose_checklist
from kiosk.papers import CHECKLIST, Look
from kiosk.slips import Paper, Slips
from printer_drivers.receipt import to_json
from queue_server.messages import CentreAbout, Procedure

log = logging.getLogger(__name__)

PAUSE_S = 10.0  # who presses again and again gets one
HOUR_S = 3600.0
IN_AN_HOUR = 30  # some four metres of paper


class NotListed(Exception):
    """Nothing is printed; ``code`` says why and nothing was written."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Wish(Struct, frozen=True):
    """One press; ``id`` is the same however often it is sent."""

    id: UUID
    procedure: str
    language: str
    answers: dict[str, bool] = {}


class Checklists:
    """For any thread. ``trouble`` gives the code of what is wrong with the printer; ``woken`` is
    called after a list was queued.
    """

    def __init__(
        self,
        slips: Slips,
        hall: Hall,
        look: Look,
        clock: Clock,
        trouble: Callable[[], str | None],
    ) -> None:
        self._slips, self._hall, self._look, self._clock = slips, hall, look, clock
        self._trouble = trouble
        self._printed: deque[float] = deque(maxlen=IN_AN_HOUR)
        self._lock = threading.Lock()
        self.woken: Callable[[], None] = lambda: None

    def job(self, id: UUID) -> Job | None:
        """The paper of a press; None when there was none."""
        return self._slips.job(id)

    def print(self, wish: Wish) -> None:
        """Queue the list, once for each press. Raises ``NotListed`` or ``LedgerFailed``."""
        with self._lock:
            if self._slips.job(wish.id):
                return
            centre = self._hall.centre
            if centre is None:
                raise NotListed("no_centre")
            case = Case(_procedure(wish.procedure, centre), wish.answers)
            self._check()
            now = self._clock.now()
            receipt = compose_checklist(case, wish.language, centre, self._look, now)
            self._slips.take(Paper(wish.id, CHECKLIST, to_json(receipt), now, ordered=False))
            self._printed.append(self._clock.monotonic())
        log.info("checklist queued", extra={"procedure": wish.procedure})
        self.woken()

    def _check(self) -> None:
        """A list that would wait for the printer, or be one too many, is refused."""
        if self._trouble() is not None:
            raise NotListed("printer_not_ready")
        now = self._clock.monotonic()
        if self._printed and now - self._printed[-1] < PAUSE_S:
            raise NotListed("list_just_printed")
        if len(self._printed) == IN_AN_HOUR and now - self._printed[0] < HOUR_S:
            raise NotListed("lists_enough")


def _procedure(id: str, centre: CentreAbout) -> Procedure:
    found = next((one for one in centre.procedures if one.id == id), None)
    if found is None:
        raise NotListed("procedure_unknown")
    if not found.documents:
        raise NotListed("no_papers")
    return found
