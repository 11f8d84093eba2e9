"""The scanner's thread at a real serial port."""

import logging
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.scanner import Scanner, state_of
from kiosk.scans import Refused, Scan
from printer_drivers.port import PortSettings
from tests.devices.serial_ports import PATIENCE_S, Cable, until

CARD = "001185000123|011234567|Nguyễn Thị Ví Dụ|05031985|Nữ|Số 1 Phố Mẫu|10052021"
Heard = queue.SimpleQueue[Scan | Refused]


@contextmanager
def scanner_at(cable: Cable) -> Iterator[tuple[Scanner, Heard]]:
    heard: Heard = queue.SimpleQueue()
    scanner = Scanner(PortSettings(device=str(cable.name)), heard.put)
    scanner.start()
    try:
        until(lambda: scanner.link_up)
        yield scanner, heard
    finally:
        scanner.close()


def test_a_card_that_comes_in_pieces_is_one_scan(tmp_path: Path) -> None:
    with Cable(tmp_path / "scanner") as cable, scanner_at(cable) as (_, heard):
        data = CARD.encode()
        for place in range(0, len(data), 7):
            cable.say(data[place : place + 7])
        cable.say(b"\r\n")
        assert heard.get(timeout=PATIENCE_S) == Scan(CARD)


def test_a_scan_without_a_line_end_is_told_after_a_silence(tmp_path: Path) -> None:
    with Cable(tmp_path / "scanner") as cable, scanner_at(cable) as (_, heard):
        cable.say(CARD.encode())
        assert heard.get(timeout=PATIENCE_S) == Scan(CARD)


def test_garbage_and_endless_input_are_refused_and_the_next_scan_is_read(tmp_path: Path) -> None:
    with Cable(tmp_path / "scanner") as cable, scanner_at(cable) as (_, heard):
        cable.say(b"\xfe\xff\x81\r")
        cable.say(b"x" * 2000 + b"\r")
        cable.say(b"motcua:1\r")
        told = [heard.get(timeout=PATIENCE_S) for _ in range(3)]
        assert told == [Refused("not_utf8"), Refused("too_long"), Scan("motcua:1")]


def test_a_scanner_that_was_pulled_out_is_served_again_by_itself(tmp_path: Path) -> None:
    with Cable(tmp_path / "scanner") as cable, scanner_at(cable) as (scanner, heard):
        cable.say(b"half a co")
        assert (state_of(None), state_of(scanner)) == ("none", "up")
        cable.unplug()
        until(lambda: not scanner.link_up)
        assert state_of(scanner) == "down"
        cable.plug()
        until(lambda: scanner.link_up)
        while not heard.empty():  # the half may have been told if the silence came first
            heard.get()
        cable.say(b"whole\r")
        assert heard.get(timeout=PATIENCE_S) == Scan("whole")


def test_a_scanner_that_is_not_there_yet_keeps_nobody_waiting(tmp_path: Path) -> None:
    cable = Cable(tmp_path / "scanner")
    cable.unplug()
    heard: Heard = queue.SimpleQueue()
    scanner = Scanner(PortSettings(device=str(cable.name)), heard.put)
    scanner.start()
    assert not scanner.link_up
    with cable:
        cable.plug()
        until(lambda: scanner.link_up)
    scanner.close()


def test_a_fault_of_the_listener_is_logged_without_what_was_scanned(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    heard: Heard = queue.SimpleQueue()

    def listen(scan: Scan | Refused) -> None:
        heard.put(scan)
        if scan == Scan(CARD):
            raise ValueError(CARD)

    with Cable(tmp_path / "scanner") as cable:
        scanner = Scanner(PortSettings(device=str(cable.name)), listen)
        scanner.start()
        until(lambda: scanner.link_up)
        cable.say(CARD.encode() + b"\rafter\r")
        assert [heard.get(timeout=PATIENCE_S) for _ in range(2)] == [Scan(CARD), Scan("after")]
        scanner.close()
    assert "scan not handled" in caplog.text
    logged = " ".join(str(vars(record)) for record in caplog.records)
    assert "Ví Dụ" not in logged
    assert "001185000123" not in logged
