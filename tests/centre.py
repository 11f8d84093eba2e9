"""A centre with a real server in a process of its own, which a test may kill and start again.

Two services, three counters, always open. Everybody's password is the staff id spelled backwards.
"""

import datetime as dt
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import cache
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.servers import free_port

START_S = 60  # far more than needed: a busy machine must not decide a test
ROOT = Path(__file__).resolve().parents[1]

STAFF = {
    "lan": ("Nguyễn Thị Lan", {"clerk"}),
    "minh": ("Trần Văn Minh", {"clerk"}),
    "hoa": ("Lê Thị Hoa", {"manager", "reception"}),
}

FILE = """
[centre]
id = "ben-thanh"
name = { vi = "Trung tâm Phục vụ hành chính công phường Bến Thành", en = "Ben Thanh Ward Centre" }

[hours]
always_open = true

[[services]]
id = "HOTICH"
prefix = "A"
name = { vi = "Hộ tịch", en = "Civil status" }

[[services]]
id = "DATDAI"
prefix = "B"
name = { vi = "Đất đai", en = "Land" }

[[counters]]
number = 1
services = ["HOTICH", "DATDAI"]

[[counters]]
number = 2
services = ["HOTICH", "DATDAI"]

[[counters]]
number = 3
services = ["HOTICH", "DATDAI"]

[[priorities]]
id = "elderly"
name = { vi = "Người cao tuổi", en = "Elderly person" }
"""


def password(staff: str) -> str:
    """The password of a member of staff."""
    return staff[::-1] * 2


class RunningCentre:
    """A server that can be asked, killed and started again; its data stays."""

    def __init__(self, folder: Path, ahead_min: int = 0) -> None:
        self._folder = folder
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None
        self._people: dict[str, urllib.request.OpenerDirector] = {}
        self.start(ahead_min)

    def start(self, ahead_min: int = 0) -> None:
        """Start the server, its clock ahead of ours, and wait until it answers."""
        told = [str(self._folder), str(self._port), str(ahead_min)]
        command = [sys.executable, "-m", "tests.centre", *told]
        log = (self._folder / "log").open("ab")
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        log.close()
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline and self._process.poll() is None:
            with suppress(OSError), urllib.request.urlopen(f"{self.url}/readyz"):  # noqa: S310
                return
            time.sleep(0.05)
        pytest.fail("the server did not start: " + (self._folder / "log").read_text("utf-8"))

    def kill(self) -> None:
        """End the server without a word, as a power cut does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def take(self, service: str = "HOTICH", priority: str = "normal") -> str:
        """Somebody takes a ticket at the reception; its label."""
        told = self._post("hoa", "/api/v1/tickets", {"service": service, "priority": priority})
        return str(told["label"])

    def book(self, minutes: int, service: str = "HOTICH") -> str:
        """Somebody books a time so many minutes from now; the label."""
        at = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes)
        booked = {"service": service, "at": at.isoformat(timespec="milliseconds")}
        return str(self._post("hoa", "/api/v1/appointments", booked)["label"])

    def command(self, clerk: str, counter: int, verb: str, **fields: object) -> dict[str, Any]:
        """A clerk gives a command from somewhere else; the counter as it stands after it."""
        return self._post(clerk, f"/api/v1/counters/{counter}/{verb}", fields)

    def ask(self, path: str) -> dict[str, Any]:
        """What the server answers the manager."""
        return self._open("hoa", urllib.request.Request(self.url + path))  # noqa: S310

    def tidy(self) -> None:
        """Everybody goes home: nobody is in the hall, every counter is closed."""
        for counter in self.ask("/api/v1/counters")["counters"]:
            if counter["clerk"] is not None:
                self._leave(counter["clerk"], counter["counter"])
        self.command("lan", 1, "open")
        for letter in "AB":
            for ticket in self.ask(f"/api/v1/labels/{letter}")["tickets"]:
                if ticket["status"] in ("waiting", "held", "missed", "booked"):
                    self.command("lan", 1, "cancel", ticket=ticket["ticket"], reason="mistake")
        self.command("lan", 1, "close")

    def _leave(self, clerk: str, counter: int) -> None:
        state = self.ask(f"/api/v1/counters/{counter}")
        if state["ticket"] is not None and state["state"] == "calling":
            self.command(clerk, counter, "start")
        if state["ticket"] is not None:
            self.command(clerk, counter, "finish")
        self.command(clerk, counter, "close")

    def _person(self, staff: str) -> urllib.request.OpenerDirector:
        if staff not in self._people:
            jar = urllib.request.HTTPCookieProcessor(CookieJar())
            self._people[staff] = urllib.request.build_opener(jar)
            self._post(staff, "/api/v1/sign-in", {"name": staff, "password": password(staff)})
        return self._people[staff]

    def _post(self, staff: str, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
        request = urllib.request.Request(  # noqa: S310  # our own server
            self.url + path, json.dumps(body).encode(), headers
        )
        return self._open(staff, request)

    def _open(self, staff: str, request: urllib.request.Request) -> dict[str, Any]:
        with self._person(staff).open(request) as answer:
            told: dict[str, Any] = json.load(answer)
        return told


@contextmanager
def running(folder: Path, more: str = "") -> Iterator[RunningCentre]:
    """A centre whose database and log lie in `folder`; its file may say `more`, such as rules."""
    prepare(folder, more)
    centre = RunningCentre(folder)
    try:
        yield centre
    finally:
        centre.kill()


def prepare(folder: Path, more: str = "") -> None:
    """An empty day at the centre, with its staff."""
    folder.mkdir(parents=True, exist_ok=True)
    _file(folder).write_bytes(_empty_day(more))


@cache
def _empty_day(more: str) -> bytes:
    """Its database file, made once: the passwords of a whole staff take long to hash."""
    with tempfile.TemporaryDirectory() as folder:
        _furnish(Path(folder), more)
        with closing(sqlite3.connect(_file(Path(folder)))) as book:
            return book.serialize()


def _furnish(folder: Path, more: str) -> None:
    from queue_server.app import utc_now
    from queue_server.domain.journal import Actor
    from queue_server.serving import prepare as parallel
    from queue_server.store import Store, schema
    from queue_server.use_cases.administering import (
        NewStaff,
        add_staff,
        apply_centre,
        hash_password,
    )

    url = database(folder)
    schema.upgrade(url)
    store = Store(url, utc_now, parallel("threading"))
    centre = apply_centre(store, FILE + more, '{"procedures": []}', utc_now())
    for staff, (name, roles) in STAFF.items():
        member = NewStaff(staff, name, frozenset(roles), hash_password(password(staff)))
        store.write(centre, add_staff, Actor("admin"), member)
    store.close()


def database(folder: Path) -> str:
    """The address of the centre's database."""
    return f"sqlite:///{_file(folder)}"


def _file(folder: Path) -> Path:
    return folder / "motcua.db"


def serve(folder: Path, port: int, ahead: dt.timedelta) -> None:
    """Run the server until it is killed."""
    from queue_server import serving

    parallel = serving.prepare("eventlet")
    from queue_server.app import Server, utc_now
    from queue_server.settings import Settings, Sound, StoreSettings

    settings = Settings(
        store=StoreSettings(url=database(folder)),
        sound=Sound(folder=folder / "sounds", voice="silent"),
    )
    server = Server(settings, parallel, lambda: utc_now() + ahead)
    parallel.serve(server.app, "127.0.0.1", port, lambda: None)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]), dt.timedelta(minutes=int(sys.argv[3])))
