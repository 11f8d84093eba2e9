"""How this process runs side by side and serves. The only file that knows eventlet.

Eventlet is close to retirement: it is the default because one small box then carries hundreds of
websockets, and it is sealed in here so that it can be replaced. Everything also works in threading
mode (``mode = "threading"``).

What the libraries leave undone is done here: no Nagle wait, a websocket limit above 1,024, a long
listen backlog, no per-message deflate on a LAN, one fair turn per request.
"""

from __future__ import annotations

import gc
import os
import queue
import signal
import socket
import sys
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, TypeVar

from .runtime.parallel import Mode, Parallel, Waiter, Wsgi

T = TypeVar("T")

BACKLOG = 2_048
MOST_CONNECTIONS = 20_000  # every websocket keeps one
SWITCH_INTERVAL_S = 0.001  # the writer's native thread waits at most so long for the interpreter


def prepare(mode: Mode) -> Parallel:
    """Must come before anything else is imported that uses sockets or threads."""
    return _Eventlet() if mode == "eventlet" else _Threads()


class _Threads:
    mode: Mode = "threading"

    def waiter(self) -> Waiter:
        return threading.Event()

    def native_queue(self) -> Any:
        return queue.SimpleQueue()

    def start_native(self, target: Callable[[], None], name: str) -> threading.Thread:
        thread = threading.Thread(target=target, name=name, daemon=True)
        thread.start()
        return thread

    def spawn(self, target: Callable[[], None]) -> None:
        threading.Thread(target=target, daemon=True).start()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def offload(self, work: Callable[..., T], /, *args: Any) -> T:
        return work(*args)

    def serve(self, app: Wsgi, host: str, port: int, ready: Callable[[], None]) -> None:
        from werkzeug.serving import WSGIRequestHandler, make_server

        class Handler(WSGIRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_request(self, *args: Any, **kwargs: Any) -> None:
                """The application logs what matters."""

        _keep_what_is_loaded()
        server = make_server(host, port, app, threaded=True, request_handler=Handler)
        _stop_on_signals(lambda: threading.Thread(target=server.shutdown).start())
        ready()
        server.serve_forever()


class _Eventlet:
    mode: Mode = "eventlet"

    def __init__(self) -> None:
        os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")  # 20 MB and 0.1 s nobody needs here
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its retirement is known, see above
            import eventlet
            import eventlet.patcher
            import eventlet.tpool
            import eventlet.wsgi
        eventlet.monkey_patch()
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        self._eventlet = eventlet
        self._native_threading = eventlet.patcher.original("threading")
        self._native_queue = eventlet.patcher.original("queue")
        self._bell = _Bell(eventlet)

    def waiter(self) -> Waiter:
        return _GreenWaiter(self._eventlet, self._bell)

    def native_queue(self) -> Any:
        return self._native_queue.SimpleQueue()

    def start_native(self, target: Callable[[], None], name: str) -> Any:
        thread = self._native_threading.Thread(target=target, name=name, daemon=True)
        thread.start()
        return thread

    def spawn(self, target: Callable[[], None]) -> None:
        self._eventlet.spawn(target)

    def sleep(self, seconds: float) -> None:
        self._eventlet.sleep(seconds)

    def offload(self, work: Callable[..., T], /, *args: Any) -> T:
        result: T = self._eventlet.tpool.execute(work, *args)
        return result

    def serve(self, app: Wsgi, host: str, port: int, ready: Callable[[], None]) -> None:
        eventlet = self._eventlet
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = eventlet.listen((host, port), family, backlog=BACKLOG, reuse_port=False)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # inherited on Linux

        def fair(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)  # a compressor each costs more
            eventlet.sleep(0)  # a busy keep-alive client must not starve the others
            return app(environ, start_response)

        _keep_what_is_loaded()
        main = eventlet.getcurrent()
        _stop_on_signals(lambda: eventlet.spawn_after(0, main.throw, SystemExit(0)))
        eventlet.spawn_after(0, ready)
        eventlet.wsgi.server(
            listener,
            fair,
            log_output=False,
            max_size=MOST_CONNECTIONS,
            debug=False,
            socket_timeout=90,
        )


class _Bell:
    """Wakes green threads from native ones: a pipe the hub watches, and a list of whom to wake."""

    def __init__(self, eventlet: Any) -> None:
        self._due: deque[Any] = deque()
        self._native_os = eventlet.patcher.original("os")
        out, self._in = os.pipe()
        os.set_blocking(self._in, False)
        pipe = eventlet.greenio.GreenPipe(out, "rb", 0)
        eventlet.spawn(self._listen, pipe)

    def ring(self, event: Any) -> None:
        self._due.append(event)
        with suppress(BlockingIOError):  # a full pipe is a ring, too
            self._native_os.write(self._in, b"!")

    def _listen(self, pipe: Any) -> None:
        while pipe.read(4096):
            while self._due:
                event = self._due.popleft()
                if not event.ready():
                    event.send(True)


class _GreenWaiter:
    def __init__(self, eventlet: Any, bell: _Bell) -> None:
        self._event = eventlet.event.Event()
        self._bell = bell

    def set(self) -> None:
        self._bell.ring(self._event)

    def wait(self, timeout: float) -> bool:
        return bool(self._event.wait(timeout))


def _keep_what_is_loaded() -> None:
    """Programs and data read so far stay as long as the process: the collector need not walk them.

    Otherwise each of its full rounds stops everybody for 60 to 120 ms.
    """
    gc.collect()
    gc.freeze()


def _stop_on_signals(stop: Callable[[], Any]) -> None:
    def handler(_number: int, _frame: object) -> None:
        stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handler)
