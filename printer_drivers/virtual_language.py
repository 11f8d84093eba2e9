"""What the virtual printer reads: ESC/POS as commands to its mechanism."""

from collections.abc import Callable, Generator, Mapping
from typing import Protocol

from PIL import Image

from printer_drivers.virtual_text import CELL, LINE_GAP, Type

DOTS_PER_INCH = 203
USUAL_UNITS_PER_INCH = 360  # in which ESC J counts until GS P: as many Epsons, half a dot
LINE_DOTS = CELL[1] + LINE_GAP

_Parser = Generator[None, int, None]


class Machine(Protocol):
    """What can be asked of a mechanism; everything is done after what was asked before."""

    @property
    def width(self) -> int:
        """Dots across the paper."""
        ...

    @property
    def memory(self) -> dict[bytes, Image.Image]:
        """Pictures by their keys, kept without power."""
        ...

    def print_row(self, row: bytes, received: int = 0) -> None:
        """One row of dots; ``received``: bytes of its buffer that are free again afterwards."""
        ...

    def end_picture(self) -> None:
        """A picture is whole."""
        ...

    def note_text(self, text: str) -> None:
        """What the next rows say."""
        ...

    def cut(self) -> None:
        """Cut the paper off."""
        ...

    def answer_paper(self) -> None:
        """Tell the state of the paper."""
        ...

    def answer_name(self, n: int) -> None:
        """Tell the name, or another number of GS I."""
        ...

    def not_understood(self) -> None:
        """A byte that means nothing."""
        ...


