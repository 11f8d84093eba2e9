"""The virtual printer on a pseudo-terminal: what a serial port program sees as a real printer.

A stable symlink stands for the cable, a directory for the tray: ``0001.png``, ``0002.png`` … with
``0001.json`` beside each. ``PATH.control`` is a Unix socket that takes one command a connection.
"""

import json
import os
import pty
import select
import socket
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from printer_drivers.render import png
from printer_drivers.virtual import Fault, Piece, VirtualPrinter

_CHUNK = 512
_REPLY_BYTES = 4096
_CALLER_S = 1.0  # who connects and says nothing does not stop the printer for longer


class NotUnderstood(ValueError):
    """The virtual printer refused a command; the message says why."""


class PtyPrinter:
    """Serves a virtual printer until closed. A context manager; runs its own thread.

    ``baud`` paces the line (ten bits a byte); None leaves it as fast as the machine.
    """

    def __init__(self, device: Path, tray: Path, width: int = 576, baud: int | None = None) -> None:
        self.printer = VirtualPrinter(width, self._keep)
        self._device = device
        self._tray = tray
        self._baud = baud
        self._master = self._slave = -1
        self._closing = threading.Event()
        tray.mkdir(parents=True, exist_ok=True)
        self._pieces = len(list(tray.glob("*.json")))
        self._control = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with _short_path(control_path(device)) as path:
            Path(path).unlink(missing_ok=True)
            self._control.bind(path)
        self._control.listen()
        self._plug()
        self._thread = threading.Thread(target=self._serve, name="virtual printer", daemon=True)
        self._thread.start()

    def __enter__(self) -> "PtyPrinter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Pull the cable and stop."""
        if self._closing.is_set():
            return
        self._closing.set()
        with (
            socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as nudge,
            _short_path(control_path(self._device)) as path,
        ):
            nudge.connect(path)
        self._thread.join()
        self._control.close()
        control_path(self._device).unlink(missing_ok=True)
        self._unplug()

    def _plug(self) -> None:
        if self._master >= 0:
            return
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        fresh = self._device.with_name(self._device.name + ".new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(self._slave))
        fresh.replace(self._device)  # in one step: a name that exists always leads somewhere

    def _unplug(self) -> None:
        if self._master < 0:
            return
        self._device.unlink(missing_ok=True)
        os.close(self._slave)  # kept open till now, so that programs may come and go
        os.close(self._master)
        self._master = self._slave = -1

    def _serve(self) -> None:
        while not self._closing.is_set():
            watched = [self._control] + ([self._master] if self._master >= 0 else [])
            ready = select.select(watched, [], [])[0]
            if self._control in ready:
                self._obey()
            elif self._master in ready:
                self._exchange()

    def _exchange(self) -> None:
        data = os.read(self._master, _CHUNK)
        if self._baud:
            time.sleep(len(data) * 10 / self._baud)
        self._answer(self.printer.feed(data))

    def _answer(self, data: bytes) -> None:
        if data and self._master >= 0:
            os.write(self._master, data)

    def _obey(self) -> None:
        caller, _ = self._control.accept()
        caller.settimeout(_CALLER_S)
        with caller:
            try:
                words = caller.recv(_REPLY_BYTES).decode().split()
                if words:
                    caller.sendall(self._reply(*words).encode())
            except (TimeoutError, UnicodeDecodeError):
                return

    def _reply(self, verb: str, count: str = "0", *_: str) -> str:
        try:
            return self._command(verb, int(count))
        except ValueError as error:
            return f"error: {error}"

    def _command(self, verb: str, count: int) -> str:
        if verb == "unplug":
            self._unplug()
        elif verb == "plug":
            self._plug()
        elif verb == "state":
            return json.dumps(self._state())
        else:
            self._answer(self.printer.tell(Fault(verb), count))
        return "ok"

    def _state(self) -> dict[str, object]:
        printer = self.printer
        return {
            "plugged": self._master >= 0,
            "can_print": printer.can_print,
            "pieces": self._pieces,
            "hanging_rows": printer.hanging_rows,
            "misfires": printer.misfires,
            "unknown": printer.unknown,
            "overflowed": printer.overflowed,
        }

    def _keep(self, piece: Piece) -> None:
        self._pieces += 1
        name = f"{self._pieces:04}"
        (self._tray / f"{name}.png").write_bytes(png(piece.image))
        about = {
            "void": piece.void,
            "complete": not piece.void and piece.bands > 0,
            "bands": piece.bands,
            "rows": piece.image.height,
            "text": piece.text,
        }
        unfinished = self._tray / f"{name}.json.new"
        unfinished.write_text(json.dumps(about))
        unfinished.replace(self._tray / f"{name}.json")  # last: a reader finds both or neither


def control_path(device: Path) -> Path:
    """Where a virtual printer at ``device`` listens for commands."""
    return device.with_name(device.name + ".control")


def tell(device: Path, words: str) -> str:
    """Send one command to the virtual printer at ``device``; returns its reply.

    Raises NotUnderstood if it refuses, OSError if there is none.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as control:
        with _short_path(control_path(device)) as path:
            control.connect(path)
        control.sendall(words.encode())
        reply = control.recv(_REPLY_BYTES).decode()
    if reply.startswith("error: "):
        raise NotUnderstood(reply.removeprefix("error: "))
    return reply


@contextmanager
def _short_path(path: Path) -> Iterator[str]:
    """A name for a socket that fits the 108 bytes a Unix address has room for."""
    directory = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{directory}/{path.name}"
    finally:
        os.close(directory)
