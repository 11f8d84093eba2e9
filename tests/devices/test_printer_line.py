"""Bytes to and from an open device: packets of nothing, and deadlines that hold."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator

import pytest

from printer_drivers.api import LinkDown
from printer_drivers.line import Line

SHORT_S = 0.1


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends that keep packets apart, empty ones too, as USB does."""
    mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with mine, theirs:
        yield mine, theirs


def a_line(mine: socket.socket, **how: bool) -> Line:
    return Line(mine.fileno(), mine.close, 1000.0, **how)


def test_a_packet_of_nothing_is_not_the_end_of_a_usb_printer(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    mine, theirs = ends
    line = a_line(mine, zero_is_end=False)
    for packet in (b"", b"", b"\x12"):
        theirs.send(packet)
    assert line.read(time.monotonic() + 5.0) == b"\x12"


def test_packets_of_nothing_are_silence_and_silence_ends_in_time(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    mine, theirs = ends
    line = a_line(mine, zero_is_end=False)
    for _ in range(3):
        theirs.send(b"")
    until = time.monotonic() + SHORT_S
    assert line.read(until) == b""
    assert until - 0.01 < time.monotonic() < until + 5.0


def test_nothing_where_no_packets_are_is_the_end(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    mine, theirs = ends
    theirs.send(b"")
    with pytest.raises(LinkDown, match="end_of_file"):
        a_line(mine).read(time.monotonic() + 5.0)


def test_a_line_that_talks_and_takes_nothing_is_stalled_at_the_deadline(
    ends: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fd: int, data: bytes) -> int:
        raise BlockingIOError

    mine, theirs = ends
    line = a_line(mine, zero_is_end=False)
    theirs.send(b"\x12")
    monkeypatch.setattr(os, "write", full)
    assert line.write(b"ticket", time.monotonic() + SHORT_S) is False
    assert line.read(time.monotonic()) == b"\x12"  # what was said meanwhile is not lost
