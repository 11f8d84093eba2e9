"""A pseudo-terminal behind a stable name: what a program sees as a serial device."""

import os
import pty
import select
import time
import tty
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

PATIENCE_S = 20.0  # for a busy machine; nothing is measured with it


def until(true: Callable[[], bool]) -> None:
    """Wait for what another thread brings about."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.005)


class Cable:
    """The device's end; ``name`` is what the program opens. Plugged in from the start."""

    def __init__(self, name: Path) -> None:
        self.name = name
        self._master = self._slave = -1
        self._ahead = b""
        self.plug()

    def __enter__(self) -> "Cable":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.unplug()

    def plug(self) -> None:
        self._ahead = b""
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.name.symlink_to(os.ttyname(self._slave))

    def unplug(self) -> None:
        if self._master >= 0:
            self.name.unlink()
            os.close(self._slave)
            os.close(self._master)
            self._master = self._slave = -1

    def say(self, data: bytes) -> None:
        os.write(self._master, data)

    def hear(self, timeout_s: float = PATIENCE_S) -> bytes:
        """What the program sent, or b"" after a silence."""
        if not select.select([self._master], [], [], timeout_s)[0]:
            return b""
        return os.read(self._master, 4096)

    def hear_frame(self, size: int, timeout_s: float = PATIENCE_S) -> bytes:
        """So many bytes, or what there was before a silence; what is beyond is kept."""
        while len(self._ahead) < size and (more := self.hear(timeout_s)):
            self._ahead += more
        frame, self._ahead = self._ahead[:size], self._ahead[size:]
        return frame
