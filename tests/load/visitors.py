"""Ten thousand visitors at one agent: each touches, takes a number and sees the paper come out."""

from __future__ import annotations

import datetime as dt
import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

from msgspec.structs import replace

from kiosk.ticket import local_day
from printer_drivers.virtual_pty import PtyPrinter
from queue_server.messages import Lease, Leased
from queue_server.runtime import device
from tests.devices.kiosk_builders import a_busy_centre, a_hall
from tests.devices.kiosk_process import fill
from tests.devices.kiosk_town import Town, a_server
from tests.load.footprint import resident_mb
from tests.load.measured import Figure
from tests.machines import Machine
from tests.servers import free_port

VISITORS = 10_000
FEW_MB = 4.0  # as much as drawing as many papers may take


class Counting(Town):
    """A server that leases today's numbers one after the other and forgets who asked."""

    def __init__(self) -> None:
        super().__init__()
        self.centre = a_busy_centre()
        self.numbers = 10_000  # beyond the reserve that the kiosk has

    def answer(self, method: str, path: str, body: bytes) -> Any:
        now = dt.datetime.now(dt.UTC)
        today = local_day(now, self.centre.timezone)
        hall = a_hall(now, centre_version=self.centre.version)
        self.hall = replace(hall, day=today, next_day=today, services=[])  # no reserve is wanted
        for told in (self.beats, self.tickets, self.reserves):
            told.clear()
        return super().answer(method, path, body)

    def _lease(self, lease: Lease) -> Leased:
        self.numbers += 1
        label = f"A{self.numbers:05}"
        return Leased(
            lease.ticket, self.hall.day, "A", self.numbers, label, self.hall.as_of, 3, None
        )


def measure(folder: Path, visitors: int = VISITORS) -> Iterator[Figure]:
    """Memory of the agent's process after a quarter of them, and after all."""
    printer, port = folder / "printer", free_port()
    with a_server(Counting()) as server, PtyPrinter(printer, folder / "tray"):
        config = fill(folder, printer)
        text = config.read_text("utf-8").replace("port = 0", f"port = {port}")
        config.write_text(f"{text}[server]\nlease_deadline_ms = 2000\n", "utf-8")
        device.write(folder, device.Device(server, "k1", "mau", folder.name))
        agent = Machine("agent", folder, ["kiosk", "run", "--config", str(config)], port)
        agent.start()
        try:
            quarter = _visits(port, visitors // 4, agent)
            whole = _visits(port, visitors - visitors // 4, agent)
        finally:
            agent.kill()
    yield Figure(f"agent's memory after {visitors} visitors", whole, 110, "MB")
    yield Figure("of it, grown since a quarter of them", whole - quarter, FEW_MB, "MB")


def _visits(port: int, count: int, agent: Machine) -> float:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        for _ in range(count):
            _visit(line)
    return resident_mb(agent)


def _visit(line: http.client.HTTPConnection) -> None:
    ticket = str(uuid4())
    shown = _told(line, "POST", "/api/take", {"ticket": ticket, "service": "SA"})
    seen = 0
    while shown["print"] != "confirmed":
        if shown["print"] in ("failed", "unknown"):
            raise SystemExit(f"{shown['label']} did not come out: {shown['code']}")
        state = _told(line, "GET", f"/api/state?seen={seen}&ticket={ticket}")
        seen, shown = state["version"], state["ticket"]


def _told(line: http.client.HTTPConnection, method: str, path: str, body: object = None) -> Any:
    data = None if body is None else json.dumps(body)
    line.request(method, path, data, {"Content-Type": "application/json"})
    with line.getresponse() as answer:
        told = json.load(answer)
    if answer.status != http.client.OK:
        raise SystemExit(f"{path}: {answer.status} {told}")
    return told
