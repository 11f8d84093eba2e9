"""Presses on their way to a server that takes its time: one at a time, now or never."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator

import msgspec
import pytest

from display_board.presses import Presses
from queue_server.messages import PadKey
from queue_server.runtime.uplink import Uplink
from tests.devices.serial_ports import until

NINE = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)


class Slow:
    """A server that hears everything and answers when it is told to."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setblocking(False)
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.asked: list[socket.socket] = []

    def count(self) -> int:
        """How many have asked by now."""
        while True:
            try:
                self.asked.append(self._listener.accept()[0])
            except BlockingIOError:
                return len(self.asked)

    def answer(self, number: int) -> PadKey:
        """Refuse what was asked; what it was."""
        heard = b""
        while b"}" not in heard:
            heard += self.asked[number].recv(65536)
        self.asked[number].sendall(b"HTTP/1.1 500 No\r\nConnection: close\r\n\r\n")
        self.asked[number].shutdown(socket.SHUT_RDWR)
        return msgspec.json.decode(heard.partition(b"\r\n\r\n")[2], type=PadKey)

    def close(self) -> None:
        for one in (*self.asked, self._listener):
            one.close()


@pytest.fixture
def slow() -> Iterator[Slow]:
    server = Slow()
    yield server
    server.close()


def test_a_second_press_does_not_act_while_the_first_is_under_way(slow: Slow) -> None:
    presses = Presses(Uplink(slow.address), lambda: NINE)
    for counter in (1, 1, 2, 1):
        presses.press(counter, "next")
    until(lambda: slow.count() == 2)
    told = {slow.answer(number).counter for number in range(2)}
    assert told == {1, 2}

    def goes_out_again() -> bool:
        presses.press(1, "recall")
        return slow.count() > 2

    until(goes_out_again)  # as soon as the first is done
    assert slow.answer(2).event == "recall"


def test_a_press_says_when_it_was_by_the_servers_clock(slow: Slow) -> None:
    Presses(Uplink(slow.address), lambda: NINE).press(7, "no_show")
    until(lambda: slow.count() == 1)
    told = slow.answer(0)
    assert (told.counter, told.event, told.pressed_at) == (7, "no_show", NINE)


def test_without_news_of_the_server_a_press_is_dropped_and_never_sent(
    slow: Slow, caplog: pytest.LogCaptureFixture
) -> None:
    times: list[dt.datetime | None] = [None, NINE]
    presses = Presses(Uplink(slow.address), lambda: times.pop(0))
    presses.press(1, "next")
    presses.press(1, "finish")
    until(lambda: slow.count() == 1)
    assert slow.answer(0).event == "finish"
    dropped = [vars(one) for one in caplog.records if one.msg == "press dropped"]
    assert (dropped[0]["event"], dropped[0]["reason"]) == ("next", "no news of the server")
