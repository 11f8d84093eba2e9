"""That a thread goes round: it says so itself, and whoever wants to know counts the seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable

# The longest honest round is a print under way (60 s) with what is tidied behind it, or a catalogue
# fetched over a bad line (20 s, tried twice). Twice that long is no work any more.
STUCK_S = 120.0


class Rounds:
    """The rounds of ``thread``, on the clock ``monotonic`` (seconds)."""

    def __init__(self, thread: threading.Thread, monotonic: Callable[[], float]) -> None:
        self._thread, self._monotonic = thread, monotonic
        self._at = monotonic()

    def turn(self) -> None:
        """The thread is at work: called by itself, at least once a round."""
        self._at = self._monotonic()

    def go_on(self) -> bool:
        """Whether the thread lives and has turned within ``STUCK_S`` seconds."""
        return self._thread.is_alive() and self._monotonic() - self._at <= STUCK_S
