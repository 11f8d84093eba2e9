"""A small real server that answers as it is told, and a kiosk without printer and pages."""

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
from msgspec import Struct

from kiosk import looks
from kiosk.alarms import Alarms
from kiosk.cancelling import Cancelling
from kiosk.clock import Clock
from kiosk.fair_use import FairUse
from kiosk.hall import Hall, latest
from kiosk.issuing import Form, Issuing
from kiosk.jobs import Jobs
from kiosk.ledger import Ledger
from kiosk.numbers import Tap
from kiosk.orders import Orders
from kiosk.pulse import Duties, Pulse
from kiosk.reports import Reports
from kiosk.settings import FairUseSettings, PrinterSettings
from kiosk.slips import Slips
from kiosk.uploader import Uploader
from queue_server.messages import (
    AlarmSeen,
    Block,
    HallNow,
    Heartbeat,
    Lease,
    Leased,
    Problem,
    RaiseAlarm,
    ReserveWanted,
    TicketQueued,
    TicketTaken,
)
from queue_server.runtime.i18n import Words
from queue_server.runtime.uplink import Uplink
from tests.devices.kiosk_builders import (
    NOW,
    a_block,
    a_centre,
    a_hall,
    a_lease,
    a_tap,
)

LOCALE = Path(__file__).parents[2] / "kiosk" / "locale"
RIGHT = dt.timedelta()  # a clock that is neither ahead nor behind


class Town:
    """The server's side: what it was sent, and how it answers. Shared with its threads."""

    def __init__(self) -> None:
        self.hall: HallNow = a_hall()
        self.centre = a_centre()
        self.beats: list[Heartbeat] = []
        self.tickets: list[tuple[UUID, TicketTaken]] = []
        self.reserves: list[ReserveWanted] = []
        self.leases: list[Lease] = []
        self.alarms: list[RaiseAlarm] = []
        self.call: AlarmSeen | None = None
        self.cancelled: list[UUID] = []
        self.status: dict[UUID, str] = {}  # of a ticket, where it is not "waiting"
        self.problems: dict[str, Problem] = {}
        self.slow_s = 0.0
        self.refused = 0

    def answer(self, method: str, path: str, body: bytes) -> Struct | None:
        """None: the line is cut in the middle of the answer."""
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
        if path.startswith("/api/v1/alarms"):
            return self._alarm(path, body)
        return self._taken(path, body) if method == "PUT" else self._ticket(path)

    def _taken(self, path: str, body: bytes) -> TicketQueued:
        uuid = UUID(path.rsplit("/", 1)[1])
        taken = msgspec.json.decode(body, type=TicketTaken)
        self.tickets.append((uuid, taken))
        return TicketQueued(str(uuid), "", taken.service, "waiting", taken.issued_at, 1)

    def _ticket(self, path: str) -> TicketQueued:
        """How a ticket stands, after it was given up where that is asked."""
        uuid = UUID(path.split("/")[4])
        if path.endswith("/cancel"):
            self.cancelled.append(uuid)
            self.status[uuid] = "cancelled"
        return TicketQueued(str(uuid), "A007", "HT", self.status.get(uuid, "waiting"), NOW, 1)

    def _alarm(self, path: str, body: bytes) -> AlarmSeen:
        if path.endswith("/done"):
            return AlarmSeen(UUID(path.split("/")[-2]), "help", "over")
        raised = msgspec.json.decode(body, type=RaiseAlarm)
        self.alarms.append(raised)
        return self.call or AlarmSeen(raised.alarm, raised.kind, "open")

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
            self.close_connection = answer is None
            self.send_response(answer.status if isinstance(answer, Problem) else 200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data if answer else data[:-1])

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
    """All rooms of a kiosk but its printer and pages; its machine's clock is ``ahead``."""

    def __init__(
        self, folder: Path, address: str, lease_deadline_s: float = 5.0, ahead: dt.timedelta = RIGHT
    ) -> None:
        self.ticks, self.ahead = 0.0, ahead
        self.monotonic: Callable[[], float] = lambda: self.ticks
        self.ledger = Ledger(folder / "ledger.db")
        clock = Clock(self._wall, lambda: self.monotonic(), latest(self.ledger))
        self.hall = Hall(self.ledger, clock)
        self.uplink = Uplink(address)
        look = looks.read(PrinterSettings(), Words.load([LOCALE]))
        self.slips = Slips(self.ledger)
        duties = Duties("1", 30, Orders(self.slips, look, clock))
        self.pulse = Pulse(self.ledger, self.hall, self.uplink, clock, duties)
        self.uploader = Uploader(self.ledger, self.hall, self.uplink, clock, self.pulse)
        form = Form(look, lease_deadline_s)
        self.issuing = Issuing(self.ledger, self.hall, self.uplink, clock, form)
        self.issuing.woken = self.uploader.wake
        self.alarms = Alarms(Reports(self.ledger), self.hall, self.uplink, clock)
        self.pulse.heard, self.alarms.woken = self.alarms.hear, self.uploader.wake
        jobs = Jobs(self.ledger)
        self.cancelling = Cancelling(self.ledger, jobs, self.hall, self.uplink, clock)
        self.cancelling.woken = self.uploader.wake
        self.uploader.others = lambda: self.cancelling.upload() + self.alarms.upload()
        self._clock = clock

    def fair(self, **rules: int) -> FairUse:
        """From now on taps are judged by these rules."""
        settings = FairUseSettings(**rules)
        judge = FairUse(self.ledger, self.hall, self.uplink, self._clock, settings)
        self.issuing.fair, self.issuing.given = judge.check, judge.given
        return judge

    def _wall(self) -> dt.datetime:
        return NOW + dt.timedelta(seconds=self.ticks) + self.ahead

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
