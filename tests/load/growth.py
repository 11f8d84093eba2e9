"""Whether a board's page grows: its heap before and after thousands of news, read by CDP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import CDPSession, sync_playwright

from tests.browser import browsers
from tests.browser.board_hall import served
from tests.browser.board_page import Board
from tests.load.measured import Figure

UPDATES = 3_000
WARM_UP = 300
COUNTERS = 12


def measure(_folder: Path) -> Iterator[Figure]:
    """3,000 states with a changing call each, while the page shows and forgets them."""
    with served() as address, sync_playwright() as playwright:
        browser = browsers.launch(playwright)
        board = Board(browser, address).open("?sound=off")
        wire = board.page.context.new_cdp_session(board.page)
        _update(board, 0, WARM_UP)
        heap, nodes = _used(wire)
        _update(board, WARM_UP, WARM_UP + UPDATES)
        later, then = _used(wire)
        browser.close()
    yield Figure("a board's heap after 3,000 updates", (later - heap) / 1e6, 2.0, "MB")
    yield Figure("a board's nodes after 3,000 updates", then - nodes, 200, "")


def _update(board: Board, first: int, last: int) -> None:
    for n in range(first, last):
        board.hall.called(f"A{n:04}", n % COUNTERS + 1, nth=1 + n % 3)
        board.hall.send("state", board.hall.state())
        if n % 100 == 99:
            board.page.locator(".call .number .value", has_text=f"A{n:04}").wait_for()


def _used(wire: CDPSession) -> tuple[float, float]:
    """Bytes of the heap and nodes of the documents after everything unused has been collected."""
    wire.send("HeapProfiler.collectGarbage")
    wire.send("Performance.enable")
    told = wire.send("Performance.getMetrics")["metrics"]
    metrics = {one["name"]: float(one["value"]) for one in told}
    return metrics["JSHeapUsedSize"], metrics["Nodes"]
