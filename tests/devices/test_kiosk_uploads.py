"""Tickets reach the server in order, whatever it answers."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import pytest

from kiosk.issuing import NotIssued
from queue_server.runtime.uplink import Refusal
from tests.devices.kiosk_builders import a_tap
from tests.devices.kiosk_town import Town, a_kiosk, a_problem, wait_until


def test_tickets_reach_the_server_in_the_order_of_issue(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        kiosk.hall.lose_link()
        given = [kiosk.issuing.take(a_tap()) for _ in range(5)]
        assert kiosk.uploader.upload_all() == 5
        assert kiosk.ledger.unsent() == (0, 0)
    assert [uuid for uuid, _ in town.tickets] == [ticket.uuid for ticket in given]
    assert [taken.number for _, taken in town.tickets] == [ticket.number for ticket in given]


def test_a_refused_ticket_is_kept_and_told_and_does_not_block_the_others(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        bad, good = kiosk.issuing.take(a_tap()), kiosk.issuing.take(a_tap())
        town.problems[f"/api/v1/tickets/{bad.uuid}"] = a_problem("ticket_differs", 409)
        assert kiosk.uploader.upload_all() == 1
        assert kiosk.uploader.upload_all() == 0
        kept = kiosk.ledger.ticket(bad.uuid)
        kiosk.pulse.beat()
    assert kept == msgspec.structs.replace(bad, refused_code="ticket_differs")
    assert [uuid for uuid, _ in town.tickets] == [good.uuid]
    assert (town.beats[-1].unsent_tickets, town.beats[-1].refused_tickets) == (0, 1)


def test_a_revoked_token_or_a_busy_server_loses_no_ticket(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        ticket = kiosk.issuing.take(a_tap())
        for status in (401, 503):
            town.problems["/api/v1/tickets"] = a_problem("later", status)
            with pytest.raises(Refusal):
                kiosk.uploader.upload_all()
            assert kiosk.ledger.next_unsent() == ticket
        town.problems.clear()
        assert kiosk.uploader.upload_all() == 1


def test_a_revoked_kiosk_gives_no_number_keeps_its_tickets_and_goes_on_when_known_again(
    tmp_path: Path,
) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        kiosk.hall.lose_link()
        ticket = kiosk.issuing.take(a_tap())
        town.problems["/api"] = a_problem("token_unknown", 401)
        kiosk.monotonic = time.monotonic
        kiosk.uploader.beat_s = 0.05
        kiosk.uploader.start()
        wait_until(lambda: not kiosk.hall.enrolled)
        with pytest.raises(NotIssued, match="not_enrolled"):
            kiosk.issuing.take(a_tap())
        assert kiosk.ledger.next_unsent() == ticket
        town.problems.clear()
        wait_until(lambda: kiosk.hall.enrolled)
        wait_until(lambda: town.tickets)
        assert kiosk.issuing.take(a_tap())


def test_the_running_uploader_beats_sends_and_recovers(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town, beaten=False) as kiosk:
        town.problems["/api"] = a_problem("starting", 503)
        kiosk.uploader.beat_s = 0.05
        kiosk.monotonic = time.monotonic
        kiosk.uploader.start()
        wait_until(lambda: town.refused)
        town.problems.clear()
        wait_until(lambda: kiosk.hall.centre)
        ticket = kiosk.issuing.take(a_tap())
        wait_until(lambda: town.tickets)
    assert town.tickets[0][0] == ticket.uuid


def test_a_refused_heartbeat_does_not_hold_up_the_tickets(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        kiosk.hall.lose_link()
        ticket = kiosk.issuing.take(a_tap())
        town.problems["/api/v1/heartbeat"] = a_problem("malformed", 400)
        kiosk.monotonic = time.monotonic
        kiosk.uploader.start()
        wait_until(lambda: town.tickets)
    assert town.tickets[0][0] == ticket.uuid
