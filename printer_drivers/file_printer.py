"""Receipts as ESC/POS bytes in a file, for looking at them. A file never says that it printed.

It counts as a printer that is there and answers nothing: no print is ever confirmed, nobody is told
that paper came out, and a kiosk shows its numbers on the screen.
"""

import contextlib
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

from printer_drivers.api import (
    Level,
    Link,
    LinkDown,
    PrinterError,
    PrinterStatus,
    PrintResult,
    PrintState,
    Silent,
)
from printer_drivers.composing import Composer, Pictures
from printer_drivers.receipt import Receipt
from printer_drivers.render import Renderer
from printer_drivers.session import Commands, as_sent


class FilePrinter:
    """Implements ``api.Printer``; the file holds the bytes of the last receipt, cut included."""

    def __init__(
        self, path: Path, commands: Callable[[], Commands], composer: Composer | None = None
    ) -> None:
        self._path = path
        self._commands = commands
        self._composer = composer or Pictures(Renderer())
        self._door = threading.Lock()

    def print(
        self,
        receipt: Receipt,
        *,
        releasing: Callable[[], None] | None = None,
        deadline_s: float = 60.0,
    ) -> PrintResult:
        """Replace the file; FAILED with Silent, because no paper came and none can be confirmed.

        ``releasing`` is never called: nothing leaves. An error of the disk is LinkDown.
        """
        del releasing, deadline_s
        with self._door:
            commands = self._commands()
            body = b"".join(as_sent(part, commands) for part in self._composer.parts(receipt, {}))
            data = commands.reset() + body + commands.cut()
            try:
                _replace(self._path, data)
            except OSError as error:
                return _failed(LinkDown(str(error)))
        return _failed(Silent("a file cannot answer"), len(data))

    def settle(self, *, released: bool, deadline_s: float = 15.0) -> PrintResult:
        """Nothing hangs out of a file; whether a printer before it was cut off nobody can say."""
        del deadline_s
        state = PrintState.UNKNOWN if released else PrintState.FAILED
        return PrintResult(state, Level.NONE)

    def roll_clean(self) -> bool:
        """A file has no roll."""
        return True

    def status(self) -> PrinterStatus:
        """The link is up, everything else is unknown: a file is never ready."""
        return PrinterStatus(link=Link.UP)

    def close(self) -> None:
        """Nothing to let go of."""


def _failed(error: PrinterError, written: int = 0) -> PrintResult:
    return PrintResult(PrintState.FAILED, Level.NONE, error, attempts=1, bytes_sent=written)


def _replace(path: Path, data: bytes) -> None:
    """Write a plain file in one step. Raises OSError, also for devices: those could print."""
    with contextlib.suppress(FileNotFoundError):
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError(f"{path} is not a plain file")
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    fresh.write_bytes(data)
    fresh.replace(path)
