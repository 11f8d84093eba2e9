"""What is kept of each print: how strong its evidence is, and how often it was begun."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from kiosk import schema
from kiosk.jobs import Jobs, JobState, Proof
from kiosk.ledger import Ledger
from printer_drivers.api import (
    ATTEMPTS,
    Garbled,
    Level,
    LinkDown,
    PrintResult,
    PrintState,
    Unproven,
)
from queue_server.runtime import device
from tests.devices.kiosk_builders import NOW, TODAY
from tests.devices.spool_builders import Hall, now
from tests.devices.test_kiosk_pages import ROOT, a_device, command
from tests.devices.test_kiosk_roll import GARBLED, Told

EARLY = PrintResult(PrintState.UNKNOWN, Level.ACCEPTED, Unproven("early"), attempts=1)
LATE = PrintResult(PrintState.UNKNOWN, Level.PRINTED, LinkDown("pulled"), attempts=2)
SECOND = PrintResult(PrintState.CONFIRMED, Level.CUT, attempts=2)


@pytest.mark.parametrize(
    ("result", "kept"),
    [
        (SECOND, ("confirmed", "cut", 2)),
        (LATE, ("unknown", "printed", 2)),
        (EARLY, ("unknown", "accepted", 1)),
        (GARBLED, ("failed", "none", ATTEMPTS)),
    ],
)
def test_the_evidence_of_a_print_and_its_tries_are_kept_with_its_end(
    tmp_path: Path, result: PrintResult, kept: tuple[JobState, Proof, int]
) -> None:
    with closing((hall := Hall(tmp_path, Told(result))).ledger):
        ticket = hall.take(42)
        assert (hall.job(ticket).proof, hall.job(ticket).attempts) == (None, 0)
        hall.spool.step()
        job = hall.job(ticket)
        assert (job.state, job.proof, job.attempts) == kept


def test_tries_are_counted_over_the_deaths_of_the_agent(tmp_path: Path) -> None:
    pulled = PrintResult(PrintState.FAILED, Level.NONE, Garbled("lost"), attempts=1)
    with closing((hall := Hall(tmp_path, Told(pulled, pulled))).ledger):
        ticket = hall.take(42)
        hall.spool.step()
        assert (hall.job(ticket).state, hall.job(ticket).attempts) == ("queued", 1)
        for died in range(2, ATTEMPTS + 1):
            assert hall.jobs.move(hall.job(ticket).id, ("queued",), "sending", now())
            hall.spool = hall.another_spool()
            hall.spool.recover()
            assert hall.job(ticket).attempts == died
        assert (hall.job(ticket).state, hall.job(ticket).code) == ("failed", "interrupted")


def test_of_a_ticket_that_was_cut_off_unseen_no_more_is_said_than_that_it_was_accepted(
    tmp_path: Path,
) -> None:
    with closing((hall := Hall(tmp_path, Told())).ledger):
        ticket = hall.take(42)
        for state in ("sending", "releasing"):
            job = hall.job(ticket)
            assert hall.jobs.move(job.id, (job.state,), state, now())
        hall.another_spool().recover()
        assert (hall.job(ticket).state, hall.job(ticket).proof) == ("unknown", "accepted")


def test_of_prints_of_before_this_was_kept_nothing_is_claimed(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as db:
        db.executescript("".join(schema.STEPS[:4]) + "PRAGMA user_version = 4;")
        at = NOW.isoformat()
        db.execute(
            "INSERT INTO tickets (uuid, service, day, series, number, label, priority, language,"
            " issued_at, source) VALUES ('t', 'HT', ?, 'A', 7, 'A007', 'normal', 'vi', ?, 'lease')",
            (TODAY.isoformat(), at),
        )
        db.execute(
            "INSERT INTO jobs (ticket, copy, receipt, state, queued_at, changed_at)"
            " VALUES ('t', 0, x'61', 'confirmed', ?, ?)",
            (at, at),
        )
        db.commit()
    with closing(Ledger(tmp_path / "ledger.db")) as ledger:
        (paper,) = Jobs(ledger).latest(5)
    assert (paper.what, paper.state, paper.proof, paper.attempts) == ("A007", "confirmed", None, 0)


def test_status_tells_the_last_prints_newest_first(tmp_path: Path) -> None:
    device.write(tmp_path, a_device())
    with closing((hall := Hall(tmp_path, Told(SECOND, GARBLED))).ledger):
        for number in (41, 42):
            hall.take(number)
            hall.spool.step()
    words = command(tmp_path, "status")
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, env=dict(os.environ))
    newest, oldest = done.stdout.splitlines()[-2:]
    assert newest.endswith("A042: failed (garbled), proof none, tries 3")
    assert oldest.endswith("A041: confirmed, proof cut, tries 2")
