"""The agent killed in the middle of its work, again and again, with a printer attached."""

from __future__ import annotations

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

import pytest

from kiosk.ledger import Ledger
from printer_drivers.virtual_pty import PtyPrinter
from tests.devices.kiosk_process import an_agent, fill

PATIENCE_S = 60.0
LIVES = 6
TAPS = 4  # in each life


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
            wait_until(lambda: set(states(ledger)) <= {"confirmed", "unknown"})
            ended = states(ledger)
    assert labels == [f"A{900 + place}" for place in range(LIVES * TAPS)]
    assert sum(ended.values()) == len(labels)
    assert ended["confirmed"] <= whole_tickets(tray) <= ended["confirmed"] + ended["unknown"]
