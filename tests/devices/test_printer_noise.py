"""Lines that are disturbed: a stop byte never taken back, a device that never stops talking."""

from __future__ import annotations

import os
import pty
import select
import socket
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from printer_drivers.api import Printer, PrintResult, PrintState
from printer_drivers.connection import Connection
from printer_drivers.opening import open_printer
from printer_drivers.receipt import Big, Receipt
from tests.devices.spool_builders import now

XOFF = b"\x13"
STATUS_QUESTION = b"\x10\x04"
PATIENCE_S = 30.0


def heard_until(line: int, printer: Printer, wanted: bytes) -> None:
    """Raises AssertionError when the printer is not asked in good time."""
    heard, limit = b"", time.monotonic() + PATIENCE_S
    while wanted not in heard:
        assert time.monotonic() < limit, printer.status()
        if select.select([line], [], [], 0.1)[0]:
            heard += os.read(line, 4096)


def test_a_stop_byte_that_is_never_taken_back_is_overcome() -> None:
    line, theirs = pty.openpty()
    tty.setraw(line)
    where = Connection(os.ttyname(theirs), flow="xonxoff")
    with closing(open_printer(where, now)) as printer:
        heard_until(line, printer, STATUS_QUESTION)
        os.write(line, XOFF)  # as when the plug is pulled before the XON
        while select.select([line], [], [], 1.0)[0]:
            os.read(line, 4096)
        heard_until(line, printer, STATUS_QUESTION)
    os.close(line)
    os.close(theirs)


@contextmanager
def a_babbler(said: bytes) -> Iterator[str]:
    """A device that says this again and again, as fast as it can; its address."""
    over = threading.Event()

    def babble() -> None:
        while not over.is_set():
            try:
                line, _ = door.accept()
                with line:
                    while not over.is_set():
                        line.sendall(said)
            except OSError:
                continue

    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(1.0)
        talker = threading.Thread(target=babble)
        talker.start()
        yield f"tcp://127.0.0.1:{door.getsockname()[1]}"
        over.set()
        talker.join()


@pytest.mark.parametrize("said", [b"\x00" * 64, b"\x12" * 64], ids=["acknowledging", "well"])
def test_a_device_that_never_stops_talking_keeps_nobody_waiting(said: bytes) -> None:
    results: list[PrintResult] = []
    with a_babbler(said) as address, closing(open_printer(Connection(address), now)) as printer:
        visitor = threading.Thread(target=lambda: results.append(a_print(printer)), daemon=True)
        visitor.start()
        visitor.join(PATIENCE_S)
        assert [result.state for result in results] == [PrintState.FAILED]


def a_print(printer: Printer) -> PrintResult:
    return printer.print(Receipt((Big("A042"),)), deadline_s=2.0)
