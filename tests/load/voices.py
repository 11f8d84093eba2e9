"""From the commit of a call to the begin of its sound: at an announcer, and at a board's page.

Every call is of another number, so that each sound is made by the server's voice first. The
announcer plays into nothing; a real player starts some hundredths of a second later.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from queue_server.store import voices
from tests.browser.browsers import SOUNDS, chromium
from tests.journeys.people import Clerk, ask, until
from tests.load.measured import Figure, quantile
from tests.machines import Machine, Premises, premises

ANNOUNCED = 30
SHOWN = 10  # a call has a board's screen for fifteen seconds
BEATS = 200
SOUND_S = 9.0  # longer than any call


def measure(folder: Path) -> Iterator[Figure]:
    """One call after another, each when the one before has had its time."""
    with premises(folder) as centre:
        server = centre.server()
        boss, clerk = Clerk(server.url, 1, "boss"), Clerk(server.url, 1)
        clerk.do("open")
        announcer = centre.announcer(server)
        until(lambda: _state(boss) == "speaking", "the announcer's turn")
        delays = [_delay(centre, boss, clerk) for _ in range(ANNOUNCED)]
        yield from _figures("announcer", delays)
        announcer.stop()
        with chromium(SOUNDS) as browser:
            page = browser.new_page()
            page.goto(f"{server.url}/board/hall")
            until(lambda: _state(boss) == "speaking", "the board's turn")
            shown = []
            for _ in range(SHOWN):
                shown.append(_delay(centre, boss, clerk))
                page.wait_for_function("() => document.querySelector('.call.bright') === null")
        yield from _figures("board", shown)
        yield _beats(server)


def _figures(where: str, delays: list[float]) -> Iterator[Figure]:
    name = f"call committed → its sound begins at the {where}"
    yield Figure(f"{name}: p50", quantile(delays, 0.5), 400, "ms")
    yield Figure(f"{name}: p99", quantile(delays, 0.99), 400, "ms")


def _delay(centre: Premises, boss: Clerk, clerk: Clerk) -> float:
    """Of one more call, in milliseconds; returns when its sound has begun and is over."""
    wish = {"service": "HT"}
    label = boss.post("/api/v1/tickets", wish, str(uuid4()))["label"]
    if clerk.look()["ticket"]:
        clerk.do("start")
        clerk.do("finish")
    clerk.do("call_next")
    found: list[int] = []

    def begun() -> bool:
        found.extend(delay for known, delay in _spoken(centre) if known == label)
        return bool(found)

    until(begun, f"the sound of {label}")
    time.sleep(SOUND_S)
    return float(found[0])


def _spoken(centre: Premises) -> list[tuple[str, int]]:
    with centre.books() as store, store.read(store.only_centre()) as view:
        noted = voices.spoken_since(view, "hall", view.now - dt.timedelta(minutes=1))
    return [(one.label, one.delay_ms) for one in noted if one.delay_ms is not None]


def _state(boss: Clerk) -> str:
    found = boss.ask("/api/v1/manager")["voices"]
    return str(next(one["state"] for one in found if one["zone"] == "hall"))


def _beats(server: Machine) -> Figure:
    """What a beat costs, one after the other."""
    address, body = f"{server.url}/api/v1/boards/hall/voice", {"page": str(uuid4()), "ready": True}
    took = []
    for _ in range(BEATS):
        began = time.monotonic()
        ask("POST", address, body)
        took.append((time.monotonic() - began) * 1000)
        time.sleep(0.01)
    return Figure("a beat of a board, answered: p99", quantile(took, 0.99), 100, "ms")
