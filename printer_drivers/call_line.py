"""Call pads on one RS-485 or RS-232 line: one owner thread, presses as values to a callback."""

import functools
import itertools
import logging
import time
from collections.abc import Callable, Iterable

from printer_drivers.api import LinkDown
from printer_drivers.call_pads import Debounce, Key, Listening, Pad
from printer_drivers.line import Line
from printer_drivers.modbus import gap_s
from printer_drivers.owner import PortOwner, Step
from printer_drivers.port import PortSettings, open_port

IDLE_S = 0.25
ANSWER_S = 0.05  # a pad that takes longer would hold up the others
STALLED_S = 2.0

_log = logging.getLogger(__name__)


class CallPads:
    """Hears the pads of a line; ``pressed`` is called from its thread and must not block.

    ``addresses``: the pads to ask in turn, where they have to be asked; others are heard anyway,
    as far as they speak by themselves. Raises FrameError for an address that does not fit.
    """

    def __init__(
        self,
        port: PortSettings,
        pad: Pad,
        addresses: Iterable[int],
        pressed: Callable[[Key], None],
    ) -> None:
        self._pad, self._pressed = pad, pressed
        questions = [pad.question(address) for address in addresses] if pad.polled else []
        if pad.polled and not questions:
            raise ValueError("a polled line needs addresses")
        self._questions = itertools.cycle(questions)
        self._debounce = Debounce(pad.template.debounce_ms / 1000)
        self._gap_s = gap_s(port.baud, port.bits_per_byte)
        self._owner = PortOwner(port.device, functools.partial(open_port, port), self._session)

    @property
    def link_up(self) -> bool:
        """Whether the port is open, from memory."""
        return self._owner.link_up

    def start(self) -> None:
        self._owner.start()

    def close(self) -> None:
        """Stop and let go of the port. Never raises."""
        self._owner.close()

    def _session(self, line: Line) -> Step:
        if self._pad.polled:
            return functools.partial(self._ask, line)
        return functools.partial(self._hear, line, Listening(self._pad))

    def _hear(self, line: Line, listening: Listening) -> None:
        self._tell(listening.feed(line.read(time.monotonic() + IDLE_S)))

    def _ask(self, line: Line) -> None:
        """Ask the next pad; its answer, a part of one, or silence end with its time."""
        question = next(self._questions)
        line.read(time.monotonic())
        if not line.write(question, time.monotonic() + STALLED_S):
            raise LinkDown("stalled")
        until = time.monotonic() + len(question) / line.bytes_per_s + ANSWER_S
        listening = Listening(self._pad)
        while more := line.read(until):
            if keys := listening.feed(more):
                self._tell(keys)
                break
            if time.monotonic() >= until:
                break
        time.sleep(self._gap_s)

    def _tell(self, keys: list[Key]) -> None:
        for key in keys:
            if self._debounce.is_press(key, time.monotonic()):
                try:
                    self._pressed(key)
                except Exception:  # a listener's fault must not silence the counters
                    _log.exception("call key not handled")
