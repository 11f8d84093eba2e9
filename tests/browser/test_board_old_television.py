"""The board page in a browser that has learnt nothing since 2016."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.board_hall import served
from tests.browser.board_page import Board
from tests.browser.browsers import PATIENCE_MS

pytestmark = pytest.mark.browser


@pytest.fixture
def board(browser: Browser) -> Iterator[Board]:
    with served() as address:
        found = Board(browser, address)
        yield found
        found.close()


# What browsers have learnt since, but for globalThis and Object.entries: Playwright needs them.
AN_OLD_TELEVISION = """
  for (const name of ["queueMicrotask", "AbortController", "structuredClone",
    "TransformStream", "IntersectionObserver", "ResizeObserver"]) delete window[name];
  for (const name of ["values", "fromEntries"]) delete Object[name];
  for (const name of ["padStart", "padEnd", "replaceAll", "at", "trimStart", "matchAll"]) {
    delete String.prototype[name];
  }
  for (const name of ["includes", "flat", "flatMap", "at"]) delete Array.prototype[name];
  delete Promise.prototype.finally;
  delete Intl.DateTimeFormat.prototype.formatToParts;
  delete Navigator.prototype.wakeLock;
"""


def comes_true(page: Page, expression: str) -> bool:
    """Wait for an expression; Playwright's own waiting needs what old browsers do not have."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < until:
        if page.evaluate(f"() => {expression}"):
            return True
        time.sleep(0.1)
    return False


def test_an_old_television_shows_and_speaks_a_call(board: Board) -> None:
    board.page.add_init_script(AN_OLD_TELEVISION)
    board.page.goto(board.address)
    text = "document.body.innerText.indexOf"
    assert comes_true(board.page, f"{text}('Bến Thành') >= 0")
    board.hall.call("A042", 3)
    assert comes_true(board.page, "document.querySelector('.call.bright .number') !== null")
    assert comes_true(board.page, "window.motcuaBoard.log.some((entry) => entry.ended)")
    assert board.page.evaluate(
        "() => /^\\d\\d:\\d\\d$/.test(document.querySelector('time').innerText)"
    )
    assert board.page.evaluate("() => typeof Array.prototype.flat") == "undefined"
