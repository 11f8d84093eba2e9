"""The least that telling everybody can cost: a loop that writes one ready frame to each socket.

``python -m tests.load.floor PORT CONNECTIONS`` is the writing side, a process of its own, so that
its processor time is that of the loop alone. Each line it reads is one round; it answers with the
microseconds of processor time for each frame.
"""

from __future__ import annotations

import os
import resource
import select
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from tests.servers import free_port

FRAME = bytes([0x81, 126, 0x02, 0x56]) + b"x" * 598
"""As long as the news of one call."""
ROUNDS = 30
PROCESSORS = sorted(os.sched_getaffinity(0))


class Floor:
    """Clients of the bare loop in this process, the loop itself in another."""

    def __init__(self, connections: int) -> None:
        port = free_port()
        command = [sys.executable, "-m", "tests.load.floor", str(port), str(connections)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        keep_apart(self._process.pid)
        self._say()  # it listens
        self._epoll = select.epoll()
        self._clients = {}
        for _ in range(connections):
            client = socket.create_connection(("127.0.0.1", port))
            client.setblocking(False)
            self._clients[client.fileno()] = client
            self._epoll.register(client.fileno(), select.EPOLLIN)
        self._say()

    def measure(self) -> tuple[float, float]:
        """Microseconds of processor time for each frame; milliseconds to the last client."""
        costs, lasts = [], []
        for _ in range(ROUNDS):
            assert self._process.stdin is not None
            started = time.monotonic()
            print("go", file=self._process.stdin, flush=True)
            waiting = set(self._clients)
            while waiting:
                for number, _ in self._epoll.poll():
                    self._clients[number].recv(65_536)
                    waiting.discard(number)
            lasts.append((time.monotonic() - started) * 1000)
            costs.append(float(self._say()))
        return median(costs), median(lasts)

    def close(self) -> None:
        for client in self._clients.values():
            client.close()
        self._epoll.close()
        self._process.terminate()
        self._process.wait()

    def _say(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def allow_files(number: int) -> None:
    """Each connection is a file; the usual limit of a shell is 1,024."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(number, hard), hard))


def keep_apart(server: int) -> None:
    """Give a server process one processor and this process the others; ``end_apart`` ends that.

    Boards are other machines: here, too, reading must not take the time of who is writing.
    """
    first, *others = PROCESSORS
    for thread in Path(f"/proc/{server}/task").iterdir():
        os.sched_setaffinity(int(thread.name), {first})
    os.sched_setaffinity(0, others or {first})


def end_apart() -> None:
    os.sched_setaffinity(0, PROCESSORS)


def _write_rounds(port: int, connections: int) -> None:
    allow_files(connections + 100)
    with socket.create_server(("127.0.0.1", port), backlog=2048) as listener:
        _answer("listening")
        lines = [listener.accept()[0] for _ in range(connections)]
        _answer("connected")
        for _ in sys.stdin:
            before = time.process_time_ns()
            for line in lines:
                line.send(FRAME)
            _answer(str((time.process_time_ns() - before) / 1000 / connections))


def _answer(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _write_rounds(int(sys.argv[1]), int(sys.argv[2]))
