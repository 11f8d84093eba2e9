"""Counter displays on one RS-485 or RS-232 line: one owner thread, the newest number wins.

Nobody needs an old number. So there is no queue: each address has the one number it should show,
which is sent until the display said that it shows it, and again from time to time, for a display
that lost its current comes back dark.
"""

import functools
import threading
import time
from dataclasses import dataclass
from typing import Literal

from printer_drivers.api import LinkDown
from printer_drivers.display_codec import Codec
from printer_drivers.line import Line
from printer_drivers.modbus import gap_s
from printer_drivers.owner import PortOwner, Step
from printer_drivers.port import PortSettings, open_port

Answering = Literal["answered", "refused", "silent", "unknown"]
TRIES = 3
IDLE_S = 0.25  # how long closing, and noticing a lost cable, may take
STALLED_S = 2.0  # no flow control is in use: a line that takes nothing is broken


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for an answer, until an unchanged number is sent again, and to a silent display."""

    answer_s: float = 0.2
    refresh_s: float = 30.0
    retry_s: float = 5.0


@dataclass(slots=True)
class _Slot:
    """One display: what it should show, when that is to be sent (monotonic), what it said last."""

    request: bytes
    due: float
    said: Answering = "unknown"


class CounterDisplays:
    """All displays of one line. ``show`` and ``status`` may be called from any thread, any time."""

    def __init__(self, port: PortSettings, codec: Codec, patience: Patience | None = None) -> None:
        self._codec = codec
        self._patience = patience or Patience()
        self._gap_s = gap_s(port.baud, port.bits_per_byte)
        self._lock = threading.Lock()
        self._slots: dict[int, _Slot] = {}
        self._woken = threading.Event()
        self._owner = PortOwner(port.device, functools.partial(open_port, port), self._session)

    @property
    def link_up(self) -> bool:
        """Whether the port is open, from memory; says nothing of the displays."""
        return self._owner.link_up

    @property
    def pending(self) -> bool:
        """Whether a number still has to be sent, or sent once more."""
        return self._next() is not None

    def start(self) -> None:
        self._owner.start()

    def close(self) -> None:
        """Stop after the exchange under way and let go of the port. Never raises."""
        self._owner.close()

    def show(self, address: int, label: str, *, blink: bool = False) -> None:
        """Show ``label`` ("": dark) at this address as soon as the line allows. Never waits.

        Raises FrameError for what this kind of display cannot show; then it goes on showing what
        it did.
        """
        request = self._codec.request(address, label, blink=blink)
        now = time.monotonic()
        with self._lock:
            slot = self._slots.setdefault(address, _Slot(request, now))
            if slot.request != request:  # who waits already keeps the place
                slot.request, slot.due = request, min(slot.due, now)
        self._woken.set()

    def status(self, address: int) -> Answering:
        """What the display said to the last number sent, from memory. ``silent``: it should have
        answered and did not. ``refused``: it answered that it cannot. ``unknown``: nothing was
        sent yet, the link is down, or displays of this kind never answer.
        """
        with self._lock:
            slot = self._slots.get(address)
            return slot.said if slot and self._owner.link_up else "unknown"

    def _session(self, line: Line) -> Step:
        with self._lock:
            for slot in self._slots.values():  # whatever they show now, nobody knows
                slot.due, slot.said = 0.0, "unknown"
        return functools.partial(self._step, line)

    def _step(self, line: Line) -> None:
        address = self._next()
        if address is None:
            self._woken.wait(IDLE_S)
            self._woken.clear()
            line.read(time.monotonic())  # notices a lost cable; noise means nothing
            return
        for _ in range(self._tries(address)):
            with self._lock:
                request = self._slots[address].request  # the newest, also between two tries
            said = self._exchange(line, request)
            if said != "silent":
                break
        self._note(address, request, said)

    def _next(self) -> int | None:
        """The address that has waited longest for its turn, None when none is due."""
        now = time.monotonic()
        with self._lock:
            due = [(slot.due, address) for address, slot in self._slots.items() if slot.due <= now]
        return min(due)[1] if due else None

    def _tries(self, address: int) -> int:
        """A display known to be silent does not hold up the others."""
        with self._lock:
            return 1 if self._slots[address].said == "silent" else TRIES

    def _note(self, address: int, sent: bytes, said: Answering) -> None:
        wait = self._patience.retry_s if said in ("silent", "refused") else self._patience.refresh_s
        with self._lock:
            slot = self._slots[address]
            slot.said = said
            if slot.request == sent:
                slot.due = time.monotonic() + wait

    def _exchange(self, line: Line, request: bytes) -> Answering:
        line.read(time.monotonic())  # a late answer to somebody else's frame is none to this
        if not line.write(request, time.monotonic() + STALLED_S):
            raise LinkDown("stalled")
        sent_s = len(request) / line.bytes_per_s  # the bytes are still on their way
        if not self._codec.answers:
            time.sleep(sent_s + self._gap_s)
            return "unknown"
        said = self._answer(line, request, time.monotonic() + sent_s + self._patience.answer_s)
        time.sleep(self._gap_s)
        return said

    def _answer(self, line: Line, request: bytes, until: float) -> Answering:
        heard = b""
        while more := line.read(until):
            heard += more
            if verdict := self._codec.verdict(request, _without_echo(request, heard)):
                return verdict
            if time.monotonic() >= until:
                break
        return "silent"


def _without_echo(request: bytes, heard: bytes) -> bytes:
    """Some RS-485 adapters hear what they send themselves."""
    if request.startswith(heard):
        return b""
    return heard.removeprefix(request)
