"""News by socket: whole states to each room, each call announced once and only when it is true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import socketio

from queue_server.domain.journal import Actor
from queue_server.store import Transaction
from queue_server.use_cases import calling, opening, visiting
from queue_server.use_cases.administering import sign_in
from tests.builders import DESK, clerk_at
from tests.web.house import House, served
from tests.web.listening import listening

POLICE = "CAN_CUOC"  # a service of the board "police", served at counter 4


@pytest.fixture
def url(house: House) -> Iterator[str]:
    """The address of the house."""
    with served(house) as address:
        yield address


def session(house: House, name: str) -> str:
    return str(house.server.services.write(sign_in, Actor(f"staff:{name}"), name).result)


def revision(house: House) -> int:
    with house.server.services.look() as view:
        return int(view.head.revision)


def write(house: House, verb: Any, counter: int = 1, clerk: str = "lan", **fields: Any) -> Any:
    actor = Actor(f"staff:{clerk}", counter)
    return house.server.services.write(verb, actor, clerk_at(counter, clerk, **fields)).result


def called(house: House, service: str = "HT", counter: int = 1, clerk: str = "lan") -> str:
    """Somebody takes a ticket and is called; the label."""
    label = house.take(service)
    write(house, opening.open_counter, counter, clerk)
    write(house, calling.call_next, counter, clerk)
    return label


ROOMS = [
    ("", {"room": "board", "board": "hall"}, "board", "hall"),
    ("lan", {"room": "counter", "counter": 3}, "counter", 3),
    ("hoa", {"room": "counter", "counter": 3}, "counter", 3),
    ("hoa", {"room": "manager"}, "name", {"vi", "en"}),
    ("an", {"room": "manager"}, "name", {"vi", "en"}),
]


@pytest.mark.parametrize(("who", "room", "field", "value"), ROOMS)
def test_who_comes_into_a_room_sees_at_once_how_things_stand(
    house: House, url: str, who: str, room: dict[str, Any], field: str, value: Any
) -> None:
    house.take()
    cookie = session(house, who) if who else ""
    with listening(url, cookie, **room) as listener:
        state = listener.revision(revision(house))
        assert (set(state[field]) if isinstance(value, set) else state[field]) == value


@pytest.mark.parametrize(
    ("who", "room"),
    [
        ("", {"room": "counter", "counter": 3}),
        ("", {"room": "manager"}),
        ("lan", {"room": "manager"}),
        ("nga", {"room": "manager"}),
        ("", {"room": "board", "board": "nowhere"}),
        ("lan", {"room": "counter", "counter": 99}),
        ("lan", {"room": "counter", "counter": "3"}),
        ("lan", {"room": "counter", "counter": True}),
        ("lan", {"room": "counter"}),
        ("lan", {"room": "kitchen"}),
        ("lan", {}),
    ],
)
def test_a_room_is_closed_to_those_who_have_no_business_there(
    house: House, url: str, who: str, room: dict[str, Any]
) -> None:
    cookie = session(house, who) if who else ""
    with pytest.raises(socketio.exceptions.ConnectionError), listening(url, cookie, **room):
        pass


def test_a_forged_session_opens_no_room(house: House, url: str) -> None:
    with (
        pytest.raises(socketio.exceptions.ConnectionError),
        listening(url, "forged", room="manager"),
    ):
        pass


def test_a_call_and_each_recall_is_announced_once_to_everybody_on_the_board(
    house: House, url: str
) -> None:
    with (
        listening(url, room="board", board="hall") as one,
        listening(url, room="board", board="hall") as other,
    ):
        label = called(house)
        write(house, calling.recall)
        write(house, visiting.start)
        last = revision(house)
        for listener in (one, other):
            listener.revision(last)
            told = [
                (call["label"], call["counter"], call["nth"]) for call in listener.announcements
            ]
            assert told == [(label, 1, 1), (label, 1, 2)]
            assert len({call["call_id"] for call in listener.announcements}) == 2


def test_a_call_repeated_by_its_key_is_not_announced_again(house: House, url: str) -> None:
    house.take()
    house.take()
    with listening(url, room="board", board="hall") as board:
        house.clerk("open")
        key = {"Idempotency-Key": "6f9619ff-8b86-d011-b42d-00c04fc964ff"}
        browser = house.signed_in("lan")
        for _ in range(3):
            browser.post("/api/v1/counters/1/call_next", json={}, headers=key)
        board.revision(revision(house))
        house.clerk("start")
        board.revision(revision(house))
        assert len(board.announcements) == 1


def test_nothing_is_announced_that_was_not_committed(house: House, url: str) -> None:
    house.take()

    def failing(tx: Transaction, actor: Actor, command: Any) -> None:
        calling.call_next(tx, actor, command)
        assert tx.called
        raise ZeroDivisionError

    with listening(url, room="board", board="hall") as board:
        write(house, opening.open_counter)
        with pytest.raises(ZeroDivisionError):
            write(house, failing)
        board.revision(revision(house))
        write(house, opening.close_counter)
        board.revision(revision(house))
        assert board.announcements == []


def test_an_announcement_speaks_of_what_can_already_be_read(house: House, url: str) -> None:
    with listening(url, room="board", board="hall") as board:
        for _ in range(5):
            house.take()
        write(house, opening.open_counter)
        for _ in range(5):
            write(house, calling.call_next)
            wanted = len(board.announcements) + 1
            board.until(lambda me, wanted=wanted: len(me.announcements) >= wanted)  # type: ignore[misc]
            told = board.announcements[-1]
            shown = house.stranger().get("/api/v1/boards/hall").json
            assert shown is not None
            assert told["call_id"] in [call["call_id"] for call in shown["calls"]]
            house.clock.jump(seconds=90)
            write(house, calling.no_show)


def test_states_come_in_the_order_of_their_revisions_and_end_with_the_last(
    house: House, url: str
) -> None:
    with listening(url, session(house, "hoa"), room="manager") as manager:
        for _ in range(12):
            house.take()
        state = manager.revision(revision(house))
        assert state["today"]["issued"] == 12
        revisions = [one["revision"] for one in manager.states]
        assert revisions == sorted(revisions)


def test_each_room_gets_its_own_picture(house: House, url: str) -> None:
    with (
        listening(url, session(house, "lan"), room="counter", counter=1) as first,
        listening(url, session(house, "minh"), room="counter", counter=2) as second,
    ):
        label = called(house, counter=1)
        last = revision(house)
        assert first.revision(last)["ticket"]["label"] == label
        assert second.revision(last)["ticket"] is None
        assert {state["counter"] for state in first.states} == {1}


def test_a_board_of_some_services_hears_only_their_calls(house: House, url: str) -> None:
    with (
        listening(url, room="board", board="police") as police,
        listening(url, room="board", board="hall") as hall,
    ):
        other = called(house, "HT", counter=1, clerk="lan")
        theirs = called(house, POLICE, counter=4, clerk="minh")
        last = revision(house)
        state = police.revision(last)
        hall.revision(last)
        assert [call["label"] for call in state["calls"]] == [theirs]
        assert {row["service"] for row in state["waiting"]} == {"CU_TRU", "CAN_CUOC", "GT"}
        assert [call["label"] for call in police.announcements] == [theirs]
        assert [call["label"] for call in hall.announcements] == [other, theirs]


def test_counter_and_manager_rooms_hear_no_announcements(house: House, url: str) -> None:
    with listening(url, session(house, "hoa"), room="manager") as manager:
        called(house)
        manager.revision(revision(house))
        assert manager.announcements == []


def test_an_announcement_says_when_it_expires_and_where_its_sound_is(
    house: House, url: str
) -> None:
    with listening(url, room="board", board="hall") as board:
        label = called(house)
        board.until(lambda me: bool(me.announcements))
        told = board.announcements[0]
        assert told["called_at"] == "2026-11-23T02:00:00Z"
        assert told["expires_at"] == "2026-11-23T02:00:20Z"
        assert told["sound"] == f"/sounds/{label}/1/1.wav"
        assert told["counter_name"]["vi"] == "Quầy 1"


def test_changes_made_by_another_process_are_seen_too(house: House, url: str) -> None:
    from queue_server.use_cases import issuing
    from tests.builders import wanted

    with listening(url, room="board", board="hall") as board:
        board.revision(revision(house))
        # Straight into the store: nobody tells this server's news.
        house.server.store.write(house.server.centre, issuing.take, DESK, wanted())
        state = board.revision(revision(house))
        assert [one["waiting"] for one in state["waiting"] if one["service"] == "HT"] == [1]
