"""A board over a restart of the server: the picture is right again, nothing is announced twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import socketio

from tests.journeys.people import Clerk, tap, until
from tests.machines import Machine, premises


class Board:
    """A board's end of the line; it comes back by itself as the page does."""

    def __init__(self, url: str) -> None:
        self.states: list[dict[str, Any]] = []
        self.announced: list[tuple[str, int, int]] = []
        self.connections = 0
        self.line = socketio.Client(reconnection_delay=0.1, reconnection_delay_max=0.5)
        self.line.on("connect", self._connected)
        self.line.on("state", self.states.append)
        self.line.on("announcement", self._announce)
        auth = {"room": "board", "board": "hall"}
        self.line.connect(url, auth=auth, transports=["websocket"])

    def _connected(self) -> None:
        self.connections += 1
        self.states.clear()

    def _announce(self, call: dict[str, Any]) -> None:
        self.announced.append((call["label"], call["counter"], call["nth"]))

    @property
    def rows(self) -> list[tuple[str, int, int]]:
        """What the last picture shows."""
        calls = self.states[-1]["calls"] if self.states else []
        return [(call["label"], call["counter"], call["nth"]) for call in calls]


@contextmanager
def a_board(server: Machine) -> Iterator[Board]:
    board = Board(server.url)
    try:
        yield board
    finally:
        board.line.disconnect()


def test_a_board_has_the_right_picture_after_a_restart_and_announces_nothing_again(
    tmp_path: Path, database: str
) -> None:
    with premises(tmp_path, database) as hall:
        server = hall.server()
        kiosk = hall.kiosk(server, "none")
        clerk = Clerk(server.url, 1)
        clerk.do("open")
        with a_board(server) as board:
            first = (_called(clerk, kiosk), 1, 1)
            until(lambda: board.announced == [first], "the first announcement")
            until(lambda: board.rows == [first], "the first row")
            server.kill()
            server.start()
            until(lambda: board.connections == 2, "the board's return")
            until(lambda: board.rows == [first], "the right picture after the restart")

            clerk.do("recall")
            again = (first[0], 1, 2)
            until(lambda: board.rows == [again], "the row of the second call")
            until(lambda: board.announced[-1] == again, "the second announcement")
            assert board.announced == [first, again]  # in the order of the line: none in between
            late = Board(server.url)  # a board switched on now is told no old news
            until(lambda: late.rows == [again], "the picture of a new board")
            clerk.do("start")
            clerk.do("finish")
            second = (_called(clerk, kiosk), 1, 1)
            until(lambda: late.announced == [second], "only the new announcement")
            until(lambda: board.announced == [first, again, second], "one announcement each")
            late.line.disconnect()
        hall.check()


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_a_server_told_to_stop_ends_while_boards_are_connected(tmp_path: Path, mode: str) -> None:
    with premises(tmp_path, mode=mode) as hall:
        server = hall.server()
        with a_board(server) as board:
            until(lambda: bool(board.states), "the first picture")
            assert server.stop() == 0
            server.start()
            until(lambda: board.connections == 2, "the board's return")
        assert "Traceback" not in server.log, server.log


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.redis
def test_a_board_hears_calls_made_at_another_server_once(
    tmp_path: Path, postgres_database: str, redis_server: str
) -> None:
    with premises(tmp_path, postgres_database, redis_server) as hall:
        here, there = hall.server(), hall.server()
        kiosk = hall.kiosk(there, "none")
        clerk = Clerk(there.url, 1)
        clerk.do("open")
        with a_board(here) as near, a_board(there) as far:
            calls = []
            for _ in range(5):
                calls.append((_called(clerk, kiosk), 1, 1))
                clerk.do("start")
                clerk.do("finish")
            for board in (near, far):
                until(lambda board=board: board.announced[-1:] == calls[-1:], "the last call")  # type: ignore[misc]
                until(lambda board=board: board.rows == calls[-1:], "the last row")  # type: ignore[misc]
                assert board.announced == calls


def _called(clerk: Clerk, kiosk: Machine) -> str:
    """Somebody takes a number and is called; the label."""
    tap(kiosk.url, "HT")
    state: dict[str, Any] = {"ticket": None}

    def call() -> bool:
        state.update(clerk.do("call_next"))
        return state["ticket"] is not None

    until(call, "a visitor to call")
    return str(state["ticket"]["label"])
