"""How loud the kiosk speaks: as staff chose, as the settings say until then."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from kiosk.ledger import Ledger

log = logging.getLogger(__name__)

Percent = Literal[0, 20, 40, 70, 100]
# Mute and four steps, 6, 5 and 3 dB apart: a change of less is hardly heard in a hall.
STEPS: tuple[Percent, ...] = (0, 20, 40, 70, 100)
CHOSEN = "volume"  # its place in the ledger's memory


class Chosen(Struct, frozen=True):
    """What staff chose; kept over a restart."""

    percent: Percent


class Volume:
    """The gain with which the page plays what it reads, at the start of each visit.

    May be used from any thread. ``changed`` is called when it is another one.
    """

    def __init__(self, ledger: Ledger, usual_percent: int, changed: Callable[[], None]) -> None:
        self._ledger, self._changed = ledger, changed
        chosen = ledger.recall(CHOSEN, Chosen)
        self._percent = chosen.percent if chosen else usual_percent

    @property
    def percent(self) -> int:
        """0: nothing is read aloud."""
        return self._percent

    def choose(self, percent: Percent) -> None:
        """Raises ``LedgerFailed``."""
        self._ledger.remember(CHOSEN, Chosen(percent))
        self._percent = percent
        log.info("volume chosen", extra={"percent": percent})
        self._changed()
