"""One conversation with one printer over one open line: synchronise, ask, print, release, void.

The rule behind every step: nothing is believed because it was sent, only because the printer
answered from its own queue after doing it. GS r 1 is such an answer (Epson: the host recognises
the completion of printing by receiving the paper status).
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Protocol, TypeVar

from printer_drivers.api import CoverOpen, Garbled, Offline, Paper, PaperOut, Silent
from printer_drivers.clock import Clock
from printer_drivers.line import Wire
from printer_drivers.raster import Band
from printer_drivers.replies import (
    STATUS_QUERY,
    Ack,
    Condition,
    Name,
    RealTime,
    Replies,
    Reply,
    condition,
)

ANSWER_S = 0.5  # a healthy printer answers a real-time question within milliseconds
ACK_S = 3.0  # of on-line time without progress; slow clones print 24 rows in a tenth of it
# Without an acknowledgement: ask how things are. A printer that was switched off and on meanwhile
# is found out only if it does not answer, so the first question must come before it can have begun
# anew: its start takes longer than this and ANSWER_S together.
SUSPECT_S = 0.3
SYNC_S = 3.0
QUIET_S = 1.2  # of silence: nothing older is on its way any more; the slowest thing is a cut
ACK_WINDOW = 2  # bands under way; two fit a 4 kB buffer
# Then it is taught anew: a letter that got lost on its way unnoticed is not lost for the whole day.
TAUGHT_PRINTS = 20
NUMBER_BITS = 12  # a name for each that is set: some 100 bytes of answers
# The longest thing a printer can be in the middle of is a band; this many NULs end it, and
# a printer that waits for a command ignores them.
FLUSH = bytes(1800)
MOST_REPLIES = 500  # that nobody has waited for; a printer says some dozens

_R = TypeVar("_R", Ack, RealTime)


class Commands(Protocol):
    """The printer language, as bytes."""

    def reset(self) -> bytes:
        """Leave any mode and forget the line being composed."""
        ...

    def band(self, band: Band) -> bytes:
        """Print one band of ink, then acknowledge."""
        ...

    def cut(self) -> bytes:
        """Feed to the cutter and cut, then acknowledge."""
        ...

    def void(self) -> bytes:
        """Say in the printer's own letters that this paper is void, and cut, then acknowledge."""
        ...

    def name(self) -> bytes:
        """Ask for the printer's name, to be answered from its queue."""
        ...

    def acknowledge(self) -> bytes:
        """Ask for an acknowledgement from its queue."""
        ...


