"""Displays and pads made of software, on cables of our own, and settings that name them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from display_board.settings import BoardSettings
from printer_drivers.display_codec import FrameDisplay, Shown, display_codec
from printer_drivers.frames import FrameError
from printer_drivers.templates import template_text
from queue_server.runtime.settings import load
from tests.devices.serial_ports import Cable

ACK = b"\x06"


class Wall:
    """Displays of the kind ``display-ascii-sum`` on one cable: they answer and show."""

    def __init__(self, cable: Cable) -> None:
        codec = display_codec(template_text("display-ascii-sum"))
        assert isinstance(codec, FrameDisplay)
        self._codec, self._cable = codec, cable
        self.shown: dict[int, Shown] = {}
        self.all: list[Shown] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._hear, daemon=True)
        self._thread.start()

    def label(self, address: int) -> str | None:
        """What a display shows now; ``None`` before it was told anything."""
        shown = self.shown.get(address)
        return None if shown is None else shown.label

    def close(self) -> None:
        self._over.set()
        self._thread.join()

    def _hear(self) -> None:
        heard, size = b"", self._codec.layout.size
        while not self._over.is_set():
            with suppress(OSError):  # nobody has the port open
                heard += self._cable.hear(0.05)
            while len(heard) >= size:
                try:
                    shown = self._codec.shown(heard[:size])
                except FrameError:
                    heard = heard[1:]
                    continue
                heard = heard[size:]
                self.shown[shown.address] = shown
                self.all.append(shown)
                self._cable.say(ACK)


@contextmanager
def a_wall(name: Path) -> Iterator[Wall]:
    """Displays at a device name."""
    with Cable(name) as cable:
        wall = Wall(cable)
        try:
            yield wall
        finally:
            wall.close()


DISPLAYS = """
[[line]]
device = "{folder}/displays"
displays = "display-ascii-sum"
counters = {{ 1 = 11, 2 = 12 }}
"""
PADS = """
[[line]]
device = "{folder}/pads"
pads = "pad-speaking-xor"
counters = {{ 1 = 21, 2 = 22 }}
"""


def board_file(folder: Path, text: str = DISPLAYS + PADS) -> Path:
    """A ``board.toml`` whose lines are in ``folder``."""
    path = folder / "board.toml"
    panel = '[panel]\ndata = "{folder}/data"\n'
    path.write_text((panel + text).format(folder=folder), encoding="utf-8")
    return path


def board_settings(folder: Path, text: str = DISPLAYS + PADS) -> BoardSettings:
    """The settings of such a file."""
    return load(BoardSettings, board_file(folder, text), {})
