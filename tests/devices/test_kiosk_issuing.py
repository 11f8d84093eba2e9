"""From tap to ticket, with a server that answers, is slow, refuses or is gone."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.issuing import NotIssued
from queue_server.messages import Lease, ServiceNow
from tests.devices.kiosk_builders import NOW, a_block, a_hall, a_tap
from tests.devices.kiosk_town import Kiosk, Town, a_kiosk, a_problem


def test_while_the_server_answers_a_tap_gets_its_next_number(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        tap = a_tap(priority="elderly", procedure="1_001193")
        ticket = kiosk.issuing.take(tap)
        assert (ticket.label, ticket.source, ticket.people_ahead) == ("A001", "lease", 3)
        assert kiosk.issuing.take(tap) == ticket
    assert town.leases == [Lease(tap.ticket, "HT", "1_001193", "elderly")]


def test_a_silent_server_costs_the_deadline_and_no_ticket(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town, lease_deadline_s=0.05) as kiosk:
        town.slow_s = 0.5
        ticket = kiosk.issuing.take(a_tap())
        assert (ticket.source, ticket.people_ahead, ticket.wait) == ("reserve", None, None)


def test_with_the_link_down_nobody_waits_for_the_server(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        kiosk.hall.lose_link()
        assert kiosk.issuing.take(a_tap()).source == "reserve"
    assert town.leases == []


def test_a_no_of_the_server_is_told_and_the_reserve_is_not_touched(tmp_path: Path) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        before = kiosk.ledger.reserve_left()
        town.problems["/api/v1/leases"] = a_problem("queue_full", 409)
        with pytest.raises(NotIssued) as caught:
            kiosk.issuing.take(a_tap())
        assert caught.value.code == "queue_full"
        assert kiosk.ledger.reserve_left() == before


@pytest.mark.parametrize("status", [401, 500, 503])
def test_an_overloaded_or_forgetful_server_is_treated_as_silent(
    tmp_path: Path, status: int
) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        town.problems["/api/v1/leases"] = a_problem("busy", status)
        assert kiosk.issuing.take(a_tap()).source == "reserve"


def test_a_server_that_does_not_know_the_kiosk_ends_the_giving_of_numbers_also_after_a_restart(
    tmp_path: Path,
) -> None:
    town = Town()
    with a_kiosk(tmp_path, town) as kiosk:
        reserve = kiosk.ledger.reserve_left()
        known = kiosk.issuing.take(given := a_tap())
        town.problems["/api/v1/leases"] = a_problem("token_unknown", 401)
        for _ in range(2):  # once the server says so, then the kiosk knows
            with pytest.raises(NotIssued, match="not_enrolled"):
                kiosk.issuing.take(a_tap())
        assert (town.refused, kiosk.ledger.reserve_left()) == (1, reserve)
        assert kiosk.issuing.take(given) == known
    with (
        closing(Kiosk(tmp_path, "http://127.0.0.1:9")) as again,
        pytest.raises(NotIssued, match="not_enrolled"),
    ):
        again.issuing.take(a_tap())


def test_a_name_that_cannot_be_looked_up_costs_the_deadline_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_kiosk(tmp_path, Town(), lease_deadline_s=0.05) as kiosk:
        kiosk.uplink.close()
        found = threading.Event()
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_: found.wait(20) and [])
        try:
            taken = [kiosk.issuing.take(a_tap()).source for _ in range(6)]
            assert not found.is_set()
        finally:
            found.set()
    assert taken == ["reserve"] * 6


@pytest.mark.parametrize(
    ("state", "code"),
    [("closed", "service_closed"), ("suspended", "service_suspended"), ("full", "queue_full")],
)
def test_what_fresh_news_says_is_shut_is_refused_at_once(
    tmp_path: Path, state: str, code: str
) -> None:
    town = Town()
    town.hall = a_hall(NOW, ServiceNow("HT", 0, None, state))  # type: ignore[arg-type]
    with a_kiosk(tmp_path, town) as kiosk:
        with pytest.raises(NotIssued) as caught:
            kiosk.issuing.take(a_tap())
        assert caught.value.code == code
        kiosk.ledger.keep_block(a_block(first=9000))
        kiosk.ticks += 61  # now the news is too old to turn anybody away
        assert kiosk.issuing.take(a_tap()).source == "reserve"


def test_what_is_closed_until_later_stays_closed_without_link_and_over_a_restart(
    tmp_path: Path,
) -> None:
    town = Town()
    opens = NOW + dt.timedelta(hours=4)
    town.hall = a_hall(NOW, ServiceNow("HT", 0, None, "closed", opens))
    with a_kiosk(tmp_path, town):
        pass
    with closing(Kiosk(tmp_path, "http://127.0.0.1:9")) as kiosk:
        with pytest.raises(NotIssued, match="service_closed"):
            kiosk.issuing.take(a_tap())
        kiosk.ticks += 4 * 3600
        assert kiosk.issuing.take(a_tap()).source == "reserve"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"service": "XX"}, "service_unknown"),
        ({"priority": "rich"}, "priority_unknown"),
        ({"procedure": "9_9"}, "procedure_unknown"),
    ],
)
def test_only_what_the_centre_offers_can_be_asked_for(
    tmp_path: Path, change: dict[str, str], code: str
) -> None:
    with a_kiosk(tmp_path, Town()) as kiosk, pytest.raises(NotIssued, match=code):
        kiosk.issuing.take(a_tap(**change))


def test_a_kiosk_that_never_heard_of_its_centre_gives_no_number(tmp_path: Path) -> None:
    town = Town()
    with (
        a_kiosk(tmp_path, town, beaten=False) as kiosk,
        pytest.raises(NotIssued, match="no_centre"),
    ):
        kiosk.issuing.take(a_tap())


def test_after_a_restart_without_network_tickets_are_issued_from_memory(tmp_path: Path) -> None:
    with a_kiosk(tmp_path, Town()):
        pass
    with closing(Kiosk(tmp_path, "http://127.0.0.1:9")) as kiosk:
        assert not kiosk.hall.link_up
        assert kiosk.issuing.take(a_tap()).source == "reserve"
