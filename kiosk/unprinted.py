"""A kiosk without a printer: every ticket goes to the screen alone, and it says so."""

from __future__ import annotations

from collections.abc import Callable

from printer_drivers.api import Level, LinkDown, PrinterStatus, PrintResult, PrintState
from printer_drivers.receipt import Receipt


class NoPrinter:
    """A ``Printer`` that is never there."""

    def print(
        self,
        receipt: Receipt,
        *,
        releasing: Callable[[], None] | None = None,
        deadline_s: float = 60.0,
    ) -> PrintResult:
        return self._nothing()

    def settle(self, *, released: bool, deadline_s: float = 15.0) -> PrintResult:
        return PrintResult(PrintState.FAILED, Level.NONE)

    def roll_clean(self) -> bool:
        return True

    def status(self) -> PrinterStatus:
        return PrinterStatus()

    def close(self) -> None:
        """Nothing to let go of."""

    def _nothing(self) -> PrintResult:
        return PrintResult(PrintState.FAILED, Level.NONE, LinkDown("no printer configured"))
