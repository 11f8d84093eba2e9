"""One print from its first band to an honest result, with attempts, void strips and recovery."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from printer_drivers.api import (
    ATTEMPTS,
    Garbled,
    Level,
    NotReleased,
    Offline,
    PrinterError,
    PrintResult,
    PrintState,
    Unproven,
)
from printer_drivers.composing import Composer, Pictures
from printer_drivers.device import CLEAN_UP_S, Device, Roll
from printer_drivers.receipt import Receipt
from printer_drivers.render import Renderer

GRACE_S = 2.0  # beyond a deadline, to end what has begun
RECOVERY_S = 10.0  # for a printer that broke off between the release and the end of the cut
RETRY_S = 0.3


@dataclass(slots=True)
class Job:
    """One wish: print ``receipt``, or, without one, bring the roll from ``roll`` into order."""

    asked: float
    until: float
    receipt: Receipt | None = None
    releasing: Callable[[], None] | None = None
    roll: Roll = Roll.CLEAN
    result: "Future[PrintResult]" = field(default_factory=Future)


class Press:
    """Carries out jobs on one device, in the device's own thread.

    Without ``trusted_acks`` no print is ever CONFIRMED: the best it can be is UNKNOWN, ACCEPTED.
    Without a ``composer`` tickets are pictures.
    """

    def __init__(
        self,
        device: Device,
        renderer: Renderer,
        *,
        trusted_acks: bool = True,
        composer: Composer | None = None,
    ) -> None:
        self._device = device
        self._clock = device.clock
        self._composer = composer or Pictures(renderer)
        self._trusted_acks = trusted_acks
        self._attempts = 0
        self._sent_before = 0
        self._inherited: Roll | None = None  # from a process before, handed to the device

    def run(self, job: Job) -> PrintResult:
        """The job's result. Raises only what drawing the receipt raises (FontMissing)."""
        self._attempts = 0
        self._sent_before = self._device.bytes_sent
        self._device.mark()
        if job.receipt is None:
            return self._settle(job)
        self._inherited = None
        error = self._print_body(job, job.receipt)
        if error is None:
            error = self._ask_release(job)
        if error is not None:
            return self._result(job, PrintState.FAILED, Level.NONE, error)
        return self._release(job)

    def _print_body(self, job: Job, receipt: Receipt) -> PrinterError | None:
        while True:
            try:
                session = self._device.session(job.until)
                self._attempts += 1
                self._device.roll = Roll.SPOILT
                session.print_body(self._composer.parts(receipt, session.kept), job.until)
            except PrinterError as error:
                self._device.failed(error)
                again = isinstance(error, Garbled) and self._attempts < ATTEMPTS
                if not again or self._clock.monotonic() >= job.until:
                    return error
            else:
                return None

    def _ask_release(self, job: Job) -> NotReleased | None:
        try:
            if job.releasing is not None:
                job.releasing()
        except Exception as cause:
            refused = NotReleased(str(cause))
            refused.__cause__ = cause
            self._tidy()
            return refused
        self._device.roll = Roll.UNCUT
        return None

    def _tidy(self) -> None:
        try:
            self._device.session(self._clock.monotonic() + CLEAN_UP_S)
        except PrinterError:
            return  # the roll stays spoilt and is tidied as soon as the printer is well again

    def _release(self, job: Job) -> PrintResult:
        until = max(job.until, self._clock.monotonic() + GRACE_S)
        try:
            self._device.current().cut(until)
        except PrinterError as error:
            self._device.failed(error)
            return self._recover(job, error)
        self._device.roll = Roll.CLEAN
        return self._result(job, PrintState.CONFIRMED, Level.CUT)

    def _recover(self, job: Job, error: PrinterError) -> PrintResult:
        """The whole ticket is on paper, and perhaps cut: one more cut settles it."""
        patience = self._clock.monotonic() + RECOVERY_S
        while self._clock.monotonic() < (job.until if isinstance(error, Offline) else patience):
            self._clock.sleep(RETRY_S)
            try:
                self._device.session(min(job.until, patience))
            except PrinterError as newer:
                error = newer
            else:
                return self._result(job, PrintState.CONFIRMED, Level.PRINTED)
            if self._clock.monotonic() >= job.until:
                break
        return self._result(job, PrintState.UNKNOWN, Level.PRINTED, error)

    def _settle(self, job: Job) -> PrintResult:
        released = job.roll is Roll.UNCUT
        if self._inherited is not job.roll:  # else the device sees to it already, or has
            self._inherited = job.roll
            self._device.distrust(job.roll)
        try:
            self._device.session(job.until)
        except PrinterError as error:
            state = PrintState.UNKNOWN if released else PrintState.FAILED
            return self._result(job, state, Level.NONE, error)
        if released:
            return self._result(job, PrintState.CONFIRMED, Level.PRINTED)
        return self._result(job, PrintState.FAILED, Level.NONE)

    def _result(
        self, job: Job, state: PrintState, level: Level, error: PrinterError | None = None
    ) -> PrintResult:
        if not self._trusted_acks and level is not Level.NONE:
            level = Level.ACCEPTED
            if state is PrintState.CONFIRMED:
                state = PrintState.UNKNOWN
                error = Unproven("answers_early") if job.receipt else None
        sent = self._device.bytes_sent - self._sent_before
        first = self._device.first_byte_at
        first_s = None if first is None else first - job.asked
        return PrintResult(state, level, error, self._attempts, sent, first_s)
