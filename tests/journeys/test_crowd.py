"""A full hall: eight kiosks and eight clerks at once, each a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from queue_server.domain.ticket import Status
from queue_server.store import journal
from tests.builders import every_ticket
from tests.machines import CENTRE, COUNTERS, ROOT, Machine, Premises, premises

KIOSKS = 8
MANY, FEW = 20, 6  # tickets of each kiosk
HONEST = {"counter_busy", "ticket_changed"}
CROWD_S = 240

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_everybody_is_called_exactly_once_on_sqlite(tmp_path: Path, mode: str) -> None:
    with premises(tmp_path, mode=mode) as hall:
        _a_day(hall, [hall.server()], MANY if mode == "eventlet" else FEW)


@pytest.mark.postgres
def test_everybody_is_called_exactly_once_on_postgresql(
    tmp_path: Path, postgres_database: str
) -> None:
    with premises(tmp_path, postgres_database, mode="threading") as hall:  # eventlet: see below
        _a_day(hall, [hall.server()], FEW)


@pytest.mark.postgres
@pytest.mark.redis
def test_everybody_is_called_exactly_once_by_two_servers_on_one_database(
    tmp_path: Path, postgres_database: str, redis_server: str
) -> None:
    with premises(tmp_path, postgres_database, redis_server) as hall:
        _a_day(hall, [hall.server(), hall.server()], MANY)


def _a_day(hall: Premises, servers: list[Machine], each: int) -> None:
    seed = int.from_bytes(os.urandom(4))
    print(f"seed {seed}")  # noqa: T201  # shown when the test fails
    with _working(hall, servers, each, seed) as (kiosks, clerks):
        taken = [ticket for kiosk in kiosks for ticket in _told(kiosk)["taken"]]
        days = [_told(clerk, "all are in") for clerk in clerks]
    labels = sorted(ticket["label"] for ticket in taken)
    assert len(set(labels)) == len(labels) == KIOSKS * each
    assert sorted(label for day in days for label in day["called"]) == labels
    assert {code for day in days for code in day["refused"]} <= HONEST
    _agree(hall, {ticket["ticket"]: ticket["label"] for ticket in taken})
    hall.check()
    for server in servers:
        assert '"error"' not in server.log, server.log
        assert server.stop() == 0


def _agree(hall: Premises, taken: dict[str, str]) -> None:
    """The books say what the machines say."""
    with hall.books() as store, store.read(CENTRE) as view:
        kept = every_ticket(view)
        calls = [entry.ticket for entry in journal.after(view, 0) if entry.kind == "called"]
    assert {ticket.id: ticket.label for ticket in kept} == taken
    assert {ticket.status for ticket in kept} <= {Status.FINISHED, Status.MISSED}
    assert sorted(calls, key=str) == sorted(taken)


class _working:  # noqa: N801  # reads as a phrase
    """All machines of a day at work; none outlives it."""

    def __init__(self, hall: Premises, servers: list[Machine], each: int, seed: int) -> None:
        urls = [server.url for server in servers]
        self._all = [
            _start("kiosk", urls[n % len(urls)], hall.code(), str(each), str(seed + n))
            for n in range(KIOSKS)
        ] + [_start("clerk", urls[n % len(urls)], str(n), str(seed - n)) for n in COUNTERS]

    def __enter__(self) -> tuple[list[Any], list[Any]]:
        return self._all[:KIOSKS], self._all[KIOSKS:]

    def __exit__(self, *_: object) -> None:
        for process in self._all:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout, process.stderr):
                pipe.close()


def _start(*work: str) -> Any:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.work", *work],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _told(process: Any, word: str = "") -> Any:
    said, complaint = process.communicate(word, timeout=CROWD_S)
    assert process.returncode == 0, complaint
    return json.loads(said)
