"""Composition root of a panel: settings become lines, news and presses."""

from __future__ import annotations

import logging
import threading
import time

from display_board.lines import open_line
from display_board.panel import Heard, Rules, looks, server_time
from display_board.presses import Presses
from display_board.pulse import Pulse
from display_board.settings import BoardSettings
from queue_server.messages import PanelState
from queue_server.runtime.device import Device
from queue_server.runtime.news import News, Server
from queue_server.runtime.uplink import Uplink

TICK_S = 0.25  # how exactly blinking ends, and displays go dark

log = logging.getLogger(__name__)


class Panel:
    """All lines of one machine, showing what the server tells."""

    def __init__(self, settings: BoardSettings, device: Device) -> None:
        url = settings.server.url or device.server
        self._rules = Rules(settings.panel.blink_s, settings.panel.dark_after_s)
        self._uplink = Uplink(url, device.token)
        self._heard: Heard | None = None
        self._woken, self._stopping = threading.Event(), threading.Event()
        presses = Presses(
            self._uplink, lambda: server_time(self._heard, time.monotonic(), self._rules)
        )
        self._lines = [open_line(line, presses.press) for line in settings.line]
        self._pulse = Pulse(
            self._uplink,
            settings.server.heartbeat_s,
            lambda: [line.health() for line in self._lines],
        )
        self._news = News(Server(url, device.token), {"room": "panel"}, PanelState, self._hear)
        self._thread = threading.Thread(target=self._keep_showing, name="showing", daemon=True)

    def start(self) -> None:
        """Dark at first, whatever the displays still show of yesterday."""
        for line in self._lines:
            line.start()
        self._thread.start()
        self._news.start()
        self._pulse.start()

    def stop(self) -> None:
        """Stop in the mirrored order; the displays go dark."""
        self._pulse.stop()
        self._news.close()
        self._stopping.set()
        self._woken.set()
        self._thread.join()
        closing = [threading.Thread(target=line.close) for line in self._lines]
        for thread in closing:
            thread.start()
        for thread in closing:
            thread.join()
        self._uplink.close()

    def _hear(self, state: PanelState) -> None:
        self._heard = Heard(state, time.monotonic())
        self._woken.set()

    def _keep_showing(self) -> None:
        lit = False
        while not self._stopping.is_set():
            now = looks(self._heard, time.monotonic(), self._rules)
            if lit and not now:
                log.warning("displays dark", extra={"reason": "no news of the server"})
            lit = bool(now)
            for line in self._lines:
                line.show(now)
            self._woken.wait(TICK_S)
            self._woken.clear()
