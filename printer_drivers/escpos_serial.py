"""ESC/POS printers on a serial port: the one file that knows python-escpos and pyserial.

python-escpos composes the commands and pyserial configures the port. Neither moves a byte: the
library's own serial class has no flow control on Linux, no write deadline, and takes silence for
plenty of paper.
"""

import functools
import logging
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from PIL import Image

from printer_drivers.api import LinkDown, PrinterStatus
from printer_drivers.driver import LinePrinter
from printer_drivers.line import Line
from printer_drivers.raster import Band

if TYPE_CHECKING:
    from escpos.printer import Dummy

VOID_TEXT = "PHIEU HONG - BO DI"  # "spoilt ticket, throw away": no accents, every font has it
_ACKNOWLEDGE = b"\x1dr1"
_BITS_PER_BYTE = 10  # start, eight, stop


class SerialSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to reach a printer on a serial port.

    ``device``: a stable name (/dev/serial/by-id/…), for ttyUSB numbers change. ``flow``: "rtscts"
    with a full handshake cable, "xonxoff" if the printer is set to it; "none" relies on the
    acknowledgements alone, which is enough for printers with 4 kB of buffer.
    """

    device: str
    baud: int = 115200
    flow: Literal["none", "rtscts", "xonxoff"] = "none"


def open_printer(
    settings: SerialSettings,
    now: Callable[[], datetime],
    on_change: Callable[[PrinterStatus], None] | None = None,
) -> LinePrinter:
    """A printer that connects, and reconnects, by itself; returns before it has.

    ``now`` gives aware UTC for ``last_seen``. ``on_change`` is called from the printer's thread
    with every changed status; it must not block.
    """
    return LinePrinter(
        name=settings.device,
        connect=functools.partial(open_line, settings),
        commands=functools.cache(EscposCommands),
        clock=now,
        on_change=on_change,
    )


def open_line(settings: SerialSettings) -> Line:
    """The open port. Raises LinkDown if it is absent, not a serial port, or in use."""
    import serial  # here, so that processes without a printer never load it

    try:
        port = serial.Serial(
            settings.device,
            settings.baud,
            exclusive=True,
            rtscts=settings.flow == "rtscts",
            xonxoff=settings.flow == "xonxoff",
        )
    except (OSError, ValueError) as error:  # SerialException is an OSError
        raise LinkDown(str(error)) from error

    def close() -> None:
        port.reset_output_buffer()  # else closing waits for a stalled line to drain
        port.close()

    return Line(port.fileno(), close, settings.baud / _BITS_PER_BYTE)


class EscposCommands:
    """The commands of ``session.Commands`` in ESC/POS, composed by python-escpos."""

    def __init__(self) -> None:
        self._composer = _composer()

    def reset(self) -> bytes:
        """CAN leaves page mode, ESC @ forgets the line being composed."""
        self._composer._raw(b"\x18")
        self._composer.hw("INIT")
        return self._taken()

    def band(self, band: Band) -> bytes:
        """ESC J feeds, GS L moves the margin, GS v 0 prints, GS r 1 acknowledges."""
        self._feed(band.gap)
        if band.rows:
            self._composer._raw(b"\x1dL" + band.left.to_bytes(2, "little"))
            size = (band.stride * 8, band.rows)
            picture = Image.frombytes("1", size, band.data, "raw", "1;I")
            fine = band.scale == 1
            self._composer.image(picture, high_density_vertical=fine, high_density_horizontal=fine)
        return self._taken() + _ACKNOWLEDGE

    def cut(self) -> bytes:
        """GS V 66 0: feed to the cutter and cut."""
        self._composer.cut(feed=False)
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

    def _feed(self, dots: int) -> None:
        while dots:
            step = min(dots, 255)
            self._composer._raw(b"\x1bJ" + bytes((step,)))
            dots -= step

    def _taken(self) -> bytes:
        composed: bytes = self._composer.output
        self._composer.clear()
        return composed


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
