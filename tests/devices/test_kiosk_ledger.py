"""The book: one commit for number, ticket and paper, and what survives a kill."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kiosk import schema
from kiosk.jobs import Jobs
from kiosk.ledger import Ledger, LedgerFailed
from kiosk.numbers import NoNumber, Tap, Ticket
from queue_server.messages import CentreAbout
from tests.devices.kiosk_builders import (
    NEXT_DAY,
    NOW,
    TODAY,
    a_block,
    a_centre,
    a_hall,
    a_lease,
    a_tap,
)


def paper(ticket: Ticket) -> bytes:
    return ticket.label.encode()


@contextmanager
def a_ledger(folder: Path) -> Iterator[Ledger]:
    with closing(Ledger(folder / "ledger.db")) as ledger:
        yield ledger


def take(ledger: Ledger, tap: Tap, lease: int | None = None) -> Ticket:
    answer = a_lease(tap, lease) if lease else None
    ticket = ledger.issue(tap, answer, TODAY, NOW, paper)
    assert isinstance(ticket, Ticket)
    return ticket


def test_a_ticket_is_written_whole_and_read_again_equal(tmp_path: Path) -> None:
    tap = a_tap(procedure="1_001193", priority="elderly", language="en")
    with a_ledger(tmp_path) as ledger:
        ticket = take(ledger, tap, lease=42)
    with a_ledger(tmp_path) as again:
        assert again.ticket(tap.ticket) == ticket
    assert (ticket.label, ticket.people_ahead, ticket.source) == ("A042", 3, "lease")


def test_a_double_tap_is_one_ticket_with_one_paper(tmp_path: Path) -> None:
    tap = a_tap()
    with a_ledger(tmp_path) as ledger:
        first = take(ledger, tap, lease=42)
        assert take(ledger, tap, lease=43) == first
        jobs = Jobs(ledger)
        job = jobs.next_queued()
        assert job
        assert jobs.move(job.id, ("queued",), "confirmed", NOW)
        assert jobs.next_queued() is None


def test_the_reserve_is_used_in_order_and_then_there_is_no_number(tmp_path: Path) -> None:
    with a_ledger(tmp_path) as ledger:
        ledger.keep_block(a_block(first=900, count=2, day=NEXT_DAY))
        ledger.keep_block(a_block(first=503, count=1))
        ledger.keep_block(a_block(first=501, count=2))
        assert [take(ledger, a_tap()).label for _ in range(3)] == ["A503", "A501", "A502"]
        assert ledger.issue(a_tap(), None, TODAY, NOW, paper) == NoNumber("no_reserve")
        assert ledger.reserve_left() == {("HT", NEXT_DAY): 2}


def test_the_same_block_twice_adds_nothing(tmp_path: Path) -> None:
    with a_ledger(tmp_path) as ledger:
        assert ledger.keep_block(a_block(count=3)) == 3
        take(ledger, a_tap())
        assert ledger.keep_block(a_block(count=3)) == 0
        assert ledger.reserve_left() == {("HT", TODAY): 2}


def test_a_reserve_number_that_was_given_already_is_passed_over(tmp_path: Path) -> None:
    with a_ledger(tmp_path) as ledger:
        take(ledger, a_tap(), lease=501)
        ledger.keep_block(a_block(first=501, count=2))
        assert take(ledger, a_tap()).label == "A502"


def test_a_number_the_server_leases_twice_is_given_once_and_then_the_reserve_helps(
    tmp_path: Path,
) -> None:
    with a_ledger(tmp_path) as ledger:
        take(ledger, a_tap(), lease=42)
        again = a_tap()
        assert ledger.issue(again, a_lease(again, 42), TODAY, NOW, paper) == NoNumber("no_reserve")
        ledger.keep_block(a_block(first=501, count=1))
        assert take(ledger, again, lease=42).label == "A501"
        assert ledger.unsent() == (2, 0)


def test_a_full_disk_and_a_broken_one_are_told_apart(tmp_path: Path) -> None:
    with a_ledger(tmp_path) as ledger:
        with ledger.reading() as db:
            pages = db.execute("PRAGMA page_count").fetchone()[0]
            db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LedgerFailed, match="ledger_full"):
            fill_up(ledger)
        broken = sqlite3.OperationalError("disk I/O error")
        broken.sqlite_errorcode = sqlite3.SQLITE_IOERR | 3 << 8  # the write itself
        with pytest.raises(LedgerFailed, match="ledger_failed"), ledger.writing():
            raise broken


def fill_up(ledger: Ledger) -> None:
    for number in range(1, 999):
        take(ledger, a_tap(), lease=number)


def test_old_tickets_go_when_the_server_has_them_or_would_not_have_them(tmp_path: Path) -> None:
    with a_ledger(tmp_path) as ledger:
        sent, refused, unsent = (take(ledger, a_tap(), lease=n) for n in (1, 2, 3))
        ledger.mark_sent(sent.uuid, NOW)
        ledger.mark_refused(refused.uuid, "series_unknown")
        ledger.forget(NEXT_DAY, NEXT_DAY)
        kept = [ledger.ticket(one.uuid) is not None for one in (sent, refused, unsent)]
    assert kept == [False, False, True]


def test_tickets_go_up_in_order_and_a_refused_one_is_kept_but_not_sent_again(
    tmp_path: Path,
) -> None:
    with a_ledger(tmp_path) as ledger:
        first, second, third = (take(ledger, a_tap(), lease=n) for n in (9, 3, 5))
        assert ledger.next_unsent() == first
        ledger.mark_sent(first.uuid, NOW)
        ledger.mark_refused(second.uuid, "ticket_differs")
        assert ledger.next_unsent() == third
        assert ledger.unsent() == (2, 1)
        kept = ledger.ticket(second.uuid)
        assert kept
        assert kept.refused_code == "ticket_differs"


def test_past_reserves_and_old_tickets_go_but_never_an_unsent_one(tmp_path: Path) -> None:
    with a_ledger(tmp_path) as ledger:
        ledger.keep_block(a_block())
        sent, unsent = take(ledger, a_tap()), take(ledger, a_tap())
        ledger.mark_sent(sent.uuid, NOW)
        ledger.forget(NEXT_DAY, NEXT_DAY)
        assert ledger.reserve_left() == {}
        assert ledger.ticket(sent.uuid) is None
        assert ledger.ticket(unsent.uuid) == unsent


def test_what_the_server_said_is_remembered_over_a_restart(tmp_path: Path) -> None:
    with a_ledger(tmp_path) as ledger:
        ledger.remember("centre", a_centre(version=8))
    with a_ledger(tmp_path) as again:
        assert again.recall("centre", CentreAbout) == a_centre(version=8)
        assert again.recall("hall", CentreAbout) is None
        again.remember("centre", a_hall())
        assert again.recall("centre", CentreAbout) is None


def test_a_full_disk_writes_nothing_and_the_number_is_free_again(tmp_path: Path) -> None:
    with a_ledger(tmp_path) as ledger:
        ledger.keep_block(a_block(count=2))
        with ledger.reading() as db:
            pages = db.execute("PRAGMA page_count").fetchone()[0]
            db.execute(f"PRAGMA max_page_count = {pages}")
        tap = a_tap()
        with pytest.raises(LedgerFailed) as caught:
            ledger.issue(tap, None, TODAY, NOW, lambda _: b"x" * 60_000)
        assert caught.value.code == "ledger_full"
        assert ledger.ticket(tap.ticket) is None
        with ledger.reading() as db:
            db.execute(f"PRAGMA max_page_count = {pages + 100}")
        assert take(ledger, a_tap()).label == "A501"


def test_a_receipt_that_cannot_be_composed_gives_no_number(tmp_path: Path) -> None:
    def broken(_: Ticket) -> bytes:
        raise ValueError("no such word")

    with a_ledger(tmp_path) as ledger:
        ledger.keep_block(a_block())
        with pytest.raises(ValueError, match="no such word"):
            ledger.issue(a_tap(), None, TODAY, NOW, broken)
        assert take(ledger, a_tap()).label == "A501"


def test_two_taps_at_once_get_two_numbers(tmp_path: Path) -> None:
    with a_ledger(tmp_path) as ledger:
        ledger.keep_block(a_block(count=40))
        threads = [threading.Thread(target=take, args=(ledger, a_tap())) for _ in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert ledger.unsent() == (40, 0)
        assert ledger.reserve_left() == {}


def test_only_the_owner_may_read_the_book(tmp_path: Path) -> None:
    with a_ledger(tmp_path):
        mode = stat.S_IMODE((tmp_path / "ledger.db").stat().st_mode)
    assert mode == 0o600


def test_a_book_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(schema.NewerLedger):
        Ledger(tmp_path / "ledger.db")


WRITER = """
import sys, datetime as dt
from pathlib import Path
from kiosk.ledger import Ledger
from tests.devices.kiosk_builders import NOW, TODAY, a_tap
ledger = Ledger(Path(sys.argv[1]))
print("open", flush=True)
while True:
    ticket = ledger.issue(a_tap(), None, TODAY, NOW, lambda t: t.label.encode())
    print(ticket.label, flush=True)
