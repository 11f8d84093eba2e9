"""From a clerk's key to the called number on the clerk's own screen, with sixty counters open."""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from queue_server.demo import catalogue_text, centre_text
from queue_server.domain.discipline import choose_next, explain, order
from queue_server.domain.journal import Actor
from queue_server.use_cases import issuing
from queue_server.use_cases.administering import (
    NewStaff,
    add_staff,
    apply_centre,
    hash_password,
    sign_in,
)
from tests.builders import a_centre, a_ticket, at, wanted
from tests.journeys.people import PASSWORD, Clerk, Refused
from tests.load.boards import Listeners
from tests.load.measured import Figure, quantile
from tests.machines import CENTRE, Premises, premises

COUNTERS = 60
WAITING = 500
PRESSES = 200
PAINTED = 100
FIRST = 5  # calls of a page whose scripts have just been loaded, not counted
OTHERS_PER_S = 2  # sixty counters in the busiest hour: three presses a visit, a visit in 90 s
BETWEEN_S = 0.2  # the clerk who is timed is one of them, not a machine gun
FRAMES_MS = 2 * 1000 / 60  # a change waits for the next frame of the screen, and is shown with it
# The moment of the key, of the change in the page, and of the frame that shows it.
WATCH = """() => {
  window.pressed = 0; window.changed = []; window.painted = [];
  addEventListener("keydown", () => { window.pressed = performance.now(); }, true);
  new MutationObserver(() => {
    if (document.querySelector(".ticket-label") === null) return;
    window.changed.push(performance.now());
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.painted.push(performance.now());
      channel.port2.postMessage(0);
    });
  }).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


def measure(folder: Path) -> Iterator[Figure]:
    """Presses of many clerks, each timed to its answer; then one clerk's real page."""
    yield from _choosing()
    with premises(folder) as centre:
        tokens = _furnish(centre)
        server = centre.server()
        clerks = [Clerk(server.url, number, token=token) for number, token in tokens.items()]
        for clerk in clerks:
            clerk.do("open")
        own, pressing, others = clerks[8], clerks[9:35], clerks[35:]  # counters of this file's own
        pages = Listeners()
        for clerk in clerks:
            pages.add(server.url, {"room": "counter", "counter": clerk.counter}, clerk.cookie)
        stop = threading.Event()
        reading = threading.Thread(target=_keep_reading, args=(pages, stop))
        busy = threading.Thread(target=_keep_working, args=(others, stop))
        for thread in (reading, busy):
            thread.start()
        spent = [_press(pressing[place % len(pressing)]) for place in range(PRESSES)]
        name = f"key → answer with {COUNTERS} counters open, {WAITING} waiting"
        yield Figure(f"{name}: p50", quantile(spent, 0.5), 20, "ms")
        yield Figure(f"{name}: p99", quantile(spent, 0.99), 40, "ms")
        shown = _shown(server.url, own)
        stop.set()
        for thread in (reading, busy):
            thread.join()
        pages.close()
    for name, place, limit in (("in", 0, 40.0), ("painted on", 1, 40.0 + FRAMES_MS)):
        spent = [one[place] for one in shown]
        name = f"key → called number {name} the clerk's page"
        yield Figure(f"{name}: p50", quantile(spent, 0.5), limit, "ms")
        yield Figure(f"{name}: p99", quantile(spent, 0.99), limit, "ms")


