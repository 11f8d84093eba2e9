"""Slips that the server orders: printed once, behind the visitors' tickets, and told about."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest
from msgspec.structs import replace

from kiosk import app, samples, schema
from kiosk.jobs import Job, Jobs
from kiosk.ledger import Ledger
from kiosk.printing import JOB_LIFE_S
from kiosk.settings import AgentSettings, KioskSettings, ScannerSettings, ServerSettings
from kiosk.slips import TOLD_AT_ONCE, Paper, Slips
from kiosk.unprinted import NoPrinter
from printer_drivers.receipt import Line, Receipt, to_json
from queue_server.messages import HallNow, Heartbeat, Slip, SlipPrinted
from queue_server.runtime import device
from tests.devices.kiosk_builders import NEXT_DAY, NOW, TODAY, a_hall
from tests.devices.kiosk_town import Kiosk, Town, a_kiosk, a_problem, a_server
from tests.devices.spool_builders import Hall, now, pieces, wait_until
from tests.devices.spool_builders import a_hall as a_working_hall


def an_order(kind: str = "return", slip: UUID | None = None, age_s: float = 1.0) -> Slip:
    values = samples.shipped().slips["vi"].get(kind, {})
    return Slip(slip or uuid4(), kind, "vi", NOW - dt.timedelta(seconds=age_s), values)


def ordering(*slips: Slip) -> HallNow:
    return replace(a_hall(), slips=list(slips))


def job(kiosk: Kiosk, slip: Slip) -> Job:
    found = kiosk.slips.job(slip.slip)
    assert found
    return found


def end(kiosk: Kiosk, slip: Slip, state: str = "confirmed", code: str | None = None) -> None:
    jobs = Jobs(kiosk.ledger)
    assert jobs.move(job(kiosk, slip).id, ("queued",), state, NOW, code)  # type: ignore[arg-type]


def a_paper(slip: UUID, at: dt.datetime | None = None) -> Paper:
    receipt = to_json(Receipt((Line("phiếu"),)))
    return Paper(slip, "return", receipt, at or now(), ordered=True)


def test_an_order_is_taken_once_however_often_the_server_repeats_it(tmp_path: Path) -> None:
    town, order = Town(), an_order()
    town.hall = ordering(order, order)
    with a_kiosk(tmp_path, town) as kiosk:
        first = job(kiosk, order)
        kiosk.pulse.beat()
        assert job(kiosk, order) == first
        assert first.state == "queued"
        assert first.queued_at == NOW - dt.timedelta(seconds=1)  # as old as the server says it is


def test_the_end_of_a_slip_is_told_until_a_heartbeat_is_answered(tmp_path: Path) -> None:
    town, order = Town(), an_order()
    town.hall = ordering(order)
    with a_kiosk(tmp_path, town) as kiosk:
        end(kiosk, order, "unknown", "unproven")
        town.hall, told = ordering(), [SlipPrinted(order.slip, "unknown", "unproven")]
        town.problems["/api/v1/heartbeat"] = a_problem("busy", 503)
        for _ in range(2):
            with pytest.raises(Exception, match="503 busy"):
                kiosk.pulse.beat()
        town.problems.clear()
        kiosk.pulse.beat()
        assert town.beats[-1].slips == told
        kiosk.pulse.beat()
        assert town.beats[-1].slips == []
        town.hall = ordering(order)  # a server that was restored from before asks once more
        kiosk.pulse.beat()
        kiosk.pulse.beat()
        assert town.beats[-1].slips == told


def test_an_order_that_cannot_be_printed_is_told_as_failed_and_stops_nothing(
    tmp_path: Path,
) -> None:
    town, good = Town(), an_order()
    orders = [an_order("petition"), replace(an_order("day"), values={}), good]
    town.hall = ordering(*orders)
    with a_kiosk(tmp_path, town) as kiosk:
        assert job(kiosk, good).state == "queued"
        assert kiosk.hall.fresh
        kiosk.pulse.beat()
        assert [(one.state, one.code) for one in town.beats[-1].slips] == [
            ("failed", "slip_unknown"),
            ("failed", "slip_incomplete"),
        ]


def test_many_ends_are_told_over_several_beats_and_a_strange_code_is_made_sayable(
    tmp_path: Path,
) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        for _ in range(TOLD_AT_ONCE + 3):
            order = an_order()
            kiosk.slips.take(a_paper(order.slip))
            end(kiosk, order, "failed", "E-7")
        kiosk.pulse.beat()
        kiosk.pulse.beat()
        told = [len(beat.slips) for beat in town.beats]
        assert town.beats[-1].slips[0].code == "other"
    assert told[-2:] == [TOLD_AT_ONCE, 3]


def test_without_a_centre_an_order_waits_for_the_next_beat(tmp_path: Path) -> None:
    town, order = Town(), an_order()
    town.hall = ordering(order)
    town.problems["/api/v1/centre"] = a_problem("busy", 503)
    with a_kiosk(tmp_path, town, beaten=False) as kiosk:
        with pytest.raises(Exception, match="503 busy"):
            kiosk.pulse.beat()
        assert kiosk.slips.job(order.slip) is None
        town.problems.clear()
        kiosk.pulse.beat()
        assert job(kiosk, order).state == "queued"


def test_orders_are_not_remembered_with_the_hall(tmp_path: Path) -> None:
    town = Town()
    town.hall = ordering(an_order())
    with a_kiosk(tmp_path, town) as kiosk:
        remembered = kiosk.ledger.recall("hall", HallNow)
    assert remembered
    assert remembered.slips == []


def test_a_beat_with_nothing_to_say_of_slips_and_scanners_is_one_an_older_server_takes() -> None:
    said = msgspec.json.decode(msgspec.json.encode(Heartbeat("1")))
    assert not {"slips", "scanner"} & set(said)
    told = Heartbeat("1", scanner="down", slips=[SlipPrinted(uuid4(), "confirmed")])
    assert msgspec.json.decode(msgspec.json.encode(told), type=Heartbeat) == told


def test_the_running_agent_tells_how_its_scanner_is_and_takes_orders(tmp_path: Path) -> None:
    town, order = Town(), an_order()
    town.hall = ordering(order)
    with a_server(town) as address:
        settings = KioskSettings(
            kiosk=AgentSettings(data=tmp_path),
            server=ServerSettings(url=address),
            scanner=ScannerSettings(device=str(tmp_path / "unplugged")),
        )
        kiosk = app.Kiosk(settings, device.Device(address, "k1", "mau", "token"), app.words())
        kiosk.start()
        try:
            slips = Slips(kiosk.ledger)
            wait_until(lambda: slips.job(order.slip))
            wait_until(lambda: slips.job(order.slip).code == "link_down")  # no printer
        finally:
            kiosk.stop()
    assert town.beats[0].scanner == "down"


def test_a_slip_waits_for_tickets_that_are_queued_and_both_come_out_whole(tmp_path: Path) -> None:
    with a_working_hall(tmp_path) as (hall, _):
        slips, slip = Slips(hall.ledger), uuid4()
        slips.take(a_paper(slip))
        tickets = [hall.take(41), hall.take(42)]
        for ticket in tickets:
            assert hall.spool.step()
            assert hall.job(ticket).state == "confirmed"
        found = slips.job(slip)
        assert found
        assert found.state == "queued"
        assert hall.spool.step()
        assert slips.ended() == [SlipPrinted(slip, "confirmed")]
        assert pieces(tmp_path) == [True, True, True]


def test_a_slip_that_is_taken_twice_is_one_piece_of_paper(tmp_path: Path) -> None:
    hall = Hall(tmp_path, NoPrinter())
    with closing(hall.ledger):
        slips, paper = Slips(hall.ledger), a_paper(uuid4())
        slips.take(paper)
        slips.take(replace(paper, receipt=None, code="slip_unknown"))
        found = slips.job(paper.slip)
        assert found
        assert (found.state, found.code, found.receipt) == ("queued", None, paper.receipt)


def test_a_slip_nobody_waits_for_any_more_expires_as_a_ticket_does(tmp_path: Path) -> None:
    hall = Hall(tmp_path, NoPrinter())
    with closing(hall.ledger):
        slips, slip = Slips(hall.ledger), uuid4()
        slips.take(a_paper(slip, now() - dt.timedelta(seconds=JOB_LIFE_S + 1)))
        assert hall.spool.step()
        assert slips.ended() == [SlipPrinted(slip, "failed", "expired")]


@pytest.mark.parametrize(
    ("died", "ends", "papers"), [("sending", "confirmed", 1), ("releasing", "unknown", 0)]
)
def test_a_slip_cut_off_by_a_death_is_printed_again_only_if_nobody_can_hold_it(
    tmp_path: Path, died: str, ends: str, papers: int
) -> None:
    with a_working_hall(tmp_path) as (hall, _):
        slips, slip = Slips(hall.ledger), uuid4()
        slips.take(a_paper(slip))
        found = slips.job(slip)
        assert found
        assert hall.jobs.move(found.id, ("queued",), died, now())  # type: ignore[arg-type]
        again = hall.another_spool()
        again.recover()
        while again.step():
            continue
        assert [one.state for one in slips.ended()] == [ends]
        assert pieces(tmp_path).count(True) == papers


def test_old_slips_are_forgotten_with_the_tickets_of_their_day(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path / "ledger.db")) as ledger:
        slips, old, young = Slips(ledger), uuid4(), uuid4()
        slips.take(a_paper(old, NOW))
        slips.take(a_paper(young, NOW + dt.timedelta(days=2)))
        ledger.forget(NEXT_DAY, NEXT_DAY)
        assert slips.job(old) is None
        assert slips.job(young)


def test_a_ledger_of_before_slips_keeps_its_tickets_and_what_hangs_on_the_roll(
    tmp_path: Path,
) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as db:
        db.executescript("".join(schema.STEPS[:3]) + "PRAGMA user_version = 3;")
        at = NOW.isoformat()
        db.execute(
            "INSERT INTO tickets (uuid, service, day, series, number, label, priority, language,"
            " issued_at, source) VALUES ('t', 'HT', ?, 'A', 7, 'A007', 'normal', 'vi', ?, 'lease')",
            (TODAY.isoformat(), at),
        )
        db.executemany(
            "INSERT INTO jobs (ticket, copy, receipt, state, code, queued_at, changed_at, hangs)"
            " VALUES ('t', ?, x'61', ?, 'paper_out', ?, ?, ?)",
            [(0, "failed", at, at, "spoilt"), (1, "queued", at, at, None)],
        )
        db.commit()
    with closing(Ledger(tmp_path / "ledger.db")) as ledger:
        jobs, slips = Jobs(ledger), Slips(ledger)
        slips.take(a_paper(uuid4(), NOW))
        assert jobs.hanging() == "spoilt"
        assert jobs.next_queued() == Job(2, 1, b"a", "queued", "paper_out", NOW)
        with ledger.reading() as db:
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        with pytest.raises(Exception, match="ledger_failed"), ledger.writing() as db:
            db.execute("UPDATE jobs SET slip = NULL WHERE ticket IS NULL")  # paper of nobody
