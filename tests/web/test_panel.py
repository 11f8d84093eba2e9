"""The panel's room and its keys, at the server's door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import socketio

from queue_server.domain.journal import Actor
from queue_server.use_cases import calling, opening
from queue_server.use_cases.administering import revoke
from queue_server.web.guard import KNOWN_FOR_S
from tests.builders import clerk_at
from tests.web.house import House, send, served
from tests.web.listening import listening


@pytest.fixture
def url(house: House) -> Iterator[str]:
    """The address of the house."""
    with served(house) as address:
        yield address


def panel(house: House) -> str:
    """The device id of the panel."""
    return house.server.services.guard.device(house.tokens["panel"]).device


def press(house: House, event: str, **changed: Any) -> Any:
    body = {"counter": 1, "event": event, "press": str(uuid4()), "pressed_at": house.clock.now}
    body = {**body, **changed}
    body["pressed_at"] = body["pressed_at"].isoformat()
    headers = house.bearer("panel")
    return send(house.stranger(), "POST", "/api/v1/panel/keys", headers, **body)


def call(house: House) -> str:
    """Somebody takes a ticket and is called to counter 1; the label."""
    label = house.take()
    for verb in (opening.open_counter, calling.call_next):
        house.server.services.write(verb, Actor("staff:lan", 1), clerk_at(1, "lan"))
    return label


def test_a_panel_sees_every_counter_at_once_and_each_call_as_it_comes(
    house: House, url: str
) -> None:
    with listening(url, token=house.tokens["panel"], room="panel") as listener:
        listener.until(lambda me: bool(me.states))
        assert [one["status"] for one in listener.states[0]["counters"]] == ["closed"] * 8
        label = call(house)
        listener.until(lambda me: any(one["counters"][0]["label"] == label for one in me.states))
        first = listener.states[-1]["counters"][0]
        assert (first["counter"], first["status"], first["nth"]) == (1, "calling", 1)
        assert listener.announcements == []


@pytest.mark.parametrize("who", ["kiosk", "board", "announcer", "nobody", "forged"])
def test_the_panels_room_is_closed_to_everybody_else(house: House, url: str, who: str) -> None:
    token = {**house.tokens, "nobody": "", "forged": "forged"}[who]
    with (
        pytest.raises(socketio.exceptions.ConnectionError),
        listening(url, token=token, room="panel"),
    ):
        pass


def test_a_panels_token_opens_no_other_room(house: House, url: str) -> None:
    with (
        pytest.raises(socketio.exceptions.ConnectionError),
        listening(url, token=house.tokens["panel"], room="manager"),
    ):
        pass


def test_a_revoked_panel_is_shown_out_and_does_not_come_in_again(house: House, url: str) -> None:
    with listening(url, token=house.tokens["panel"], room="panel") as listener:
        listener.until(lambda me: bool(me.states))
        house.server.services.write(revoke, Actor("admin"), panel(house))
        house.seconds += KNOWN_FOR_S
        listener.until(lambda me: not me.client.connected)
    with (
        pytest.raises(socketio.exceptions.ConnectionError),
        listening(url, token=house.tokens["panel"], room="panel"),
    ):
        pass


def test_a_key_moves_the_counter_of_the_clerk_and_is_answered_with_it(house: House) -> None:
    label = call(house)
    answer = press(house, "next")
    assert answer.status_code == 200, answer.text
    told = {key: answer.json[key] for key in ("counter", "status", "label")}
    assert told == {"counter": 1, "status": "serving", "label": label}


def test_the_same_press_sent_again_acts_once_and_with_another_key_not_at_all(
    house: House,
) -> None:
    call(house)
    name = str(uuid4())
    assert press(house, "next", press=name).json["status"] == "serving"
    assert press(house, "next", press=name).json["status"] == "serving"
    answer = press(house, "finish", press=name)
    assert (answer.status_code, answer.json["code"]) == (409, "key_reused")


@pytest.mark.parametrize(
    ("event", "late_s", "code"), [("transfer", 0, "pad_needs_screen"), ("next", 6, "press_late")]
)
def test_what_cannot_be_done_by_a_key_is_said_in_words(
    house: House, event: str, late_s: int, code: str
) -> None:
    call(house)
    answer = press(house, event, pressed_at=house.clock.now - dt.timedelta(seconds=late_s))
    assert (answer.status_code, answer.json["code"]) == (409, code)
    assert code not in answer.json["title"]


def test_the_manager_sees_a_panels_lines_and_nothing_of_them_when_it_is_silent(
    house: House,
) -> None:
    lines = [
        {"name": "ttyUSB0", "up": True, "silent": [3], "unknown": []},
        {"name": "ttyUSB1", "up": False, "silent": [], "unknown": [1]},
    ]
    body = {"version": "1", "lines": lines}
    answer = send(house.stranger(), "POST", "/api/v1/heartbeat", house.bearer("panel"), **body)
    assert answer.status_code == 200, answer.text

    def told() -> dict[str, Any]:
        state = house.signed_in("hoa").get("/api/v1/manager").json
        assert state is not None
        return next(one for one in state["devices"] if one["kind"] == "panel")

    assert (told()["online"], told()["lines"]) == (True, lines)
    house.clock.jump(seconds=60)
    assert (told()["online"], told()["lines"]) == (False, [])