def _choosing() -> Iterator[Figure]:
    """The rule alone, over a full hall."""
    centre, draw = a_centre(), random.Random(7)
    classes = ["normal", "normal", "normal", "elderly", "disabled"]
    hall = [
        a_ticket(
            f"A{number + 1:03d}",
            at("08:00") + dt.timedelta(seconds=draw.randrange(7200)),
            service=draw.choice(["HT", "CT"]),
            priority=draw.choice(classes),
        )
        for number in range(WAITING)
    ]
    day = hall[0].day
    desk, rule = centre.desk(centre.counter(1), "lan", day), centre.rule_on(day)
    for name, choose in (
        ("choose the next", lambda: choose_next(hall, desk, rule)),
        ("explain the choice", lambda: explain(hall[0], hall, desk, rule, at("10:00"))),
        ("order a counter's whole queue", lambda: order(hall, desk, rule)),
    ):
        spent = []
        for _ in range(100):
            started = time.perf_counter()
            choose()
            spent.append((time.perf_counter() - started) * 1000)
        for share in (0.5, 0.99):
            figure = f"{name} among {WAITING} waiting: p{share * 100:.0f}"
            yield Figure(figure, quantile(spent, share), 2, "ms")


def _furnish(centre: Premises) -> dict[int, str]:
    """Sixty counters, their clerks and a full hall; the session of each clerk."""
    from queue_server.app import utc_now

    text = centre_text()
    for number in range(9, COUNTERS + 1):
        text += f'\n[[counters]]\nnumber = {number}\nservices = ["HT", "CT"]\nhelps = ["DD"]\n'
    hashed = hash_password(PASSWORD)
    with centre.books() as store:
        apply_centre(store, text, catalogue_text(), utc_now())
        for number in range(9, COUNTERS + 1):
            name = f"clerk{number}"
            clerk = NewStaff(name, name.title(), frozenset({"clerk"}), hashed)
            store.write(CENTRE, add_staff, Actor("admin"), clerk)
        draw = random.Random(7)
        for _ in range(WAITING + PRESSES + FIRST + PAINTED):
            service = draw.choice(["HT", "CT"])
            store.write(CENTRE, issuing.take, Actor("staff:boss"), wanted(service))
        return {
            number: store.write(
                CENTRE, sign_in, Actor(f"staff:clerk{number}"), f"clerk{number}"
            ).result
            for number in range(1, COUNTERS + 1)
        }


def _press(clerk: Clerk) -> float:
    """Call, start and finish; milliseconds of the call."""
    started = time.perf_counter()
    clerk.do("call_next")
    spent = (time.perf_counter() - started) * 1000
    clerk.do("start")
    clerk.do("finish")
    time.sleep(BETWEEN_S)
    return spent


def _keep_reading(pages: Listeners, stop: threading.Event) -> None:
    while not stop.is_set():
        pages.listen(0.2)


def _keep_working(clerks: list[Clerk], stop: threading.Event) -> None:
    place = 0
    while not stop.is_set():
        clerk = clerks[place // 3 % len(clerks)]
        verb = ("call_next", "start", "finish")[place % 3]
        with suppress(Refused):
            clerk.do(verb)
        place += 1
        stop.wait(1 / OTHERS_PER_S)


def _shown(url: str, clerk: Clerk) -> list[tuple[float, float]]:
    """Milliseconds from key to page and to screen, for many calls of one clerk."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(f"{url}/sign-in?next=/counter?counter={clerk.counter}")
        page.fill("#name", clerk.name)
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("#step[aria-disabled=false]")
        page.evaluate(WATCH)
        spent = [_one_call(page, clerk) for _ in range(FIRST + PAINTED)][FIRST:]
        browser.close()
    return spent


def _one_call(page: Page, clerk: Clerk) -> tuple[float, float]:
    page.wait_for_selector("#step[aria-disabled=false]")
    page.wait_for_selector('#app[data-sending=""]')
    time.sleep(BETWEEN_S)
    page.evaluate("() => { window.changed = []; window.painted = []; }")
    page.keyboard.press("F2")
    # Asked seldom: asking at every frame would itself be work for the page.
    page.wait_for_function("() => window.painted.length > 0", polling=100)
    spent = page.evaluate("() => [window.changed[0] - window.pressed, window.painted[0] - pressed]")
    clerk.do("start")
    clerk.do("finish")
    page.wait_for_function("() => document.querySelector('.ticket-label') === null")
    return float(spent[0]), float(spent[1])
