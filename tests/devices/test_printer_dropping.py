"""What was written to a printer that stalled does not come out of it later."""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from printer_drivers.api import PrinterStatus, Silent
from printer_drivers.clock import RealClock
from printer_drivers.connection import Connection
from printer_drivers.device import Device
from printer_drivers.escpos_commands import EscposCommands
from printer_drivers.line import Line
from printer_drivers.transports import open_line, open_tcp, open_usb
from tests.devices.serial_ports import PATIENCE_S, Cable

MORE = bytes(20_000_000)  # than any way to a printer can hold


def test_what_a_network_printer_had_not_received_goes_with_its_connection() -> None:
    lines: list[Line] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def connect() -> Line:
            lines.append(open_tcp("127.0.0.1", server.getsockname()[1]))
            return lines[-1]

        clock = RealClock(lambda: datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
        device = Device("network", connect, EscposCommands, _nobody, clock)
        assert no_answer(device)
        assert no_answer(device)
        assert len(lines) == 1  # all of it had left: there was nothing to forget
        lines[0].write(MORE, 0.0)
        device.failed(Silent("line_stalled"))
        with server.accept()[0] as first, pytest.raises(ConnectionResetError):
            received(first)
        assert no_answer(device)
        device.close()
        with server.accept()[0] as second:
            assert received(second) == lines[1].sent < 10_000
    assert device.bytes_sent == lines[0].sent + lines[1].sent


def no_answer(device: Device) -> bool:
    with pytest.raises(Silent):
        device.session(time.monotonic() + 0.1)
    return True


def received(caller: socket.socket) -> int:
    caller.settimeout(PATIENCE_S)
    return sum(map(len, iter(lambda: caller.recv(1 << 20), b"")))


def _nobody(status: PrinterStatus) -> None:
    del status


def test_a_usb_printer_that_does_not_take_what_was_written_is_to_be_opened_again(
    tmp_path: Path,
) -> None:
    with Cable(tmp_path / "lp0") as cable:
        line = open_usb(cable.name)
        assert line.drop()
        assert not line.write(MORE, 0.0)
        assert not line.drop()
        line.close()


def test_a_serial_port_forgets_and_stays_open(tmp_path: Path) -> None:
    with Cable(tmp_path / "port") as cable:
        line = open_line(Connection(str(cable.name)))
        assert not line.write(MORE, 0.0)
        assert line.drop()
        assert line.write(b"\x10\x04\x01", time.monotonic() + PATIENCE_S)
        line.close()