class Session:
    """A printer on an open line. One thread; raises LinkDown from every method.

    ``heard`` is called with each condition the printer reports, and with None when it was asked
    and did not answer. ``numbers`` tell one synchronisation from those before.
    """

    def __init__(
        self,
        line: Wire,
        commands: Commands,
        heard: Callable[[Condition | None], None],
        clock: Clock,
        numbers: Iterator[int] | None = None,
    ) -> None:
        self._line = line
        self._commands = commands
        self._heard = heard
        self._now = clock.monotonic
        self._rate = line.bytes_per_s
        self._replies = Replies()
        self._queue: list[Reply] = []
        self._under_way: list[int] = []  # sizes of what was sent and not yet acknowledged
        self.kept: dict[str, int] = {}  # letters that the printer was taught, and their places
        self._since_reset = 0
        # Without a list to go on with, begin elsewhere than the process before did.
        self._numbers = numbers or count(int(clock.monotonic() * 1000))

    def sync(self, until: float) -> None:
        """Bring the printer to a known state; everything older is printed or lost afterwards.

        Answers carry no number. One that is late (of a line that was stalled, of a process before)
        would be taken for the next one's, and everything would count as printed one step too
        early. So each time names and acknowledgements are asked for in another order: when they
        were heard last in just that order, nothing older is on its way.

        Raises Silent, or Offline (PaperOut, CoverOpen) when it answers but cannot print now.
        """
        self.kept.clear()
        bits = next(self._numbers)
        order: list[type[Reply]] = []
        order += [Name if bits >> place & 1 else Ack for place in range(NUMBER_BITS)]
        order += [Name, Ack]
        name, acknowledge = self._commands.name(), self._commands.acknowledge()
        asked = b"".join(name if kind is Name else acknowledge for kind in order)
        self._under_way = [len(FLUSH) + len(asked)]
        until = min(until, self._now() + SYNC_S + self._wire_s())
        self._send(FLUSH + self._commands.reset() + asked, until)
        patience = self._now() + ANSWER_S + self._wire_s()
        if not self._heard_last(order, min(until, patience)):  # busy, off-line, or without a name
            self._demand_printable()
            if not self._heard_last(order, until):
                self._sync_slowly(until + SYNC_S)
        self._queue.clear()
        self._under_way.clear()

    def _heard_last(self, order: list[type[Reply]], until: float) -> bool:
        """Whether the answers in this order are the last that were heard from the queue."""
        while not (found := self._ends_with(order)) and self._more(until):
            continue
        return found or self._ends_with(order)

    def _ends_with(self, order: list[type[Reply]]) -> bool:
        heard = [type(reply) for reply in self._queue if not isinstance(reply, RealTime)]
        return heard[-len(order) :] == order

    def _sync_slowly(self, until: float) -> None:
        """For a printer without a name: silence before and after one acknowledgement."""
        self._listen_for_quiet(until)
        self._under_way.clear()
        self._fenced(self._commands.acknowledge(), until)
        self._drain(until)
        self._listen_for_quiet(until + SYNC_S)

    def ask(self) -> Condition | None:
        """How the printer is now, or None if it does not say within half a second."""
        self._queue += self._replies.feed(self._line.read(self._now()))  # late answers to others
        self._queue = [reply for reply in self._queue if not isinstance(reply, RealTime)]
        until = self._now() + ANSWER_S + self._wire_s()
        answers: list[int] = []
        if self._line.write(STATUS_QUERY, until):
            while len(answers) < 4 and (reply := self._next(RealTime, until)) is not None:
                answers.append(reply.bits)
        found = None
        if len(answers) == 4:
            found = condition((answers[0], answers[1], answers[2], answers[3]))
        self._heard(found)
        return found

    def demand_status(self) -> Condition:
        """As ``ask``, but raises Silent when there is no answer."""
        found = self.ask()
        if found is None:
            raise Silent("no_status")
        return found

    def print_body(self, parts: Iterable[bytes | Band], until: float) -> None:
        """Print every part; returns when each one is acknowledged, that is: on paper.

        A part is a band of ink, or a piece of text in the printer's language. The printer is
        reset before, unless that would make it forget what it was taught (``kept``).
        Paper running out or an open cover stop the clock: the printer keeps what it has and goes
        on by itself. Raises Silent, Garbled (an acknowledgement is missing although the printer is
        on line: bytes were lost), and at ``until`` whatever is the matter.
        """
        self._queue.clear()
        self._under_way.clear()
        self._since_reset += 1
        if not self.kept or self._since_reset > TAUGHT_PRINTS:
            self.kept.clear()
            self._since_reset = 0
            self._send(self._commands.reset(), until)
        for part in parts:
            while len(self._under_way) >= ACK_WINDOW:
                self._await_ack(until)
            self._fenced(as_sent(part, self._commands), until)
        self._drain(until)

    def keep(self, data: bytes, until: float) -> None:
        """Have it write something into its memory, where it stays.

        It hears nothing meanwhile, so it is not asked how it is. Raises Silent at ``until``.
        """
        self._queue.clear()
        self._under_way.clear()
        self._fenced(data + self._commands.acknowledge(), until)
        if self._next(Ack, until) is None:
            raise Silent("not_kept")
        self._under_way.clear()

    def cut(self, until: float) -> None:
        """Cut, and wait for the acknowledgement. Raises as ``print_body``."""
        self._fenced(self._commands.cut(), until)
        self._drain(until)

    def void(self, until: float) -> None:
        """Mark what hangs on the roll as void and cut it off. Raises as ``print_body``."""
        self.kept.clear()  # a void mark ends with a reset
        self._fenced(self._commands.void(), until)
        self._drain(until)

    def _wire_s(self) -> float:
        return sum(self._under_way) / self._rate

    def _send(self, data: bytes, until: float) -> None:
        stalled_at = self._now() + ACK_S + self._wire_s() + len(data) / self._rate
        if not self._line.write(data, min(until, stalled_at)):
            raise Silent("line_stalled")

    def _fenced(self, data: bytes, until: float) -> None:
        self._under_way.append(len(data))
        self._send(data, until)

    def _drain(self, until: float) -> None:
        while self._under_way:
            self._await_ack(until)

    def _await_ack(self, until: float) -> None:
        waited = 0.0
        while waited < ACK_S + self._wire_s():
            began = self._now()
            if self._next(Ack, min(until, began + SUSPECT_S + self._wire_s())) is not None:
                del self._under_way[0]
                return
            found = self.demand_status()
            if self._now() >= until:
                demand_printable(found)
                break
            can_print = found.online and found.paper is not Paper.OUT
            waited = waited + self._now() - began if can_print else 0.0
        raise Garbled("acknowledgement_missing")

    def _demand_printable(self) -> None:
        demand_printable(self.demand_status())

    def _listen_for_quiet(self, until: float) -> None:
        quiet_s = QUIET_S + len(FLUSH) / self._rate
        while self._line.read(self._now() + quiet_s):  # all of it, also when time is over
            if self._now() >= until:
                raise Silent("babbling")
        self._replies = Replies()
        self._queue.clear()

    def _next(self, kind: type[_R], until: float) -> _R | None:
        """The next reply of a kind, others kept for whoever waits for them; None at ``until``."""
        while (found := self._taken(kind)) is None and self._more(until):
            continue
        return self._taken(kind) if found is None else found

    def _taken(self, kind: type[_R]) -> _R | None:
        for at, reply in enumerate(self._queue):
            if isinstance(reply, kind):
                del self._queue[at]
                return reply
        return None

    def _more(self, until: float) -> bool:
        """Hear more; False for silence, and when the time is over although something was heard.

        Raises Silent for a device that talks and talks: no printer has so much to say.
        """
        heard = self._line.read(until)
        self._queue += self._replies.feed(heard)
        if len(self._queue) > MOST_REPLIES:
            self._queue.clear()
            raise Silent("babbling")
        return bool(heard) and self._now() < until


def as_sent(part: bytes | Band, commands: Commands) -> bytes:
    """A part in the printer's language, with its acknowledgement."""
    if isinstance(part, bytes):
        return part + commands.acknowledge()
    return commands.band(part)


def demand_printable(found: Condition) -> None:
    """Raises CoverOpen, PaperOut or Offline when a printer in this condition cannot print."""
    if found.cover_open:
        raise CoverOpen
    if found.paper is Paper.OUT:
        raise PaperOut
    if not found.online or found.cutter_error:
        raise Offline