"""


@pytest.mark.slow
def test_killed_at_any_moment_every_announced_number_is_in_the_book_exactly_once(
    tmp_path: Path,
) -> None:
    chance = random.Random(20261123)
    with a_ledger(tmp_path) as ledger:
        for first in range(1000, 9000, 100):
            ledger.keep_block(a_block(first=first, count=100))
    announced: list[str] = []
    for _ in range(12):
        announced += until_killed(tmp_path / "ledger.db", after_lines=chance.randrange(1, 25))
    with a_ledger(tmp_path) as ledger, ledger.reading() as db:
        labels = [row[0] for row in db.execute("SELECT label FROM tickets ORDER BY place")]
        papers = db.execute("SELECT count(*) FROM jobs").fetchone()[0]
        used = db.execute("SELECT count(*) FROM reserve WHERE ticket IS NOT NULL").fetchone()[0]
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert len(announced) == len(set(announced))
    assert set(announced) <= set(labels)
    assert len(set(labels)) == len(labels) == papers == used
    assert labels == [f"A{1000 + place}" for place in range(len(labels))]


def until_killed(path: Path, after_lines: int) -> list[str]:
    """Labels a writer said it gave, before it was killed in the middle of its work."""
    root = Path(__file__).parents[2]
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert writer.stdout
    lines = [writer.stdout.readline() for _ in range(after_lines + 1)]
    writer.send_signal(signal.SIGKILL)
    rest, _ = writer.communicate()
    said = "".join(lines) + rest
    assert said.startswith("open\n")
    return said[: said.rfind("\n")].split("\n")[1:]
