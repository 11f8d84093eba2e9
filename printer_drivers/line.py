"""Bytes to and from an open device, never blocking beyond a deadline and never losing the count.

The port libraries either block for ever on a stalled line or raise without saying how much had
gone out; both are useless to somebody who must know what is on paper. So the descriptor is used
directly.
"""

import os
import select
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from printer_drivers.api import LinkDown

_CHUNK = 4096
_EMPTY_S = 0.005  # until a line that just gave an empty packet is looked at again


class Wire(Protocol):
    """An open way to a printer. One thread at a time; moments are those of ``clock.monotonic``.

    ``bytes_per_s`` is the speed of the wire, for whoever waits for an answer. ``sent`` counts the
    bytes taken by the operating system; ``first_byte_at`` is when the first of them was, and may
    be set back to None to watch for the next.
    """

    bytes_per_s: float
    sent: int
    first_byte_at: float | None

    def write(self, data: bytes, until: float) -> bool:
        """Send it all; False if the line was still stalled at ``until``.

        ``sent`` says how far it came. What is heard meanwhile is kept for ``read``.
        Raises LinkDown.
        """
        ...

    def read(self, until: float) -> bytes:
        """What was heard, waiting for the first byte no longer than ``until``; b"" for silence.

        Raises LinkDown.
        """
        ...

    def drop(self) -> bool:
        """Forget what was written and has not left yet. Never raises.

        False where that can only be done by closing: the way is to be closed and opened again.
        """
        ...

    def close(self) -> None:
        """Let go of the device. Never raises: a device that is gone cannot be closed politely."""
        ...


class Line:
    """The ``Wire`` over an open file descriptor, in real time, with a way to close it.

    ``zero_is_end``: False for USB, where a read of nothing is an empty packet and not the end.
    ``holds``: for what is no terminal, whether the system still holds bytes that it would send
    later; closing the way must forget them.
    """

    def __init__(
        self,
        fd: int,
        close: Callable[[], None],
        bytes_per_s: float,
        *,
        zero_is_end: bool = True,
        holds: Callable[[], bool] | None = None,
    ) -> None:
        self._fd = fd
        self._close = close
        self._zero_is_end = zero_is_end
        self._holds = holds
        self._heard = bytearray()
        self.bytes_per_s = bytes_per_s
        self.sent = 0
        self.first_byte_at: float | None = None
        os.set_blocking(fd, False)

    def write(self, data: bytes, until: float) -> bool:
        """See ``Wire.write``."""
        rest = memoryview(data)
        while rest:
            readable, writable = self._ready(until, writing=True)
            if readable:
                self._hear()
            count = self._put(rest) if writable else 0
            self.sent += count
            rest = rest[count:]
            if count and self.first_byte_at is None:
                self.first_byte_at = time.monotonic()
            if not count and time.monotonic() >= until:
                return False
        return True

    def read(self, until: float) -> bytes:
        """See ``Wire.read``."""
        while not self._heard and self._ready(until, writing=False)[0]:
            self._hear()
            if time.monotonic() >= until:
                break
        heard = bytes(self._heard)
        self._heard.clear()
        return heard

    def drop(self) -> bool:
        """See ``Wire.drop``; only terminals can without closing."""
        if self._holds is not None:
            return not self._holds()
        with suppress(termios.error, OSError):
            termios.tcflush(self._fd, termios.TCOFLUSH)
            # An XOFF whose XON was lost would hold everything for ever; to go on does not lift it,
            # to go on after a stop of ours does. A printer that still is full says so again.
            termios.tcflow(self._fd, termios.TCOOFF)
            termios.tcflow(self._fd, termios.TCOON)
        return True

    def close(self) -> None:
        """See ``Wire.close``."""
        try:
            self._close()
        except Exception:  # pyserial raises termios.error as well as OSError here
            return

    def _ready(self, until: float, *, writing: bool) -> tuple[bool, bool]:
        poller = select.poll()  # unlike select(), has no limit on descriptor numbers
        poller.register(self._fd, select.POLLIN | (select.POLLOUT if writing else 0))
        wait = max(0.0, until - time.monotonic())
        try:
            events = poller.poll(wait * 1000)
        except OSError as error:
            raise LinkDown(str(error)) from error
        found = events[0][1] if events else 0
        if found & (select.POLLHUP | select.POLLERR | select.POLLNVAL):
            raise LinkDown("hung_up")
        return bool(found & select.POLLIN), bool(found & select.POLLOUT)

    def _put(self, rest: memoryview) -> int:
        try:
            return os.write(self._fd, rest[:_CHUNK])
        except BlockingIOError:
            return 0
        except OSError as error:
            raise LinkDown(str(error)) from error

    def _hear(self) -> None:
        try:
            heard = os.read(self._fd, _CHUNK)
        except BlockingIOError:
            return
        except OSError as error:
            raise LinkDown(str(error)) from error
        if not heard and self._zero_is_end:
            raise LinkDown("end_of_file")
        if not heard:
            time.sleep(_EMPTY_S)
        self._heard += heard
