"""A hall for one board page: the page served for real, the other end of its socket in our hands.

The socket is answered at the level of the protocol (Engine.IO 4, Socket.IO 5) with messages of the
wire contract, so that a test decides what arrives when, down to the millisecond.
"""

import datetime as dt
import io
import json
import math
import re
import struct
import threading
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from playwright.sync_api import Page, Route, WebSocketRoute
from werkzeug.serving import make_server

from display_board import pages
from queue_server.messages import (
    Announcement,
    BoardState,
    Called,
    News,
    ServiceWaiting,
    VoiceTurn,
    encode,
    to_wire,
)
from queue_server.runtime.i18n import Words
from queue_server.runtime.web import pages as shared
from queue_server.runtime.web import security

EXPIRY = dt.timedelta(seconds=20)
NOON = dt.datetime(2026, 11, 23, 5, tzinfo=dt.UTC)
"""It is always this day in the hall: every other day boards stand the other way round."""
HOUR_MS = 3_600_000  # no ping in a test's life: the test itself says when the line is lost


@contextmanager
def served(kinds: Callable[[str], str | None] = {"hall": "hall"}.get) -> Iterator[str]:
    """The address of a server that has the page of the board `hall` and nothing else.

    `kinds` says of which kind the board of a name is, when its page is asked for.
    """
    app = Flask(__name__)
    security.protect(app)
    app.register_blueprint(shared.create())
    words = Words.load([pages.LOCALE], strict=True)
    app.register_blueprint(pages.create(words, kinds))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Hall:
    """The server as one page sees it."""

    def __init__(self, page: Page) -> None:
        self.up = True
        self.no_sound: dict[str, int] = {}
        self.calls: list[Called] = []
        self.queues = 6
        self.missed: list[str] = []
        self.more: dict[str, Any] = {}
        self.ahead = NOON - dt.datetime.now(dt.UTC)
        self._revision = 0
        self._socket: WebSocketRoute | None = None
        page.route_web_socket(re.compile(r"/socket\.io/"), self._opened)
        page.route("**/sounds/**", self._sound)
        page.route("**/api/v1/boards/hall/voice", self._lend)

    def now(self) -> dt.datetime:
        """The server's clock, which goes on from noon; `ahead` of the machine's."""
        return dt.datetime.now(dt.UTC) + self.ahead

    def call(self, label: str, counter: int, nth: int = 1, name: str = "Quầy") -> Announcement:
        """A call: state and announcement, as the server sends them after its commit."""
        call = self.called(label, counter, nth, name)
        sound = f"/sounds/{label}/{counter}/{nth}.wav"
        announcement = Announcement(
            call.call_id, label, counter, call.counter_name, nth, call.called_at,
            call.called_at + EXPIRY, sound,
        )  # fmt: skip
        self.send("state", self.state())
        self.send("announcement", announcement)
        return announcement

    def called(self, label: str, counter: int, nth: int = 1, name: str = "Quầy") -> Called:
        """A call the page may learn of only from the next state."""
        now = self.now()
        names = {"vi": f"{name} {counter}", "en": f"Counter {counter}"}
        call = Called(f"{label}-{nth}", label, counter, names, nth, now, "called")
        self.calls = [call, *(other for other in self.calls if other.counter != counter)]
        self._revision += 1
        return call

    def state(self) -> BoardState:
        """The whole picture at this moment."""
        name = {
            "vi": "Trung tâm Phục vụ hành chính công phường Bến Thành",
            "en": "Ben Thanh Ward Public Administration Service Centre",
        }
        queues = [
            ServiceWaiting(f"S{letter}", letter, {"vi": "Bảo trợ xã hội", "en": "Welfare"}, 7)
            for letter in "ABCDEGHKLMNP"[: self.queues]
        ]
        return BoardState(
            self._revision, self.now(), "hall", name, "Asia/Ho_Chi_Minh",
            ["vi", "en"], self.calls, queues, self.missed, **self.more,
        )  # fmt: skip

    def send(self, event: str, news: News) -> None:
        """Send one event to the page."""
        assert self._socket is not None
        self._socket.send("42" + json.dumps([event, to_wire(news)]))

    def fail(self) -> None:
        """The server is gone: the line breaks and nobody answers until `up` again."""
        assert self._socket is not None
        self.up = False
        self._socket.close()

    def _opened(self, socket: WebSocketRoute) -> None:
        if not self.up:
            socket.close()
            return
        self._socket = socket
        socket.on_message(self._heard)
        hello = {"sid": "e", "upgrades": [], "pingInterval": HOUR_MS, "pingTimeout": HOUR_MS}
        socket.send("0" + json.dumps({**hello, "maxPayload": 1_000_000}))

    def _heard(self, message: str | bytes) -> None:
        assert isinstance(message, str)
        assert self._socket is not None
        if message.startswith("40"):
            assert json.loads(message[2:]) == {"room": "board", "board": "hall"}
            self._socket.send('40{"sid":"s"}')
            self.send("state", self.state())

    def _lend(self, route: Route) -> None:
        """It is the only board of its zone."""
        if self.up:
            route.fulfill(body=encode(VoiceTurn("hall", 6)), content_type="application/json")
        else:
            route.abort()

    def _sound(self, route: Route) -> None:
        for label, status in self.no_sound.items():
            if f"/{label}/" in route.request.url:
                body = b"" if status != 200 else b"this is no sound"
                route.fulfill(status=status, body=body)
                return
        route.fulfill(body=a_chime(), content_type="audio/wav")


def a_chime(seconds: float = 0.3) -> bytes:
    """A short sound as a WAV file."""
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22_050)
        wave_form = (int(9000 * math.sin(i / 8)) for i in range(int(22_050 * seconds)))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in wave_form))
    return content.getvalue()
