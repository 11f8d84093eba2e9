"""The serial lines of a panel: each shows what it is given, or tells what was pressed on it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from display_board.panel import DARK, Look
from display_board.settings import LineSettings
from printer_drivers.call_line import CallPads
from printer_drivers.call_pads import Event, Key, Pad
from printer_drivers.counter_display import CounterDisplays
from printer_drivers.display_codec import Codec
from printer_drivers.frames import FrameError
from queue_server.messages import LineHealth

DARKENING_S = 3.0  # for what is still to be sent when the program ends; a dead line gets no more

log = logging.getLogger(__name__)

Pressed = Callable[[int, Event], None]
"""Told the counter and the event; must not block."""


class SerialLine(Protocol):
    """One line, whatever hangs on it. All methods may be called from any thread."""

    def start(self) -> None: ...

    def show(self, looks: Mapping[int, Look]) -> None:
        """Show each counter's look where there is a display; never waits."""
        ...

    def health(self) -> LineHealth:
        """How the line is, from memory."""
        ...

    def close(self) -> None:
        """Let go of the port; displays go dark before. Never raises."""
        ...


def open_line(settings: LineSettings, pressed: Pressed) -> SerialLine:
    """The line of these settings, not yet started."""
    codec, pad = settings.codec(), settings.pad()
    if codec:
        return DisplayLine(settings, codec)
    assert pad  # noqa: S101  # the settings have one of them
    return PadLine(settings, pad, pressed)


class DisplayLine:
    """Counter displays on one line."""

    def __init__(self, settings: LineSettings, codec: Codec) -> None:
        self.name, self._addresses = settings.name, settings.counters
        self._displays = CounterDisplays(settings.port, codec)
        self._unshowable: dict[int, str] = {}

    def start(self) -> None:
        self._displays.start()

    def show(self, looks: Mapping[int, Look]) -> None:
        for counter, address in self._addresses.items():
            self._show(counter, address, looks.get(counter, DARK))

    def display(self, counter: int, label: str, *, blink: bool) -> None:
        """Show one label by hand. Raises FrameError for what this kind cannot show."""
        self._displays.show(self._addresses[counter], label, blink=blink)

    def status(self, counter: int) -> str:
        """``answered``, ``refused``, ``silent`` or ``unknown``: what the counter's display said."""
        return self._displays.status(self._addresses[counter])

    @property
    def settled(self) -> bool:
        """Whether the port is open and everything has been sent."""
        return self._displays.link_up and not self._displays.pending

    def health(self) -> LineHealth:
        said = {counter: self.status(counter) for counter in self._addresses}
        failing = [
            counter
            for counter, status in said.items()
            if status in ("silent", "refused") or counter in self._unshowable
        ]
        unknown = [
            counter
            for counter, status in said.items()
            if status == "unknown" and counter not in failing
        ]
        return LineHealth(self.name, self._displays.link_up, sorted(failing), sorted(unknown))

    def close(self) -> None:
        self.show({})
        until = time.monotonic() + DARKENING_S
        while self._displays.link_up and self._displays.pending and time.monotonic() < until:
            time.sleep(0.02)
        self._displays.close()

    def let_go(self) -> None:
        """Let go of the port and leave the displays as they are. Never raises."""
        self._displays.close()

    def _show(self, counter: int, address: int, look: Look) -> None:
        """What a display cannot show leaves it dark: the number before it would be a wrong one."""
        try:
            self._displays.show(address, look.label, blink=look.blink)
            if look.label:
                self._unshowable.pop(counter, None)
        except FrameError as error:
            if self._unshowable.get(counter) != look.label:
                log.error(  # noqa: TRY400 - a fact about the template, not a fault with a trace
                    "number not shown",
                    extra={"counter": counter, "label": look.label, "code": error.code},
                )
            self._unshowable[counter] = look.label
            self._displays.show(address, "")


class PadLine:
    """Call pads on one line. No pad says how it is: what is known is whether its port is open."""

    def __init__(self, settings: LineSettings, pad: Pad, pressed: Pressed) -> None:
        self._name, self._pressed = settings.name, pressed
        self._counters = {address: counter for counter, address in settings.counters.items()}
        self._strangers: set[int] = set()
        self._pads = CallPads(settings.port, pad, self._counters, self._hear)

    def start(self) -> None:
        self._pads.start()

    def show(self, looks: Mapping[int, Look]) -> None:
        """A pad shows nothing."""

    def health(self) -> LineHealth:
        return LineHealth(self._name, self._pads.link_up, unknown=sorted(self._counters.values()))

    def close(self) -> None:
        self._pads.close()

    def _hear(self, key: Key) -> None:
        counter = self._counters.get(key.address)
        if counter is None:
            if key.address not in self._strangers:
                self._strangers.add(key.address)
                log.warning("unknown pad", extra={"line": self._name, "address": key.address})
        elif key.event is not None:
            self._pressed(counter, key.event)
