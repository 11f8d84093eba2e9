"""How far a long work is: a bar on a terminal, a line now and then elsewhere."""

from collections.abc import Callable
from typing import TextIO

_BAR = 24
_LINES = 20  # where nobody watches: one for each twentieth


class Progress:
    """Says `done/total`, per cent, rate and the time left."""

    def __init__(self, total: int, stream: TextIO, monotonic: Callable[[], float]) -> None:
        self._total, self._stream, self._monotonic = total, stream, monotonic
        self._begun, self._done, self._lines = monotonic(), 0, 0

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self._stream.isatty():
            end = "\n" if self._done == self._total else ""
            self._stream.write(f"\r\x1b[K{self._bar()} {self._said()}{end}")
        elif self._done * _LINES // self._total > self._lines:
            self._lines = self._done * _LINES // self._total
            self._stream.write(f"{self._said()}\n")
        self._stream.flush()

    def stop(self) -> None:
        """The work ends here; what follows begins on a line of its own."""
        if self._stream.isatty() and 0 < self._done < self._total:
            self._stream.write("\n")

    def _bar(self) -> str:
        full = self._done * _BAR // self._total
        return f"[{'#' * full}{'.' * (_BAR - full)}]"

    def _said(self) -> str:
        passed_s = self._monotonic() - self._begun
        rate = self._done / passed_s if passed_s > 0 else 0.0
        left_s = round((self._total - self._done) / rate) if rate else 0
        share = 100 * self._done // self._total
        return (
            f"{self._done}/{self._total} clips, {share} %, {rate:.1f} a second, "
            f"{left_s // 60}:{left_s % 60:02} left"
        )
