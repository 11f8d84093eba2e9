"""News by socket from a server as it is shipped: a process of its own that serves with eventlet."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import socketio

from tests.journeys.people import Clerk, ask, until
from tests.machines import Machine, Premises, premises
from tests.web.listening import listening

HALL = {"room": "board", "board": "hall"}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Premises]:
    with premises(tmp_path_factory.mktemp("hall"), mode="eventlet") as found:
        found.server()
        yield found


@pytest.fixture(scope="module")
def kiosk(hall: Premises) -> dict[str, str]:
    """What an enrolled kiosk shows the server."""
    url = hall.machines[0].url
    _, enrolled = ask("POST", f"{url}/api/v1/enrol", {"code": hall.code()})
    return {"Authorization": f"Bearer {enrolled['token']}"}


def test_who_comes_into_a_room_sees_at_once_how_things_stand(
    hall: Premises, kiosk: dict[str, str]
) -> None:
    server = hall.machines[0]
    revision = _takes(server, kiosk, "CT")["revision"]
    clerk, boss = (_cookie(Clerk(server.url, 3, name)) for name in ("clerk3", "boss"))
    with listening(server.url, **HALL) as board:
        assert board.revision(revision)["board"] == "hall"
    with listening(server.url, clerk, room="counter", counter=3) as counter:
        assert counter.revision(revision)["counter"] == 3
    with listening(server.url, boss, room="manager") as manager:
        assert manager.revision(revision)["today"]["issued"] >= 1


def test_a_call_and_its_recall_are_announced_once_each_to_everybody(
    hall: Premises, kiosk: dict[str, str]
) -> None:
    server = hall.machines[0]
    clerk = Clerk(server.url, 1)
    with listening(server.url, **HALL) as one, listening(server.url, **HALL) as other:
        label = _takes(server, kiosk, "HT")["label"]
        clerk.do("open")
        key = str(uuid4())
        for _ in range(3):  # the answer was lost twice
            clerk.do("call_next", key=key)
        clerk.do("recall")
        clerk.do("start")
        last = clerk.do("finish")["revision"]
        for board in (one, other):
            board.revision(last)
            calls = [(call["label"], call["counter"], call["nth"]) for call in board.announcements]
            assert calls == [(label, 1, 1), (label, 1, 2)]
    clerk.do("close")


@pytest.mark.parametrize(
    ("who", "room"),
    [
        ("", {"room": "counter", "counter": 2}),
        ("", {"room": "manager"}),
        ("clerk2", {"room": "manager"}),
        ("clerk2", {"room": "counter", "counter": 99}),
        ("", {"room": "board", "board": "nowhere"}),
    ],
)
def test_a_room_is_closed_to_those_who_have_no_business_there(
    hall: Premises, who: str, room: dict[str, Any]
) -> None:
    server = hall.machines[0]
    cookie = _cookie(Clerk(server.url, 2, who)) if who else ""
    with (
        pytest.raises(socketio.exceptions.ConnectionError),
        listening(server.url, cookie, **room),
    ):
        pass


@pytest.mark.slow
def test_the_news_of_a_counter_ends_with_the_session_and_the_boards_go_on(hall: Premises) -> None:
    server = hall.machines[0]
    clerk = Clerk(server.url, 4)
    with (
        listening(server.url, **HALL) as board,
        listening(server.url, _cookie(clerk), room="counter", counter=4) as me,
    ):
        me.until(lambda one: bool(one.states))
        headers = {"Cookie": f"motcua_session={_cookie(clerk)}"}
        signed_out = ask("POST", f"{server.url}/api/v1/sign-out", {}, headers)
        assert signed_out == (204, None)
        until(lambda: not me.client.connected, "the end of the news")
        assert board.client.connected


def _takes(server: Machine, kiosk: dict[str, str], service: str) -> Any:
    """Somebody takes a number; the ticket in the queue."""
    headers = {"Idempotency-Key": str(uuid4()), **kiosk}
    status, told = ask("POST", f"{server.url}/api/v1/tickets", {"service": service}, headers)
    assert status == 200, told
    return told


def _cookie(clerk: Clerk) -> str:
    return next(str(cookie.value) for cookie in clerk.jar if cookie.name == "motcua_session")
