"""A server of the example centre in this process, its staff and devices, its clock in our hand."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from msgspec import Struct
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from queue_server.app import Server
from queue_server.domain.journal import Actor
from queue_server.messages import Enrol
from queue_server.serving import prepare
from queue_server.settings import Settings, Sound, StoreSettings, Web
from queue_server.use_cases.administering import (
    NewDevice,
    NewStaff,
    add_staff,
    enrol,
    enrolment_code,
    hash_password,
    sign_in,
)
from queue_server.web.guard import COOKIE
from tests.builders import Clock, an_office, copy_database

STAFF = {"lan": "clerk", "minh": "clerk", "hoa": "manager", "nga": "reception", "an": "admin"}
DEVICES = ("kiosk", "board", "announcer", "panel")
ADMIN = Actor("admin")


def password(name: str) -> str:
    """Everybody's password."""
    return name[::-1] * 3


class _Template(Struct):
    """A database with staff and devices, and the tokens of the devices."""

    database: Path
    tokens: dict[str, str]


@cache
def _template() -> _Template:
    folder = Path(tempfile.mkdtemp(prefix="motcua-house-"))
    tokens = _furnish(f"sqlite:///{folder / 'motcua.db'}")
    return _Template(folder / "motcua.db", tokens)


def _furnish(database: str) -> dict[str, str]:
    """Staff and devices in an empty database; the tokens of the devices."""
    office = an_office(database)
    for name, role in STAFF.items():
        office.do(
            add_staff,
            NewStaff(name, name.title(), frozenset({role}), hash_password(password(name))),
            ADMIN,
        )
    tokens = {}
    for kind in DEVICES:
        code = office.do(enrolment_code, NewDevice(kind, kind.title()), ADMIN)
        tokens[kind] = office.do(enrol, Enrol(code, kind), ADMIN).token
    office.close()
    return tokens


class House:
    """The server and short ways to knock at it; without a ``database`` it makes one of SQLite."""

    def __init__(self, folder: Path, proxies: int = 0, database: str = "") -> None:
        if database:
            self.tokens = _furnish(database)
        else:
            database = f"sqlite:///{folder / 'motcua.db'}"
            copy_database(_template().database, folder / "motcua.db")
            self.tokens = _template().tokens
        self.clock = Clock()
        self.seconds = 0.0
        self._browsers: dict[str, FlaskClient] = {}
        settings = Settings(
            web=Web(proxies=proxies),
            store=StoreSettings(url=database),
            sound=Sound(folder=folder / "sounds", voice="silent"),
        )
        self.server = Server(settings, prepare("threading"), self.clock, lambda: self.seconds)

    def stranger(self) -> FlaskClient:
        """A browser nobody is signed in with."""
        return self.server.app.test_client()

    def signed_in(self, name: str) -> FlaskClient:
        """A browser of a member of staff."""
        browser = self.stranger()
        actor = Actor(f"staff:{name}")
        browser.set_cookie(COOKIE, self.server.services.write(sign_in, actor, name).result)
        return browser

    def bearer(self, kind: str = "kiosk") -> dict[str, str]:
        """The headers a device sends."""
        return {"Authorization": f"Bearer {self.tokens[kind]}"}

    def take(self, service: str = "HT") -> str:
        """Somebody takes a ticket; its label."""
        answer = self.as_kiosk("POST", "/api/v1/tickets", service=service)
        assert answer.status_code == 200, answer.text
        return str(answer.json["label"])  # type: ignore[index]

    def as_kiosk(self, method: str, path: str, **body: Any) -> TestResponse:
        """The kiosk sends a command."""
        return send(self.stranger(), method, path, self.bearer(), **body)

    def clerk(self, verb: str, counter: int = 1, name: str = "lan", **body: Any) -> TestResponse:
        """A clerk acts at a counter; the session is opened once."""
        if name not in self._browsers:
            self._browsers[name] = self.signed_in(name)
        return send(self._browsers[name], "POST", f"/api/v1/counters/{counter}/{verb}", **body)


def send(
    browser: FlaskClient,
    method: str,
    path: str,
    headers: dict[str, str] | None = None,
    **body: Any,
) -> TestResponse:
    """Send JSON with an idempotency key of its own."""
    key = {"Idempotency-Key": str(uuid4())}
    return browser.open(path, method=method, json=body, headers={**key, **(headers or {})})


@contextmanager
def a_house(folder: Path, proxies: int = 0, database: str = "") -> Iterator[House]:
    """A house without a port, for requests from inside this process."""
    house = House(folder, proxies, database)
    try:
        yield house
    finally:
        house.server.close()


@contextmanager
def served(house: House) -> Iterator[str]:
    """The address at which the house answers the network, sockets included."""
    listener = make_server("127.0.0.1", 0, house.server.app, threaded=True)
    thread = threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.server_port}"
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()
