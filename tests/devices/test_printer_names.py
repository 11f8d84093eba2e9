"""A network printer by its name: looking the name up takes no longer than connecting may."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from printer_drivers.api import LinkDown
from printer_drivers.names import Address
from printer_drivers.transports import open_tcp

SHORT_S = 0.2
LONG_S = 30.0  # far beyond anything a test waits for


@pytest.fixture
def hall() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def port_of(server: socket.socket) -> int:
    port: int = server.getsockname()[1]
    return port


def test_a_name_that_nobody_answers_for_is_link_down_in_time(hall: socket.socket) -> None:
    let_go = threading.Event()

    def hangs(host: str, port: int) -> list[Address]:
        let_go.wait(LONG_S)
        return [(socket.AF_INET, ("127.0.0.1", port))]

    began = time.monotonic()
    try:
        with pytest.raises(LinkDown, match="name"):
            open_tcp("printer.hall", port_of(hall), SHORT_S, look_up=hangs)
        assert SHORT_S <= time.monotonic() - began < LONG_S / 2
    finally:
        let_go.set()


def test_a_name_is_looked_up_and_the_addresses_are_tried_in_their_order(
    hall: socket.socket,
) -> None:
    asked: list[tuple[str, int]] = []

    def two(host: str, port: int) -> list[Address]:
        asked.append((host, port))
        return [(socket.AF_INET, ("127.0.0.1", 1)), (socket.AF_INET, ("127.0.0.1", port))]

    line = open_tcp("printer.hall", port_of(hall), look_up=two)
    with hall.accept()[0] as caller:
        assert line.write(b"ticket", time.monotonic() + LONG_S)
        assert caller.recv(100) == b"ticket"
    line.close()
    assert asked == [("printer.hall", port_of(hall))]


def test_all_addresses_of_a_name_together_have_the_time_of_one() -> None:
    with socket.socket() as full:  # takes no caller: its queue is full
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        with socket.create_connection(full.getsockname()):
            nowhere = (socket.AF_INET, full.getsockname())
            began = time.monotonic()
            with pytest.raises(LinkDown):
                open_tcp("printer.hall", 9100, SHORT_S, look_up=lambda *_: [nowhere] * 200)
            assert time.monotonic() - began < 200 * SHORT_S / 2


def test_an_address_that_is_dead_leaves_time_for_the_next(hall: socket.socket) -> None:
    with socket.socket() as full, socket.socket() as queued:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        queued.connect(full.getsockname())  # whoever connects now gets no answer

        def two(host: str, port: int) -> list[Address]:
            del host
            return [(socket.AF_INET, full.getsockname()), (socket.AF_INET, ("127.0.0.1", port))]

        line = open_tcp("printer.hall", port_of(hall), 5 * SHORT_S, look_up=two)
        hall.accept()[0].close()
        line.close()


def test_an_unknown_name_is_link_down_and_says_which() -> None:
    def unknown(host: str, port: int) -> list[Address]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(LinkDown, match="not known"):
        open_tcp("printer.hall", 9100, look_up=unknown)


@pytest.mark.parametrize(("host", "waited_for"), [("127.0.0.1", False), ("printer.hall", True)])
def test_an_address_in_digits_needs_no_thread_to_wait_for(
    hall: socket.socket, host: str, waited_for: bool
) -> None:
    seen: list[threading.Thread] = []

    def found(_: str, port: int) -> list[Address]:
        seen.append(threading.current_thread())
        return [(socket.AF_INET, ("127.0.0.1", port))]

    open_tcp(host, port_of(hall), look_up=found).close()
    assert [one is not threading.current_thread() for one in seen] == [waited_for]
