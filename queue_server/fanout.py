"""Telling a whole room quickly: one frame, written straight to every socket that is free.

The library puts a message into a queue for each client and wakes a writer for each queue. With very
many boards that switching costs several times more than the writing itself. Here a message becomes
a websocket frame once (RFC 6455) and is written to each client whose line is free; a client whose
line is busy or full gets it through the library's queue, as ever.

A line is what ``serving`` puts into the WSGI environment of a websocket. Where it puts none
(threads), everything goes through the queues.
"""

from __future__ import annotations

import struct
from typing import Any

from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from socketio import Manager, RedisManager
from socketio.packet import EVENT

from .runtime.parallel import LINE, Line

_TEXT = 0x81  # a whole message of text
_SHORT, _TWO_BYTES, _EIGHT_BYTES = 125, 126, 127


class FastManager(Manager):  # type: ignore[misc]  # the library has no types
    """Who is in which room, and how they are all told. Emits no binary data."""

    def emit(
        self, event: str, data: Any, namespace: str, room: str | None = None, **more: Any
    ) -> None:
        """Tell everybody in a room. What is in a client's queue already may come after it."""
        room = more.pop("to", None) or room
        if more.get("callback") or more.get("skip_sid"):
            super().emit(event, data, namespace, room, **more)
            return
        message = {"data": [event, data], "namespace": namespace, "binary": False}
        text = self.server.packet_class(EVENT, **message).encode()
        packet = EnginePacket(MESSAGE, text)
        ready = frame(packet.encode())
        environs, engine = self.server.environ, self.server.eio
        for _, client in self.get_participants(namespace, room):
            line: Line | None = environs.get(client, {}).get(LINE)
            if line is None or not line.send_now(ready):
                engine.send_packet(client, packet)


class FastRedisManager(RedisManager, FastManager):  # type: ignore[misc]  # see above
    """The same where several servers tell one another through Redis."""


def manager(queue: str) -> Manager:
    """The manager for the message queue at that address, or for none (``""``)."""
    return FastRedisManager(queue, channel="motcua") if queue else FastManager()


def frame(text: str) -> bytes:
    """A text as one unmasked frame, as servers send them (RFC 6455, 5.2)."""
    payload = text.encode()
    size = len(payload)
    if size <= _SHORT:
        return struct.pack("!BB", _TEXT, size) + payload
    if size < 1 << 16:
        return struct.pack("!BBH", _TEXT, _TWO_BYTES, size) + payload
    return struct.pack("!BBQ", _TEXT, _EIGHT_BYTES, size) + payload