class Language:
    """Reads a byte at a time, from the state a printer is in when it was switched on.

    ``in_picture``: in the middle of data that have a length.
    """

    def __init__(self, machine: Machine, pages: Mapping[int, str], *, chinese: bool) -> None:
        self.in_picture = False
        self._machine = machine
        self._pages = pages
        self._chinese = chinese
        self._reset()
        self._parser = self._language()
        next(self._parser)

    def read(self, byte: int) -> None:
        """Take the next byte."""
        self._parser.send(byte)

    def _reset(self) -> None:
        self._left = 0
        self._units_per_inch = USUAL_UNITS_PER_INCH
        self._type = Type(self._pages, self._machine.width)

    def _language(self) -> _Parser:
        while True:
            byte = yield
            if byte == 0x1B:
                yield from self._esc((yield))
            elif byte == 0x1D:
                yield from self._gs((yield))
            elif byte == 0x1C:
                self._chinese = (yield) != ord(".") and self._chinese
            elif byte == 0x0A:
                self._print_line()
            elif byte >= 0x80 and self._chinese:
                yield
                self._letter(ord("?"))
            else:
                self._letter(byte)

    def _letter(self, byte: int) -> None:
        if byte in (0x00, 0x18, 0x0D):
            return
        if byte < 0x20 or byte == 0x7F:
            self._machine.not_understood()
            return
        if not self._type.fits(byte):
            self._print_line()
        self._type.add(byte)

    def _esc(self, command: int) -> _Parser:
        if command == ord("@"):
            self._reset()
        elif command == ord("&"):
            yield from self._taught()
        elif command in b"JdaEM!-GtR3{%":
            self._styled(command, (yield))
        elif command != ord("2"):
            self._machine.not_understood()

    def _styled(self, command: int, n: int) -> None:
        done: dict[int, Callable[[int], None]] = {
            ord("J"): self._feed_units,
            ord("d"): self._feed_lines,
            ord("a"): self._type.justify,
            ord("!"): self._type.mode,
            ord("t"): self._type.choose_page,
            ord("%"): self._type.choose_set,
        }
        if command in done:
            done[command](n)

    def _gs(self, command: int) -> _Parser:
        if command == ord("v"):
            yield from self._picture()
        elif command == ord("("):
            yield from self._with_length((yield))
        elif command in b"LP":
            self._measured(command, (yield), (yield))
        elif command == ord("V"):
            n = yield
            if n in (65, 66):
                self._feed((yield))
            self._machine.cut()
        elif command in b"rI!":
            self._asked(command, (yield))
        else:
            self._machine.not_understood()

    def _asked(self, command: int, n: int) -> None:
        if command == ord("r"):
            self._machine.answer_paper()
        elif command == ord("I"):
            self._machine.answer_name(n)
        else:
            self._type.magnify(n)

    def _measured(self, command: int, first: int, second: int) -> None:
        if command == ord("L"):
            self._left = first | second << 8
        else:
            self._units_per_inch = second or USUAL_UNITS_PER_INCH

    def _picture(self) -> _Parser:
        yield  # always "0"
        mode = (yield) & 3
        stride = (yield) | (yield) << 8
        rows = (yield) | (yield) << 8
        wide = stride * 8 * (2 if mode & 1 else 1)
        left = self._justified(wide)
        self.in_picture = True
        for _ in range(rows):
            row = bytearray()
            for _ in range(stride):
                row.append((yield))
            printed = self._placed(bytes(row), left, doubled=bool(mode & 1))
            self._machine.print_row(printed, stride)
            if mode & 2:
                self._machine.print_row(printed)
        self.in_picture = False
        self._machine.end_picture()

    def _taught(self) -> _Parser:
        """ESC & y c1 c2: for each place its columns."""
        high = yield
        first, last = (yield), (yield)
        self.in_picture = True
        for place in range(first, last + 1):
            columns = bytearray()
            for _ in range(high * (yield)):
                columns.append((yield))
            self._type.taught[place] = bytes(columns)
        self.in_picture = False

    def _with_length(self, command: int) -> _Parser:
        """GS ( and a letter, a length, and as many bytes."""
        told = bytearray()
        length = (yield) | (yield) << 8
        self.in_picture = True
        for _ in range(length):
            told.append((yield))
        self.in_picture = False
        act = {ord("k"): self._type.symbol, ord("L"): self._kept}.get(command)
        image = act(bytes(told)) if act else None
        if image is not None:
            self._print_image(image)

    def _kept(self, told: bytes) -> Image.Image | None:
        """Functions 67 and 69: keep a picture under a key, print it."""
        key = told[3:5] if told[:3] == b"0C0" else told[2:4]
        if told[:3] == b"0C0":
            size = int.from_bytes(told[6:8], "little"), int.from_bytes(told[8:10], "little")
            self._machine.memory[key] = Image.frombytes("1", size, told[11:])
        elif told[:2] == b"0E":
            return self._machine.memory.get(key)
        return None

    def _placed(self, row: bytes, left: int, *, doubled: bool = False) -> bytes:
        """A row of dots on the paper's full width; what does not fit is not printed."""
        bits = f"{int.from_bytes(row, 'big'):0{len(row) * 8}b}"
        if doubled:
            bits = "".join(bit * 2 for bit in bits)
        width = self._machine.width
        line = ("0" * left + bits)[:width].ljust((width + 7) // 8 * 8, "0")
        return int(line, 2).to_bytes(len(line) // 8, "big")

    def _feed(self, dots: int) -> None:
        for _ in range(dots):
            self._machine.print_row(bytes((self._machine.width + 7) // 8))

    def _feed_units(self, n: int) -> None:
        self._feed(round(n * DOTS_PER_INCH / self._units_per_inch))

    def _feed_lines(self, n: int) -> None:
        self._feed(n * LINE_DOTS)

    def _print_line(self) -> None:
        text, image = self._type.finished_line()
        if text:
            self._machine.note_text(text)
        self._print_image(image)

    def _justified(self, wide: int) -> int:
        """Where something so wide begins: ESC a moves pictures too, as far as the margin leaves."""
        room = self._machine.width - self._left
        return self._left + max(0, (room - wide) * self._type.align // 2)

    def _print_image(self, image: Image.Image) -> None:
        left = self._justified(image.width)
        stride = (image.width + 7) // 8
        data = image.tobytes()
        for at in range(0, len(data), stride):
            self._machine.print_row(self._placed(data[at : at + stride], left))
