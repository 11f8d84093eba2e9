"""The virtual printer on the network: a TCP port in front of its pseudo-terminal.

Like the network plug of a real one it serves one caller at a time, in the order they came, and
knows nothing of printing. Pulling the printer's cable ends the call.
"""

import os
import select
import socket
import termios
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType

_CHUNK = 4096


class TcpDoor:
    """Carries bytes between ``port`` on 127.0.0.1 and a device file, until closed.

    A context manager; runs its own thread. Port 0 takes any free one. Raises OSError if the port
    is taken.
    """

    def __init__(self, device: Path, port: int = 0) -> None:
        self._device = device
        self._listening = socket.create_server(("127.0.0.1", port))
        self.port: int = self._listening.getsockname()[1]
        self._stop, self._stopped = socket.socketpair()
        self._thread = threading.Thread(target=self._serve, name="virtual network", daemon=True)
        self._thread.start()

    def __enter__(self) -> "TcpDoor":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up and stop listening."""
        self._stop.close()
        self._thread.join()
        self._listening.close()
        self._stopped.close()

    def _serve(self) -> None:
        while True:
            ready = select.select([self._listening, self._stopped], [], [])[0]
            if self._stopped in ready:
                return
            caller, _ = self._listening.accept()
            with caller, suppress(OSError, EOFError):
                self._carry_for(caller)

    def _carry_for(self, caller: socket.socket) -> None:
        device = os.open(self._device, os.O_RDWR | os.O_NOCTTY)
        try:
            with suppress(termios.error):
                termios.tcflush(device, termios.TCIFLUSH)  # answers to the caller before
            self._carry(caller, device)
        finally:
            os.close(device)

    def _carry(self, caller: socket.socket, device: int) -> None:
        """Returns on ``close``; raises OSError or EOFError when either end is gone."""
        while True:
            watched = [caller.fileno(), device, self._stopped.fileno()]
            ready = select.select(watched, [], [])[0]
            if self._stopped.fileno() in ready:
                return
            if device in ready:
                caller.sendall(_some(os.read(device, _CHUNK)))
            if caller.fileno() in ready:
                data = _some(caller.recv(_CHUNK))
                while data:
                    data = data[os.write(device, data) :]


def _some(data: bytes) -> bytes:
    if not data:
        raise EOFError
    return data
