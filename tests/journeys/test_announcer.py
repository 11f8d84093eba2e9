"""An announcer as a process: it says what is called, and a board does when it is gone."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from queue_server.store import voices
from tests.journeys.people import Clerk, ask, until
from tests.machines import CENTRE, Loudspeaker, Machine, Premises, premises

pytestmark = pytest.mark.slow

FAILOVER_S = 10.0
BEAT_S = 2.0


class Page:
    """A board's page as the server hears it, without its screen."""

    def __init__(self, server: Machine) -> None:
        self._address, self._id = f"{server.url}/api/v1/boards/hall/voice", str(uuid4())

    def beat(self) -> dict[str, Any]:
        status, told = ask("POST", self._address, {"page": self._id, "ready": True})
        assert status == 200, told
        return dict(told)

    def waits_for_the_voice(self) -> tuple[float, list[dict[str, Any]]]:
        """How many seconds until it may speak, and what it then has to say."""
        began = time.monotonic()
        while not (turn := self.beat())["for_s"]:
            assert time.monotonic() - began < FAILOVER_S
            time.sleep(BEAT_S / 4)
        return time.monotonic() - began, turn["unspoken"]


class Hall:
    """A server, a clerk at an open counter, the manager, and an announcer that has the voice."""

    def __init__(self, centre: Premises) -> None:
        self._centre = centre
        self.server = centre.server()
        self.boss = Clerk(self.server.url, 1, "boss")
        self.clerk = Clerk(self.server.url, 1)
        self.clerk.do("open")
        self.announcer: Loudspeaker = centre.announcer(self.server)
        until(lambda: self.voice["state"] == "speaking", "the announcer's turn")

    @property
    def voice(self) -> dict[str, Any]:
        state = self.boss.ask("/api/v1/manager")
        return next(dict(one) for one in state["voices"] if one["zone"] == "hall")

    @property
    def spoken(self) -> list[str]:
        """Ids of what has begun to sound, the latest first."""
        with self._centre.books() as store, store.read(CENTRE) as view:
            noted = voices.spoken_since(view, "hall", view.now - dt.timedelta(hours=1))
        return [one.utterance for one in noted if one.at is not None]

    def call(self) -> str:
        """Somebody is called; the number."""
        wish = {"service": "HT"}
        label = str(self.boss.post("/api/v1/tickets", wish, str(uuid4()))["label"])
        if self.clerk.look()["ticket"]:
            self.clerk.do("start")
            self.clerk.do("finish")
        self.clerk.do("call_next")
        return label


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with premises(tmp_path) as centre:
        yield Hall(centre)


def test_an_announcer_says_what_is_called_and_what_the_manager_says(hall: Hall) -> None:
    assert (hall.voice["kind"], hall.voice["name"]) == ("announcer", {"vi": "Announcer"})
    assert Page(hall.server).beat()["for_s"] == 0
    label = hall.call()
    until(lambda: bool(hall.voice["last_label"] == label), "the call's sound")
    assert 0 <= hall.voice["last_delay_ms"] < 20_000
    words = {"kind": "own", "text": {"vi": "Xin chú ý."}, "zones": ["hall"]}
    said = hall.boss.post("/api/v1/broadcasts", words, str(uuid4()))
    until(lambda: hall.spoken[:1] == [f"{said['broadcast']}.1"], "the message's sound")
    assert len(hall.spoken) == 2
    hall.announcer.stop()
    _, owed = Page(hall.server).waits_for_the_voice()
    assert owed == []
    assert "not said" not in hall.announcer.log


def test_a_page_says_what_a_killed_announcer_has_not_within_ten_seconds(hall: Hall) -> None:
    page = Page(hall.server)
    assert page.beat()["for_s"] == 0
    hall.announcer.freeze()
    label = hall.call()
    hall.announcer.kill()
    waited, owed = page.waits_for_the_voice()
    assert [one["label"] for one in owed] == [label]
    assert waited <= FAILOVER_S
    assert hall.voice["kind"] == "board"


def test_an_announcer_that_ends_gives_the_voice_back_and_takes_it_again(hall: Hall) -> None:
    page = Page(hall.server)
    assert hall.announcer.stop() == 0
    assert page.beat()["for_s"] > 0
    hall.announcer.start()

    def handed_over() -> bool:
        page.beat()
        return bool(hall.voice["kind"] == "announcer")

    until(handed_over, "the announcer's turn")
    assert page.beat()["for_s"] == 0
