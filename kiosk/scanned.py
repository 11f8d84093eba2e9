"""What was scanned last, as far as the touch page needs it: in memory alone, and not for long.

Of a card the page gets the priority classes whose age it reaches, an offer to choose from. The age
itself is dropped here; nothing of a scan is sent to the server or logged, and nothing but the mark
that ``cards.py`` tells of is written to the ledger.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from kiosk.clock import Clock
from kiosk.hall import Hall
from kiosk.identity import Identity, Meaning, OwnTicket, understand
from kiosk.scans import Refused, Scan
from kiosk.ticket import local_day
from queue_server.messages import CentreAbout

LIFE_S = 60.0  # whoever scanned is gone by then, or has chosen
Kind = Literal["card", "own_ticket", "not_a_card", "unreadable"]


class Scanned(Struct, frozen=True):
    """``id`` differs from scan to scan. ``priorities``: ids of the classes a card's age allows.

    ``ticket`` is the visitor's own that was scanned, ``label`` its number where this kiosk gave it.
    """

    id: int
    kind: Kind
    priorities: list[str]
    ticket: str | None = None
    label: str | None = None


class Scans:
    """The last scan, forgotten after a minute, a number or the end of a visit. For any thread."""

    def __init__(self, hall: Hall, clock: Clock) -> None:
        self._hall, self._clock = hall, clock
        self._lock = threading.Lock()
        # A page that outlives this process must not take a new scan for one it has heard of.
        self._count = int(clock.monotonic())
        self._mark = b""
        self.key: Callable[[], bytes | None] | None = None  # where cards have a limit
        self.tidy: Callable[[], None] = lambda: None
        self._last: tuple[Scanned, float] | None = None

    def hear(self, scan: Scan | Refused) -> None:
        """Something was scanned. Without a centre there is nothing to offer: it is dropped."""
        centre = self._hall.centre
        if centre is None:
            return
        found, mark = self._judged(scan, centre)
        with self._lock:
            self._count += 1
            self._last = (replace(found, id=self._count), self._clock.monotonic())
            self._mark = mark
        self._hall.touch()

    def mark(self) -> bytes | None:
        """The mark of the card scanned last, as long as it is remembered; None without one.

        It is asked for while a ticket is being written, so it waits for nothing: who wipes holds
        the marks and waits for the ledger.
        """
        with self._lock:
            self._still()
            return self._mark or None

    def now(self) -> Scanned | None:
        """The last scan, None when there was none or it is forgotten.

        The page asks every few seconds, so what is to be wiped with time is looked at here.
        """
        self.tidy()
        with self._lock:
            return self._still()

    def _still(self) -> Scanned | None:
        if self._last and self._clock.monotonic() - self._last[1] >= LIFE_S:
            self._last, self._mark = None, b""
        return self._last[0] if self._last else None

    def forget(self) -> None:
        """The visit is over, or has its number."""
        with self._lock:
            known, self._last, self._mark = self._last, None, b""
        if known:
            self._hall.touch()

    def _judged(self, scan: Scan | Refused, centre: CentreAbout) -> tuple[Scanned, bytes]:
        if isinstance(scan, Refused):
            return Scanned(0, "unreadable", []), b""
        today = local_day(self._clock.now(), centre.timezone)
        key = self.key() if self.key else None
        meaning: Meaning = understand(scan.text, today, centre.public_url, key)
        if isinstance(meaning, Identity):
            return Scanned(0, "card", _offered(meaning.age, centre)), meaning.mark
        if isinstance(meaning, OwnTicket):
            return Scanned(0, "own_ticket", [], str(meaning.ticket)), b""
        kind: Kind = "unreadable" if meaning.reason == "card_unreadable" else "not_a_card"
        return Scanned(0, kind, []), b""


def _offered(age: int, centre: CentreAbout) -> list[str]:
    return [one.id for one in centre.priorities if one.from_age is not None and age >= one.from_age]
