"""What the kiosk knows of its centre and hall, kept over a restart and watched by the pages."""

from __future__ import annotations

import threading

from kiosk.clock import Clock
from kiosk.ledger import Ledger
from queue_server.messages import CentreAbout, HallNow, ServiceNow

STALE_S = 60.0  # older figures are hidden rather than shown
LINK_S = 10.0  # three heartbeats missed: the link counts as down


class Hall:
    """The last news of the server, and a number that rises with everything a page could show.

    All methods may be called from any thread.
    """

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock
        self._news = threading.Condition()
        self._version = 1
        self._centre = ledger.recall("centre", CentreAbout)
        self._now = ledger.recall("hall", HallNow)
        self._heard: float | None = None
        self._up = False
        self._closed = False

    @property
    def centre(self) -> CentreAbout | None:
        return self._centre

    @property
    def now(self) -> HallNow | None:
        return self._now

    @property
    def link_up(self) -> bool:
        """Whether the last exchange worked, not too long ago."""
        return self._up and self._younger_than(LINK_S)

    @property
    def fresh(self) -> bool:
        """Whether counts and waits are young enough to be shown."""
        return self._now is not None and self._younger_than(STALE_S)

    def service(self, service: str) -> ServiceNow | None:
        """One queue as last heard; None when unknown or too old to be believed."""
        if not self.fresh or self._now is None:
            return None
        return next((item for item in self._now.services if item.service == service), None)

    def hear_hall(self, hall: HallNow) -> None:
        before, self._now = self._now, hall
        self._heard, self._up = self._clock.monotonic(), True
        if before is None or _lasting(before) != _lasting(hall):
            self._ledger.remember("hall", hall)
        self.touch()

    def hear_centre(self, centre: CentreAbout) -> None:
        self._ledger.remember("centre", centre)
        self._centre = centre
        self.touch()

    def lose_link(self) -> None:
        if self._up:
            self._up = False
            self.touch()

    def touch(self) -> None:
        """Tell every waiting page that there is something new."""
        with self._news:
            self._version += 1
            self._news.notify_all()

    def wait_beyond(self, version: int, timeout_s: float) -> int:
        """The present version, as soon as it differs from ``version`` or the time is over."""
        with self._news:
            self._news.wait_for(lambda: self._closed or self._version != version, timeout_s)
            return self._version

    def close(self) -> None:
        """Answer every page that waits, now and from now on: the kiosk is stopping."""
        self._closed = True
        self.touch()

    def _younger_than(self, seconds: float) -> bool:
        return self._heard is not None and self._clock.monotonic() - self._heard < seconds


def _lasting(hall: HallNow) -> object:
    """What is worth a write to the disk: days and doors, not counts."""
    return hall.day, hall.next_day, [(s.service, s.state, s.opens_at) for s in hall.services]
