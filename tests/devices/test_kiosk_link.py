"""Issuing, uploads and heartbeat against a small real server that answers as it is told."""

from __future__ import annotations

import datetime as dt
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from msgspec import Struct

from kiosk.clock import Clock
from kiosk.hall import Hall
from kiosk.issuing import Form, Issuing, NotIssued
from kiosk.ledger import Ledger
from kiosk.numbers import RESERVE_KEEP, Tap, Ticket
from kiosk.pulse import Keeping, Pulse
from kiosk.uploader import Uploader
from queue_server.messages import (
    Block,
    HallNow,
    Heartbeat,
    Lease,
    Leased,
    PrinterHealth,
    Problem,
    ReserveWanted,
    ServiceNow,
    TicketQueued,
    TicketTaken,
)
from queue_server.runtime.i18n import Words
from queue_server.runtime.uplink import LinkDown, Refusal, Uplink
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

LOCALE = Path(__file__).parents[2] / "kiosk" / "locale"


class Town:
    """The server's side: what it was sent, and how it answers. Shared with its threads."""

    def __init__(self) -> None:
        self.hall: HallNow = a_hall()
        self.centre = a_centre()
        self.beats: list[Heartbeat] = []
        self.tickets: list[tuple[UUID, TicketTaken]] = []
        self.reserves: list[ReserveWanted] = []
        self.leases: list[Lease] = []
        self.problems: dict[str, Problem] = {}
        self.slow_s = 0.0
        self.refused = 0

    def answer(self, method: str, path: str, body: bytes) -> Struct:
        for start, problem in self.problems.items():
            if path.startswith(start):
                self.refused += 1
                return problem
        if path == "/api/v1/heartbeat":
            self.beats.append(msgspec.json.decode(body, type=Heartbeat))
            return self.hall
        if path == "/api/v1/centre":
            return self.centre
        if path == "/api/v1/leases":
            return self._lease(msgspec.json.decode(body, type=Lease))
        if path == "/api/v1/reserves":
            return self._block(msgspec.json.decode(body, type=ReserveWanted))
        uuid = UUID(path.rsplit("/", 1)[1])
        taken = msgspec.json.decode(body, type=TicketTaken)
        self.tickets.append((uuid, taken))
        return TicketQueued(uuid, "", taken.service, "waiting", taken.issued_at, 1)

    def _lease(self, lease: Lease) -> Leased:
        self.leases.append(lease)
        time.sleep(self.slow_s)
        return a_lease(a_tap_of(lease.ticket), len(self.leases))

    def _block(self, wish: ReserveWanted) -> Block:
        self.reserves.append(wish)
        block = a_block(500 + 100 * len(self.reserves), wish.count, wish.service, wish.day)
        return msgspec.structs.replace(block, block=wish.block)


def a_tap_of(ticket: UUID) -> Tap:
    return msgspec.structs.replace(a_tap(), ticket=ticket)


@contextmanager
def a_server(town: Town) -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = town.answer(self.command, self.path, body)
            data = msgspec.json.encode(answer)
            self.send_response(answer.status if isinstance(answer, Problem) else 200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = handle_any  # noqa: N815 - the names of http.server

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the test's output is for its failures."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.block_on_close = False
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class Kiosk:
    """All rooms of a kiosk but its printer and pages."""

    def __init__(self, folder: Path, address: str, lease_deadline_s: float = 5.0) -> None:
        self.ticks = 0.0
        self.monotonic: Callable[[], float] = lambda: self.ticks
        clock = Clock(lambda: NOW + dt.timedelta(seconds=self.ticks), lambda: self.monotonic())
        self.ledger = Ledger(folder / "ledger.db")
        self.hall = Hall(self.ledger, clock)
        self.uplink = Uplink(address)
        self.pulse = Pulse(self.ledger, self.hall, self.uplink, clock, Keeping("1", 30))
        self.uploader = Uploader(self.ledger, self.hall, self.uplink, clock, self.pulse)
        form = Form(Words.load([LOCALE]), 80, lease_deadline_s)
        self.issuing = Issuing(self.ledger, self.hall, self.uplink, clock, form)
        self.issuing.woken = self.uploader.wake

    def close(self) -> None:
        self.uploader.stop()
        self.uplink.close()
        self.ledger.close()


@contextmanager
def a_kiosk(
    folder: Path, town: Town, lease_deadline_s: float = 5.0, beaten: bool = True
) -> Iterator[Kiosk]:
    with a_server(town) as address, closing(Kiosk(folder, address, lease_deadline_s)) as kiosk:
        if beaten:
            kiosk.pulse.beat()
        yield kiosk


def a_problem(code: str, status: int) -> Problem:
    return Problem(type="about:blank", title=code, status=status, code=code)


def wait_until(true: Callable[[], object]) -> None:
    limit = time.monotonic() + 20
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.01)


# ── issuing ──────────────────────────────────────────────────────────────────────────────────────


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
        kiosk.issuing.take(a_tap(**change))  # type: ignore[arg-type]


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


# ── uploads ──────────────────────────────────────────────────────────────────────────────────────


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
    assert town.beats[-1].unsent_tickets == 1


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


# ── heartbeat ────────────────────────────────────────────────────────────────────────────────────


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
