"""The commands of ESC/POS printers: the one file that knows python-escpos.

python-escpos composes the commands and moves no byte: the library's own classes for ports have no
flow control on Linux, no write deadline, and take silence for plenty of paper.
"""

import logging
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from printer_drivers.raster import Band

if TYPE_CHECKING:
    from escpos.printer import Dummy

VOID_TEXT = "PHIEU HONG - BO DI"  # "spoilt ticket, throw away": no accents, every font has it
_ACKNOWLEDGE = b"\x1dr1"
# From the heating elements to the edge that paper is torn at: 15 mm. An estimate, on the safe side:
# a ticket torn through its last line is worse than a finger of white paper.
TEAR_BAR_DOTS = 120
DOTS_PER_INCH = 203


class EscposCommands:
    """The commands of ``session.Commands`` in ESC/POS, composed by python-escpos.

    A printer without a ``cutter`` feeds the paper to its tear bar where others cut.
    """

    def __init__(self, *, cutter: bool = True) -> None:
        self._composer = _composer()
        self._cutter = cutter

    def reset(self) -> bytes:
        """CAN leaves page mode, ESC @ forgets the line being composed."""
        self._composer._raw(b"\x18")
        self._composer.hw("INIT")
        return self._taken()

    def band(self, band: Band) -> bytes:
        """GS P and ESC J feed, GS L moves the margin, GS v 0 prints, GS r 1 acknowledges."""
        self._composer._raw(feed(band.gap))
        if band.rows:
            self._composer._raw(b"\x1dL" + band.left.to_bytes(2, "little"))
            size = (band.stride * 8, band.rows)
            picture = Image.frombytes("1", size, band.data, "raw", "1;I")
            fine = band.scale == 1
            self._composer.image(picture, high_density_vertical=fine, high_density_horizontal=fine)
        return self._taken() + _ACKNOWLEDGE

    def cut(self) -> bytes:
        """GS V 66 0: feed to the cutter and cut; without a cutter, ESC J: feed to the tear bar."""
        if self._cutter:
            self._composer.cut(feed=False)
        else:
            self._composer._raw(feed(TEAR_BAR_DOTS))
        return self._taken() + _ACKNOWLEDGE

    def void(self) -> bytes:
        """Double-size ASCII in the printer's own font, which works when nothing else does."""
        self._composer.set(align="center", double_height=True, double_width=True)
        self._composer._raw(b"\n" + VOID_TEXT.encode("ascii") + b"\n\n")
        self._composer.hw("INIT")
        return self._taken() + self.cut()

    def name(self) -> bytes:
        """GS I 67: the printer's name."""
        return b"\x1dIC"

    def acknowledge(self) -> bytes:
        """GS r 1: paper status, sent when everything before it is printed."""
        return _ACKNOWLEDGE

    def _taken(self) -> bytes:
        composed: bytes = self._composer.output
        self._composer.clear()
        return composed


def feed(dots: int) -> bytes:
    """ESC J, in dots by GS P: many Epsons count in 1/360 or 1/406 inch, half a dot, without it.

    GS P goes with every feed, so that a line which lost one loses no more than that gap.
    """
    if not dots:
        return b""
    steps = [min(255, dots - fed) for fed in range(0, dots, 255)]
    units = b"\x1dP" + bytes((DOTS_PER_INCH, DOTS_PER_INCH))
    return units + b"".join(b"\x1bJ" + bytes((step,)) for step in steps)


def _composer() -> "Dummy":
    """python-escpos' composer, imported so that it leaves nothing behind.

    On import it parses a database of code pages (a second and more on a kiosk), pickles it into a
    new directory and configures the root logger. Pictures need none of that.
    """
    database = Path(__file__).with_name("data") / "capabilities.json"
    os.environ.setdefault("ESCPOS_CAPABILITIES_FILE", str(database))
    root = logging.getLogger()
    handlers = list(root.handlers)
    from escpos import capabilities
    from escpos.printer import Dummy

    root.handlers[:] = handlers
    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    return Dummy()
