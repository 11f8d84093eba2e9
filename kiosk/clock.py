"""The kiosk's clock, put right by the server's while it is known."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable

TOLERATED_S = 2.0  # below it a correction would only shuffle times, not mend them
SLOWEST_S = 2.0  # an answer slower than this says too little about the time
# A machine that comes up earlier than it was has lost its clock, so it was switched off: for longer
# than anybody waits for paper, and nobody knows how much longer.
WAS_OFF = dt.timedelta(seconds=150)


def ticks() -> float:
    """Seconds that no clock setting moves and that go on while the machine sleeps.

    ``time.monotonic`` stands still meanwhile on Linux; elsewhere it is the best there is.
    """
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Clock:
    """Aware UTC. Once the server was heard, time runs from there on the monotonic clock, so that
    neither a wrong battery clock nor a jump by a time service moves the tickets of the day. Before,
    time goes on behind ``known``, a moment that has certainly been: a kiosk that comes up years
    behind still has the numbers of its day.
    """

    def __init__(
        self,
        wall: Callable[[], dt.datetime],
        monotonic: Callable[[], float],
        known: dt.datetime | None = None,
    ) -> None:
        self._wall, self.monotonic = wall, monotonic
        self._lock = threading.Lock()
        self._heard: tuple[dt.datetime, float] | None = None
        behind = known is not None and wall() < known
        self._least = (known + WAS_OFF, monotonic()) if known and behind else None

    def now(self) -> dt.datetime:
        with self._lock:
            heard = self._heard
        wall = self._wall()
        if heard is None:
            return max(wall, self._since(self._least)) if self._least else wall
        corrected = self._since(heard)
        return wall if abs((corrected - wall).total_seconds()) < TOLERATED_S else corrected

    def _since(self, moment: tuple[dt.datetime, float]) -> dt.datetime:
        at, ticks_then = moment
        return at + dt.timedelta(seconds=self.monotonic() - ticks_then)

    def hear(self, server_time: dt.datetime, asked: float, answered: float) -> None:
        """Learn from one exchange that began and ended at these monotonic times (seconds)."""
        if answered - asked <= SLOWEST_S:
            with self._lock:
                self._heard = (server_time, (asked + answered) / 2)

    def offset_s(self) -> float:
        """How far this machine's own clock is behind the time in use, in seconds."""
        return (self.now() - self._wall()).total_seconds()
