"""From the commit of a call to the begin of its sound: at an announcer, and at a board's page.

Every call is of another number, whose visitor has waited for some seconds. The announcer plays into
nothing; a real player starts some hundredths of a second later.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.browser.browsers import SOUNDS, chromium
from tests.journeys.people import Clerk, ask, until
from tests.load.measured import Figure, quantile
from tests.machines import Machine, premises

ANNOUNCED = 8
SHOWN = 4  # a call has a board's screen for fifteen seconds
BEATS = 200
WAITED_S = 4.0
SOUND_S = 12.5  # longer than any call


def measure(folder: Path) -> Iterator[Figure]:
    """One call after another, each when the one before has had its time."""
    with premises(folder) as centre:
        centre.voice = "espeak"
        server = centre.server()
        boss, clerk = Clerk(server.url, 1, "boss"), Clerk(server.url, 1)
        clerk.do("open")
        announcer = centre.announcer(server)
        until(lambda: _state(boss) == "speaking", "the announcer's turn")
        delays = [_delay(boss, clerk) for _ in range(ANNOUNCED)]
        yield from _figures("announcer", delays)
        announcer.stop()
        with chromium(SOUNDS) as browser:
            page = browser.new_page()
            page.goto(f"{server.url}/board/hall")
            until(lambda: _state(boss) == "speaking", "the board's turn")
            shown = []
            for _ in range(SHOWN):
                shown.append(_delay(boss, clerk))
                page.wait_for_function("() => document.querySelector('.call.bright') === null")
        yield from _figures("board", shown)
        yield _beats(server)


def _figures(where: str, delays: list[float]) -> Iterator[Figure]:
    name = f"call committed → its sound begins at the {where}"
    yield Figure(f"{name}: p50", quantile(delays, 0.5), 400, "ms")
    yield Figure(f"{name}: p99", quantile(delays, 0.99), 400, "ms")


def _delay(boss: Clerk, clerk: Clerk) -> float:
    """Of one more call, in milliseconds; returns when its sound has begun and is over."""
    wish = {"service": "HT"}
    label = boss.post("/api/v1/tickets", wish, str(uuid4()))["label"]
    time.sleep(WAITED_S)
    if clerk.look()["ticket"]:
        clerk.do("start")
        clerk.do("finish")
    clerk.do("call_next")
    time.sleep(SOUND_S)  # and leave the machine to those who are measured
    voice = _voice(boss)
    if voice["last_label"] != label:
        raise SystemExit(f"{label} was not heard: {voice}")
    return float(voice["last_delay_ms"])


def _state(boss: Clerk) -> str:
    return str(_voice(boss)["state"])


def _voice(boss: Clerk) -> dict[str, Any]:
    """How the hall is heard, as the manager sees it."""
    found = boss.ask("/api/v1/manager")["voices"]
    return next(dict(one) for one in found if one["zone"] == "hall")


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
