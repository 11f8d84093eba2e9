"""A whole agent, its PIN set, and whoever stands before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from argon2 import PasswordHasher
from flask.testing import FlaskClient

from kiosk import app, lock
from kiosk.settings import AgentSettings, KioskSettings
from queue_server.runtime.device import keep
from tests.devices.test_kiosk_pages import a_device, fill

PIN = "839201"
WRONG = "839202"


def set_pin(folder: Path, pin: str) -> None:
    """As the command does, with a hash that costs no half second at each try."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    keep(folder / lock.FILE, msgspec.json.encode(lock.Pin(hasher.hash(pin))))


class Ticks:
    """A monotonic clock that moves when told."""

    def __init__(self) -> None:
        self.s = 1000.0

    def __call__(self) -> float:
        return self.s


class Staff:
    """Somebody at the staff mode."""

    def __init__(self, kiosk: app.Kiosk, client: FlaskClient) -> None:
        self.kiosk, self.client, self.token = kiosk, client, ""

    def enter(self, pin: str = PIN) -> tuple[int, dict[str, Any]]:
        answer = self.client.post("/api/staff/enter", json={"pin": pin})
        told = answer.get_json()
        self.token = told.get("token", self.token)
        return answer.status_code, told

    def do(self, verb: str, body: dict[str, object] | None = None) -> int:
        return self.tell(verb, body)[0]

    def tell(self, verb: str, body: dict[str, object] | None = None) -> tuple[int, Any]:
        answer = self.client.post(f"/api/staff/{verb}", json=body or {}, headers=self._carried())
        return answer.status_code, answer.get_json(silent=True)

    def look(self, query: str = "") -> tuple[int, Any]:
        answer = self.client.get(f"/api/staff/state{query}", headers=self._carried())
        return answer.status_code, answer.get_json()

    def _carried(self) -> dict[str, str]:
        return {"Motcua-Staff": self.token}


@contextmanager
def at_a_kiosk(folder: Path, filled: bool = True, pin: str | None = PIN) -> Iterator[Staff]:
    """An agent without printer and server, at which nobody is signed in."""
    if filled:
        fill(folder)
    if pin:
        set_pin(folder, pin)
    kiosk = app.Kiosk(KioskSettings(kiosk=AgentSettings(data=folder)), a_device(), app.words())
    try:
        yield Staff(kiosk, kiosk.web.test_client())
    finally:
        kiosk.stop()
