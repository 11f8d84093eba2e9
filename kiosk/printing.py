"""The spool: brings queued jobs to paper one after another and tells the truth about each.

A job that broke before the release is printed again, because nobody holds its paper. One that
broke after it is never printed again by itself: the visitor is asked.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from kiosk.breaker import LINE_BAD, REST_S, Breaker, State
from kiosk.clock import TOLERATED_S, Clock
from kiosk.jobs import End, Job, Jobs, JobState, Left, Proof
from kiosk.ledger import LedgerFailed
from kiosk.rounds import Rounds
from printer_drivers.api import ATTEMPTS, Printer, PrintResult, PrintState
from printer_drivers.receipt import from_json

log = logging.getLogger(__name__)

JOB_LIFE_S = 120.0  # after a refill nobody waits any more for older paper
PRINT_DEADLINE_S = 60.0
RETRY_S = 1.0  # the printer's state is asked from memory, so this costs nothing
EXPIRED = "expired"
INTERRUPTED = "interrupted"
UNREADABLE = "receipt_unreadable"
# A failed print handed nothing to anybody: it goes back into the queue until it expires, unless it
# was begun as often as makes sense: each try that breaks off leaves a void strip.
AFTER: dict[PrintState, JobState] = {
    PrintState.CONFIRMED: "confirmed",
    PrintState.UNKNOWN: "unknown",
    PrintState.FAILED: "queued",
}


class Spool:
    """Runs until stopped. ``changed`` is called whenever the state of a job changed."""

    def __init__(self, jobs: Jobs, printer: Printer, clock: Clock) -> None:
        self._jobs, self._printer, self._clock = jobs, printer, clock
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="spool", daemon=True)
        self.rounds = Rounds(self._thread, clock.monotonic)
        self._to_settle = False
        self._in_doubt = False
        self._breaker = Breaker()
        self.changed: Callable[[], None] = lambda: None

    @property
    def stopped(self) -> str | None:
        """Why nothing is printed on a printer that says it is well; for any thread."""
        return LINE_BAD if self._breaker.state == "stopped" else None

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """There is a new job."""
        self._woken.set()

    def stop(self) -> None:
        """Stop after the print under way, which ends honestly."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=PRINT_DEADLINE_S)

    def recover(self) -> None:
        """Judge what a process that died had under way; call before the first print.

        Raises ``LedgerFailed``.
        """
        self._judge()
        self._to_settle = self._jobs.hanging() is not None
        since = self._jobs.stopped_since()
        if since is not None:
            passed_s = (self._clock.now() - since).total_seconds()
            # since a time to come: how long ago that was nobody knows
            left_s = REST_S - passed_s if passed_s >= 0 else REST_S
            self._breaker.stop(self._clock.monotonic(), left_s)

    def _judge(self) -> None:
        for job in self._jobs.interrupted():
            released = job.state == "releasing"
            self._jobs.end(job, self._broken_off(job), self._clock.now())
            log.warning("print interrupted", extra={"job": job.id, "released": released})

    def _broken_off(self, job: Job) -> End:
        """A job that nobody saw end: its whole body was accepted, or it was begun, perhaps."""
        if job.state == "releasing":
            return End("unknown", INTERRUPTED, "something", "accepted", 1)
        if not self._wanted(job):
            return End("failed", EXPIRED, "something", "none", 1)
        again = job.attempts + 1 < ATTEMPTS
        return End("queued" if again else "failed", INTERRUPTED, "something", "none", 1)

    def step(self) -> bool:
        """Settle, expire or print one job; False when there is nothing to do at this moment.

        Raises ``LedgerFailed``.
        """
        if self._to_settle:
            return self._settle()
        self._note_tidied()
        if self._is_stopped():
            self._hold_up(LINE_BAD)
            return False
        job = self._jobs.next_queued()
        if job is None:
            return False
        if not self._wanted(job):
            self._give_up(job, EXPIRED)
            return True
        if job.code and not self._printer.status().ready:
            return False
        return self._print(job, JOB_LIFE_S - max(self._age_s(job), 0.0))

    def _is_stopped(self) -> bool:
        before = self._breaker.state
        self._breaker.seen(self._printer.status(), self._clock.monotonic())
        self._follow(before)
        return self._breaker.state == "stopped"

    def _follow(self, before: State) -> None:
        """Say and remember that printing has stopped, or that it is tried again."""
        after = self._breaker.state
        if after == before:
            return
        self.changed()
        if after == "stopped":
            log.error("printing stopped", extra={"code": LINE_BAD})
            self._jobs.stop(self._clock.now())
        elif after == "trying":
            log.info("printing is tried again")
            self._jobs.go_on()

    def _age_s(self, job: Job) -> float:
        return (self._clock.now() - job.queued_at).total_seconds()

    def _wanted(self, job: Job) -> bool:
        """Whether somebody still waits for the paper. A job from the future is from before a power
        cut after which the clock came up behind: how old it is nobody knows.
        """
        return -TOLERATED_S <= self._age_s(job) <= JOB_LIFE_S

    def _settle(self) -> bool:
        """Bring the roll into order: once, whatever and however much was left hanging on it."""
        hangs = self._jobs.hanging()
        if hangs is not None:
            result = self._printer.settle(released=hangs == "uncut")
            if not result.roll_clean:
                self._hold_up(result.code)
                return False
            self._jobs.roll_clean()
        self._to_settle = False
        return True

    def _note_tidied(self) -> None:
        """Keep what the driver brought into order by itself: a restart need not do it again.

        Only after ``_settle``: of what another process left there the driver knows nothing.
        """
        if self._jobs.hanging() is not None and self._printer.roll_clean():
            self._jobs.roll_clean()

    def _hold_up(self, code: str | None) -> None:
        """Say on the screen why the next job does not move, and expire it when its time is over."""
        job = self._jobs.next_queued()
        if job is None:
            return
        if not self._wanted(job):
            self._give_up(job, EXPIRED)
        elif job.code != code:
            self._jobs.move(job.id, ("queued",), "queued", self._clock.now(), code)
            self.changed()

    def _print(self, job: Job, life_s: float) -> bool:
        try:
            receipt = from_json(job.receipt)
        except ValueError:
            self._give_up(job, UNREADABLE)
            return True
        if not self._jobs.move(job.id, ("queued",), "sending", self._clock.now(), job.code):
            return True
        self.changed()
        try:
            result = self._printer.print(
                receipt,
                releasing=lambda: self._release(job),
                deadline_s=min(PRINT_DEADLINE_S, max(life_s, 1.0)),
            )
        except Exception:  # only drawing raises, and it would every time
            log.exception("receipt cannot be drawn", extra={"job": job.id})
            self._give_up(job, UNREADABLE)
            self._in_doubt = True  # were it a fault after the release, the visitor is asked
            return True
        self._record(job, result)
        return result.state is not PrintState.FAILED

    def _release(self, job: Job) -> None:
        """Commit that the paper leaves now; raising here makes the printer void it instead."""
        if not self._jobs.release(job.id, self._clock.now()):
            raise LedgerFailed("job_not_sending")

    def _record(self, job: Job, result: PrintResult) -> None:
        after = AFTER[result.state]
        if after == "queued" and job.attempts + result.attempts >= ATTEMPTS:
            after = "failed"
        level: Proof = result.level.value
        end = End(after, result.code, _left(result), level, result.attempts)
        self._jobs.end(job, end, self._clock.now())
        before = self._breaker.state
        self._breaker.ended(result, self._clock.monotonic())
        self._tell(job, result)
        self._follow(before)

    def _tell(self, job: Job, result: PrintResult) -> None:
        tell = log.info if result.state is PrintState.CONFIRMED else log.warning
        if result.state is not PrintState.FAILED or job.code != result.code:
            tell(
                "print ended",
                extra={
                    "job": job.id,
                    "state": result.state.value,
                    "level_of_proof": result.level.value,
                    "code": result.code,
                    "attempts": result.attempts,
                },
            )
        self.changed()

    def _give_up(self, job: Job, code: str) -> None:
        self._jobs.give_up(job.id, self._clock.now(), code)
        log.warning("print job given up", extra={"job": job.id, "code": code})
        self.changed()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.rounds.turn()
            if not self._careful_step():
                self._woken.wait(RETRY_S)
                self._woken.clear()

    def _careful_step(self) -> bool:
        """One step; after a fault the states on the disk are judged anew before the next print.

        Only the states: what hangs on the roll the driver still knows, and better than the disk.
        """
        try:
            if self._in_doubt:
                self._judge()
                log.info("spool goes on")
                self._in_doubt = False
            return self.step()
        except LedgerFailed as error:
            if not self._in_doubt:
                log.error("spool cannot write", extra={"code": error.code})  # noqa: TRY400
        except Exception:
            log.exception("spool fault")
        self._in_doubt = True
        return False


def _left(result: PrintResult) -> Left:
    if result.roll_clean:
        return "clean"
    return "something" if result.attempts else "as_before"
