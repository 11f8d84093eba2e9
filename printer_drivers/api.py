"""What a ticket printer is to the rest of the house.

Printing is in two phases, because a printer that takes bytes has not yet printed them. First the
body of the ticket is sent and every part of it acknowledged from the printer's own queue; the paper
still hangs on the roll. Then ``releasing`` is called, so that the caller can note durably that the
ticket is about to leave, and only then is the paper cut. An attempt that breaks before that moment
has handed nothing to anybody: it is marked VOID, cut off, and the same ticket printed again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol

from printer_drivers.receipt import Receipt

ATTEMPTS = 3  # of one print: bytes lost three times in a row are a broken cable


class PrinterError(Exception):
    """Why a printer cannot print; ``code`` is stable and is what catalogues translate."""

    code: ClassVar[str] = "printer_error"


class LinkDown(PrinterError):
    """The device is not there: cable pulled, adapter gone, port held by another process."""

    code: ClassVar[str] = "link_down"


class Silent(PrinterError):
    """The line is open and nobody answers: switched off, wrong baud rate, broken cable."""

    code: ClassVar[str] = "silent"


class Offline(PrinterError):
    """The printer answers that it cannot print: cutter, temperature, feed button or other error."""

    code: ClassVar[str] = "offline"


class PaperOut(Offline):
    """The roll is empty."""

    code: ClassVar[str] = "paper_out"


class CoverOpen(Offline):
    """The cover is open."""

    code: ClassVar[str] = "cover_open"


class Garbled(PrinterError):
    """The printer works, but parts of the ticket were lost on the way, every time it was tried."""

    code: ClassVar[str] = "garbled"


class Stuck(PrinterError):
    """What hangs on the roll was to be cut off, again and again, and the printer never said that it
    was: somebody must look. Opening the printer, or switching it off for a while, is a new chance.
    """

    code: ClassVar[str] = "roll_stuck"


class NotReleased(PrinterError):
    """``releasing`` raised (its exception is the cause): the paper was marked VOID instead."""

    code: ClassVar[str] = "not_released"


class Unproven(PrinterError):
    """All went well as far as this printer can tell, which answers before it prints."""

    code: ClassVar[str] = "unproven"


class Link(StrEnum):
    """Whether the device can be opened; says nothing about anybody answering."""

    UP = "up"
    DOWN = "down"


class Paper(StrEnum):
    """What the paper sensors said last; ``UNKNOWN`` when nobody has answered lately."""

    OK = "ok"
    NEAR_END = "near_end"
    OUT = "out"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """What is known about a printer. ``None`` and ``UNKNOWN`` mean not known, never "fine".

    ``online``: the printer itself says that it can print. ``stuck``: the driver does not dare to,
    for something hangs on the roll (see ``Stuck``). ``last_seen``: when it last answered, aware
    UTC, kept while it is silent; None before the first answer.
    """

    link: Link = Link.DOWN
    online: bool | None = None
    paper: Paper = Paper.UNKNOWN
    cover_open: bool | None = None
    cutter_error: bool | None = None
    stuck: bool = False
    last_seen: datetime | None = None

    @property
    def ready(self) -> bool:
        """True only if the printer answered and everything it answered allows printing."""
        return self.problem is None

    @property
    def problem(self) -> type[PrinterError] | None:
        """The first thing to put right, most specific first, or None when ready."""
        checks: tuple[tuple[bool, type[PrinterError]], ...] = (
            (self.link is Link.DOWN, LinkDown),
            (self.online is None, Silent),
            (self.cover_open is True, CoverOpen),
            (self.paper is Paper.OUT, PaperOut),
            (self.online is False or self.cutter_error is True, Offline),
            (self.cover_open is None or self.paper is Paper.UNKNOWN, Silent),
            (self.stuck, Stuck),
        )
        return next((error for found, error in checks if found), None)


class PrintState(StrEnum):
    """What may be told to people about one print.

    CONFIRMED: the whole ticket is on paper and released. FAILED: no ticket was released; printing
    it again cannot make a second one. UNKNOWN: it may or may not be out; ask before reprinting.
    """

    CONFIRMED = "confirmed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """How strong the evidence of a print is.

    CUT: the printer answered after the cut; one without a cutter, after feeding the paper to its
    tear bar. PRINTED: it acknowledged the whole body, the cut is unproven. ACCEPTED: it took the
    bytes and can say no more. NONE: no evidence.
    """

    CUT = "cut"
    PRINTED = "printed"
    ACCEPTED = "accepted"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PrintResult:
    """The honest end of one print.

    ``error`` says why it did not end as CONFIRMED (None if it did). ``attempts`` counts tries;
    all but the last left a strip marked VOID. If it is 0 no part of the ticket was sent, and what
    hung on the roll before is all that can hang there. ``bytes_sent`` covers all tries.
    ``first_byte_s``: seconds from the call to the first byte handed to the line, None if none was.
    """

    state: PrintState
    level: Level
    error: PrinterError | None = None
    attempts: int = 0
    bytes_sent: int = 0
    first_byte_s: float | None = None

    @property
    def code(self) -> str | None:
        """The stable code of the error, or None."""
        return None if self.error is None else self.error.code

    @property
    def roll_clean(self) -> bool:
        """Whether nothing hangs out of the printer any more, as far as the driver can know.

        Not the same as proof of paper: a printer may have done everything and prove nothing.
        """
        return self.error is None or isinstance(self.error, Unproven)


class Printer(Protocol):
    """One ticket printer. All methods may be called from any thread."""

    def print(
        self,
        receipt: Receipt,
        *,
        releasing: Callable[[], None] | None = None,
        deadline_s: float = 60.0,
    ) -> PrintResult:
        """Print one receipt, cut it, and say what became of it. Blocks; never raises PrinterError.

        ``releasing`` is called at most once, from the printer's own thread, when the whole body is
        on paper and before the cut is sent: the moment to record durably that the ticket leaves.
        If it raises, the paper is marked VOID and the result is FAILED (``not_released``).
        A printer that is known to be unable to print fails at once and prints nothing. Paper that
        runs out or a cover opened half way is waited for. After ``deadline_s`` seconds (monotonic,
        plus two seconds for writing and cleaning up) the result is FAILED before the release and
        UNKNOWN after it. Prints from several threads happen one after another.
        """
        ...

    def settle(self, *, released: bool, deadline_s: float = 15.0) -> PrintResult:
        """Clear up after a process that stopped in the middle of a print, before printing again.

        ``released`` says whether ``releasing`` had returned. If not, what hangs on the roll is
        marked VOID and cut off: the result is FAILED without an error once that is done, and the
        ticket may be printed again. If so, the paper is cut once more, for the first cut may have
        been lost: the result is CONFIRMED with level PRINTED (UNKNOWN with level ACCEPTED from a
        printer whose acknowledgements are not trusted). An ``error`` means that it could not be
        done yet: the printer does it as soon as it can; call again to hear of it. Asked again
        before the next print, it does nothing twice.
        """
        ...

    def roll_clean(self) -> bool:
        """Whether nothing that was printed here hangs on the roll; from memory, as ``status``.

        What a print left half done is seen to as soon as the printer is well again, without being
        asked, and this is true from the moment on that it answered after that. Of what a process
        before left there it says nothing: see ``settle``.
        """
        ...

    def status(self) -> PrinterStatus:
        """What is known now, from memory: never touches the device, never waits."""
        ...

    def close(self) -> None:
        """Stop and let go of the device; a print under way ends first, honestly. Never raises."""
        ...
