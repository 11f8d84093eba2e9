"""From a printer's address to a ``Printer``."""

import functools
from collections.abc import Callable
from datetime import datetime

from printer_drivers.api import Printer, PrinterStatus
from printer_drivers.clock import RealClock
from printer_drivers.connection import Connection, Kind
from printer_drivers.device import Device
from printer_drivers.driver import LinePrinter
from printer_drivers.escpos_commands import EscposCommands
from printer_drivers.file_printer import FilePrinter
from printer_drivers.transports import open_line


def open_printer(
    connection: Connection,
    now: Callable[[], datetime],
    on_change: Callable[[PrinterStatus], None] | None = None,
    *,
    cutter: bool = True,
    trusted_acks: bool = True,
) -> Printer:
    """A printer that connects, and reconnects, by itself; returns before it has.

    ``now`` gives aware UTC for ``last_seen``. ``on_change`` is called from the printer's thread
    with every changed status; it must not block. ``trusted_acks``: False where an acknowledgement
    is no proof of paper (see ``LinePrinter``). A file as the device is a ``FilePrinter``.
    """
    commands = functools.cache(functools.partial(EscposCommands, cutter=cutter))
    if connection.kind is Kind.FILE:
        return FilePrinter(connection.path, commands)
    device = Device(
        name=connection.device,
        connect=functools.partial(open_line, connection),
        commands=commands,
        published=on_change or _nobody,
        clock=RealClock(now),
    )
    return LinePrinter(device, trusted_acks=trusted_acks)


def _nobody(status: PrinterStatus) -> None:
    del status
