"""A receipt in the printer's own letters, in ESC/POS: a tenth of the bytes of a picture.

A text line that lost a byte on its way is acknowledged like a whole one. So what a ticket stands
and falls with proves itself: its label is a picture, which swallows its own acknowledgement when
a byte is missing, and so is a code that the printer draws, for its data come with their length.
Every part says all it needs (style, margin, page), so that a loss spoils no more than that part.
Where no byte gets lost between two that arrive, on USB, the label is written as well.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod
from itertools import zip_longest
from typing import NamedTuple, Protocol

import msgspec
import segno

from printer_drivers.escpos_commands import feed
from printer_drivers.raster import Band, bands
from printer_drivers.receipt import (
    Align,
    Big,
    Block,
    Bullet,
    Check,
    Line,
    Logo,
    Pair,
    Qr,
    Receipt,
    Rule,
    Size,
    Space,
)
from printer_drivers.render import DOTS_PER_MM, QR_QUIET, Renderer, Strip, module_dots, wrapped
from printer_drivers.vietnamese import Page, Spelling, spell, typed

# A part is under way no longer than a printer is deaf after it was switched on, also at 9,600 baud:
# a printer that was off and on again has missed at least one whole part, and that is noticed.
PART_BYTES = 256
LABEL_PX = 90  # of its font: A042 is 27 mm wide and costs 485 bytes; the usual one costs 2.5 kB
CELL_DOTS = 12  # the width of font A
LABEL_WIDE = 8  # times as wide as font A, at most: what GS ! can say; A042 is then 48 mm wide
_BOLD, _DOUBLE = 0x08, 0x30  # of ESC !
_PLAIN = b"\x1c.\x1dL\x00\x00"  # FS . leaves Chinese, in which many printers start; GS L: no margin
_AT_LEFT = b"\x1ba\x00"  # many printers justify pictures as they do lines
_ALIGNED: dict[Align, int] = {"left": 0, "centre": 1, "right": 2}

Part = bytes | Band


class Letters(Protocol):
    """A way to make a printer write Vietnamese with letters."""

    def load(self, text: str, kept: dict[str, int]) -> list[bytes] | None:
        """The commands by which the printer learns to write the text; None if it cannot be."""
        ...

    def write(self, text: str, kept: dict[str, int]) -> bytes:
        """The bytes of a text for which ``load`` was not None."""
        ...


class Pages(NamedTuple):
    """Letters of the printer's code pages: nothing is ever loaded."""

    spelling: Spelling
    numbers: dict[Page, int]

    def load(self, text: str, kept: dict[str, int]) -> list[bytes] | None:
        """See ``Letters``."""
        del kept
        return None if spell(text, *self) is None else []

    def write(self, text: str, kept: dict[str, int]) -> bytes:
        """See ``Letters``."""
        del kept
        return spell(text, *self) or b""


class _Piece(NamedTuple):
    text: str
    mode: int = 0


class _ByItself(NamedTuple):
    """What the printer draws without being told each dot.

    QR codes; the logo, by this command; the label, in its letters.
    """

    codes: bool
    logo: bytes | None
    label: bool


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines of the same kind, and the block to draw where the letters do not suffice."""

    lines: Sequence[tuple[_Piece, ...]]
    instead: Block
    align: Align = "left"
    mode: int = 0
    wide: int = 1


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Bytes that belong into one part, with others."""

    data: bytes
    align: Align = "left"
    mode: int = 0


class Typist:
    """Composes receipts in letters; what letters cannot say is drawn. One thread.

    ``lossless``: whether the way to the printer, as it now is, keeps what arrives in one piece, so
    that the label need not prove itself.
    """

    def __init__(
        self,
        renderer: Renderer,
        letters: Letters,
        *,
        native_qr: bool = True,
        stored: bytes | None = None,
        lossless: Callable[[], bool] = bool,
    ) -> None:
        self._renderer = renderer
        self._letters = letters
        self._native_qr, self._stored, self._lossless = native_qr, stored, lossless

    def parts(self, receipt: Receipt, kept: dict[str, int]) -> Iterator[Part]:
        """What to send, part by part, each to be acknowledged.

        ``kept``: what the printer was taught and still knows; what is taught now is added.
        """
        packed = b""
        style: tuple[Align, int] | None = None
        by_itself = _ByItself(self._native_qr, self._stored, self._lossless())
        for item in _Sheet(receipt, self._renderer, by_itself).items():
            for piece in self._told(item, receipt, kept):
                if not isinstance(piece, _Chunk):
                    yield from [packed] if packed else []
                    yield from _whole(piece)
                    packed, style = b"", None
                    continue
                if packed and len(packed) + len(piece.data) > PART_BYTES:
                    yield packed
                    packed, style = b"", None
                packed += _styled(style, piece) + piece.data
                style = (piece.align, piece.mode)
        yield from [packed] if packed else []

    def _told(
        self, item: _Lines | _Chunk | Strip | bytes, receipt: Receipt, kept: dict[str, int]
    ) -> Iterator[_Chunk | Strip | bytes]:
        if not isinstance(item, _Lines):
            yield item
            return
        texts = "".join(piece.text for line in item.lines for piece in line)
        taught = self._letters.load(texts, kept)
        if taught is None:
            alone = msgspec.structs.replace(receipt, blocks=(item.instead,))
            yield from self._renderer.strips(alone)
            return
        yield from taught
        for line in item.lines:
            told, mode = b"", item.mode
            for piece in line:
                wanted = item.mode | piece.mode
                told += b"" if wanted == mode else b"\x1b!" + bytes((wanted,))
                told += self._letters.write(piece.text, kept)
                mode = wanted
            told += b"" if mode == item.mode else b"\x1b!" + bytes((item.mode,))
            yield _Chunk(_magnified(told, item.wide) + b"\n", item.align, item.mode)


