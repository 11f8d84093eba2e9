"""A ticket printer made of nothing: reads ESC/POS, answers, prints on pictures, fails on command.

It shares no code with the driver and knows no line: bytes in, answers and pieces of paper out. Like
a real one it acts on real-time commands wherever they appear, picture data included, stops at the
end of the paper and goes on where it stopped, and forgets everything when switched off.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from PIL import Image

from printer_drivers.virtual_language import Language
from printer_drivers.virtual_text import USUAL_PAGES

VOID_MARK = "PHIEU HONG"
CUT_ROWS = 160  # a cut takes as long as printing so many rows: 0.2 s at 100 mm/s
NAME = b"_MOTCUA VIRTUAL\0"
_DLE = 0x10
_REAL_TIME = b"\x04\x05\x14"  # DLE EOT n, DLE ENQ n, DLE DC4 n: three bytes each


class Fault(StrEnum):
    """What can happen to it."""

    PAPER_OUT = "paper-out"
    PAPER_LOW = "paper-low"
    PAPER_IN = "paper-in"
    COVER_OPEN = "cover-open"
    COVER_CLOSE = "cover-close"
    SILENT = "silent"  # switched off: deaf, dumb, and its memory gone
    SPEAK = "speak"
    LOSE = "lose"  # the line loses bytes of picture data
    CUTTER_JAM = "cutter-jam"  # noticed at the next cut, which is made once the cutter is free
    CUTTER_FREE = "cutter-free"


@dataclass(frozen=True, slots=True)
class Habits:
    """What kind of printer it is.

    ``buffer_bytes``: what it can receive before it is printed; more is lost. ``mute``: it answers
    nothing. ``early``: it answers from its queue at once, not when what came before is printed, as
    some cheap ones do. ``nameless``: it does not answer GS I. ``deaf_in_pictures``: it takes
    real-time commands in picture data for picture data. ``paced``: it prints only the rows that
    ``advance`` allows. ``weak``: its cutter pulls its supply down, and it starts anew at every cut.
    ``chinese``: until FS . it takes two bytes for one sign. ``pages``: the upper halves of its code
    pages by their numbers of ESC t.
    """

    buffer_bytes: int = 4096
    mute: bool = False
    early: bool = False
    nameless: bool = False
    deaf_in_pictures: bool = False
    paced: bool = False
    weak: bool = False
    chinese: bool = False
    pages: Mapping[int, str] = field(default_factory=lambda: USUAL_PAGES)


@dataclass(frozen=True, slots=True)
class Piece:
    """A cut piece of paper: its picture (mode "1", 255 is ink), its pictures' count, its text."""

    image: Image.Image
    bands: int
    text: str

    @property
    def void(self) -> bool:
        """True when it says that it is void."""
        return VOID_MARK in self.text


