"""The spool with the virtual printer on a pseudo-terminal: paper is never silent, never double."""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import closing
from pathlib import Path

from kiosk.printing import JOB_LIFE_S
from kiosk.unprinted import NoPrinter
from printer_drivers.api import Paper
from printer_drivers.virtual_pty import tell
from tests.devices.spool_builders import Hall, a_hall, now, pieces, wait_until


def test_queued_tickets_come_out_once_each_in_the_order_of_issue(tmp_path: Path) -> None:
    with a_hall(tmp_path) as (hall, _):
        first, second = hall.take(41), hall.take(42)
        assert hall.spool.step()
        assert (hall.job(first).state, hall.job(second).state) == ("confirmed", "queued")
        assert hall.spool.step()
        assert not hall.spool.step()
        assert hall.job(second).state == "confirmed"
        assert pieces(tmp_path) == [True, True]


def test_without_paper_a_ticket_waits_and_is_printed_after_the_refill(tmp_path: Path) -> None:
    with a_hall(tmp_path) as (hall, device):
        tell(device, "paper-out")
        wait_until(lambda: not hall.printer.status().ready)
        ticket = hall.take(42)
        assert not hall.spool.step()
        assert (hall.job(ticket).state, hall.job(ticket).code) == ("queued", "paper_out")
        tell(device, "paper-in")
        hall.until_ready()
        assert hall.spool.step()
        assert hall.job(ticket).state == "confirmed"
        assert pieces(tmp_path) == [True]


def test_paper_nobody_waits_for_is_dropped_and_not_spat_out_after_a_refill(tmp_path: Path) -> None:
    with a_hall(tmp_path) as (hall, _):
        old = hall.take(41)
        hall.ahead = dt.timedelta(seconds=JOB_LIFE_S + 5)
        assert hall.spool.step()
        assert (hall.job(old).state, hall.job(old).code) == ("failed", "expired")
        assert not hall.spool.step()
        assert pieces(tmp_path) == []


def test_paper_given_up_while_the_printer_has_it_is_marked_void_and_not_printed_later(
    tmp_path: Path,
) -> None:
    with a_hall(tmp_path) as (hall, device):
        tell(device, "paper-out 60")
        ticket = hall.take(42)
        step = threading.Thread(target=hall.spool.step)
        step.start()
        wait_until(lambda: hall.printer.status().paper is Paper.OUT)
        assert hall.job(ticket).state == "sending"
        assert hall.jobs.give_up(hall.job(ticket).id, now(), "cancelled")
        tell(device, "paper-in")
        step.join()
        while hall.spool.step():
            continue
        assert (hall.job(ticket).state, hall.job(ticket).code) == ("failed", "cancelled")
        assert pieces(tmp_path) == [False]
        assert hall.jobs.hanging() is None


def test_paper_of_before_a_power_cut_is_dropped_though_the_clock_came_up_behind(
    tmp_path: Path,
) -> None:
    with a_hall(tmp_path) as (hall, _):
        queued, cut_off = hall.take(41), hall.take(42)
        assert hall.jobs.move(hall.job(cut_off).id, ("queued",), "sending", now())
        hall.ahead = dt.timedelta(hours=-3)
        hall.spool.recover()
        assert (hall.job(cut_off).state, hall.job(cut_off).code) == ("failed", "expired")
        while hall.spool.step():
            continue
        assert (hall.job(queued).state, hall.job(queued).code) == ("failed", "expired")
        assert pieces(tmp_path).count(True) == 0


def test_a_print_cut_off_before_its_release_is_printed_again(tmp_path: Path) -> None:
    with a_hall(tmp_path) as (hall, _):
        ticket = hall.take(42)
        assert hall.jobs.move(hall.job(ticket).id, ("queued",), "sending", now())
        hall.spool.recover()
        while hall.spool.step():
            continue
        assert hall.job(ticket).state == "confirmed"
        assert pieces(tmp_path).count(True) == 1


def test_a_second_death_before_spoilt_paper_was_cut_off_does_not_forget_it(
    tmp_path: Path,
) -> None:
    with a_hall(tmp_path) as (hall, device):
        ticket = hall.take(42)
        assert hall.jobs.move(hall.job(ticket).id, ("queued",), "sending", now())
        hall.spool.recover()
        tell(device, "paper-out")
        wait_until(lambda: not hall.printer.status().ready)
        assert not hall.spool.step()
        assert hall.job(ticket).code == "paper_out"  # and the agent dies again here
        again = hall.another_spool()
        again.recover()
        tell(device, "paper-in")
        hall.until_ready()
        while again.step():
            continue
        assert hall.job(ticket).state == "confirmed"
        assert pieces(tmp_path)[0] is False  # both the printer and the new agent saw to it
        assert pieces(tmp_path).count(True) == 1
        assert hall.jobs.hanging() is None


