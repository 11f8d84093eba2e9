"""A hall with two kiosks on a wire of our own: what they say of their printers, and of slips."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from queue_server.app import utc_now
from queue_server.domain.journal import Actor
from queue_server.messages import Enrol
from queue_server.serving import prepare as parallel
from queue_server.store import Store
from queue_server.use_cases.administering import (
    NewDevice,
    apply_centre,
    enrol,
    enrolment_code,
)
from tests.builders import shipped
from tests.centre import FILE, RunningCentre, database, prepare

WELL = {"link": "up", "paper": "ok", "cover_open": False, "online": True, "cutter_error": False}
RULES = """
[rules]
absent_after_s = 0
reannounce_s = []
"""
SHOWN = 3
"""Procedures of the catalogue that this hall serves."""


class Kiosk:
    """A kiosk's heartbeat, in the hand of a test."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = token

    def beat(self, **said: Any) -> list[dict[str, Any]]:
        """Say how it is (well, where nothing else is said); the slips it is to print."""
        body = {"version": "1", "printer": WELL, **said}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        request = urllib.request.Request(  # noqa: S310  # our own server
            f"{self._url}/api/v1/heartbeat", json.dumps(body).encode(), headers
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            slips: list[dict[str, Any]] = json.load(answer)["slips"]
        return slips

    def prints(self, state: str = "confirmed", code: str | None = None) -> dict[str, Any]:
        """Fetch the one slip that is ordered and say how it ended; the slip."""
        [slip] = self.beat()
        self.beat(slips=[{"slip": slip["slip"], "state": state, "code": code}])
        return slip


class PaperHall:
    """The centre and its kiosks, by the names they have there."""

    def __init__(self, centre: RunningCentre, kiosks: dict[str, Kiosk]) -> None:
        self.centre = centre
        self.door, self.stairs = kiosks.values()

    def well(self) -> None:
        """Both kiosks are here, and their printers are well."""
        self.door.beat()
        self.stairs.beat()

    def missed(self) -> str:
        """Somebody who was called and not there; the number."""
        label = self.centre.take()
        self.centre.command("minh", 2, "open")
        for verb in ("call_next", "no_show", "close"):
            self.centre.command("minh", 2, verb)
        return label


@contextmanager
def a_paper_hall(folder: Path) -> Iterator[PaperHall]:
    """A hall whose file has some procedures with their lists of papers."""
    prepare(folder, RULES)
    tokens = _furnish(folder)
    centre = RunningCentre(folder)
    try:
        yield PaperHall(centre, {name: Kiosk(centre.url, token) for name, token in tokens.items()})
    finally:
        centre.kill()


def _furnish(folder: Path) -> dict[str, str]:
    store = Store(database(folder), utc_now, parallel("threading"))
    centre = apply_centre(store, FILE + RULES, _catalogue(), utc_now())
    admin, tokens = Actor("admin"), {}
    for name in ("Ki-ốt cửa chính", "Ki-ốt cầu thang"):
        invited = store.write(centre, enrolment_code, admin, NewDevice("kiosk", name))
        tokens[name] = store.write(centre, enrol, admin, Enrol(code=invited.result)).result.token
    store.close()
    return tokens


def _catalogue() -> str:
    """The first procedures of the shipped catalogue, all of them of one service here."""
    procedures = json.loads(shipped("procedures.json"))["procedures"][:SHOWN]
    return json.dumps({"procedures": [{**one, "group": "HOTICH"} for one in procedures]})
