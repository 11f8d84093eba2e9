"""Voices by HTTP and Socket.IO: who may speak, who hears what, and what managers say."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import socketio
from werkzeug.test import TestResponse

from queue_server.use_cases.administering import apply_centre
from tests.builders import centre_text, shipped
from tests.web.house import STAFF, House, send, served
from tests.web.listening import listening

PAGE = str(uuid4())
OTHER = str(uuid4())


def beat(house: House, page: str | None = PAGE, board: str = "hall", **more: Any) -> TestResponse:
    body = {"ready": True, "page": page, **more}
    return send(house.stranger(), "POST", f"/api/v1/boards/{board}/voice", **body)


def speaks(answer: TestResponse) -> bool:
    assert answer.status_code == 200, answer.text
    return bool((answer.json or {})["for_s"])


def as_announcer(house: House, zone: str = "hall", **more: Any) -> TestResponse:
    headers = house.bearer("announcer")
    return send(house.stranger(), "POST", f"/api/v1/voices/{zone}", headers, ready=True, **more)


def said(house: House, who: str = "hoa", **more: Any) -> TestResponse:
    body = {"kind": "own", "text": {"vi": "Xin chú ý."}, **more}
    return send(house.signed_in(who), "POST", "/api/v1/broadcasts", **body)


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, (answer.json or {}).get("code", "")


def voices(house: House) -> dict[str, dict[str, Any]]:
    state = house.signed_in("hoa").get("/api/v1/manager").json or {}
    return {one["zone"]: one for one in state["voices"]}


def called(house: House) -> str:
    label = house.take()
    house.clerk("open")
    assert house.clerk("call_next").status_code == 200
    return label


def test_of_two_boards_one_speaks_and_the_manager_sees_which_and_what(house: House) -> None:
    assert speaks(beat(house, PAGE))
    assert not speaks(beat(house, OTHER))
    label = called(house)
    answer = beat(house, PAGE).json or {}
    [owed] = answer["unspoken"]
    assert (owed["label"], answer["zone"]) == (label, "hall")
    house.clock.jump(seconds=1)
    begun = "2026-11-23T02:00:00.350Z"
    assert (beat(house, PAGE, spoken=[{"id": owed["call_id"], "at": begun}]).json or {})[
        "unspoken"
    ] == []
    told = voices(house)["hall"]
    assert (told["state"], told["kind"], told["name"]["vi"]) == ("speaking", "board", "Sảnh chờ")
    assert (told["last_label"], told["last_delay_ms"]) == (label, 350)
    assert voices(house)["b"]["state"] == "nobody"


def test_an_announcer_needs_its_token_and_goes_before_boards(house: House) -> None:
    assert speaks(beat(house))
    assert not speaks(as_announcer(house))
    assert not speaks(beat(house))
    assert speaks(as_announcer(house))
    for kind in ("kiosk", "board", "panel"):
        refused = send(
            house.stranger(), "POST", "/api/v1/voices/hall", house.bearer(kind), ready=True
        )
        assert code(refused) == (403, "not_allowed")
    nobody = send(house.stranger(), "POST", "/api/v1/voices/hall", ready=True)
    assert code(nobody) == (401, "token_unknown")
    assert code(as_announcer(house, "attic")) == (404, "zone_unknown")


@pytest.mark.parametrize(
    ("board", "body", "refusal"),
    [
        ("attic", {}, (404, "board_unknown")),
        ("hall", {"page": None}, (400, "invalid")),
        ("hall", {"page": "x"}, (400, "invalid")),
        ("hall", {"spoken": [{"id": "../../etc"}]}, (400, "invalid")),
        ("hall", {"ready": False, "problem": "<script>"}, (400, "invalid")),
    ],
)
def test_what_is_no_beat_is_refused(
    busy_house: House, board: str, body: dict[str, Any], refusal: tuple[int, str]
) -> None:
    assert code(beat(busy_house, board=board, **{"page": PAGE, **body})) == refusal


def test_only_managers_say_something_and_stop_it(house: House) -> None:
    for name, role in STAFF.items():
        allowed = role in ("manager", "admin")
        answer = said(house, name)
        assert (answer.status_code == 200) == allowed, role
        phrases = house.signed_in(name).get("/api/v1/phrases")
        assert (phrases.status_code == 200) == allowed, role
        id = (answer.json or {}).get("broadcast", uuid4())
        stopped = send(house.signed_in(name), "POST", f"/api/v1/broadcasts/{id}/withdraw")
        assert (stopped.status_code == 200) == allowed, role
    state = house.signed_in("hoa").get("/api/v1/manager").json or {}
    assert [one["withdrawn"] for one in state["broadcasts"]] == [True, True]


def test_a_prepared_phrase_is_said_in_every_language_of_the_hall(house: House) -> None:
    offered = house.signed_in("hoa").get("/api/v1/phrases").json or {}
    kinds = {one["kind"]: one for one in offered["phrases"]}
    assert list(kinds) == ["closing", "fire", "power", "lost_child"]
    assert (kinds["fire"]["urgent"], kinds["closing"]["urgent"]) == (True, False)
    answer = said(house, kind="fire", text={}, urgent=True).json or {}
    assert answer["text"] == kinds["fire"]["text"]
    assert set(answer["text"]) >= {"vi", "en"}


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"text": {}}, (400, "broadcast_text_missing")),
        ({"text": {"en": "Closing."}}, (400, "broadcast_text_missing")),
        ({"text": {"vi": "   "}}, (400, "broadcast_text_missing")),
        ({"text": {"vi": "a" * 201}}, (400, "invalid")),
        ({"text": {"vi": "a\nb"}}, (400, "invalid")),
        ({"kind": "joke"}, (400, "invalid")),
        ({"times": 0}, (400, "invalid")),
        ({"gap_s": 1}, (400, "invalid")),
        ({"zones": ["attic"]}, (404, "zone_unknown")),
    ],
)
def test_what_cannot_be_said_is_refused(
    house: House, body: dict[str, Any], refusal: tuple[int, str]
) -> None:
    assert code(said(house, **body)) == refusal


def test_a_manager_who_presses_for_ever_is_slowed_down(house: House) -> None:
    answers = [code(said(house)) for _ in range(11)]
    assert answers == [(200, "")] * 10 + [(409, "broadcasts_enough")]
    house.clock.jump(minutes=1)
    assert said(house).status_code == 200


def test_a_broadcast_has_a_sound_while_it_stands(house: House) -> None:
    id = (said(house).json or {})["broadcast"]
    sound = house.stranger().get(f"/sounds/message/{id}.wav")
    assert (sound.status_code, sound.mimetype) == (200, "audio/wav")
    send(house.signed_in("hoa"), "POST", f"/api/v1/broadcasts/{id}/withdraw")
    for name in (id, uuid4(), "x"):
        assert house.stranger().get(f"/sounds/message/{name}.wav").status_code == 404


def test_a_zone_hears_calls_and_broadcasts_and_boards_hear_what_they_may_have_to_say(
    house: House,
) -> None:
    with (
        served(house) as url,
        listening(url, token=house.tokens["announcer"], room="zone", zone="hall") as announcer,
        listening(url, room="board", board="hall") as hall,
        listening(url, room="board", board="police") as police,
    ):
        announcer.until(lambda me: bool(me.states))
        assert announcer.states[0]["zone"] == "hall"
        label = called(house)
        said(house, zones=["hall"])
        id = (said(house, zones=["b"], text={"vi": "Khu B"}).json or {})["broadcast"]
        send(house.signed_in("hoa"), "POST", f"/api/v1/broadcasts/{id}/withdraw")
        police.until(lambda me: len(me.announcements) == 2)
        for heard in (announcer, hall):
            heard.until(lambda me: len(me.announcements) == 2)
            call, message = heard.announcements
            assert (call["label"], call["kind"], call["shown"]) == (label, "call", True)
            assert (message["kind"], message["text"]) == ("message", {"vi": "Xin chú ý."})
        told, withdrawn = police.announcements
        assert (told["text"], withdrawn["kind"]) == ({"vi": "Khu B"}, "withdrawn")
        assert told["call_id"].startswith(withdrawn["withdraws"])


def test_a_board_hears_a_call_of_the_board_beside_it_and_is_told_not_to_show_it(
    house: House,
) -> None:
    file = centre_text().replace('zone = "b"', 'zone = "hall"')
    apply_centre(house.server.store, file, shipped("procedures.json"), house.clock.now)
    with (
        served(house) as url,
        listening(url, room="board", board="hall") as hall,
        listening(url, room="board", board="police") as police,
    ):
        police.until(lambda me: bool(me.states))
        label = called(house)
        for listener in (hall, police):
            listener.until(lambda me: bool(me.announcements))
        heard = [listener.announcements[0] for listener in (hall, police)]
        assert [(one["label"], one["shown"]) for one in heard] == [(label, True), (label, False)]


def test_a_board_that_takes_the_voice_over_is_told_what_of_it_not_to_show(house: House) -> None:
    file = centre_text().replace('zone = "b"', 'zone = "hall"')
    apply_centre(house.server.store, file, shipped("procedures.json"), house.clock.now)
    label = called(house)
    for board, shown in (("hall", True), ("police", False)):
        page = str(uuid4())
        [owed] = (beat(house, page, board).json or {})["unspoken"]
        assert (owed["label"], owed["shown"]) == (label, shown)
        beat(house, page, board, ready=False)


@pytest.mark.parametrize("jump_s", [30, -3600])  # the gap is over, or nobody knows any more
def test_the_server_says_it_again_by_itself(house: House, jump_s: float) -> None:
    with (
        served(house) as url,
        listening(url, token=house.tokens["announcer"], room="zone", zone="hall") as announcer,
    ):
        announcer.until(lambda me: bool(me.states))
        id = (said(house, times=2, gap_s=15).json or {})["broadcast"]
        announcer.until(lambda me: len(me.announcements) == 1)
        house.clock.jump(seconds=jump_s)
        announcer.until(lambda me: len(me.announcements) == 2)
        assert [one["call_id"] for one in announcer.announcements] == [f"{id}.1", f"{id}.2"]


def test_a_zone_is_closed_to_whoever_is_no_announcer(house: House) -> None:
    with served(house) as url:
        for token in ("", house.tokens["board"]):
            with (
                pytest.raises(socketio.exceptions.ConnectionError),
                listening(url, token=token, room="zone", zone="hall"),
            ):
                pass
