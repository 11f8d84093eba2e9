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
import resource
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

from .runtime.parallel import LINE, Mode, Parallel, Waiter, Wsgi

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
        _allow_files()
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
            import eventlet.semaphore
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
        _allow_files()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = eventlet.listen((host, port), family, backlog=BACKLOG, reuse_port=False)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # inherited on Linux

        def fair(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)  # a compressor each costs more
            if environ.get("HTTP_UPGRADE", "").lower() == "websocket":
                line = _Line(eventlet, environ["eventlet.input"].get_socket())
                environ["eventlet.input"] = environ[LINE] = line
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


class _Line:
    """The socket of one websocket, where the library's writers and ``send_now`` take turns.

    It stands in the place from which eventlet's websocket takes its socket, so that nothing is
    written past it, and no frame into the middle of another.
    """

    __slots__ = ("_eventlet", "_send", "_socket", "_turn")

    def __init__(self, eventlet: Any, green_socket: Any) -> None:
        self._eventlet = eventlet
        self._socket = green_socket
        self._send = green_socket.fd.send  # of the real socket, which never blocks
        self._turn = eventlet.semaphore.Semaphore()

    def get_socket(self) -> _Line:
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)

    def sendall(self, data: bytes) -> None:
        with self._turn:
            self._socket.sendall(data)

    def send_now(self, frame: bytes) -> bool:
        """See ``Line``. Nothing else runs meanwhile: green threads take turns by waiting."""
        if self._turn.locked():
            return False
        try:
            sent: int = self._send(frame)
        except OSError:  # full, or gone, which its reader will find out
            return False
        if sent < len(frame):
            self._turn.acquire()  # half a frame must not be followed by another one
            self._eventlet.spawn(self._send_rest, frame[sent:])
        return True

    def _send_rest(self, rest: bytes) -> None:
        try:
            self._socket.sendall(rest)
        except OSError:  # cut off in the middle: the reader of the line ends the connection
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
        finally:
            self._turn.release()


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


def _allow_files() -> None:
    """Every connection is an open file; a shell allows 1,024 unless it is asked for more."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


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
