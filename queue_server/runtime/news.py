"""News of the server for a device: one Socket.IO room, kept open for as long as the program runs.

The one file that knows the Socket.IO client. A connection that ends is opened again, soon at first
and more seldom later; the server then sends the room's whole state by itself. A connection that is
there and says nothing is no better than none: the client misses an end that comes in the moment of
its beginning. So whatever is heard has not been under way for longer than ``silent_s``, whatever
the clocks say. How old the newest state is, the listener has to watch all the same.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

import msgspec
from msgspec import Struct

from queue_server.messages import ANNOUNCEMENT, PROTOCOL, STATE, Announcement

CONNECT_S = 5.0  # for the connection, and again for the answer whether the room is open to us
BACKOFF_S = (0.5, 1.0, 2.0, 5.0, 10.0)
STEADY_S = 20.0  # a connection that lasted shorter than this was no success
LOOK_S = 0.5
JOIN_S = 5.0
RESTORED = dt.timedelta(seconds=60)
"""Below it a lower revision is a late message; above it the server went back to a backup.

A state of the same revision that is older by more is no late message: the server's clock was set.
"""

log = logging.getLogger(__name__)


class State(Protocol):
    """What every state of a room has."""

    @property
    def revision(self) -> int: ...

    @property
    def as_of(self) -> dt.datetime: ...


S = TypeVar("S", bound=State)
T = TypeVar("T")


class Server(Struct, frozen=True):
    """Where the news is, ``http://…`` or ``https://…``, and the token of the device that asks.

    ``silent_s``: a connection that says nothing for so long is given up for a new one. The server
    sends a state every five seconds at least.
    """

    url: str
    token: str
    silent_s: float = 20.0


class News(Generic[S]):
    """Hears ``room`` (such as ``{"room": "panel"}``), whose states are of the type ``kind``.

    ``state`` is called with every newer state, ``announcement`` with every announcement, known or
    not: one call at a time, from threads of this object's own; a call must not block for long.
    What a call raises is logged and ends nothing.
    """

    def __init__(
        self,
        server: Server,
        room: dict[str, object],
        kind: type[S],
        state: Callable[[S], None],
        announcement: Callable[[Announcement], None] | None = None,
    ) -> None:
        self._server, self._room, self._state = server, room, state
        self._newest: S | None = None
        self._one_at_a_time = threading.Lock()  # the client hears each message in a thread
        self._events = {STATE: self._hearing(kind, self._replace)}
        if announcement:
            self._events[ANNOUNCEMENT] = self._hearing(Announcement, announcement)
        self._stopping = threading.Event()
        self._refused = ""
        self._heard_at = 0.0
        self._heard = False  # anything, of this connection
        self.heard_at = float("-inf")
        """When the server last said anything, by the monotonic clock."""
        self._told: bool | None = None
        self._thread = threading.Thread(target=self._run, name="news", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self, patience_s: float = JOIN_S) -> None:
        """Hang up; nobody is heard any more. Never raises."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(patience_s)

    def _replace(self, state: S) -> None:
        if is_newer(state, self._newest):
            self._newest = state
            self._state(state)

    def _hearing(self, kind: type[T], hear: Callable[[T], None]) -> Callable[[object], None]:
        def heard(message: object) -> None:
            if not self._speaks():  # it may have waited here while the program stood still
                return
            try:
                self._heard_at = self.heard_at = time.monotonic()
                self._heard = True
                self._say(up=True)
                told = msgspec.convert(message, kind)
                with self._one_at_a_time:
                    hear(told)
            except Exception:  # one message must not silence those that follow
                log.exception("news not understood")

        return heard

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            self._one_connection()
            steady = self._heard and time.monotonic() - began > STEADY_S
            failures = 1 if steady else failures + 1
            self._stopping.wait(BACKOFF_S[min(failures, len(BACKOFF_S)) - 1])

    def _one_connection(self) -> None:
        client, self._refused, self._heard = _client(), "", False
        self._heard_at = time.monotonic() + CONNECT_S
        for event, hear in self._events.items():
            client.on(event, hear)
        client.on("connect_error", self._hear_refusal)
        try:
            client.connect(
                self._server.url,
                headers=self._headers(),
                auth=self._room,
                transports=["websocket"],
                wait_timeout=CONNECT_S,
            )
            while client.eio.state == "connected" and self._speaks():
                self._stopping.wait(LOOK_S)
            self._say(up=False, reason="ended" if self._speaks() else "silent")
        except Exception as error:  # whatever it was, the hall must be heard again
            self._say(up=False, reason=self._refused or str(error) or repr(error))
        finally:
            with contextlib.suppress(Exception):  # it was to end, and has
                client.disconnect()

    def _speaks(self) -> bool:
        """Whether anybody still listens, and the server has said something lately."""
        silent_s = time.monotonic() - self._heard_at
        return silent_s < self._server.silent_s and not self._stopping.is_set()

    def _headers(self) -> dict[str, str]:
        bearer = f"Bearer {self._server.token}"
        return {"Authorization": bearer, "Motcua-Protocol": str(PROTOCOL)}

    def _hear_refusal(self, why: object = None) -> None:
        if isinstance(why, dict):
            self._refused = str(why.get("message", ""))

    def _say(self, *, up: bool, reason: str = "") -> None:
        """Log once when it breaks, once when it heals."""
        if up is self._told or self._stopping.is_set():
            return
        self._told = up
        if up:
            log.info("news heard", extra={"server": self._server.url})
        else:
            log.warning("news lost", extra={"server": self._server.url, "reason": reason})


def is_newer(state: State, newest: State | None) -> bool:
    """Whether a state replaces the newest one there is; messages may be heard in any order."""
    if newest is None:
        return True
    later = state.as_of - newest.as_of
    if state.revision == newest.revision:
        return not -RESTORED <= later < dt.timedelta(0)
    return state.revision > newest.revision or later > RESTORED


def _client() -> Any:
    """A client for one connection, without the library's own ways of logging and coming back."""
    import socketio  # here, so that processes that hear no news never load them
    import websocket

    class Prompt(websocket.WebSocket):
        """Hangs up without waiting three seconds for the other side to say goodbye, too."""

        def close(self, *_how: Any, **_more: Any) -> None:
            super().close(timeout=0)

    quiet = logging.getLogger("socketio.client")
    quiet.setLevel(logging.CRITICAL)
    return socketio.Client(
        reconnection=False,
        handle_sigint=False,
        logger=quiet,
        engineio_logger=quiet,
        request_timeout=CONNECT_S,
        websocket_extra_options={
            "class_": Prompt,
            "sslopt": {"context": ssl.create_default_context()},
            "http_no_proxy": ["*"],  # the server is in the house
        },
    )
