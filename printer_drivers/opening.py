"""From a printer's address to a ``Printer``."""

import functools
from collections.abc import Callable
from datetime import datetime

from PIL import Image

from printer_drivers.api import Printer, PrinterStatus
from printer_drivers.clock import RealClock
from printer_drivers.composing import composer_for
from printer_drivers.connection import Connection, Kind
from printer_drivers.device import Device
from printer_drivers.driver import LinePrinter
from printer_drivers.escpos_commands import EscposCommands
from printer_drivers.file_printer import FilePrinter
from printer_drivers.profile import DEFAULT, Profile, load
from printer_drivers.render import Renderer
from printer_drivers.transports import open_line


def open_printer(
    connection: Connection,
    now: Callable[[], datetime],
    on_change: Callable[[PrinterStatus], None] | None = None,
    *,
    known: Profile | None = None,
    logo: Image.Image | None = None,
) -> Printer:
    """A printer that connects, and reconnects, by itself; returns before it has.

    ``now`` gives aware UTC for ``last_seen``. ``on_change`` is called from the printer's thread
    with every changed status; it must not block. ``known``: its profile, by default the usual one.
    ``logo``: ink for the block of that name, see ``logo.read``.
    A file as the device is a ``FilePrinter``. Raises ProfileError, FontMissing.
    """
    known = known or load(DEFAULT)
    commands = functools.cache(functools.partial(EscposCommands, cutter=known.cutter.value))

    def lossless() -> bool:  # a link such as /dev/motcua-printer may lead to another kind tomorrow
        return connection.lossless

    if connection.kind is Kind.FILE:
        composer = composer_for(known, Renderer(logo=logo), lossless=lossless)
        return FilePrinter(connection.path, commands, composer)
    device = Device(
        name=connection.device,
        connect=functools.partial(open_line, connection),
        commands=commands,
        published=on_change or _nobody,
        clock=RealClock(now),
    )
    return LinePrinter(device, known, logo, lossless=lossless)


def _nobody(status: PrinterStatus) -> None:
    del status
