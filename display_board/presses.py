"""What is pressed on call pads goes up to the server at once, or not at all."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from uuid import uuid4

from printer_drivers.call_pads import Event
from queue_server.messages import PadKey, PanelCounter
from queue_server.runtime.uplink import LinkDown, Refusal, Uplink

LATE_S = 5.0
"""A press is for the moment in which it was made; the server refuses what comes later, too."""

log = logging.getLogger(__name__)


class Presses:
    """Sends presses, one at a time for each counter: meanwhile its other presses count for nothing.

    ``server_time`` is the server's clock, ``None`` while it is not known.
    """

    def __init__(self, uplink: Uplink, server_time: Callable[[], dt.datetime | None]) -> None:
        self._uplink, self._server_time = uplink, server_time
        self._lock = threading.Lock()
        self._under_way: set[int] = set()

    def press(self, counter: int, event: Event) -> None:
        """Send a press in a thread of its own; never waits."""
        now = self._server_time()
        if now is None:
            _drop(counter, event, "no news of the server")
            return
        with self._lock:
            if counter in self._under_way:
                return
            self._under_way.add(counter)
        key = PadKey(uuid4(), counter, event, now)
        try:
            threading.Thread(target=self._send, args=(key,), name="press", daemon=True).start()
        except RuntimeError as error:  # no thread to be had: the next press may have one
            self._over(counter)
            _drop(counter, event, str(error))

    def _over(self, counter: int) -> None:
        with self._lock:
            self._under_way.discard(counter)

    def _send(self, key: PadKey) -> None:
        try:
            self._uplink.post("/api/v1/panel/keys", key, PanelCounter, deadline_s=LATE_S)
        except Refusal as refusal:
            log.info(
                "press refused",
                extra={"counter": key.counter, "event": key.event, "code": refusal.code},
            )
        except LinkDown as error:
            _drop(key.counter, key.event, str(error))
        finally:
            self._over(key.counter)


def _drop(counter: int, event: str, reason: str) -> None:
    log.warning("press dropped", extra={"counter": counter, "event": event, "reason": reason})
