"""The time a printer's owner lives in, handed in: days of faults fit into seconds of tests."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Time to wait by, and time to tell people."""

    def monotonic(self) -> float:
        """Seconds that never go back; only differences mean anything."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass."""
        ...

    def now(self) -> datetime:
        """Aware UTC, for ``last_seen``."""
        ...


class RealClock:
    """This machine's time; ``now`` is handed on, because it may be put right by the server's."""

    monotonic = staticmethod(time.monotonic)
    sleep = staticmethod(time.sleep)

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
