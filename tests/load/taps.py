"""From the citizen's finger to the ledger and the first byte of the ticket on the serial line."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from tests.journeys.people import tap, until
from tests.load.measured import Figure, quantile
from tests.machines import Kiosk, premises

TAPS = 60
RASTER = b"\x1dv0"  # the first band of a ticket: GS v 0


def measure(folder: Path) -> Iterator[Figure]:
    """With the server up, then with it dead."""
    with premises(folder) as centre:
        server = centre.server()
        kiosk = centre.kiosk(server)
        until(lambda: kiosk.reserve >= 12 * 30, "a full reserve")
        seen = _watch(kiosk)
        alive = [_one_tap(kiosk, seen) for _ in range(TAPS)]
        server.kill()
        dead = [_one_tap(kiosk, seen) for _ in range(TAPS // 2)]
    name = "tap → ledger committed and first byte of the ticket on the line"
    yield Figure(f"{name}, server up: p99", quantile(alive, 0.99), 60, "ms")
    yield Figure(f"{name}, server dead: p99", quantile(dead, 0.99), 300, "ms")


def _watch(kiosk: Kiosk) -> list[float]:
    """The moments at which raster data reached the printer."""
    assert kiosk.printer is not None
    printer, moments = kiosk.printer.printer, list[float]()
    feed = printer.feed

    def noted(data: bytes) -> bytes:
        if RASTER in data:
            moments.append(time.monotonic())
        return feed(data)

    printer.feed = noted  # type: ignore[method-assign]  # a stopwatch on the real emulator
    return moments


def _one_tap(kiosk: Kiosk, seen: list[float]) -> float:
    printed = len(list(kiosk.tray.glob("*.json")))
    seen.clear()
    pressed = time.monotonic()
    tap(kiosk.url, "HT")
    until(lambda: bool(seen), "the first byte of the ticket")
    first = seen[0]
    until(lambda: len(list(kiosk.tray.glob("*.json"))) > printed, "the paper")
    time.sleep(0.2)
    return (first - pressed) * 1000
