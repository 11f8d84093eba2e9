"""When a kiosk stops printing because nothing but spoilt paper comes of it. No I/O.

A cable that loses bytes each time costs every visitor three strips marked void and a minute, and
ends with the number on the screen anyway. So after some of them it goes there at once.
"""

from __future__ import annotations

from typing import Literal

from printer_drivers.api import ATTEMPTS, PrinterStatus, PrintResult, PrintState
from printer_drivers.cleaning import Attendance

LINE_BAD = "line_bad"
WASTED = 3 * ATTEMPTS  # tries in a row without a ticket: as many as three tickets are given
REST_S = 600.0  # then one ticket is tried: in a bad hour that is 18 strips instead of 3 a visitor
State = Literal["well", "stopped", "trying"]


class Breaker:
    """``stopped``: nothing is printed; ``trying``: as many tries as one ticket is given.

    It tries when ``REST_S`` are over, or at once when somebody has been at the printer. Times in
    seconds, monotonic.
    """

    def __init__(self) -> None:
        self.state: State = "well"
        self._wasted = 0
        self._until = 0.0
        self._attendance = Attendance()

    def stop(self, at: float, rest_s: float = REST_S) -> None:
        """Print nothing for so long."""
        self.state, self._until = "stopped", at + rest_s

    def ended(self, result: PrintResult, at: float) -> None:
        """A print ended. One that never began says nothing of the line."""
        if result.state is not PrintState.FAILED:
            self.state, self._wasted = "well", 0
            return
        self._wasted += result.attempts
        if self._wasted >= WASTED:
            self.stop(at)

    def seen(self, status: PrinterStatus, at: float) -> None:
        """How the printer is now."""
        attended = self._attendance.seen(status, at)
        if self.state == "stopped" and (attended or at >= self._until):
            self.state, self._wasted = "trying", WASTED - ATTEMPTS
