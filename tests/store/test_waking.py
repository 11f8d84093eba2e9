"""Callers are woken whatever happens: no ring is lost, nobody is told Busy about what happened."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_server.domain.errors import Busy
from queue_server.domain.journal import Actor
from queue_server.store import Transaction, writer
from queue_server.use_cases import issuing
from tests.builders import DESK, Office, an_office, wanted

# Two threads may put their events down before either rings; whoever rings next wakes them all.
LATE_RING = """
import eventlet
from queue_server.serving import prepare

parallel = prepare("eventlet")
forgotten, heard = parallel.waiter(), parallel.waiter()
bell = parallel._bell
bell._due.extend([forgotten._event, parallel.waiter()._event])
parallel.start_native(heard.set, "ringer")
assert heard.wait(10), "the hub was not rung"
assert forgotten.wait(10), "who put an event down before was not woken"
"""


@pytest.fixture
def sqlite_office(tmp_path: Path) -> Iterator[Office]:
    """Only SQLite has a writer thread that makes callers wait in line."""
    office = an_office(f"sqlite:///{tmp_path / 'motcua.db'}")
    yield office
    office.close()


def test_a_ring_wakes_also_those_who_missed_their_own() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LATE_RING], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_command_that_was_called_busy_never_happens_later(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "ANSWER_TIMEOUT_S", 0.2)
    going, done = threading.Event(), threading.Event()

    def block(_tx: Transaction, _actor: Actor, _command: None) -> str:
        going.set()
        done.wait(30)
        return "done"

    told: list[object] = []
    slow = threading.Thread(target=lambda: told.append(sqlite_office.do(block, None)))
    slow.start()
    assert going.wait(10)
    with pytest.raises(Busy):
        sqlite_office.do(issuing.take, wanted(), DESK)
    time.sleep(0.5)  # longer than the time-out: the command under way is waited for all the same
    done.set()
    slow.join(10)
    assert told == ["done"]
    assert sqlite_office.do(issuing.take, wanted(), DESK).label == "A001"
