"""One device as its owner thread sees it: the open session, what it last said, what hangs on it."""

import logging
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from itertools import count

from printer_drivers.api import Link, LinkDown, PrinterError, PrinterStatus, Stuck
from printer_drivers.cleaning import Cleaning
from printer_drivers.clock import Clock
from printer_drivers.line import Wire
from printer_drivers.replies import Condition
from printer_drivers.session import Commands, Session, demand_printable

POLL_S = 2.0  # idle printers are asked this often: paper changes are seen while nobody prints
# One that was taught letters is asked as often as none can have been off, on and ready in between:
# it would print the ASCII characters whose places they took.
TAUGHT_POLL_S = 0.5
# An answer younger than this saves asking again before a print: within it no printer was switched
# off and is listening again. One that begins to listen in the middle of a band prints half of it.
FRESH_S = 0.5
BACKOFF_S = (0.5, 0.5, 1.0, 2.0, 5.0, 10.0)  # between attempts to open a device that is gone
CLEAN_UP_S = 6.0  # for a void strip or one more cut

_log = logging.getLogger(__name__)


class Roll(Enum):
    """What hangs out of the printer."""

    CLEAN = "clean"
    SPOILT = "spoilt"  # part of a ticket that nobody may take: to be marked void and cut off
    UNCUT = "uncut"  # a whole, released ticket whose cut may have been lost


class Device:
    """Belongs to one thread; only ``status`` may be read from others."""

    def __init__(
        self,
        name: str,
        connect: Callable[[], Wire],
        commands: Callable[[], Commands],
        published: Callable[[PrinterStatus], None],
        clock: Clock,
    ) -> None:
        self.status = PrinterStatus()
        self.roll = Roll.CLEAN
        self.sent = 0  # bytes on lines that are closed already
        self.name = name
        self._connect = connect
        self._commands = commands
        self._published = published
        self.clock = clock
        self._line: Wire | None = None
        self._session: Session | None = None
        self._numbers = count(int(clock.monotonic() * 1000))
        self._synced = False
        self._answered_at = 0.0
        self._failures = 0
        self._cleaning = Cleaning()
        self._was_ready: bool | None = None

    @property
    def bytes_sent(self) -> int:
        """All bytes handed to the operating system so far."""
        return self.sent + (self._line.sent if self._line else 0)

    @property
    def first_byte_at(self) -> float | None:
        """When the first byte since ``mark`` went out (on the clock)."""
        return self._line.first_byte_at if self._line else None

    def mark(self) -> None:
        """Start watching for the next byte that goes out."""
        if self._line is not None:
            self._line.first_byte_at = None

    def current(self) -> Session:
        """The session under way. Raises LinkDown when there is none."""
        if self._session is None:
            raise LinkDown("closed")
        return self._session

    def distrust(self, roll: Roll) -> None:
        """Assume that the printer is in the middle of something and ``roll`` hangs out of it."""
        self.roll = roll
        self._synced = False

    def session(self, until: float) -> Session:
        """A printer that is there, in a known state, able to print, with nothing hanging on it.

        Raises what is the matter; may take until ``until`` to find out.
        """
        try:
            session = self._opened()
            if self._cleaning.stuck:
                raise Stuck
            fresh = self.clock.monotonic() - self._answered_at < FRESH_S and self.status.ready
            if not self._synced:
                session.sync(until)
                self._synced = True
            if not fresh:
                found = session.demand_status()
                demand_printable(found)
            if self.roll is not Roll.CLEAN:
                self._tidy(session, until)
        except PrinterError as error:
            self.failed(error)
            raise
        return session

    def failed(self, error: PrinterError) -> None:
        """Something broke off: trust neither the printer's state nor, if it is gone, the line."""
        self._synced = False
        self._answered_at = 0.0
        if isinstance(error, LinkDown):
            self.close()
            self._publish(PrinterStatus(link=Link.DOWN, last_seen=self.status.last_seen))
            return
        # else a stalled line fills with questions that nobody waits for
        if self._line is not None and not self._line.drop():
            self.close()
        self._publish(self.status)  # a roll that cannot be brought into order is news

    def idle(self) -> float:
        """Look after the printer between jobs; returns the seconds until it wants to again."""
        try:
            found = self._opened().ask()
            if found is None or (not self._synced or self.roll is not Roll.CLEAN):
                self._heal(found)
        except PrinterError as error:
            self.failed(error)
        if self._line is None:
            self._failures += 1
            return BACKOFF_S[min(self._failures, len(BACKOFF_S)) - 1]
        self._failures = 0
        return TAUGHT_POLL_S if self._session and self._session.kept else POLL_S

    def close(self) -> None:
        """Let go of the line. Never raises."""
        if self._line is not None:
            self.sent += self._line.sent
            self._line.close()
        self._line = self._session = None

    def _heal(self, found: Condition | None) -> None:
        if found is not None:
            demand_printable(found)
        elif self._synced:
            self._synced = False  # one chance before it is shaken awake: it may have been busy
            return
        self.session(self.clock.monotonic() + CLEAN_UP_S)

    def _opened(self) -> Session:
        if self._session is None:
            self._line = self._connect()
            self._session = Session(
                self._line, self._commands(), self._heard, self.clock, self._numbers
            )
            self._synced = False
        return self._session

    def _tidy(self, session: Session, until: float) -> None:
        until = max(until, self.clock.monotonic() + 1.0)
        try:
            if self.roll is Roll.SPOILT:
                session.void(until)
            else:
                session.cut(until)
        except PrinterError:
            self._cleaning.failed()
            raise
        self._cleaning.done()
        self.roll = Roll.CLEAN

    def _heard(self, found: Condition | None) -> None:
        seen = self.status.last_seen
        if found is None:
            self._answered_at = 0.0
            self._publish(PrinterStatus(link=Link.UP, last_seen=seen))
            return
        self._answered_at = self.clock.monotonic()
        self._publish(
            PrinterStatus(
                link=Link.UP,
                online=found.online,
                paper=found.paper,
                cover_open=found.cover_open,
                cutter_error=found.cutter_error,
                last_seen=self.clock.now(),
            )
        )

    def _publish(self, found: PrinterStatus) -> None:
        self._cleaning.seen(found, self.clock.monotonic())
        status = replace(found, stuck=self._cleaning.stuck)
        changed = replace(status, last_seen=None) != replace(self.status, last_seen=None)
        self.status = status
        if status.ready is not self._was_ready:
            self._was_ready = status.ready
            self._log(status)
        if changed:
            try:
                self._published(status)
            except Exception:  # whoever is told has no part in the printing
                _log.exception("printer status was not taken", extra={"device": self.name})

    def _log(self, status: PrinterStatus) -> None:
        problem = status.problem
        if problem is None:
            _log.info("printer ready", extra={"device": self.name})
        else:
            extra = {"device": self.name, "code": problem.code}
            _log.warning("printer cannot print", extra=extra)
