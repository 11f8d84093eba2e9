"""A message is written straight to whoever can take it, and to nobody in the middle of another."""

from __future__ import annotations

import socket
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wsproto.frame_protocol import FrameProtocol, Opcode

from queue_server import fanout
from queue_server.serving import _Line

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its retirement is known
    import eventlet
    import eventlet.greenio
    import eventlet.semaphore

LONG = 70_000  # longer than two bytes can say


@given(text=st.text() | st.integers(0, LONG).map("x".__mul__))
@settings(max_examples=40)
def test_a_frame_is_read_as_the_text_it_was(text: str) -> None:
    client = FrameProtocol(client=True, extensions=[])
    client.receive_bytes(fanout.frame(text))
    found = list(client.received_frames())
    assert found[-1].message_finished
    assert found[0].opcode is Opcode.TEXT
    assert "".join(str(part.payload) for part in found) == text


@contextmanager
def a_line() -> Iterator[tuple[_Line, socket.socket]]:
    """A line with little room, and its far end."""
    near, far = socket.socketpair()
    near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    with near, far:
        yield _Line(eventlet, eventlet.greenio.GreenSocket(near)), far


def read_all(far: socket.socket, length: int) -> bytes:
    """What comes, in a thread of its own, as a browser would read it."""
    found: list[bytes] = []

    def read() -> None:
        while sum(map(len, found)) < length:
            found.append(far.recv(65_536))

    reader = threading.Thread(target=read)
    reader.start()
    while reader.is_alive():
        eventlet.sleep(0.001)
    return b"".join(found)


WRITES = st.lists(st.tuples(st.booleans(), st.integers(1, 20_000)), min_size=1, max_size=12)


@given(writes=WRITES)
@settings(max_examples=30, deadline=None)
def test_frames_are_never_written_into_one_another(writes: list[tuple[bool, int]]) -> None:
    with a_line() as (line, far):
        expected = b""
        writers = []
        for number, (now, size) in enumerate(writes):
            frame = bytes([number]) * size
            if now:
                expected += frame if line.send_now(frame) else b""
            else:  # as the library does it, from a green thread of its own
                writers.append(eventlet.spawn(line.sendall, frame))
                eventlet.sleep(0)
                expected += frame
        assert read_all(far, len(expected)) == expected
        for writer in writers:
            writer.wait()


def test_who_does_not_read_is_left_to_the_queue_and_takes_no_time() -> None:
    with a_line() as (line, _far):
        frame = b"x" * 1000
        sent = [line.send_now(frame) for _ in range(100)]
        assert sent[0]
        assert not sent[-1]
        assert sent == sorted(sent, reverse=True)  # once busy, busy until the far end reads


def test_half_a_frame_cut_off_ends_the_connection() -> None:
    with a_line() as (line, far):
        assert line.send_now(b"x" * 1_000_000)
        eventlet.sleep(0)
        far.close()
        eventlet.sleep(0.01)
        assert not line.send_now(b"y")


@pytest.mark.parametrize("queue", ["", "redis://127.0.0.1:1/0"])
def test_the_manager_of_one_server_and_of_several_is_ours(queue: str) -> None:
    manager = fanout.manager(queue)
    assert isinstance(manager, fanout.FastManager)
    order = [kind.__name__ for kind in type(manager).__mro__]
    assert order.index("FastManager") < order.index("Manager")
    if queue:  # what other servers say is told here as quickly
        assert order.index("PubSubManager") < order.index("FastManager")
