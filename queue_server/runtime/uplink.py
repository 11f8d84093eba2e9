"""The device side of the link: one thread-safe object that asks the server and never hangs.

Every exchange has a deadline for the whole of it (connect, send, wait, read), kept also against a
server that answers one byte at a time. Connections are kept alive and reused. Asking again is
harmless by contract, so an exchange on a connection that had gone stale is tried once more.
"""

from __future__ import annotations

import contextlib
import http
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from typing import Literal, NoReturn, TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from queue_server.messages import PROTOCOL, Problem

T = TypeVar("T", bound=Struct)
Method = Literal["GET", "POST", "PUT"]

DEADLINE_S = 5.0
MAX_ANSWER = 8 * 1024 * 1024  # a catalogue of 2,500 procedures is about 5 MB
IDLE_CONNECTIONS = 3  # heartbeat, uploads and a tap at the same time
DEAD_PEER = (OSError, http.client.HTTPException, ssl.SSLError)


class LinkDown(Exception):
    """No usable answer: unreachable, too slow, cut off, or not our server; try again later."""


class Refusal(Exception):
    """The server understood and said no; ``title`` is in the language of the device."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.code}")
        self.code, self.status, self.title = problem.code, problem.status, problem.title
        self.about = problem.about

    @property
    def passing(self) -> bool:
        """Worth asking again unchanged: overload, a server's fault, or a token to be renewed."""
        return self.status >= 500 or self.status in (401, 403, 408, 425, 429)

    @property
    def unenrolled(self) -> bool:
        """The server does not know this device (any more): its numbers could not be called."""
        return self.status == 401 and self.code == "token_unknown"


class Uplink:
    """Asks ``server`` (``http://host:port`` or https) in the name of one device."""

    def __init__(self, server: str, token: str | None = None, *, tls: ssl.SSLContext | None = None):
        parts = urlsplit(server)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"not a server address: {server!r}")
        self._secure = parts.scheme == "https"
        self._host, self._path = parts.hostname, parts.path.rstrip("/")
        self._port = parts.port or (443 if self._secure else 80)
        self._tls = tls
        self._token = token
        self._idle: list[_Connection] = []
        self._lock = threading.Lock()

    def get(self, path: str, kind: type[T], *, deadline_s: float = DEADLINE_S) -> T:
        """Raises ``LinkDown`` or ``Refusal``, as do ``post`` and ``put``."""
        return self._ask("GET", path, None, kind, deadline_s)

    def post(
        self, path: str, message: Struct, kind: type[T], *, deadline_s: float = DEADLINE_S
    ) -> T:
        return self._ask("POST", path, message, kind, deadline_s)

    def put(
        self, path: str, message: Struct, kind: type[T], *, deadline_s: float = DEADLINE_S
    ) -> T:
        return self._ask("PUT", path, message, kind, deadline_s)

    def fetch(self, path: str, *, deadline_s: float = DEADLINE_S) -> bytes:
        """What lies at an address, as it is."""
        status, answer = self._answer("GET", path, None, deadline_s)
        if status >= http.HTTPStatus.BAD_REQUEST:
            _refuse(status, answer)
        return answer

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _ask(
        self, method: Method, path: str, message: Struct | None, kind: type[T], deadline_s: float
    ) -> T:
        return _read(*self._answer(method, path, message, deadline_s), kind)

    def _answer(
        self, method: Method, path: str, message: Struct | None, deadline_s: float
    ) -> tuple[int, bytes]:
        body = msgspec.json.encode(message) if message is not None else None
        until = time.monotonic() + deadline_s
        connection, used_before = self._take()
        try:
            status, answer = connection.exchange(method, self._path + path, body, until)
        except DEAD_PEER as error:
            connection.close()
            if not used_before or time.monotonic() >= until:
                raise LinkDown(_reason(error, until)) from error
            status, answer = self._once_more(method, path, body, until)
        else:
            self._give_back(connection)
        return status, answer

    def _once_more(
        self, method: Method, path: str, body: bytes | None, until: float
    ) -> tuple[int, bytes]:
        """The server had closed a connection it kept; that says nothing about the server."""
        connection = self._new()
        try:
            result = connection.exchange(method, self._path + path, body, until)
        except DEAD_PEER as error:
            connection.close()
            raise LinkDown(_reason(error, until)) from error
        self._give_back(connection)
        return result

    def _take(self) -> tuple[_Connection, bool]:
        with self._lock:
            if self._idle:
                return self._idle.pop(), True
        return self._new(), False

    def _new(self) -> _Connection:
        tls = (self._tls or ssl.create_default_context()) if self._secure else None
        return _Connection(self._host, self._port, self._headers(), tls)

    def _give_back(self, connection: _Connection) -> None:
        with self._lock:
            if connection.alive and len(self._idle) < IDLE_CONNECTIONS:
                self._idle.append(connection)
                return
        connection.close()

    def _headers(self) -> dict[str, str]:
        headers = {"Accept": "application/json", "Motcua-Protocol": str(PROTOCOL)}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        return headers


class _Connection:
    """One kept connection whose every read is bounded by the deadline of the exchange."""

    def __init__(
        self, host: str, port: int, headers: Mapping[str, str], tls: ssl.SSLContext | None
    ) -> None:
        self._headers = headers
        self._http = (
            http.client.HTTPSConnection(host, port, context=tls)
            if tls
            else http.client.HTTPConnection(host, port)
        )

    @property
    def alive(self) -> bool:
        return self._http.sock is not None

    def exchange(
        self, method: Method, path: str, body: bytes | None, until: float
    ) -> tuple[int, bytes]:
        headers = dict(self._headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
        self._http.timeout = _left(until)
        if self._http.sock is None:
            self._http.connect()
        # A socket's own time-out restarts with every byte; this one ends the exchange.
        bell = threading.Timer(_left(until), _cut, [self._http.sock])
        bell.daemon = True  # a program that ends does not wait for an answer
        bell.start()
        try:
            self._http.request(method, path, body, headers)
            answer = self._http.getresponse()
            content = answer.read(MAX_ANSWER + 1)
        finally:
            bell.cancel()
        if time.monotonic() >= until:  # cut off by us; what was read may look whole and is not
            raise TimeoutError
        if len(content) > MAX_ANSWER:
            raise http.client.HTTPException("answer too long")
        if answer.length:  # a read of at most n bytes does not complain by itself
            raise http.client.IncompleteRead(content, answer.length)
        return answer.status, content

    def close(self) -> None:
        self._http.close()


def _left(until: float) -> float:
    return max(until - time.monotonic(), 0.001)


def _cut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it may have ended at the same moment
        sock.shutdown(socket.SHUT_RDWR)


def _read(status: int, answer: bytes, kind: type[T]) -> T:
    if status >= http.HTTPStatus.BAD_REQUEST:
        _refuse(status, answer)
    return _decode(status, answer, kind)


def _refuse(status: int, answer: bytes) -> NoReturn:
    raise Refusal(_decode(status, answer, Problem))


def _decode(status: int, answer: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise LinkDown(f"answer {status} is not ours: {error}") from error


def _reason(error: Exception, until: float) -> str:
    if time.monotonic() >= until:  # we hung up ourselves; what that looked like says nothing
        return "no answer in time"
    return f"{type(error).__name__}: {error}"
