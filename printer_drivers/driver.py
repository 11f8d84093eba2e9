"""A printer owned by one thread: the ``Printer`` contract over any line and command language."""

import logging
import queue
import threading
import time
from collections.abc import Callable

from PIL import Image

from printer_drivers.api import Level, LinkDown, Offline, PrinterStatus, PrintResult, PrintState
from printer_drivers.composing import composer_for
from printer_drivers.device import BACKOFF_S, Device, Roll
from printer_drivers.job import GRACE_S, Job, Press
from printer_drivers.profile import Profile
from printer_drivers.receipt import Line as TextLine
from printer_drivers.receipt import Receipt
from printer_drivers.render import Renderer

_log = logging.getLogger(__name__)


class LinePrinter:
    """Implements ``api.Printer``. Only its own thread touches the line.

    ``known``: its profile. A printer that acknowledges before it prints (see ``probe``) ends its
    prints as UNKNOWN with level ACCEPTED at best, never as CONFIRMED. One whose letters were seen
    to be right prints letters, any other pictures. ``logo``: ink for the block of that name.
    ``lossless``: see ``Typist``.
    """

    def __init__(
        self,
        device: Device,
        known: Profile | None = None,
        logo: Image.Image | None = None,
        *,
        lossless: Callable[[], bool] = bool,
    ) -> None:
        renderer = Renderer(logo=logo)
        for _ in renderer.strips(Receipt((TextLine("Số", bold=True), TextLine("thứ tự")))):
            pass  # load the fonts now: the first visitor should not wait for them
        self._device = device
        composer = composer_for(known, renderer, lossless=lossless)
        trusted_acks = known is None or known.trusted_acks
        self._press = Press(device, renderer, trusted_acks=trusted_acks, composer=composer)
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._door = threading.Lock()
        self._owner = threading.Thread(target=self._own, name=f"printer {device.name}", daemon=True)
        self._owner.start()

    def print(
        self,
        receipt: Receipt,
        *,
        releasing: Callable[[], None] | None = None,
        deadline_s: float = 60.0,
    ) -> PrintResult:
        """See ``api.Printer.print``."""
        asked = time.monotonic()
        return self._do(Job(asked, asked + deadline_s, receipt, releasing))

    def settle(self, *, released: bool, deadline_s: float = 15.0) -> PrintResult:
        """See ``api.Printer.settle``."""
        asked = time.monotonic()
        roll = Roll.UNCUT if released else Roll.SPOILT
        return self._do(Job(asked, asked + deadline_s, roll=roll))

    def roll_clean(self) -> bool:
        """See ``api.Printer.roll_clean``."""
        return self._device.roll is Roll.CLEAN

    def status(self) -> PrinterStatus:
        """See ``api.Printer.status``."""
        return self._device.status

    def close(self) -> None:
        """See ``api.Printer.close``."""
        with self._door:
            self._closing.set()
            self._jobs.put(None)
        self._owner.join()

    def _do(self, job: Job) -> PrintResult:
        with self._door:
            if self._closing.is_set():
                return PrintResult(PrintState.FAILED, Level.NONE, LinkDown("closed"))
            self._jobs.put(job)
        return job.result.result()

    def _own(self) -> None:
        pause = 0.0
        while True:
            try:
                job = self._jobs.get(timeout=pause) if pause else self._jobs.get_nowait()
            except queue.Empty:
                pause = self._look_after()
                continue
            if job is None:
                break
            self._run(job)
        self._device.close()

    def _look_after(self) -> float:
        try:
            return self._device.idle()
        except Exception:  # a printer without its thread would never answer anybody again
            _log.exception("printer fault", extra={"device": self._device.name})
            self._device.failed(LinkDown("fault"))
            return BACKOFF_S[-1]

    def _run(self, job: Job) -> None:
        if time.monotonic() > job.until + GRACE_S:  # waited behind others: too late to be wanted
            job.result.set_result(PrintResult(PrintState.FAILED, Level.NONE, Offline("busy")))
            return
        try:
            job.result.set_result(self._press.run(job))
        except Exception as error:  # the owner outlives any one receipt that cannot be drawn
            self._device.distrust(self._device.roll)
            job.result.set_exception(error)
