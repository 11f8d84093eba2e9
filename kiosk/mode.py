"""What the kiosk does for visitors: it serves, it is out of service, or staff practise on it."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from kiosk.clock import Clock
from kiosk.hall import Hall
from kiosk.ledger import Ledger
from kiosk.ticket import local_day

log = logging.getLogger(__name__)

Mode = Literal["service", "practice", "out"]
CHOSEN = "mode"  # its place in the ledger's memory


class Chosen(Struct, frozen=True):
    """What staff chose; kept over a restart."""

    out: bool = False
    practising_since: dt.datetime | None = None


class Modes:
    """May be used from any thread; setters raise ``LedgerFailed``."""

    def __init__(self, ledger: Ledger, hall: Hall, clock: Clock) -> None:
        self._ledger, self._hall, self._clock = ledger, hall, clock
        self._chosen = ledger.recall(CHOSEN, Chosen) or Chosen()
        self._run_since: dt.datetime | None = None  # by the command line; not kept
        self._choosing = threading.Lock()

    @property
    def now(self) -> Mode:
        if self._chosen.out:
            return "out"
        return "practice" if self.practising else "service"

    @property
    def out(self) -> bool:
        return self._chosen.out

    @property
    def practising(self) -> bool:
        """Until the business day is over on which it began."""
        since, centre = self._run_since or self._chosen.practising_since, self._hall.centre
        if since is None or centre is None:
            return since is not None
        zone = centre.timezone
        return local_day(since, zone) == local_day(self._clock.now(), zone)

    def put_out(self, out: bool) -> None:
        with self._choosing:
            self._keep(replace(self._chosen, out=out))

    def practise(self, on: bool) -> None:
        with self._choosing:
            self._practise(self._clock.now() if on else None)

    def forget_the_past(self) -> None:
        """Practice whose day is over by the server's time, which was just heard, is over for good:
        a clock that is behind after a restart does not bring it back.
        """
        with self._choosing:
            if not self.practising and (self._chosen.practising_since or self._run_since):
                self._practise(None)

    def practise_this_run(self) -> None:
        """Practise until the day or this process is over: nothing is kept."""
        self._run_since = self._clock.now()

    def _practise(self, since: dt.datetime | None) -> None:
        self._keep(replace(self._chosen, practising_since=since))
        self._run_since = None
        self._hall.touch()

    def _keep(self, chosen: Chosen) -> None:
        self._ledger.remember(CHOSEN, chosen)
        self._chosen = chosen
        log.info("mode chosen", extra={"mode": self.now})
        self._hall.touch()