def test_what_a_failed_print_left_on_the_roll_is_cut_off_after_a_restart(tmp_path: Path) -> None:
    with a_hall(tmp_path) as (hall, _):
        half, whole = hall.take(41), hall.take(42)
        for ticket, states in ((half, ("sending", "queued")), (whole, ("releasing", "unknown"))):
            for state in states:
                job = hall.job(ticket)
                assert hall.jobs.move(job.id, (job.state,), state, now(), "link_down")
        hall.spool.recover()
        assert hall.jobs.hanging() == "spoilt"
        assert hall.spool.step()
        assert hall.jobs.hanging() is None
        while hall.spool.step():
            continue
        assert pieces(tmp_path) == [False, True]


def test_an_end_that_comes_too_late_does_not_forget_what_hangs(tmp_path: Path) -> None:
    hall = Hall(tmp_path, NoPrinter())
    with closing(hall.ledger):
        half, other = hall.job(hall.take(41)), hall.job(hall.take(42))
        assert hall.jobs.move(half.id, ("queued",), "sending", now())
        assert not hall.jobs.move(other.id, ("releasing",), "confirmed", now())
        assert hall.jobs.hanging() == "spoilt"


def test_a_print_that_ends_well_leaves_nothing_hanging(tmp_path: Path) -> None:
    with a_hall(tmp_path) as (hall, _):
        hall.take(42)
        assert hall.spool.step()
        assert hall.jobs.hanging() is None


def test_a_print_cut_off_after_its_release_is_asked_about_and_never_repeated(
    tmp_path: Path,
) -> None:
    with a_hall(tmp_path) as (hall, _):
        ticket = hall.take(42)
        assert hall.jobs.move(hall.job(ticket).id, ("queued",), "releasing", now())
        hall.spool.recover()
        while hall.spool.step():
            continue
        assert hall.job(ticket).state == "unknown"
        assert pieces(tmp_path).count(True) == 0


def test_the_release_is_on_the_disk_before_the_cut(tmp_path: Path) -> None:
    seen: list[str] = []
    with a_hall(tmp_path) as (hall, _):
        ticket = hall.take(42)
        hall.spool.changed = lambda: seen.append(hall.job(ticket).state)
        assert hall.spool.step()
        with hall.ledger.reading() as db:
            db.execute("UPDATE jobs SET state = 'queued'")
            # a ledger that cannot write any more, between the body and the cut
            db.execute(
                "CREATE TEMP TRIGGER full BEFORE UPDATE ON jobs WHEN NEW.state = 'releasing'"
                " BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        hall.spool.step()
        assert hall.job(ticket).state == "queued"
        assert pieces(tmp_path) == [True, False]
    assert seen[:2] == ["sending", "confirmed"]


def test_a_receipt_that_cannot_be_read_does_not_stop_the_next(tmp_path: Path) -> None:
    with a_hall(tmp_path) as (hall, _):
        broken, good = hall.take(41), hall.take(42)
        with hall.ledger.writing() as db:
            db.execute("UPDATE jobs SET receipt = x'00' WHERE ticket = ?", (str(broken),))
        while hall.spool.step():
            continue
        assert (hall.job(broken).state, hall.job(good).state) == ("failed", "confirmed")


def test_copies_follow_each_other_and_are_limited(tmp_path: Path) -> None:
    hall = Hall(tmp_path, NoPrinter())
    with closing(hall.ledger):
        ticket = hall.take(42)
        assert not hall.jobs.queue_copy(ticket, b"x", now(), 1)  # the first is not even printed
        for copy in (1, 2):
            hall.jobs.move(hall.job(ticket).id, ("queued",), "failed", now())
            assert hall.jobs.queue_copy(ticket, b"x", now(), copy)
            assert not hall.jobs.queue_copy(ticket, b"x", now(), copy)
        hall.jobs.move(hall.job(ticket).id, ("queued",), "failed", now())
        assert not hall.jobs.queue_copy(ticket, b"x", now(), 3)


def test_a_kiosk_without_printer_says_so_and_does_not_wear_out_its_disk(tmp_path: Path) -> None:
    hall = Hall(tmp_path, NoPrinter())
    with closing(hall.ledger):
        ticket = hall.take(42)
        assert not hall.spool.step()
        assert (hall.job(ticket).state, hall.job(ticket).code) == ("queued", "link_down")
        with hall.ledger.reading() as db:
            before = db.total_changes
            assert not hall.spool.step()
            assert db.total_changes == before


def test_a_disk_that_was_full_for_a_while_leaves_no_job_behind(tmp_path: Path) -> None:
    with a_hall(tmp_path) as (hall, _):
        ticket = hall.take(42)
        with hall.ledger.reading() as db:
            db.execute(
                "CREATE TEMP TRIGGER full BEFORE UPDATE ON jobs WHEN NEW.state <> 'sending'"
                " BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        hall.spool.start()
        wait_until(lambda: pieces(tmp_path) == [False])  # not released: marked void
        assert hall.job(ticket).state == "sending"
        with hall.ledger.reading() as db:
            db.execute("DROP TRIGGER full")
        wait_until(lambda: hall.job(ticket).state == "confirmed")
        hall.spool.stop()
    assert pieces(tmp_path).count(True) == 1