def _whole(piece: Strip | bytes) -> Iterator[Part]:
    """A picture, or data with a length: parts of their own.

    Data that lost a byte swallow the next one, which must be the first of the acknowledgement.
    """
    if isinstance(piece, bytes):
        yield piece
        return
    yield _AT_LEFT
    yield from bands([piece])


def new_part(data: bytes) -> bytes:
    """A part of its own: small letters at the left."""
    return _styled(None, _Chunk(data)) + data


def _styled(before: tuple[Align, int] | None, piece: _Chunk) -> bytes:
    """What changes; at the start of a part everything."""
    told = b"" if before else _PLAIN
    if before is None or before[0] != piece.align:
        told += b"\x1ba" + bytes((_ALIGNED[piece.align],))
    if before is None or before[1] != piece.mode:
        told += b"\x1b!" + bytes((piece.mode,))
    return told


def _magnified(told: bytes, wide: int) -> bytes:
    """GS !: so many times as wide, three quarters as high, for font A is twice as high as wide."""
    if wide == 1:
        return told
    high = max(1, wide * 3 // 4)
    return b"\x1d!" + bytes(((wide - 1) << 4 | high - 1,)) + told + b"\x1d!\x00"


class _Sheet:
    """A receipt as lines of cells. Large print and large lines are of double size."""

    def __init__(self, receipt: Receipt, renderer: Renderer, by_itself: _ByItself) -> None:
        self._receipt = receipt
        self._renderer = renderer
        self._by_itself = by_itself
        self._usual = _DOUBLE if receipt.large else 0

    def items(self) -> Iterator[_Lines | _Chunk | Strip | bytes]:
        for block in self._receipt.blocks:
            yield from self._of(block)

    def _columns(self, mode: int) -> int:
        return self._receipt.head_dots // CELL_DOTS // (2 if mode & _DOUBLE else 1)

    @singledispatchmethod
    def _of(self, block: Block) -> Iterator[_Lines | _Chunk | Strip | bytes]:
        raise TypeError(block)

    @_of.register
    def _(self, block: Line) -> Iterator[_Lines]:
        size: dict[Size, int] = {"small": 0, "normal": 0, "large": _DOUBLE}
        mode = size[block.size] | self._usual | _BOLD * block.bold
        for words in wrapped(typed(block.text), len, self._columns(mode)):
            instead = msgspec.structs.replace(block, text=words)
            yield _Lines([(_Piece(words),)], instead, block.align, mode)

    @_of.register
    def _(self, block: Big) -> Iterator[_Lines | Strip]:
        wide = min(LABEL_WIDE, self._columns(0) // max(1, len(block.text)))
        if self._by_itself.label and wide > 1:
            yield _Lines([(_Piece(block.text),)], block, "centre", _BOLD, wide)
        else:
            yield self._renderer.label(self._receipt, block, LABEL_PX)

    @_of.register
    def _(self, block: Check) -> Iterator[_Lines]:
        yield self._hanging(block, "[ ] ")

    @_of.register
    def _(self, block: Bullet) -> Iterator[_Lines]:
        yield self._hanging(block, "- ")

    def _hanging(self, block: Check | Bullet, mark: str) -> _Lines:
        room = self._columns(self._usual) - len(mark)
        found = enumerate(wrapped(typed(block.text), len, room))
        lines = [(_Piece((" " * len(mark) if at else mark) + words),) for at, words in found]
        return _Lines(lines, block, mode=self._usual)

    @_of.register
    def _(self, block: Pair) -> Iterator[_Lines]:
        room = self._columns(self._usual)
        names = list(wrapped(typed(block.name), len, room))
        values = list(wrapped(typed(block.value), len, room))
        if len(names[-1]) + 1 + len(values[0]) > room:
            names.append("")
        above = [(_Piece(name),) for name in names[:-1]]
        beside = [
            (_Piece(name.ljust(room - len(value))), _Piece(value, _BOLD))
            for name, value in zip_longest(names[-1:], values, fillvalue="")
        ]
        yield _Lines([*above, *beside], block, mode=self._usual)

    @_of.register
    def _(self, block: Rule) -> Iterator[_Chunk]:
        yield _Chunk(b"-" * self._columns(0) + b"\n")

    @_of.register
    def _(self, block: Space) -> Iterator[_Chunk]:
        yield _Chunk(feed(round(block.mm * DOTS_PER_MM)))

    @_of.register
    def _(self, block: Qr) -> Iterator[_Chunk | Strip | bytes]:
        if self._by_itself.codes and block.data.isascii():
            told, drawn = qr_code(block.data)
            yield told
            yield _Chunk(drawn, "centre")
        else:
            yield from self._drawn(block)

    @_of.register
    def _(self, block: Logo) -> Iterator[_Chunk | Strip | bytes]:
        if self._by_itself.logo:
            yield _Chunk(self._by_itself.logo)
        else:
            yield from self._drawn(block)

    def _drawn(self, block: Block) -> Iterator[Strip]:
        alone = msgspec.structs.replace(self._receipt, blocks=(block,))
        return self._renderer.strips(alone)


def qr_code(data: str) -> tuple[bytes, bytes]:
    """GS ( k: model 2, size, error level M, data; then to draw it, with white around.

    As large as in pictures. The two belong into different parts.
    """
    module = module_dots(len(segno.make_qr(data, error="m", boost_error=False).matrix))
    asked = (b"1A2\x00", b"1C" + bytes((module,)), b"1E1", b"1P0" + data.encode(), b"1Q0")
    *told, draw = (b"\x1d(k" + len(one).to_bytes(2, "little") + one for one in asked)
    white = feed(QR_QUIET * module)
    return b"".join(told), white + draw + white
