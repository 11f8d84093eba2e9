"""Power cuts under load: server and kiosks are killed at random moments, again and again.

What may be lost is a moment; never a number, a ticket, or a command that was acknowledged.
"""

import os
import random
import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from queue_server.domain.journal import Entry
from queue_server.domain.ticket import Ticket
from queue_server.store import journal
from tests.builders import every_ticket
from tests.journeys.people import Clerk, Refused, tap, until
from tests.machines import CENTRE, Kiosk, Machine, Premises, premises

MANY, SOME = 24, 6  # kills
SERVICES = ("HT", "CT", "DD", "XD", "NCC", "BTXH")
COUNTERS = (1, 3, 6)
RECORDS = {
    "open": "counter_opened",
    "call_next": "called",
    "start": "started",
    "finish": "finished",
}

pytestmark = pytest.mark.slow


def test_nothing_given_printed_or_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    with premises(tmp_path) as hall:
        _a_day_of_power_cuts(hall, MANY)


@pytest.mark.postgres
def test_nothing_is_lost_or_doubled_on_postgresql_either(
    tmp_path: Path, postgres_database: str
) -> None:
    with premises(tmp_path, postgres_database, mode="threading") as hall:
        _a_day_of_power_cuts(hall, SOME)


def _a_day_of_power_cuts(hall: Premises, kills: int) -> None:
    seed = int.from_bytes(os.urandom(4))
    print(f"seed {seed}")  # noqa: T201  # shown when the test fails
    server = hall.server()
    kiosks = [hall.kiosk(server), hall.kiosk(server)]
    clerks = [Clerk(server.url, counter) for counter in COUNTERS]
    with _at_work(kiosks, clerks, seed) as seen:
        _kill(hall.machines, kills, random.Random(seed))
        until(lambda: _much_done(clerks, seen) > kills, "work enough to look at")
    shown = [ticket for visitor in seen for ticket in visitor]
    until(lambda: all(kiosk.unsent == 0 for kiosk in kiosks), "the upload of everything")
    server.kill()
    server.start()
    hall.check()

    with hall.books() as store, store.read(CENTRE) as view:
        queued, entries = every_ticket(view), list(journal.after(view, 0))
    given = [row for kiosk in kiosks for row in kiosk.ledger("SELECT uuid, label FROM tickets")]
    _every_number_is_queued_once(queued, given, shown)
    _every_acknowledged_command_happened_once(entries, clerks)
    papers = [ticket for kiosk in kiosks for ticket in _papers(kiosk)]
    print(f"{len(queued)} tickets, {len(papers)} papers, {kills} kills")  # noqa: T201
    assert min(len(shown), len(papers)) > kills // 2  # or there was no load
    assert [paper for paper, count in Counter(papers).items() if count > 1] == []
    assert set(papers) <= {ticket.id for ticket in queued}


def _much_done(clerks: list[Clerk], seen: list[list[dict[str, Any]]]) -> int:
    """Tickets taken, as far as somebody was served at all: a slow machine takes longer for it."""
    served = sum(verb == "finish" for clerk in clerks for verb, _ in clerk.acknowledged)
    return sum(map(len, seen)) if served >= len(clerks) else 0


def _every_number_is_queued_once(
    queued: list[Ticket], given: list[tuple[Any, ...]], shown: list[dict[str, Any]]
) -> None:
    assert len({(ticket.day, ticket.series, ticket.number) for ticket in queued}) == len(queued)
    assert sorted((ticket.id, ticket.label) for ticket in queued) == sorted(given)
    assert {(ticket["ticket"], ticket["label"]) for ticket in shown} <= set(given)


def _every_acknowledged_command_happened_once(entries: list[Entry], clerks: list[Clerk]) -> None:
    happened = Counter((entry.kind, entry.ticket or "") for entry in entries if entry.ticket)
    told = [
        (RECORDS[verb], ticket) for clerk in clerks for verb, ticket in clerk.acknowledged if ticket
    ]
    assert len(told) > len(clerks)  # or nothing was tried
    assert [command for command in told if happened[command] != 1] == []


def _kill(machines: list[Machine], kills: int, dice: random.Random) -> None:
    """Every machine goes down again and again, on its own; in the end all are up."""

    def again_and_again(machine: Machine, moments: list[tuple[float, float, bool]]) -> None:
        for up_s, down_s, works in moments:
            if works:
                machine.wait()
            time.sleep(up_s)
            machine.kill()
            time.sleep(down_s)
            machine.switch_on()
        machine.wait()

    def moments() -> list[tuple[float, float, bool]]:
        return [
            (dice.uniform(0.0, 1.5), dice.uniform(0.0, 0.3), dice.random() < 0.8)
            for _ in range(kills // len(machines))
        ]

    with ThreadPoolExecutor(len(machines)) as pool:
        plans = [moments() for _ in machines]
        _results(
            [pool.submit(again_and_again, *pair) for pair in zip(machines, plans, strict=True)]
        )


@contextmanager
def _at_work(
    kiosks: list[Kiosk], clerks: list[Clerk], seed: int
) -> Iterator[list[list[dict[str, Any]]]]:
    """Visitors and clerks until the end of the block; what the visitors saw."""
    seen: list[list[dict[str, Any]]] = [[] for _ in kiosks]
    enough = threading.Event()
    with ThreadPoolExecutor(len(kiosks) + len(clerks)) as pool:
        futures = [pool.submit(_serve, clerk, enough) for clerk in clerks]
        for n, kiosk in enumerate(kiosks):
            futures.append(pool.submit(_visit, kiosk, random.Random(seed + n), enough, seen[n]))
        try:
            yield seen
        finally:
            enough.set()
        _results(futures)


def _visit(
    kiosk: Kiosk, dice: random.Random, enough: threading.Event, seen: list[dict[str, Any]]
) -> None:
    while not enough.is_set():
        try:
            seen.append(tap(kiosk.url, dice.choice(SERVICES)))
        except Refused as refused:
            assert refused.code == "no_reserve"  # noqa: PT017  # the only honest no here
        enough.wait(dice.uniform(0.0, 0.5))


def _serve(clerk: Clerk, enough: threading.Event) -> None:
    clerk.do("open")
    while not enough.is_set():
        if clerk.do("call_next")["ticket"] is None:
            enough.wait(0.1)
            continue
        clerk.do("start")
        clerk.do("finish")


def _papers(kiosk: Kiosk) -> list[str]:
    """The tickets whose paper was handed out, read off the paper by its QR code."""
    program = shutil.which("zbarimg")
    if program is None:
        pytest.fail("zbarimg is missing: apt-get install zbar-tools (make test does it)")
    found = []
    for note in kiosk.papers():
        done = subprocess.run(
            [program, "--raw", "-q", str(note)], capture_output=True, text=True, check=False
        )
        assert done.stdout.startswith("motcua:"), (note, done)
        found.append(done.stdout.strip().removeprefix("motcua:"))
    return found


def _results(futures: list[Future[None]]) -> None:
    for future in futures:
        future.result()
