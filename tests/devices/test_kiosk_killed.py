"""The agent killed in the middle of its work, again and again, with a printer attached."""

from __future__ import annotations

import datetime as dt
import json
import random
import signal
import time
import urllib.request
import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from msgspec import Struct

from kiosk import samples
from kiosk.ledger import Ledger
from kiosk.ticket import local_day
from printer_drivers.api import ATTEMPTS
from printer_drivers.virtual_pty import PtyPrinter
from queue_server.messages import Slip, SlipPrinted
from queue_server.runtime import device
from tests.devices.kiosk_process import an_agent, fill
from tests.devices.kiosk_town import Town, a_server

PATIENCE_S = 60.0
LIVES = 6
TAPS = 4  # in each life
ORDERS = 3  # before each life


def take(address: str) -> str:
    """Tap once; the label of the ticket."""
    body = json.dumps({"ticket": str(uuid.uuid4()), "service": "SA"}).encode()
    ask = urllib.request.Request(  # noqa: S310 - our own agent on the loopback
        f"{address}api/take", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(ask, timeout=30) as answer:  # noqa: S310
        return str(json.load(answer)["label"])


def states(ledger: Ledger) -> Counter[str]:
    with ledger.reading() as db:
        return Counter(row[0] for row in db.execute("SELECT state FROM jobs"))


def begun_in_vain(ledger: Ledger) -> list[int]:
    """How often each ticket that was given up had been begun."""
    with ledger.reading() as db:
        rows = db.execute("SELECT attempts FROM jobs WHERE state = 'failed'").fetchall()
    return [row[0] for row in rows]


def whole_tickets(tray: Path) -> int:
    return sum(json.loads(file.read_text())["complete"] for file in tray.glob("*.json"))


def wait_until(true: Callable[[], bool]) -> None:
    limit = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.05)


@pytest.mark.slow
def test_a_killed_kiosk_prints_no_ticket_twice_and_loses_none(tmp_path: Path) -> None:
    chance = random.Random(468)
    printer, tray = tmp_path / "printer", tmp_path / "tray"
    labels: list[str] = []
    with PtyPrinter(printer, tray):
        config = fill(tmp_path, printer)
        for _ in range(LIVES):
            with an_agent(config, last=signal.SIGKILL) as address:
                labels += [take(address) for _ in range(TAPS)]
                time.sleep(chance.uniform(0.0, 0.6))  # where it is cut off is left to chance
        with an_agent(config), closing(Ledger(tmp_path / "ledger.db")) as ledger:
            wait_until(lambda: set(states(ledger)) <= {"confirmed", "unknown", "failed"})
            ended, begun = states(ledger), begun_in_vain(ledger)
    assert labels == [f"A{900 + place}" for place in range(LIVES * TAPS)]
    assert sum(ended.values()) == len(labels)
    assert begun == [ATTEMPTS] * ended["failed"]  # killed within the same ticket each time
    assert ended["failed"] < ended["confirmed"]
    assert ended["confirmed"] <= whole_tickets(tray) <= ended["confirmed"] + ended["unknown"]


class Desk(Town):
    """A server at work: it repeats each order until it has heard how the slip ended."""

    def __init__(self) -> None:
        super().__init__()
        self.open: dict[UUID, Slip] = {}
        self.heard: dict[UUID, set[SlipPrinted]] = {}

    def order(self) -> None:
        values = samples.shipped().slips["vi"]["return"]
        slip = Slip(uuid.uuid4(), "return", "vi", dt.datetime.now(dt.UTC), values)
        self.open[slip.slip] = slip

    def answer(self, method: str, path: str, body: bytes) -> Struct:
        now = dt.datetime.now(dt.UTC)
        today = local_day(now, self.centre.timezone)
        answer = super().answer(method, path, body)
        if answer is not self.hall:
            return answer
        for told in self.beats[-1].slips:
            self.open.pop(told.slip, None)
            self.heard.setdefault(told.slip, set()).add(told)
        orders = list(self.open.values())
        return msgspec.structs.replace(self.hall, as_of=now, day=today, slips=orders)


@pytest.mark.slow
def test_a_killed_kiosk_prints_no_slip_twice_and_tells_how_each_ended(tmp_path: Path) -> None:
    chance, desk = random.Random(118), Desk()
    printer, tray = tmp_path / "printer", tmp_path / "tray"
    with a_server(desk) as server, PtyPrinter(printer, tray):
        config = fill(tmp_path, printer)
        with config.open("a", encoding="utf-8") as settings:
            settings.write("[server]\nheartbeat_s = 1\n")
        device.write(tmp_path, device.Device(server, "k1", "mau", tmp_path.name))
        for _ in range(LIVES):
            for _ in range(ORDERS):
                desk.order()
            with an_agent(config, last=signal.SIGKILL):
                time.sleep(chance.uniform(0.1, 1.5))  # where it is cut off is left to chance
        with an_agent(config):
            wait_until(lambda: not desk.open)
    assert [len(ends) for ends in desk.heard.values()] == [1] * (LIVES * ORDERS)
    ended = Counter(end.state for ends in desk.heard.values() for end in ends)
    assert ended["failed"] < ended["confirmed"]  # one begun three times in vain is given up
    assert ended["confirmed"] <= whole_tickets(tray) <= ended["confirmed"] + ended["unknown"]
