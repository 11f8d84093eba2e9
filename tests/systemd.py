"""What systemd hears from a process it watches."""

import socket

PATIENCE_S = 20.0  # far more than needed: a busy machine must not decide a test


class Systemd:
    """Listens as systemd does: a datagram socket at a path, or at an abstract name (``@…``)."""

    def __init__(self, name: str) -> None:
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.bind(name.replace("@", "\0", 1))
        self.environ = {"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "300000"}

    def hears(self) -> str:
        """The next word; raises TimeoutError."""
        self._line.settimeout(PATIENCE_S)
        return self._line.recv(64).decode()

    def heard(self) -> list[str]:
        """What was said up to now: datagrams of this machine arrive as they are sent."""
        self._line.setblocking(False)
        told = []
        while True:
            try:
                told.append(self._line.recv(64).decode())
            except BlockingIOError:
                return told

    def close(self) -> None:
        self._line.close()