class VirtualPrinter:
    """An ESC/POS printer with a cutter, 203 dpi. Not thread-safe: its server holds a lock.

    ``cut`` is called with each piece. ``misfires`` counts real-time commands inside picture data,
    ``unknown`` the bytes it could not read, ``overflowed`` those that found its buffer full,
    ``cuts`` all that were made, also of no paper.
    """

    def __init__(
        self, width: int, cut: Callable[[Piece], None], habits: Habits | None = None
    ) -> None:
        self.width = width
        self.habits = habits or Habits()
        self.memory: dict[bytes, Image.Image] = {}
        self.misfires = self.unknown = self.overflowed = self.cuts = 0
        self.paper_out = self.paper_low = self.cover_open = self.silent = False
        self._jammed = False
        self._credit = 0.0  # rows a paced mechanism may print
        self._cut = cut
        self._due: tuple[int, Fault] | None = None
        self._to_lose = 0
        self._printed_rows = 0
        self._fresh_paper()
        self._switch_on()

    @property
    def can_print(self) -> bool:
        """True while paper, cover, cutter and power allow it."""
        return not (self.paper_out or self.cover_open or self.cutter_error or self.silent)

    @property
    def busy(self) -> bool:
        """True while it has something to print and can."""
        return bool(self._waiting) and self.can_print

    @property
    def room(self) -> int:
        """Bytes of picture its buffer can take now; what flow control would look at."""
        return max(0, self.habits.buffer_bytes - self._waiting_bytes)

    @property
    def hanging_rows(self) -> int:
        """Rows of paper that hang out, not cut off yet."""
        return len(self._rows)

    def tell(self, fault: Fault, count: int = 0) -> bytes:
        """Let something happen, after ``count`` more printed rows if that is not 0.

        LOSE: the next ``count`` bytes of picture data never arrive. Returns what the printer
        answers because of it.
        """
        if fault is Fault.LOSE:
            self._to_lose = count
        elif count:
            self._due = (self._printed_rows + count, fault)
        else:
            self._happen(fault)
        return self.feed(b"")

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the line; returns the answers."""
        for byte in data:
            if not self.silent:
                self._receive(byte)
        self._work()
        return self._answered()

    def advance(self, rows: float) -> bytes:
        """Let a paced printer's mechanism move by so many rows; returns the answers."""
        self._credit = self._credit + rows if self.busy else 0.0
        self._work()
        return self._answered()

    def _answered(self) -> bytes:
        answers = b"" if self.habits.mute else bytes(self._answers)
        self._answers.clear()
        return answers

    def _switch_on(self) -> None:
        self._waiting: deque[tuple[Callable[[bytes], None], bytes, int]] = deque()
        self._waiting_bytes = 0
        self._credit = 0.0
        self.cutter_error = False
        self._answers = bytearray()
        self._held = bytearray()  # the start of what may be a real-time command
        self._language = Language(self, self.habits.pages, chinese=self.habits.chinese)

    def _fresh_paper(self) -> None:
        self._rows: list[bytes] = []
        self._bands = 0
        self._texts: list[str] = []

    def _happen(self, fault: Fault) -> None:
        if fault in (Fault.PAPER_OUT, Fault.PAPER_IN):
            self.paper_out = fault is Fault.PAPER_OUT
            self.paper_low = False
        elif fault is Fault.PAPER_LOW:
            self.paper_low = True
        elif fault in (Fault.COVER_OPEN, Fault.COVER_CLOSE):
            self.cover_open = fault is Fault.COVER_OPEN
        elif fault in (Fault.CUTTER_JAM, Fault.CUTTER_FREE):
            self._jammed = fault is Fault.CUTTER_JAM
            self.cutter_error = self.cutter_error and self._jammed
        else:
            self.silent = fault is Fault.SILENT
            self._switch_on()

    # Receiving: real-time commands first, then the language, whose effects wait their turn.

    def _receive(self, byte: int) -> None:
        held = self._held
        held.append(byte)
        if held[0] == _DLE and (len(held) == 1 or held[1] in _REAL_TIME):
            if len(held) < 3:
                return
            if not (self._language.in_picture and self.habits.deaf_in_pictures):
                self._real_time(held[1], held[2])
            if not self._language.in_picture:
                held.clear()
                return
            self.misfires += 1
        self._held = bytearray()
        if byte == _DLE and len(held) == 2:
            self._held = bytearray(held[1:])
            held = held[:1]
        for part in held:
            self._read(part)

    def _read(self, byte: int) -> None:
        if self._language.in_picture and self._to_lose:
            self._to_lose -= 1
        elif self._waiting_bytes >= self.habits.buffer_bytes:
            self.overflowed += 1
        else:
            self._language.read(byte)
            if self._waiting and self.can_print:
                self._work()

    def _real_time(self, command: int, n: int) -> None:
        if command == 0x04 and 1 <= n <= 4:
            self._answers.append(self._status(n))
        elif command == 0x05 and n == 2:
            self._switch_on()

    def _status(self, n: int) -> int:
        causes = 0x04 * self.cover_open | 0x20 * self.paper_out
        paper = 0x0C * (self.paper_low or self.paper_out) | 0x60 * self.paper_out
        errors = 0x08 * self.cutter_error
        return 0x12 | {1: 0x08 * (not self.can_print), 2: causes, 3: errors, 4: paper}[n]

    def _later(self, act: Callable[[bytes], None], data: bytes = b"", received: int = 0) -> None:
        self._waiting.append((act, data, received))
        self._waiting_bytes += received

    def _answer_later(self, act: Callable[[bytes], None], data: bytes = b"") -> None:
        if self.habits.early:
            act(data)
        else:
            self._later(act, data)

    def _work(self) -> None:
        while self._waiting and self.can_print:
            act, data, received = self._waiting[0]
            if self.habits.paced:
                rows = 1 if act == self._print_row else CUT_ROWS * (act == self._cut_off)
                if rows > self._credit:
                    return
                self._credit -= rows
            if self._jammed and act == self._cut_off:
                self.cutter_error = True
                return
            self._waiting.popleft()
            self._waiting_bytes -= received
            act(data)

    # What the language has it do, each in its turn.

    def print_row(self, row: bytes, received: int = 0) -> None:
        """See ``Machine``."""
        self._later(self._print_row, row, received)

    def end_picture(self) -> None:
        """See ``Machine``."""
        self._later(self._count_band)

    def note_text(self, text: str) -> None:
        """See ``Machine``."""
        self._later(self._note_text, text.encode(), len(text))

    def cut(self) -> None:
        """See ``Machine``."""
        self._later(self._cut_off)

    def answer_paper(self) -> None:
        """See ``Machine``."""
        self._answer_later(self._acknowledge)

    def answer_name(self, n: int) -> None:
        """See ``Machine``."""
        self._answer_later(self._introduce, NAME if n >= 65 else b"\x02")

    def not_understood(self) -> None:
        """See ``Machine``."""
        self.unknown += 1

    # Effects, in the order of the queue.

    def _print_row(self, row: bytes) -> None:
        self._rows.append(row)
        self._printed_rows += 1
        if self._due and self._printed_rows >= self._due[0]:
            fault = self._due[1]
            self._due = None
            self._happen(fault)

    def _count_band(self, _: bytes) -> None:
        self._bands += 1

    def _note_text(self, text: bytes) -> None:
        self._texts.append(text.decode())

    def _introduce(self, name: bytes) -> None:
        self._answers += b"" if self.habits.nameless else name

    def _acknowledge(self, _: bytes) -> None:
        self._answers.append(0x03 * self.paper_low | 0x0C * self.paper_out)

    def _cut_off(self, _: bytes) -> None:
        size = ((self.width + 7) // 8 * 8, len(self._rows))
        image = Image.frombytes("1", size, b"".join(self._rows)).crop((0, 0, self.width, size[1]))
        piece = Piece(image, self._bands, "\n".join(self._texts))
        self._fresh_paper()
        self.cuts += 1
        if size[1]:
            self._cut(piece)
        if self.habits.weak:
            self._switch_on()
