"""What was scanned last, as far as the touch page needs it: in memory alone, and not for long.

Of a card the page gets the priority classes whose age it reaches, an offer to choose from. The age
itself is dropped here; nothing of a scan is written to the ledger, sent to the server or logged.
"""

from __future__ import annotations

import threading
from typing import Literal

from msgspec import Struct

from kiosk.clock import Clock
from kiosk.hall import Hall
from kiosk.identity import Identity, Meaning, OwnTicket, understand
from kiosk.scans import Refused, Scan
from kiosk.ticket import local_day
from queue_server.messages import CentreAbout

LIFE_S = 60.0  # whoever scanned is gone by then, or has chosen
Kind = Literal["card", "own_ticket", "not_a_card", "unreadable"]


class Scanned(Struct, frozen=True):
    """``id`` rises with every scan. ``priorities``: ids of the classes a card's age allows."""

    id: int
    kind: Kind
    priorities: list[str]


class Scans:
    """The last scan, forgotten after a minute, a number or the end of a visit. For any thread."""

    def __init__(self, hall: Hall, clock: Clock) -> None:
        self._hall, self._clock = hall, clock
        self._lock = threading.Lock()
        self._count = 0
        self._last: tuple[Scanned, float] | None = None

    def hear(self, scan: Scan | Refused) -> None:
        """Something was scanned. Without a centre there is nothing to offer: it is dropped."""
        centre = self._hall.centre
        if centre is None:
            return
        kind, priorities = self._judged(scan, centre)
        with self._lock:
            self._count += 1
            self._last = (Scanned(self._count, kind, priorities), self._clock.monotonic())
        self._hall.touch()

    def now(self) -> Scanned | None:
        """The last scan, None when there was none or it is forgotten."""
        with self._lock:
            if self._last and self._clock.monotonic() - self._last[1] >= LIFE_S:
                self._last = None
            return self._last[0] if self._last else None

    def forget(self) -> None:
        """The visit is over, or has its number."""
        with self._lock:
            known, self._last = self._last, None
        if known:
            self._hall.touch()

    def _judged(self, scan: Scan | Refused, centre: CentreAbout) -> tuple[Kind, list[str]]:
        if isinstance(scan, Refused):
            return "unreadable", []
        today = local_day(self._clock.now(), centre.timezone)
        meaning: Meaning = understand(scan.text, today, centre.public_url)
        if isinstance(meaning, Identity):
            return "card", _offered(meaning.age, centre)
        if isinstance(meaning, OwnTicket):
            return "own_ticket", []
        return "unreadable" if meaning.reason == "card_unreadable" else "not_a_card", []


def _offered(age: int, centre: CentreAbout) -> list[str]:
    return [one.id for one in centre.priorities if one.from_age is not None and age >= one.from_age]
