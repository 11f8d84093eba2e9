"""The heartbeat of a panel: how its lines are."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from importlib.metadata import version

from queue_server.messages import HallNow, Heartbeat, LineHealth
from queue_server.runtime.uplink import LinkDown, Refusal, Uplink

DEADLINE_S = 3.0

log = logging.getLogger(__name__)


class Pulse:
    """One beat after another in a thread of its own, until stopped."""

    def __init__(
        self, uplink: Uplink, beat_s: float, health: Callable[[], list[LineHealth]]
    ) -> None:
        self._uplink, self._beat_s, self._health = uplink, beat_s, health
        self._version = version("motcua")
        self._stopping = threading.Event()
        self._told: bool | None = None
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(DEADLINE_S + 1)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._beat()
            self._stopping.wait(self._beat_s)

    def _beat(self) -> None:
        told = Heartbeat(version=self._version, lines=self._health())
        try:
            self._uplink.post("/api/v1/heartbeat", told, HallNow, deadline_s=DEADLINE_S)
        except (LinkDown, Refusal) as error:
            self._say(up=False, reason=str(error))
        except Exception:  # the manager must hear of us again after a fault of our own
            log.exception("heartbeat fault")
        else:
            self._say(up=True)

    def _say(self, *, up: bool, reason: str = "") -> None:
        """Log once when it breaks, once when it heals."""
        if up is self._told:
            return
        self._told = up
        if up:
            log.info("link back")
        else:
            log.warning("link lost", extra={"reason": reason})
