"""A listener in a room of the hall: a real Socket.IO client on a real connection."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import socketio
import websocket

PATIENCE_S = 30.0  # far more than needed: a busy machine must not decide a test


class _Hasty(websocket.WebSocket):
    """A connection that ends like a screen switched off: it does not wait for the last word."""

    def close(self, *_how: Any, **_more: Any) -> None:
        if self.sock is not None:
            self.sock.shutdown(socket.SHUT_RDWR)  # also wakes the thread that reads from it
        self.shutdown()  # type: ignore[no-untyped-call]


class Listener:
    """Hears a room, keeps all it heard in order."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.client = socketio.Client(
            reconnection=False, websocket_extra_options={"class_": _Hasty}
        )
        for event in ("state", "announcement"):
            self.client.on(event, self._hearing(event))

    def _hearing(self, event: str) -> Callable[[dict[str, Any]], None]:
        return lambda message: self.heard.append((event, message))

    @property
    def states(self) -> list[dict[str, Any]]:
        return [message for event, message in self.heard if event == "state"]

    @property
    def announcements(self) -> list[dict[str, Any]]:
        return [message for event, message in self.heard if event == "announcement"]

    def until(self, heard: Callable[[Listener], bool]) -> None:
        """Wait until something has been heard; fail when it never comes."""
        deadline = time.monotonic() + PATIENCE_S
        while not heard(self):
            assert time.monotonic() < deadline, f"not heard; only {self.heard}"
            time.sleep(0.005)

    def revision(self, least: int) -> dict[str, Any]:
        """Wait for a state at least so new, and give it."""
        self.until(lambda me: any(state["revision"] >= least for state in me.states))
        return next(state for state in self.states if state["revision"] >= least)


@contextmanager
def listening(url: str, cookie: str = "", token: str = "", **room: Any) -> Iterator[Listener]:
    """Listen in a room; raises ``ConnectionError`` of Socket.IO when it is closed to us."""
    listener = Listener()
    headers = {"Cookie": f"motcua_session={cookie}"} if cookie else {}
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    listener.client.connect(url, headers=headers, auth=room, transports=["websocket"], wait=True)
    try:
        yield listener
    finally:
        listener.client.disconnect()
