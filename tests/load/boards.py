"""Very many connected boards, one epoll loop, stamps taken as each frame arrives."""

from __future__ import annotations

import json
import os
import select
import socket
import time
from base64 import b64encode
from urllib.parse import urlsplit

MARK = b'"announcement"'
STATE = b'42["state"'
AT_ONCE = 8192  # bytes; more than the news of a call


class Listeners:
    """Websocket clients of rooms; deliberately plain, so that the client costs little."""

    def __init__(self) -> None:
        self.messages = 0
        """How many messages came, pings left out."""
        self._epoll = select.epoll()
        self._sockets: dict[int, socket.socket] = {}
        self._not_let_in: dict[int, bytes] = {}
        """What each has to say when its websocket is open."""

    def add(self, url: str, auth: dict[str, object], cookie: str = "") -> None:
        """One more client, in the room that ``auth`` asks for."""
        where = urlsplit(url)
        connection = _connect(where.hostname or "", where.port or 0, cookie)
        connection.setblocking(False)
        number = connection.fileno()
        self._sockets[number] = connection
        self._not_let_in[number] = _frame(b"40" + json.dumps(auth).encode())
        self._epoll.register(number, select.EPOLLIN)

    def listen(self, seconds: float) -> None:
        """Answer pings and drop what comes."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._read(0.05)

    def close(self) -> None:
        for connection in self._sockets.values():
            connection.close()
        self._epoll.close()

    def _read(self, timeout_s: float) -> list[tuple[int, bytes, float]]:
        found = []
        for number, _ in self._epoll.poll(timeout_s):
            found.append((number, self._sockets[number].recv(AT_ONCE), time.monotonic()))
        for number, data, _ in found:  # looked into afterwards: a stamp waits for no other client
            self.messages += data.count(b'42["')
            if number in self._not_let_in and b"\r\n\r\n" in data:
                self._sockets[number].send(self._not_let_in.pop(number))
            if b"\x81\x012" in data:  # Engine.IO ping "2" in a text frame
                self._sockets[number].send(_frame(b"3"))
        return found


class Boards(Listeners):
    """Boards of a hall, all of which have its state."""

    def __init__(self, url: str, count: int, board: str = "hall") -> None:
        super().__init__()
        for _ in range(count):
            self.add(url, {"room": "board", "board": board})
        self._wait_for(STATE)

    def wait_for_call(self) -> list[float]:
        """The moments (monotonic seconds) at which each board had the next announcement."""
        return self._wait_for(MARK)

    def _wait_for(self, mark: bytes, timeout_s: float = 20.0) -> list[float]:
        heard: dict[int, float] = {}
        until = time.monotonic() + timeout_s
        while len(heard) < len(self._sockets) and time.monotonic() < until:
            for number, data, at in self._read(0.2):
                if mark in data:
                    heard.setdefault(number, at)
        if len(heard) < len(self._sockets):
            raise SystemExit(f"{len(self._sockets) - len(heard)} boards did not hear {mark!r}")
        return list(heard.values())


def _connect(host: str, port: int, cookie: str) -> socket.socket:
    connection = socket.create_connection((host, port), timeout=10)
    key = b64encode(os.urandom(16)).decode()
    connection.sendall(
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
        f"Host: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
        f"Cookie: {cookie}\r\n\r\n".encode()
    )
    return connection


def _frame(text: bytes) -> bytes:
    """A masked text frame of fewer than 126 bytes (RFC 6455); the mask is zero."""
    return bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text
