"""From the clerk's key to the last board of very many, and what it costs the server."""

from __future__ import annotations

import os
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit
from uuid import uuid4

from msgspec import Struct

from tests.journeys.people import Clerk, tap
from tests.load.boards import Boards
from tests.load.floor import Floor, allow_files, end_apart, keep_apart
from tests.load.footprint import resident_mb
from tests.load.measured import Figure, quantile
from tests.machines import Machine, premises

CALLS = 60
MOST_BOARDS = 1_100
BACK = 1_000
IDLE_S = 5.0
SOUND_MS = 400  # no board has a call after its sound must have begun
REPETITIONS = 3
CALLS_AT_ONCE = 20
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def measure(folder: Path) -> Iterator[Figure]:
    """Halls of 200 and of 1,000 boards, beside a bare loop of as many sockets; then 1,100."""
    allow_files(4 * MOST_BOARDS)
    try:
        with premises(folder) as centre:
            server = centre.server()
            keep_apart(server.pid)
            yield from _halls(server, centre.kiosk(server, printer="none"))
    finally:
        end_apart()


def _halls(server: Machine, kiosk: Machine) -> Iterator[Figure]:
    tap(kiosk.url, "HT")
    clerk = Clerk(server.url, 1)
    clerk.do("open")
    while clerk.do("call_next")["ticket"] is None:
        time.sleep(0.05)
    page = Page(clerk)
    alone = Boards(server.url, 1)
    call_ms, _ = _cost(server, page, alone)
    alone.close()
    yield Figure("server's processor for a call, one board", call_ms, 20, "ms")
    yield from _hall(server, page, Hall(200, 10, call_ms))
    yield from _hall(server, page, Hall(1_000, 30, call_ms))
    page.close()
    yield from _many(server)


class Page:
    """A clerk's page, which keeps its connection as browsers do."""

    def __init__(self, clerk: Clerk) -> None:
        self._line = HTTPConnection(urlsplit(clerk.url).netloc)
        self._path = f"/api/v1/counters/{clerk.counter}/recall"
        self._headers = {"Cookie": clerk.cookie, "Content-Type": "application/json"}

    def press_recall(self) -> float:
        """The moment (monotonic seconds) just before the request leaves."""
        headers = {**self._headers, "Idempotency-Key": str(uuid4())}
        pressed = time.monotonic()
        self._line.request("POST", self._path, b"{}", headers)
        return pressed

    def hear_answer(self) -> None:
        """Must come before the next press."""
        answer = self._line.getresponse()
        if answer.status != 200:
            raise SystemExit(f"a call was answered with {answer.status}: {answer.read()!r}")
        answer.read()

    def close(self) -> None:
        self._line.close()


class Hall(Struct, frozen=True):
    """So many boards, how soon the last one must have a call, and what one costs without them."""

    boards: int
    most_ms: float
    call_ms: float


def _hall(server: Machine, page: Page, hall: Hall) -> Iterator[Figure]:
    floor = Floor(hall.boards)
    bare_us, bare_ms = floor.measure()
    floor.close()
    boards = Boards(server.url, hall.boards)
    boards.listen(2)
    lasts = []
    for _ in range(CALLS):
        boards.listen(0.3)
        lasts.append(_one_call(page, boards))
    cost_ms, messages = _cost(server, page, boards)
    boards.close()
    message_us = (cost_ms - hall.call_ms) * 1000 / messages
    name = f"call pressed → last of {hall.boards} boards"
    yield Figure(f"{name}: p50", quantile(lasts, 0.5), hall.most_ms, "ms")
    yield Figure(f"{name}: p99", quantile(lasts, 0.99), SOUND_MS, "ms")
    yield Figure(f"{name}: p50 against a bare loop", median(lasts) / bare_ms, 5, "x")
    yield Figure("server's processor for each message more", message_us, 50, "µs")
    yield Figure("the same against a bare loop", message_us / bare_us, 2.5, "x")


def _one_call(page: Page, boards: Boards) -> float:
    """Milliseconds from the clerk's request to the last board's frame."""
    pressed = page.press_recall()
    last = max(boards.wait_for_call())
    page.hear_answer()
    return (last - pressed) * 1000


def _cost(server: Machine, page: Page, boards: Boards) -> tuple[float, float]:
    """Of one call: milliseconds of the server's processor, and messages at the boards.

    What the server uses without any call, for pings above all, is measured before and left out.
    """
    costs = []
    for _ in range(REPETITIONS):
        boards.listen(0.5)
        idle_s, _ = _used(server, boards, lambda: boards.listen(IDLE_S))
        started = time.monotonic()
        spent_s, messages = _used(server, boards, lambda: _calls(page, boards))
        idle_s *= (time.monotonic() - started) / IDLE_S
        costs.append((spent_s - idle_s) * 1000 / CALLS_AT_ONCE)
    return median(costs), messages / CALLS_AT_ONCE


def _calls(page: Page, boards: Boards) -> None:
    for _ in range(CALLS_AT_ONCE):
        _one_call(page, boards)
        boards.listen(0.1)


def _used(server: Machine, boards: Boards, what: Callable[[], None]) -> tuple[float, int]:
    """Seconds of the server's processor and messages that came to the boards, during that."""
    before, messages = _processor_s(server), boards.messages
    what()
    return _processor_s(server) - before, boards.messages - messages


def _processor_s(machine: Machine) -> float:
    """Seconds of processor time it has used."""
    fields = Path(f"/proc/{machine.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def _restart(server: Machine) -> None:
    server.kill()
    server.start()
    keep_apart(server.pid)


def _many(server: Machine) -> Iterator[Figure]:
    """Memory, answers and a restart, with more boards than any hall has."""
    _restart(server)
    time.sleep(2)
    empty = resident_mb(server)
    boards = Boards(server.url, MOST_BOARDS)
    boards.listen(2)
    held = resident_mb(server)
    started = time.monotonic()
    with urllib.request.urlopen(f"{server.url}/api/v1/boards/hall", timeout=30) as answer:  # noqa: S310
        answer.read()
    answered = (time.monotonic() - started) * 1000
    boards.close()
    _restart(server)
    restarted = time.monotonic()
    back = Boards(server.url, BACK)
    again = time.monotonic() - restarted
    back.close()
    yield Figure("memory for each board", (held - empty) * 1024 / MOST_BOARDS, 65, "KB")
    yield Figure(f"an HTTP answer beside {MOST_BOARDS} boards", answered, 250, "ms")
    yield Figure(f"{BACK} boards have the state after a restart", again, 3, "s")
