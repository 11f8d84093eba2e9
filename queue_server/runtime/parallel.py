"""What our code may know of concurrency: the seam behind which eventlet can be replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal, Protocol, TypeVar

Mode = Literal["eventlet", "threading"]
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
T = TypeVar("T")

LINE = "motcua.line"
"""Where the WSGI environment of a websocket has its ``Line``, if it has one."""


class Waiter(Protocol):
    """One caller waiting; ``set`` may be called from any native thread, also before ``wait``."""

    def set(self) -> None: ...
    def wait(self, timeout: float) -> bool: ...


class Line(Protocol):
    """The socket of one websocket, for who need not wait."""

    def send_now(self, frame: bytes) -> bool:
        """Write a whole frame without waiting; false, and nothing written, if that cannot be."""


class Parallel(Protocol):
    """How a process runs things side by side and serves."""

    mode: Mode

    def waiter(self) -> Waiter: ...
    def native_queue(self) -> Any: ...
    def start_native(self, target: Callable[[], None], name: str) -> Any: ...
    def spawn(self, target: Callable[[], None]) -> None: ...
    def sleep(self, seconds: float) -> None: ...
    def offload(self, work: Callable[..., T], /, *args: Any) -> T:
        """Run blocking work so that the other requests go on; its result or its exception."""

    def serve(self, app: Wsgi, host: str, port: int, ready: Callable[[], None]) -> None:
        """Serve until SIGTERM or SIGINT; ``ready`` is called once the socket listens."""
