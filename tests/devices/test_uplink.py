"""The link against real sockets that are slow, dead, forgetful or talk nonsense."""

from __future__ import annotations

import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from queue_server.messages import Enrol, Enrolled, Problem, encode
from queue_server.runtime.uplink import LinkDown, Refusal, Uplink

Answer = Callable[[socket.socket], None]
TOKEN = secrets.token_hex(4)
ENROLLED = encode(Enrolled(device="k1", kind="kiosk", centre="c", token=TOKEN))


def an_answer(body: bytes, status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def a_request(peer: socket.socket) -> bytes:
    """One whole request, or nothing when the other side has hung up."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = peer.recv(65536)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    sizes = [int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"Content-Length:")]
    while sizes and len(body) < sizes[0]:
        body += peer.recv(65536)
    return head + b"\r\n\r\n" + body


@contextmanager
def a_server(talk: Answer) -> Iterator[tuple[str, list[int]]]:
    """Address of a server that gives every connection to ``talk``, and a count of connections."""
    listener = socket.create_server(("127.0.0.1", 0))
    seen: list[int] = []
    threads: list[threading.Thread] = []

    def serve(peer: socket.socket) -> None:
        with peer:
            try:
                talk(peer)
            except OSError:
                return

    def accept() -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            seen.append(peer.fileno())
            threads.append(threading.Thread(target=serve, args=[peer]))
            threads[-1].start()

    acceptor = threading.Thread(target=accept)
    acceptor.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", seen
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        acceptor.join()
        for thread in threads:
            thread.join()


def ask(link: Uplink, deadline_s: float = 5.0) -> Enrolled:
    return link.post("/api/v1/enrol", Enrol(code="ABCD"), Enrolled, deadline_s=deadline_s)


def always(answer: bytes) -> Answer:
    def talk(peer: socket.socket) -> None:
        while a_request(peer):
            peer.sendall(answer)

    return talk


def test_an_answer_is_typed_and_the_connection_is_kept() -> None:
    with a_server(always(an_answer(ENROLLED))) as (address, connections):
        link = Uplink(address)
        assert [ask(link).token for _ in range(3)] == [TOKEN] * 3
        link.close()
    assert len(connections) == 1


def test_the_token_and_the_protocol_travel_with_every_request() -> None:
    seen: list[bytes] = []

    def talk(peer: socket.socket) -> None:
        while request := a_request(peer):
            seen.append(request)
            peer.sendall(an_answer(ENROLLED))

    with a_server(talk) as (address, _):
        link = Uplink(address, "secret")
        ask(link)
        link.close()
    assert b"Authorization: Bearer secret\r\n" in seen[0]
    assert b"Motcua-Protocol: 1\r\n" in seen[0]
    assert seen[0].endswith(b'{"code":"ABCD","kind":"kiosk"}')


def test_a_no_from_the_server_is_a_refusal_with_its_code() -> None:
    problem = Problem(type="about:blank", title="Đã hết số", status=409, code="queue_full")
    with a_server(always(an_answer(encode(problem), "409 Conflict"))) as (address, _):
        link = Uplink(address)
        with pytest.raises(Refusal) as caught:
            ask(link)
        link.close()
    assert (caught.value.code, caught.value.status) == ("queue_full", 409)
    assert caught.value.title == "Đã hết số"
    assert not caught.value.passing


def test_a_file_comes_as_it_is_and_a_missing_one_is_a_refusal() -> None:
    with a_server(always(an_answer(b"RIFF\x00\xff"))) as (address, _):
        link = Uplink(address)
        assert link.fetch("/sounds/A012/1/1.wav") == b"RIFF\x00\xff"
        link.close()
    problem = Problem(type="about:blank", title="Không có", status=404, code="not_found")
    with a_server(always(an_answer(encode(problem), "404 Not Found"))) as (address, _):
        link = Uplink(address)
        with pytest.raises(Refusal) as caught:
            link.fetch("/sounds/A012/1/1.wav")
        link.close()
    assert caught.value.status == 404


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_overload_faults_and_a_stale_token_are_passing_refusals(status: int) -> None:
    assert Refusal(Problem(type="", title="", status=status, code="busy")).passing


@pytest.mark.parametrize(
    "answer",
    [
        an_answer(b"<html>proxy</html>", "502 Bad Gateway"),
        an_answer(b"not json"),
        an_answer(b'{"device": 7}'),
        an_answer(b"\xff\xfe\xff"),
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{",
    ],
)
def test_nonsense_is_a_link_that_is_down_and_never_another_error(answer: bytes) -> None:
    def talk(peer: socket.socket) -> None:
        a_request(peer)
        peer.sendall(answer)

    with a_server(talk) as (address, _):
        link = Uplink(address)
        with pytest.raises(LinkDown):
            ask(link)
        link.close()


def test_nobody_listening_is_a_link_that_is_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(LinkDown):
        ask(Uplink(f"http://127.0.0.1:{port}"))


def test_a_silent_server_is_left_at_the_deadline() -> None:
    def listen(peer: socket.socket) -> None:
        while a_request(peer):
            pass

    with a_server(listen) as (address, _):
        link = Uplink(address)
        with pytest.raises(LinkDown):
            ask(link, deadline_s=0.2)
        link.close()


def test_a_server_that_drips_bytes_cannot_stretch_the_deadline() -> None:
    sent: list[int] = []

    def drip(peer: socket.socket) -> None:
        a_request(peer)
        for byte in an_answer(ENROLLED):
            peer.sendall(bytes([byte]))
            sent.append(byte)
            time.sleep(0.02)

    with a_server(drip) as (address, _):
        link = Uplink(address)
        with pytest.raises(LinkDown, match="no answer in time"):
            ask(link, deadline_s=0.3)
        link.close()
    assert len(sent) < len(an_answer(ENROLLED))


def test_a_connection_the_server_forgot_is_opened_again_without_a_word() -> None:
    def once(peer: socket.socket) -> None:
        a_request(peer)
        peer.sendall(an_answer(ENROLLED))

    with a_server(once) as (address, connections):
        link = Uplink(address)
        assert [ask(link).token for _ in range(4)] == [TOKEN] * 4
        link.close()
    assert len(connections) == 4


def test_a_slow_exchange_does_not_hold_up_another_thread() -> None:
    release = threading.Event()

    def talk(peer: socket.socket) -> None:
        while request := a_request(peer):
            if b"SLOW" in request:
                release.wait(10)
            peer.sendall(an_answer(ENROLLED))

    with a_server(talk) as (address, _):
        link = Uplink(address)
        slow = threading.Thread(
            target=lambda: link.post("/api/v1/enrol", Enrol(code="SLOW"), Enrolled, deadline_s=20)
        )
        slow.start()
        assert ask(link, deadline_s=10).token == TOKEN
        assert slow.is_alive()
        release.set()
        slow.join()
        link.close()


@pytest.mark.parametrize("address", ["", "10.0.0.1:8000", "ftp://x"])
def test_an_address_that_is_none_is_refused_at_start(address: str) -> None:
    with pytest.raises(ValueError, match="not a server address"):
        Uplink(address)
