"""The heartbeat: news of the hall, the catalogue, reserves, and the time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from kiosk.numbers import RESERVE_KEEP, Ticket
from queue_server.messages import PrinterHealth
from queue_server.runtime.uplink import LinkDown
from tests.devices.kiosk_builders import NEXT_DAY, NOW, TODAY, a_block, a_centre, a_hall, a_tap
from tests.devices.kiosk_town import Town, a_kiosk, a_problem


def test_the_first_beat_brings_the_centre_the_hall_and_a_reserve_for_two_days(
    tmp_path: Path,
) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        assert kiosk.hall.centre == town.centre
        assert kiosk.hall.fresh
        assert kiosk.ledger.reserve_left() == {
            ("HT", TODAY): RESERVE_KEEP,
            ("HT", NEXT_DAY): RESERVE_KEEP,
        }
        kiosk.pulse.beat()
    assert len(town.reserves) == 2


def test_a_newer_catalogue_is_fetched_and_an_equal_one_is_not(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        town.centre = a_centre(version=2)
        kiosk.pulse.beat()
        assert kiosk.hall.centre == a_centre(version=1)
        town.hall = a_hall(centre_version=2)
        kiosk.pulse.beat()
        assert kiosk.hall.centre == town.centre


def test_the_centre_is_fetched_anew_each_day_for_its_rules_may_be_dated(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        town.centre = a_centre(priorities=[])
        kiosk.pulse.beat()
        assert kiosk.hall.centre == a_centre()
        town.hall = replace(a_hall(), day=NEXT_DAY)
        kiosk.pulse.beat()
        assert kiosk.hall.centre == town.centre


def test_the_beat_tells_printer_unsent_tickets_and_reserve(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        kiosk.pulse.health = lambda: PrinterHealth(link="up", paper="near_end", cover_open=False)
        kiosk.hall.lose_link()
        kiosk.issuing.take(a_tap())
        kiosk.pulse.beat()
    beat = town.beats[-1]
    assert beat.printer == PrinterHealth(link="up", paper="near_end", cover_open=False)
    assert (beat.unsent_tickets, beat.reserve_left) == (1, 2 * RESERVE_KEEP - 1)
    assert beat.centre_version == 1


def test_the_catalogue_of_a_restored_server_is_fetched_though_its_version_is_lower(
    tmp_path: Path,
) -> None:
    town = Town()
    town.hall, town.centre = a_hall(centre_version=9), a_centre(version=9)
    with a_kiosk(tmp_path, town) as kiosk:
        town.hall, town.centre = a_hall(centre_version=8), a_centre(version=8)
        kiosk.pulse.beat()
        assert kiosk.hall.centre == town.centre


def test_a_refused_reserve_of_one_service_does_not_stop_the_beat(tmp_path: Path) -> None:
    town = Town()
    town.problems["/api/v1/reserves"] = a_problem("service_unknown", 404)
    with a_kiosk(tmp_path, town) as kiosk:
        assert kiosk.hall.fresh
        assert kiosk.ledger.reserve_left() == {}


def test_a_malformed_block_is_a_fault_of_the_link_and_is_not_kept(tmp_path: Path) -> None:
    town = Town()
    block = msgspec.structs.replace(a_block(count=2), labels=["A1"])
    town._block = lambda wish: block  # type: ignore[method-assign]
    with a_kiosk(tmp_path, town, beaten=False) as kiosk:
        with pytest.raises(LinkDown):
            kiosk.pulse.beat()
        assert kiosk.ledger.reserve_left() == {}


def test_the_link_and_the_figures_grow_old_by_themselves(tmp_path: Path) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk:
        assert (kiosk.hall.link_up, kiosk.hall.fresh) == (True, True)
        kiosk.ticks += 11
        assert (kiosk.hall.link_up, kiosk.hall.fresh) == (False, True)
        kiosk.ticks += 50
        assert (kiosk.hall.link_up, kiosk.hall.fresh) == (False, False)
        assert kiosk.hall.service("HT") is None


def test_issued_at_follows_the_server_s_clock(tmp_path: Path) -> None:
    town = Town()
    town.hall = a_hall(NOW + dt.timedelta(hours=2))
    with a_kiosk(tmp_path, town) as kiosk:
        ticket: Ticket = kiosk.issuing.take(a_tap())
    assert ticket.issued_at == NOW + dt.timedelta(hours=2)
