"""The stretch between a driver and the virtual printer, and the time both of them live in.

Virtual time passes only while somebody waits for it, so a night of faults takes a moment. Bytes
arrive at the speed of the wire, rows are printed at the speed of the mechanism, and what was put
down to happen happens in between. One thread; nothing here reads a real clock.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from printer_drivers.api import LinkDown
from printer_drivers.virtual import Fault, VirtualPrinter

STEP_S = 0.005  # while anything moves; some 60 bytes at 115,200 baud, four rows of paper
KERNEL_BYTES = 4096  # what an operating system takes before a writer has to wait
_BITS_PER_BYTE = 10
_ROWS_PER_MM = 8


@dataclass(frozen=True, slots=True)
class Speeds:
    """``baud`` of the wire, ``mm_per_s`` of the paper; ``flow``: the printer can stop the wire."""

    baud: int = 115200
    mm_per_s: float = 100.0
    flow: bool = False

    @property
    def bytes_per_s(self) -> float:
        """Ten bits a byte."""
        return self.baud / _BITS_PER_BYTE


class VirtualLine:
    """A ``clock.Clock`` that carries bytes while its time passes. ``connect`` opens the port."""

    def __init__(self, printer: VirtualPrinter, start: datetime, speeds: Speeds) -> None:
        self.printer = printer
        self.speeds = speeds
        self.cut_through = False  # the wire itself, which no computer notices
        self.to_lose = 0  # of the next bytes to the printer, whatever they are
        self.heard = bytearray()
        self._start = start
        self._seconds = 0.0
        self._plugged = True
        self._port: VirtualPort | None = None
        self._out = bytearray()
        self._carried = 0.0  # fractions of a byte
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._put_down = 0

    def monotonic(self) -> float:
        """Virtual seconds since the beginning."""
        return self._seconds

    def now(self) -> datetime:
        """The wall clock of virtual time."""
        return self._start + timedelta(seconds=self._seconds)

    def sleep(self, seconds: float) -> None:
        """Let virtual time pass. Raises what a happening raises."""
        until = self._seconds + seconds
        while self._seconds < until:
            self.step(until)

    def at(self, when: float, happening: Callable[[], None]) -> None:
        """Let something happen at a moment, to whoever is waiting then: it may raise."""
        self._put_down += 1
        heapq.heappush(self._due, (when, self._put_down, happening))

    def tell(self, fault: Fault, count: int = 0) -> None:
        """Make something happen to the printer now; see ``VirtualPrinter.tell``."""
        self._hear(self.printer.tell(fault, count))

    @property
    def quiet(self) -> bool:
        """True when nothing is put down to happen any more."""
        return not self._due

    def connect(self) -> "VirtualPort":
        """The open port. Raises LinkDown while it is unplugged or another has it."""
        if not self._plugged or self._port is not None:
            raise LinkDown("not_there")
        self.heard.clear()
        self._port = VirtualPort(self)
        return self._port

    def unplug(self) -> None:
        """The adapter is gone, with what the operating system still held."""
        self._plugged = False
        self.let_go(keep_sending=False)

    def plug(self) -> None:
        """The adapter is back."""
        self._plugged = True

    def let_go(self, *, keep_sending: bool) -> None:
        """The port is closed, or its process is dead: the system may still send what it holds."""
        self._port = None
        if not keep_sending:
            self._out.clear()

    def is_open(self, port: "VirtualPort") -> bool:
        """Whether this port still leads anywhere."""
        return self._port is port

    def drop(self, port: "VirtualPort") -> None:
        """Forget what the operating system holds and has not sent."""
        if self.is_open(port):
            self._out.clear()

    def take(self, data: bytes) -> int:
        """How many of these bytes the operating system takes now."""
        taken = data[: KERNEL_BYTES - len(self._out)]
        self._out += taken
        return len(taken)

    def step(self, until: float) -> None:
        """Let the least stretch of time pass in which something may have happened."""
        end = min(until, self._due[0][0]) if self._due else until
        if (self._out and not self._stopped) or self.printer.busy:
            end = min(end, self._seconds + STEP_S)
        passed = max(0.0, end - self._seconds)
        self._seconds = max(end, self._seconds)
        self._hear(self.printer.feed(self._arriving(passed)))
        self._hear(self.printer.advance(passed * self.speeds.mm_per_s * _ROWS_PER_MM))
        while self._due and self._due[0][0] <= self._seconds:
            heapq.heappop(self._due)[2]()

    @property
    def _stopped(self) -> bool:
        return self.speeds.flow and (self.cut_through or self.printer.silent)

    def _arriving(self, passed: float) -> bytes:
        self._carried += passed * self.speeds.bytes_per_s
        count = min(int(self._carried), len(self._out))
        if self.speeds.flow:
            count = 0 if self._stopped else min(count, self.printer.room)
        self._carried = self._carried - count if self._out else 0.0
        self._carried = min(self._carried, 1.0)
        data = bytes(self._out[:count])
        del self._out[:count]
        lost = min(self.to_lose, count)
        self.to_lose -= lost
        return b"" if self.cut_through else data[lost:]

    def _hear(self, answers: bytes) -> None:
        if self._port is not None and not self.cut_through:
            self.heard += answers


class VirtualPort:
    """A ``line.Wire`` in virtual time."""

    def __init__(self, line: VirtualLine) -> None:
        self._line = line
        self.bytes_per_s = line.speeds.bytes_per_s
        self.sent = 0
        self.first_byte_at: float | None = None

    def write(self, data: bytes, until: float) -> bool:
        """See ``line.Wire.write``."""
        rest = data
        while rest:
            self._demand_open()
            count = self._line.take(rest)
            if count:
                self.sent += count
                if self.first_byte_at is None:
                    self.first_byte_at = self._line.monotonic()
                rest = rest[count:]
            elif self._line.monotonic() >= until:
                return False
            else:
                self._line.step(until)
        return True

    def read(self, until: float) -> bytes:
        """See ``line.Wire.read``."""
        self._demand_open()
        while not self._line.heard and self._line.monotonic() < until:
            self._line.step(until)
            self._demand_open()
        heard = bytes(self._line.heard)
        self._line.heard.clear()
        return heard

    def drop(self) -> bool:
        """See ``line.Wire.drop``."""
        self._line.drop(self)
        return True

    def close(self) -> None:
        """See ``line.Wire.close``; what was not sent yet is dropped."""
        if self._line.is_open(self):
            self._line.let_go(keep_sending=False)

    def _demand_open(self) -> None:
        if not self._line.is_open(self):
            raise LinkDown("hung_up")
