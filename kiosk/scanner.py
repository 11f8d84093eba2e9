"""A code scanner on a serial port (RS-232, or USB in its serial mode), in a thread of its own.

Not as a keyboard: that way letters of Vietnamese are lost or rewritten by input methods, and
whatever window has the focus gets what is on the card.
"""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Callable
from typing import Literal

from kiosk.scans import Gathering, Refused, Scan
from printer_drivers.line import Line
from printer_drivers.owner import PortOwner, Step
from printer_drivers.port import PortSettings, open_port

log = logging.getLogger(__name__)

SILENCE_S = 0.1  # a scanner sends a code in one go; USB adapters hold bytes back up to 16 ms
IDLE_S = 0.25  # how long closing may have to wait


State = Literal["none", "up", "down"]


class Scanner:
    """Connects, and reconnects, by itself. ``heard`` is called from its thread; it must not block.

    What ``heard`` raises is logged by its kind alone and stops nothing. A code that was cut off by
    a lost link is forgotten.
    """

    def __init__(self, port: PortSettings, heard: Callable[[Scan | Refused], None]) -> None:
        self._heard = heard
        self._owner = PortOwner(port.device, functools.partial(open_port, port), self._session)

    @property
    def link_up(self) -> bool:
        """Whether the port is open, from memory. Scanners say nothing of themselves."""
        return self._owner.link_up

    def start(self) -> None:
        self._owner.start()

    def close(self) -> None:
        """Stop and let go of the port. Never raises."""
        self._owner.close()

    def _session(self, line: Line) -> Step:
        gathering = Gathering()

        def step() -> None:
            patience = SILENCE_S if gathering.open else IDLE_S
            data = line.read(time.monotonic() + patience)
            for scan in gathering.feed(data) if data else gathering.silence():
                self._tell(scan)

        return step

    def _tell(self, scan: Scan | Refused) -> None:
        try:
            self._heard(scan)
        except Exception as error:  # its message could hold what was scanned
            log.error("scan not handled", extra={"fault": type(error).__name__})  # noqa: TRY400


def state_of(scanner: Scanner | None) -> State:
    """Whether there is a scanner, and its port is open."""
    if scanner is None:
        return "none"
    return "up" if scanner.link_up else "down"
