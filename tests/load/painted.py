"""From the clerk's key to the painted number on a board in a real browser."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.journeys.people import Clerk, tap
from tests.load.measured import Figure, quantile
from tests.machines import premises

CALLS = 40
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required")
# After a change of the page: the moment at which the frame that shows it has been handed over.
WATCH = """() => {
  window.painted = [];
  new MutationObserver(() => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.painted.push(
      [performance.timeOrigin + performance.now(), document.body.innerText]);
    channel.port2.postMessage(0);
  })).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


def measure(folder: Path) -> Iterator[Figure]:
    """Many citizens called one after the other, each a new number on the board."""
    with premises(folder) as centre, sync_playwright() as playwright:
        server = centre.server()
        kiosk = centre.kiosk(server, printer="none")
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(ARGUMENTS)
        )
        clerk = Clerk(server.url, 1)
        clerk.do("open")
        spent = [_one_call(browser.new_page(), server.url, kiosk.url, clerk) for _ in range(CALLS)]
        browser.close()
    name = "call pressed → painted on a board in a browser"
    yield Figure(f"{name}: p50", quantile(spent, 0.5), 100, "ms")
    yield Figure(f"{name}: p99", quantile(spent, 0.99), 150, "ms")


def _one_call(page: Page, server: str, kiosk: str, clerk: Clerk) -> float:
    page.goto(f"{server}/board/hall?sound=off")
    page.wait_for_timeout(300)
    label = tap(kiosk, "HT")["label"]
    page.wait_for_timeout(200)
    page.evaluate(WATCH)
    pressed = time.time()
    state = clerk.do("call_next")
    if state["ticket"] is None or state["ticket"]["label"] != label:
        raise SystemExit(f"{label} was not the next")
    page.wait_for_function(f"() => window.painted.some(([, text]) => text.includes('{label}'))")
    moment = page.evaluate(f"() => window.painted.find(([, text]) => text.includes('{label}'))[0]")
    page.close()
    clerk.do("start")
    clerk.do("finish")
    return float(moment) - pressed * 1000
