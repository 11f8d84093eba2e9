"""The thread that owns a printer goes on, whatever goes wrong in it."""

from __future__ import annotations

import termios
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
import serial

from printer_drivers.api import LinkDown, Printer, PrinterStatus, PrintResult
from printer_drivers.connection import Connection
from printer_drivers.opening import open_printer
from printer_drivers.port import PortSettings, open_port
from printer_drivers.receipt import Line, Receipt
from tests.devices.serial_ports import Cable

OPEN = Path("/proc/self/fd")
PATIENCE_S = 15.0
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CONNECT = "printer_drivers.opening.open_line"


def printed(printer: Printer) -> PrintResult:
    """The result of a print; TimeoutError when the printer does not even say no."""
    result: Future[PrintResult] = Future()

    def run() -> None:
        result.set_result(printer.print(Receipt((Line("A042"),)), deadline_s=1.0))

    Thread(target=run, daemon=True).start()
    return result.result(PATIENCE_S)


def test_a_fault_while_nobody_prints_does_not_leave_the_next_print_waiting_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failed = Event()

    def connect(connection: Connection) -> None:
        if failed.is_set():
            raise LinkDown("not_there")
        failed.set()
        raise RuntimeError("of nobody's making")

    monkeypatch.setattr(CONNECT, connect)
    printer = open_printer(Connection("/dev/motcua-printer"), lambda: NOW)
    assert failed.wait(PATIENCE_S)
    assert printed(printer).code == "link_down"
    printer.close()


def test_who_is_told_of_a_printer_and_fails_does_not_end_it(tmp_path: Path) -> None:
    told = Event()

    def on_change(status: PrinterStatus) -> None:
        told.set()
        raise RuntimeError("of the listener's making")

    with Cable(tmp_path / "port") as cable:  # it opens and nobody answers: that is news
        printer = open_printer(Connection(str(cable.name)), lambda: NOW, on_change)
        assert told.wait(PATIENCE_S)
        cable.unplug()
        assert printed(printer).code == "link_down"
        printer.close()


@pytest.mark.parametrize("host", ["a..b", f"{'x' * 70}.vn"])
def test_a_name_that_no_network_can_have_is_link_down(host: str) -> None:
    printer = open_printer(Connection(f"tcp://{host}"), lambda: NOW)
    assert printed(printer).code == "link_down"
    printer.close()


def test_a_port_that_goes_away_while_it_is_opened_is_link_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(port: serial.Serial) -> None:
        raise termios.error(5, "Input/output error")

    monkeypatch.setattr(serial.Serial, "_reset_input_buffer", gone)
    with Cable(tmp_path / "port") as cable, pytest.raises(LinkDown):
        open_port(PortSettings(device=str(cable.name)))


def test_a_port_that_is_gone_is_let_go_of(tmp_path: Path) -> None:
    with Cable(tmp_path / "port") as cable:
        before = len(list(OPEN.iterdir()))
        line = open_port(PortSettings(device=str(cable.name)))
        cable.unplug()
        line.close()
        assert len(list(OPEN.iterdir())) == before - 2  # the two ends of the cable itself
