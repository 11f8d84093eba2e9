"""The board page at the real server: calls of real counters, and the server's death and return."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser.browsers import PATIENCE_MS
from tests.centre import RunningCentre, password, running

pytestmark = pytest.mark.browser

SPOTLIGHT_MS = 15_000


class Clerk:
    """A clerk at an open counter."""

    def __init__(self, centre: RunningCentre, staff: str, counter: int) -> None:
        self._counter = f"{centre.url}/api/v1/counters/{counter}"
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        sign_in = {"name": staff, "password": password(staff)}
        self._post(f"{centre.url}/api/v1/sign-in", sign_in)
        self._post(f"{self._counter}/open", {})

    def call_next(self) -> str:
        """Call the next visitor; the label."""
        return str(self._post(f"{self._counter}/call_next", {})["ticket"]["label"])

    def _post(self, url: str, body: dict[str, str]) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
        request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310
        with self._browser.open(request) as answer:
            told: dict[str, Any] = json.load(answer)
        return told


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RunningCentre]:
    with running(tmp_path) as found:
        yield found


def a_board(browser: Browser, centre: RunningCentre) -> Page:
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.clock.install()
    page.goto(f"{centre.url}/board/hall")
    page.locator("header h1", has_text="Bến Thành").wait_for()
    return page


def log(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("() => window.motcuaBoard.log")
    return found


def sounds_fetched(page: Page, count: int) -> AbstractContextManager[object]:
    """What happens inside makes the page fetch so many sounds, and they arrive before we go on.

    Otherwise a clock put forward would take the page's patience with a slow sound from it.
    """
    seen: set[str] = set()

    def all_there(request: Request) -> bool:
        if "/sounds/" in request.url:
            seen.add(request.url)
        return len(seen) == count

    return page.expect_request_finished(all_there, timeout=PATIENCE_MS)


def sounds_are_over(page: Page, count: int) -> None:
    page.wait_for_function(
        "count => window.motcuaBoard.log.filter((e) => e.ended || e.error).length === count",
        arg=count,
        timeout=PATIENCE_MS,
    )


def heard_out(page: Page) -> list[dict[str, Any]]:
    """The log, once a call has been heard to its end.

    On a busy machine its first sound may come too late; it is spoken when it is there.
    """
    page.wait_for_function("() => window.motcuaBoard.log.some((e) => e.ended)", timeout=PATIENCE_MS)
    return log(page)


def call_at_once(*clerks: Clerk) -> list[str]:
    """All clerks press the button in the same moment; the labels in the order of the clerks."""
    labels: dict[int, str] = {}
    together = threading.Barrier(len(clerks))

    def press(place: int) -> None:
        together.wait()
        labels[place] = clerks[place].call_next()

    threads = [threading.Thread(target=press, args=(place,)) for place in range(len(clerks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [labels[place] for place in range(len(clerks))]


def test_two_counters_that_call_at_once_are_both_shown_and_heard_to_the_end(
    browser: Browser, centre: RunningCentre
) -> None:
    centre.take()
    centre.take()
    clerks = Clerk(centre, "lan", 1), Clerk(centre, "minh", 2)
    page = a_board(browser, centre)
    with sounds_fetched(page, 2):
        labels = call_at_once(*clerks)
    headline = page.locator(".call.bright .number .value")
    expect(headline).to_be_visible()
    first = headline.inner_text()
    assert first in labels
    sounds_are_over(page, 1)
    page.clock.fast_forward(SPOTLIGHT_MS)
    expect(headline).not_to_have_text(first)
    sounds_are_over(page, 2)
    assert sorted(entry["label"] for entry in log(page)) == sorted(labels)
    assert [entry["error"] for entry in log(page)] == [None, None]
    assert log(page)[0]["ended"] <= log(page)[1]["started"]
    page.close()


def test_a_sound_the_server_does_not_have_does_not_mute_the_calls_after_it(
    browser: Browser, centre: RunningCentre
) -> None:
    lost, heard = centre.take(), centre.take()
    clerk, other = Clerk(centre, "lan", 1), Clerk(centre, "minh", 2)
    page = a_board(browser, centre)
    missing: list[str] = []

    def lose(route: Route) -> None:
        missing.append(route.request.url)
        route.fulfill(status=404)

    page.route(f"**/sounds/{lost}/**", lose)
    assert clerk.call_next() == lost
    expect(page.locator(".call.bright .number .value")).to_have_text(lost)
    with sounds_fetched(page, 1):
        assert other.call_next() == heard
    sounds_are_over(page, 1)
    page.clock.fast_forward(SPOTLIGHT_MS)
    expect(page.locator(".call.bright .number .value")).to_have_text(heard)
    sounds_are_over(page, 2)
    assert missing
    assert [entry["error"] for entry in log(page)] == ["http_404", None]
    page.close()


def test_a_frozen_server_is_told_within_fifteen_seconds_and_its_thaw_too(
    browser: Browser, centre: RunningCentre
) -> None:
    label = centre.take()
    clerk = Clerk(centre, "lan", 1)
    page = a_board(browser, centre)
    assert clerk.call_next() == label
    heard = heard_out(page)
    with centre.frozen():
        page.clock.fast_forward(15_000)
        expect(page.locator(".notice")).to_contain_text("Mất kết nối – thông tin lúc")
        expect(page.locator(".call .number .value")).to_have_text(label)
    expect(page.locator(".notice")).to_be_hidden()
    assert log(page) == heard
    page.close()


def test_the_page_of_a_board_weighs_at_most_120_kilobytes_on_the_wire(
    browser: Browser, centre: RunningCentre
) -> None:
    page = browser.new_page()
    wire = page.context.new_cdp_session(page)
    weights: list[float] = []
    wire.on("Network.loadingFinished", lambda told: weights.append(told["encodedDataLength"]))
    wire.send("Network.enable")
    page.goto(f"{centre.url}/board/hall", wait_until="networkidle")
    page.locator("header h1", has_text="Bến Thành").wait_for()
    assert len(weights) >= 7  # page, three styles, script, two fonts
    assert sum(weights) <= 120_000
    page.close()


def test_a_dead_server_is_told_and_its_return_brings_the_picture_without_a_sound(
    browser: Browser, centre: RunningCentre
) -> None:
    label = centre.take()
    clerk = Clerk(centre, "lan", 1)
    page = a_board(browser, centre)
    assert clerk.call_next() == label
    heard = heard_out(page)
    notice = page.locator(".notice")
    expect(notice).to_be_hidden()
    centre.kill()
    expect(notice).to_contain_text("Mất kết nối – thông tin lúc")
    centre.start()
    expect(notice).to_be_hidden()
    expect(page.locator(".call .number .value")).to_have_text(label)
    centre.take()  # news arrives again
    expect(page.locator("footer .total")).to_contain_text("Đang chờ: 1")
    assert log(page) == heard
    page.close()
