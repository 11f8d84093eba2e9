"""The news a device hears: it comes by itself, comes back by itself, and only to those who may."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from queue_server.domain.journal import Actor
from queue_server.messages import (
    ANNOUNCEMENT,
    Announcement,
    BoardState,
    PanelState,
    ZoneState,
    to_wire,
)
from queue_server.runtime.news import News, Server
from queue_server.use_cases import calling, opening
from queue_server.use_cases.showing import announcement
from tests.builders import a_centre, a_ticket, at, clerk_at
from tests.devices.serial_ports import until
from tests.web.house import House, served


@pytest.fixture
def url(house: House) -> Iterator[str]:
    """The address of the house."""
    with served(house) as address:
        yield address


@contextmanager
def hearing(server: Server, state: Callable[[PanelState], None]) -> Iterator[News[PanelState]]:
    """A panel that listens."""
    news = News(server, {"room": "panel"}, PanelState, state)
    news.start()
    try:
        yield news
    finally:
        news.close()


def write(house: House, verb: Any) -> None:
    house.server.services.write(verb, Actor("staff:lan", 1), clerk_at(1, "lan"))


def show_everybody_out(house: House) -> None:
    """The server ends every connection there is."""
    there = set(house.server.push._visitors)
    for sid in there:
        house.server.socketio.server.disconnect(sid)
    until(lambda: not there & set(house.server.push._visitors))


def test_a_device_hears_how_things_stand_and_then_what_changes(house: House, url: str) -> None:
    heard: list[PanelState] = []
    with hearing(Server(url, house.tokens["panel"]), heard.append):
        until(lambda: bool(heard))
        assert heard[0].counters[0].status == "closed"
        write(house, opening.open_counter)
        until(lambda: heard[-1].counters[0].status == "idle")
    revisions = [state.revision for state in heard]
    assert revisions == sorted(revisions)


def test_a_device_that_was_cut_off_comes_back_by_itself_and_hears_everything(
    house: House, url: str
) -> None:
    heard: list[PanelState] = []
    # silent_s: the client may miss an end in the moment of its beginning
    with hearing(Server(url, house.tokens["panel"], silent_s=1), heard.append):
        until(lambda: bool(heard))
        show_everybody_out(house)
        write(house, opening.open_counter)
        until(lambda: heard[-1].counters[0].status == "idle")


def test_a_connection_that_says_nothing_is_given_up_for_a_new_one(house: House, url: str) -> None:
    heard: list[PanelState] = []
    house.server.push.close()  # a state comes with the connection, and no more
    with hearing(Server(url, house.tokens["panel"], silent_s=0.2), heard.append):
        until(lambda: len(heard) >= 2)


@pytest.mark.parametrize(("silent_s", "comes"), [(1, True), (3600, False)])
def test_what_may_have_waited_while_the_program_stood_still_is_not_heard(
    silent_s: float, comes: bool
) -> None:
    calls: list[Announcement] = []
    server = Server("http://127.0.0.1:9", "")
    news = News(server, {"room": "zone"}, ZoneState, lambda _: None, calls.append)
    news._heard_at = time.monotonic() - silent_s
    call = announcement(a_centre(), a_ticket(called_at=at("09:00")))
    for _ in range(2):  # what waited comes all at once
        news._events[ANNOUNCEMENT](to_wire(call))
    assert bool(calls) is comes


def test_a_fault_of_the_listener_does_not_end_its_news(house: House, url: str) -> None:
    heard: list[int] = []

    def clumsy(state: PanelState) -> None:
        heard.append(state.revision)
        raise ZeroDivisionError

    with hearing(Server(url, house.tokens["panel"]), clumsy):
        until(lambda: bool(heard))
        write(house, opening.open_counter)
        until(lambda: heard[-1] > heard[0])


@pytest.mark.parametrize("kind", ["kiosk", "forged"])
def test_who_is_no_panel_hears_nothing_and_is_told_why_once(
    house: House, url: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    heard: list[PanelState] = []
    token = house.tokens.get(kind, "forged")

    def reasons() -> list[object]:
        return [vars(one).get("reason") for one in caplog.records if one.msg == "news lost"]

    with hearing(Server(url, token), heard.append):
        until(lambda: reasons() == ["token_unknown"])
    assert heard == []
    assert token not in caplog.text


def test_a_boards_room_has_announcements_too(house: House, url: str) -> None:
    states: list[BoardState] = []
    calls: list[Announcement] = []
    room: dict[str, object] = {"room": "board", "board": "hall"}
    news = News(Server(url, ""), room, BoardState, states.append, calls.append)
    news.start()
    try:
        until(lambda: bool(states))
        label = house.take()
        write(house, opening.open_counter)
        write(house, calling.call_next)
        until(lambda: [call.label for call in calls] == [label])
    finally:
        news.close()
