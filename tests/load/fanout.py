"""From the clerk's key to the last of two hundred boards."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.journeys.people import Clerk, tap
from tests.load.boards import Boards
from tests.load.measured import Figure, quantile
from tests.machines import premises

BOARDS = 200
CALLS = 100
MESSAGE = b"x" * 300


def measure(folder: Path) -> Iterator[Figure]:
    """One call and many recalls, while two hundred boards listen."""
    with premises(folder) as centre:
        server = centre.server()
        tap(centre.kiosk(server, printer="none").url, "HT")
        clerk = Clerk(server.url, 1)
        clerk.do("open")
        while clerk.do("call_next")["ticket"] is None:
            time.sleep(0.05)
        boards = Boards(server.url, BOARDS)
        lasts = [_one_call(clerk, boards) for _ in range(CALLS)]
        boards.close()
    name = f"call pressed → last of {BOARDS} boards"
    yield Figure(f"{name}: p50", quantile(lasts, 0.5), 20, "ms")
    yield Figure(f"{name}: p99", quantile(lasts, 0.99), 60, "ms")
    times = quantile(lasts, 0.5) / _floor_ms()
    yield Figure(f"{name}: p50 against bare local writes", times, 40, "x")


def _one_call(clerk: Clerk, boards: Boards) -> float:
    """Milliseconds from the clerk's request to the last board's frame."""
    boards.listen(0.15)
    pressed = time.monotonic()
    press = threading.Thread(target=clerk.do, args=("recall",))
    press.start()
    last = max(boards.wait_for_call())
    press.join()
    return (last - pressed) * 1000


def _floor_ms() -> float:
    """What the machine needs at the very least: write to every socket, read the last one."""
    pairs = [socket.socketpair() for _ in range(BOARDS)]
    started = time.monotonic()
    for ours, _ in pairs:
        ours.send(MESSAGE)
    for _, theirs in pairs:
        theirs.recv(4096)
    spent = time.monotonic() - started
    for ours, theirs in pairs:
        ours.close()
        theirs.close()
    return spent * 1000
