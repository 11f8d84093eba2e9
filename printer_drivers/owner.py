"""The one thread that owns a port: opens it, works on it, and opens it again when it was lost."""

import logging
import threading
import time
from collections.abc import Callable

from printer_drivers.api import LinkDown
from printer_drivers.line import Line

BACKOFF_S = (0.5, 0.5, 1.0, 2.0, 5.0, 10.0)  # between attempts to open a device that is gone
STEADY_S = 5.0  # a link that lasted shorter than this was no success
JOIN_S = 5.0
Step = Callable[[], None]
Session = Callable[[Line], Step]

_log = logging.getLogger(__name__)


class PortOwner:
    """Runs until closed; all methods may be called from any thread.

    ``session`` is called with every freshly opened line and returns the step to repeat on it. A
    step does a little, within a second or so, and raises LinkDown when the line is gone. Whatever
    else it raises ends that link and not the thread; of such a fault only the kind is logged,
    because what devices say may be about people.
    """

    def __init__(self, name: str, connect: Callable[[], Line], session: Session) -> None:
        self._name, self._connect, self._session = name, connect, session
        self._stopping = threading.Event()
        self._up = False
        self._told: bool | None = None
        self._thread = threading.Thread(target=self._run, name=f"port {name}", daemon=True)

    @property
    def link_up(self) -> bool:
        """Whether the port is open now; says nothing about anybody at its other end."""
        return self._up

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Stop after the step under way and let go of the port. Never raises."""
        self._stopping.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(JOIN_S)

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            self._one_link()
            failures = 1 if time.monotonic() - began > STEADY_S else failures + 1
            self._stopping.wait(BACKOFF_S[min(failures, len(BACKOFF_S)) - 1])

    def _one_link(self) -> None:
        """From opening the port to losing it."""
        line: Line | None = None
        try:
            line = self._connect()
            step = self._session(line)
            self._say(up=True, reason="")
            while not self._stopping.is_set():
                step()
        except LinkDown as error:
            self._say(up=False, reason=str(error))
        except Exception as error:  # the device must be served again after a fault of our own
            self._say(up=False, reason=type(error).__name__)
        finally:
            self._up = False
            if line is not None:
                line.close()

    def _say(self, *, up: bool, reason: str) -> None:
        """Log once when it breaks, once when it heals."""
        self._up = up
        if up is self._told:
            return
        self._told = up
        if up:
            _log.info("port open", extra={"device": self._name})
        else:
            _log.warning("port lost", extra={"device": self._name, "reason": reason})
