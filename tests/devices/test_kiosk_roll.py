"""What hangs on the one roll: brought into order once, and not forgotten for any other reason."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.jobs import JobState
from kiosk.ledger import LedgerFailed
from kiosk.roll import paper_changed, paper_since
from printer_drivers.api import (
    ATTEMPTS,
    Garbled,
    Level,
    Link,
    LinkDown,
    NotReleased,
    Paper,
    PrinterError,
    PrinterStatus,
    PrintResult,
    PrintState,
    Silent,
)
from printer_drivers.receipt import Receipt
from printer_drivers.render import FontMissing
from tests.devices.spool_builders import Hall, a_hall, now, pieces, wait_until

GARBLED = PrintResult(PrintState.FAILED, Level.NONE, Garbled("lost"), attempts=ATTEMPTS)
PRINTED = PrintResult(PrintState.CONFIRMED, Level.CUT, attempts=1)
PULLED = PrintResult(PrintState.FAILED, Level.NONE, LinkDown("pulled"), attempts=1)
AWAY = PrintResult(PrintState.FAILED, Level.NONE, LinkDown("pulled"))
UNDRAWN = PrintResult(PrintState.FAILED, Level.NONE)
BROKEN = PrintResult(PrintState.UNKNOWN, Level.NONE)


class Told:
    """A ``Printer`` that ends every print as it is told and writes down what it was asked for."""

    def __init__(self, *results: PrintResult) -> None:
        self.results = list(results)
        self.asked: list[str] = []
        self.tidied = False

    def print(
        self,
        receipt: Receipt,
        *,
        releasing: Callable[[], None] | None = None,
        deadline_s: float = 60.0,
    ) -> PrintResult:
        del receipt, deadline_s
        self.asked.append("print")
        result = self.results.pop(0) if self.results else PRINTED
        if result is UNDRAWN:
            raise FontMissing("none")
        if result is BROKEN and releasing:
            releasing()
            raise RuntimeError("of nobody's making")
        if releasing and result.state is not PrintState.FAILED:
            releasing()
        return result

    def settle(self, *, released: bool, deadline_s: float = 15.0) -> PrintResult:
        del deadline_s
        self.asked.append("cut" if released else "void")
        return PrintResult(PrintState.FAILED, Level.NONE)

    def roll_clean(self) -> bool:
        return self.tidied

    def status(self) -> PrinterStatus:
        return PrinterStatus(Link.UP, True, Paper.OK, cover_open=False)

    def close(self) -> None:
        """Nothing to let go of."""


def brought_to(hall: Hall, ticket: UUID, *states: JobState) -> None:
    """As the spool left a job when its process died."""
    for state in states:
        job = hall.job(ticket)
        assert hall.jobs.move(job.id, (job.state,), state, now())


def restarted(hall: Hall) -> list[str]:
    """What the next agent asks of the printer before its first print, and then."""
    hall.spool = hall.another_spool()
    hall.spool.recover()
    while hall.spool.step():
        continue
    assert isinstance(hall.printer, Told)
    return hall.printer.asked


def test_half_a_ticket_after_a_lost_cut_is_marked_void_and_never_cut_off_unmarked(
    tmp_path: Path,
) -> None:
    hall = Hall(tmp_path, Told())
    with closing(hall.ledger):
        uncut, half = hall.take(41), hall.take(42)
        brought_to(hall, uncut, "sending", "releasing", "unknown")
        brought_to(hall, half, "sending")
        assert restarted(hall) == ["void", "print"]
        assert (hall.job(uncut).state, hall.job(half).state) == ("unknown", "confirmed")
        assert restarted(hall) == ["void", "print"]


def test_many_tickets_that_never_reached_a_printer_cost_one_void_strip(tmp_path: Path) -> None:
    hall = Hall(tmp_path, Told())
    with closing(hall.ledger):
        for number in range(20):
            brought_to(hall, hall.take(41 + number), "sending", "queued")
        assert restarted(hall) == ["void"] + ["print"] * 20


def test_whole_tickets_whose_cuts_were_lost_are_cut_off_once(tmp_path: Path) -> None:
    hall = Hall(tmp_path, Told())
    with closing(hall.ledger):
        for number in (41, 42):
            ticket = hall.take(number)
            with hall.ledger.writing() as db:
                db.execute("UPDATE jobs SET state = 'unknown', hangs = 'uncut'")
            assert hall.job(ticket).state == "unknown"
        assert restarted(hall) == ["cut"]


def test_a_visitor_who_has_the_ticket_does_not_make_the_kiosk_forget_half_of_the_next(
    tmp_path: Path,
) -> None:
    hall = Hall(tmp_path, Told())
    with closing(hall.ledger):
        asked, half = hall.take(41), hall.take(42)
        brought_to(hall, asked, "sending", "releasing", "unknown")
        brought_to(hall, half, "sending")
        brought_to(hall, asked, "confirmed")
        assert restarted(hall) == ["void", "print"]


def test_a_print_under_way_is_judged_after_a_death_whatever_is_said_to_hang(
    tmp_path: Path,
) -> None:
    hall = Hall(tmp_path, Told())
    with closing(hall.ledger):
        half, whole = hall.take(41), hall.take(42)
        brought_to(hall, half, "sending")
        brought_to(hall, whole, "releasing")
        hall.jobs.roll_clean()
        assert restarted(hall) == ["print"]
        assert (hall.job(half).state, hall.job(whole).state) == ("confirmed", "unknown")


def test_a_print_that_broke_leaves_its_half_and_the_next_good_one_takes_it_along(
    tmp_path: Path,
) -> None:
    hall = Hall(tmp_path, Told(PULLED))
    with closing(hall.ledger):
        hall.take(41)
        assert not hall.spool.step()
        assert hall.jobs.hanging() == "spoilt"
        assert hall.spool.step()
        assert hall.jobs.hanging() is None
        assert restarted(hall) == ["print", "print"]


def test_a_print_that_never_began_leaves_the_roll_as_it_was(tmp_path: Path) -> None:
    hall = Hall(tmp_path, Told(AWAY, PULLED, AWAY))
    with closing(hall.ledger):
        hall.take(41)
        hangs = []
        for _ in range(3):
            assert not hall.spool.step()
            hangs.append(hall.jobs.hanging())
        assert hangs == [None, "spoilt", "spoilt"]


def test_what_the_driver_brought_into_order_by_itself_is_noted_and_not_done_again(
    tmp_path: Path,
) -> None:
    printer = Told(PULLED, PULLED, PULLED)
    hall = Hall(tmp_path, printer)
    with closing(hall.ledger):
        hall.take(41)
        for _ in range(ATTEMPTS):
            assert not hall.spool.step()
        assert not hall.spool.step()
        assert hall.jobs.hanging() == "spoilt"
        printer.tidied = True
        assert not hall.spool.step()
        assert hall.jobs.hanging() is None
        assert restarted(hall) == ["print"] * ATTEMPTS


def test_of_what_another_process_left_the_driver_knows_nothing(tmp_path: Path) -> None:
    printer = Told()
    printer.tidied = True
    hall = Hall(tmp_path, printer)
    with closing(hall.ledger):
        brought_to(hall, hall.take(41), "sending", "failed")
        assert restarted(hall) == ["void"]


def test_a_ticket_that_is_released_was_printed_on_a_clean_roll(tmp_path: Path) -> None:
    hall = Hall(tmp_path, Told())
    with closing(hall.ledger):
        half, whole = hall.take(41), hall.take(42)
        brought_to(hall, half, "sending", "failed")
        brought_to(hall, whole, "sending")
        assert hall.jobs.release(hall.job(whole).id, now())
        assert hall.jobs.hanging() == "uncut"
        assert not hall.jobs.release(hall.job(half).id, now())
        assert restarted(hall) == ["cut"]


def test_a_line_that_loses_bytes_every_time_makes_void_strips_of_one_print_alone(
    tmp_path: Path,
) -> None:
    hall = Hall(tmp_path, Told(GARBLED, PRINTED))
    with closing(hall.ledger):
        garbled, next_one = hall.take(41), hall.take(42)
        assert not hall.spool.step()
        assert hall.spool.step()
        assert (hall.job(garbled).state, hall.job(garbled).code) == ("failed", "garbled")
        assert hall.job(next_one).state == "confirmed"


@pytest.mark.parametrize("error", [LinkDown("pulled"), Silent("off"), NotReleased("full")])
def test_a_printer_that_breaks_off_in_each_ticket_makes_void_strips_of_each_three_times_at_most(
    tmp_path: Path, error: PrinterError
) -> None:
    broken = PrintResult(PrintState.FAILED, Level.NONE, error, attempts=1)
    hall = Hall(tmp_path, Told(*[broken] * ATTEMPTS, AWAY, broken, AWAY, PRINTED))
    with closing(hall.ledger):
        given_up, next_one = hall.take(41), hall.take(42)
        for _ in range(ATTEMPTS):
            assert hall.job(given_up).state == "queued"
            assert not hall.spool.step()
        assert (hall.job(given_up).state, hall.job(given_up).code) == ("failed", error.code)
        while hall.job(next_one).state == "queued":
            hall.spool.step()
        assert hall.job(next_one).state == "confirmed"


def test_a_receipt_that_cannot_be_drawn_is_given_up_at_once_and_its_half_not_forgotten(
    tmp_path: Path,
) -> None:
    hall = Hall(tmp_path, Told(UNDRAWN))
    with closing(hall.ledger):
        undrawn = hall.take(41)
        assert hall.spool.step()
        assert (hall.job(undrawn).state, hall.job(undrawn).code) == ("failed", "receipt_unreadable")
        assert hall.jobs.hanging() == "spoilt"


def test_a_disk_that_cannot_note_a_clean_roll_does_not_cost_a_void_strip_each_second(
    tmp_path: Path,
) -> None:
    with a_hall(tmp_path) as (hall, _):
        brought_to(hall, hall.take(42), "sending", "queued")
        with hall.ledger.reading() as db:
            db.execute(
                "CREATE TEMP TRIGGER full BEFORE UPDATE ON jobs"
                " BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        hall.spool.recover()
        for _ in range(3):
            with pytest.raises(LedgerFailed):
                hall.spool.step()
        with hall.ledger.reading() as db:
            db.execute("DROP TRIGGER full")
        while hall.spool.step():
            continue
        assert pieces(tmp_path) == [False, True]


def test_a_fault_after_the_release_is_a_doubt_and_not_a_failure(tmp_path: Path) -> None:
    hall = Hall(tmp_path, Told(BROKEN))
    with closing(hall.ledger):
        broken, next_one = hall.take(41), hall.take(42)
        hall.spool.start()
        wait_until(lambda: hall.job(next_one).state == "confirmed")
        hall.spool.stop()
        assert hall.job(broken).state == "unknown"


def test_no_question_of_spool_or_staff_reads_through_all_the_jobs_of_a_month(
    tmp_path: Path,
) -> None:
    hall = Hall(tmp_path, Told())
    with closing(hall.ledger), hall.ledger.reading() as db:
        asked: list[str] = []
        brought_to(hall, hall.take(41), "sending")
        paper_changed(hall.ledger, now())
        db.set_trace_callback(asked.append)
        hall.jobs.next_queued()
        hall.jobs.interrupted()
        hall.jobs.hanging()
        hall.jobs.roll_clean()
        hall.jobs.release(1, now())
        paper_since(hall.ledger)
        db.set_trace_callback(None)
        questions = [one for one in asked if "jobs" in one]
        plans = [db.execute(f"EXPLAIN QUERY PLAN {one}").fetchall() for one in questions]
        steps = [row["detail"] for plan in plans for row in plan]
    assert len(questions) == 7
    assert [s for s in steps if "SCAN" in s and "jobs" in s and "INDEX" not in s] == []
