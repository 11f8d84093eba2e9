"""The touch page in a real browser: its weight, when it stands, how soon a touch is answered."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.browsers import chromium
from tests.journeys.people import until
from tests.load.measured import Figure, quantile
from tests.machines import premises

SLOWER = 6  # than this machine's processor: a kiosk PC of ten years ago
LOADS = 8
USUAL = 0.75  # of the loads are not slower: how https://web.dev/articles/lcp counts
ROUNDS = 20
HELD_MS = 80  # how long a finger rests on the glass
SCREEN = {"width": 1080, "height": 1920}
LARGEST = """
  window.largest = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.largest = entry.startTime;
  }).observe({type: "largest-contentful-paint", buffered: true});
"""
READY = """() => import("/static/store.js").then((store) => store.procedures.value.length > 0)"""
# From the finger to the frame in which the control looks otherwise, or the screen does.
WATCH = """(control) => {
  const look = () => {
    const style = getComputedStyle(control);
    return [style.backgroundColor, style.color, style.boxShadow, style.transform].join();
  };
  const before = look();
  let another = false;
  const news = new MutationObserver(() => { another = true; });
  news.observe(document.body, {subtree: true, childList: true, characterData: true});
  window.reaction = null;
  addEventListener("pointerdown", (event) => {
    const frame = () => requestAnimationFrame(() => {
      if (!another && control.isConnected && look() === before) return frame();
      news.disconnect();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => { window.reaction = performance.now() - event.timeStamp; };
      channel.port2.postMessage(0);
    });
    frame();
  }, {once: true, capture: true});
}"""
# After a tap the browser keeps a control :active for a moment, so that it does not just flash.
RESTS = """(control) => new Promise((rests) => {
  const look = () => control.matches(":active") ? setTimeout(look, 20) : rests();
  look();
})"""
# The controls of one visit that is given up, by selector: every kind there is.
VISIT = (
    ".bar button >> nth=0",
    ".bar button >> nth=0",
    ".languages button >> nth=0",
    ".tile >> nth=0",
    ".row >> nth=0",
    "button.primary >> nth=-1",
    *[".bar button >> nth=0"] * 4,
)


def measure(folder: Path) -> Iterator[Figure]:
    """With the shipped catalogue, as a kiosk of the example centre shows it."""
    with premises(folder) as centre, chromium() as browser:
        kiosk = centre.kiosk(centre.server(), printer="none")
        until(lambda: kiosk.reserve > 0, "the first news of the server")
        yield Figure(
            "touch page, all it loads at the start", _weight_kb(browser, kiosk.url), 160, "kB"
        )
        painted = [_largest_s(browser, kiosk.url) for _ in range(LOADS)]
        name = f"touch page, largest paint at {SLOWER} × slower"
        yield Figure(f"{name}, three of four loads", quantile(painted, USUAL), 2.5, "s")
        spent = _reactions(browser, kiosk.url, 1)
        name = f"touch → the control looks otherwise, {len(spent)} touches"
        yield Figure(f"{name}: p50", quantile(spent, 0.5), 50, "ms")
        yield Figure(f"{name}: p99", quantile(spent, 0.99), 100, "ms")
        spent = _reactions(browser, kiosk.url, SLOWER)
        yield Figure(f"{name}, {SLOWER} × slower: p50", quantile(spent, 0.5), 100, "ms")


def _fresh(browser: Browser) -> BrowserContext:
    """A browser that knows nothing, with a touch screen."""
    return browser.new_context(viewport=SCREEN, has_touch=True)  # type: ignore[arg-type]


def _weight_kb(browser: Browser, address: str) -> float:
    with _fresh(browser) as context:
        page = context.new_page()
        wire = context.new_cdp_session(page)
        sizes: list[float] = []
        wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        wire.send("Network.enable")
        _stands(page, address)
        page.wait_for_load_state("load")
        return sum(sizes) / 1000


def _largest_s(browser: Browser, address: str) -> float:
    with _fresh(browser) as context:
        page = context.new_page()
        page.add_init_script(LARGEST)
        _slow_down(page, SLOWER)
        _stands(page, address)
        page.wait_for_timeout(500)  # the paint is told a little later
        return float(page.evaluate("() => window.largest")) / 1000


def _reactions(browser: Browser, address: str, slower: int) -> list[float]:
    with _fresh(browser) as context:
        page = context.new_page()
        _slow_down(page, slower)
        _stands(page, address)
        touches = itertools.chain.from_iterable(itertools.repeat(VISIT, ROUNDS))
        return [_touched_ms(page, selector) for selector in touches]


def _touched_ms(page: Page, selector: str) -> float:
    control = page.locator(selector)
    control.wait_for()
    control.evaluate(RESTS)
    control.evaluate(WATCH)
    box = control.bounding_box()
    assert box is not None
    wire = page.context.new_cdp_session(page)
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    _touch(wire, "touchStart", [point])
    page.wait_for_timeout(HELD_MS)
    _touch(wire, "touchEnd", [])
    page.wait_for_function("() => window.reaction !== null")
    wire.detach()
    return float(page.evaluate("() => window.reaction"))


def _touch(wire: Any, kind: str, points: list[dict[str, float]]) -> None:
    wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def _slow_down(page: Page, slower: int) -> None:
    wire = page.context.new_cdp_session(page)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": slower})


def _stands(page: Page, address: str) -> None:
    """Until the page has everything it will need."""
    page.goto(address)
    page.locator(".languages").wait_for()
    page.wait_for_function(READY)
