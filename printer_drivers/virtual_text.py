"""The letters of the virtual printer: its code pages, sizes, what others teach it, QR codes.

Its pages are written out here a second time, by the numbers that printers have them under, so that
a wrong number of the driver shows as wrong letters on its paper.
"""

import functools
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFont

CELL = (12, 24)  # dots of a letter, font A
LINE_GAP = 6  # dots between lines
UNKNOWN = "□"
_INK = 128
_FONT_PX = 18

# 0x80 to 0xFF; a dot is an empty place.
_LATIN = bytes(range(0x80, 0x100)).decode("cp437")
_WESTERN = bytes(range(0x80, 0x100)).decode("cp1252", "replace").replace("\ufffd", "·")
_CP1258 = bytes(range(0x80, 0x100)).decode("cp1258", "replace").replace("\ufffd", "·")
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ" "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ" "Õắằặấầẩậẽẹếềểễệố" "ồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ" "ĐứÒÓÔạỷừửÙÚỹỵÝỡư" "àáâãảăữẫèéêẻìíĩỉ" "đựòóôõỏọụùúũủýợỮ"
)  # fmt: skip
_TCVN_1 = "·" * 40 + (
                                                "ăâêôơưđ·" "·····àảãáạ·ằẳẵắ·"
    "······ặầẩẫấậè·ẻẽ" "éẹềểễếệìỉ···ĩíịò" "·ỏõóọồổỗốộờởỡớợù" "·ủũúụừửữứựỳỷỹýỵ·"
)  # fmt: skip
_TCVN_2 = "·" * 32 + (
    "·ĂÂ····Đ··ÊÔƠƯ··" "·····ÀẢÃÁẠ·ẰẲẴẮ·"
    "······ẶẦẨẪẤẬÈ·ẺẼ" "ÉẸỀỂỄẾỆÌỈ···ĨÍỊÒ" "·ỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙ" "·ỦŨÚỤỪỬỮỨỰỲỶỸÝỴ·"
)  # fmt: skip
USUAL_PAGES: Mapping[int, str] = {
    0: _LATIN, 16: _WESTERN, 27: _TCVN_1, 30: _TCVN_1, 31: _TCVN_2, 51: _VISCII, 52: _CP1258,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """How the next letter looks."""

    bold: bool = False
    wide: int = 1
    high: int = 1


@dataclass(slots=True)
class Type:
    """What was set, the line being composed, and what was taught; all of it gone after ESC @."""

    pages: Mapping[int, str]
    width: int
    align: int = 0
    style: Style = Style()
    page: str = _LATIN
    own_set: bool = False
    taught: dict[int, bytes] = field(default_factory=dict)
    line: list[tuple[str | bytes, Style]] = field(default_factory=list)
    code: bytes = b""
    module: int = 3

    def justify(self, n: int) -> None:
        """ESC a, also as a digit: left, centre, right."""
        self.align = n % 48

    def choose_set(self, n: int) -> None:
        """ESC %: what was taught, or the printer's own."""
        self.own_set = bool(n & 1)

    def mode(self, n: int) -> None:
        """ESC !: bold, and twice as high or wide."""
        self.style = Style(bool(n & 0x08), 2 if n & 0x20 else 1, 2 if n & 0x10 else 1)

    def magnify(self, n: int) -> None:
        """GS !: one to eight times as wide and high."""
        self.style = replace(self.style, wide=(n >> 4 & 7) + 1, high=(n & 7) + 1)

    def choose_page(self, n: int) -> None:
        """ESC t; a page it does not have changes nothing."""
        self.page = self.pages.get(n, self.page)

    def fits(self, byte: int) -> bool:
        """Whether one more letter fits on the line; else the line is printed first."""
        used = sum(CELL[0] * style.wide for _, style in self.line)
        return used + CELL[0] * self.style.wide <= self.width or self._is_mark(byte)

    def add(self, byte: int) -> None:
        """Put a letter on the line; a loose tone goes onto the letter before it."""
        if self.own_set and byte in self.taught:
            self.line.append((self.taught[byte], self.style))
        elif self._is_mark(byte) and self.line and isinstance(self.line[-1][0], str):
            composed = unicodedata.normalize("NFC", self.line[-1][0] + self._letter(byte))
            self.line[-1] = (composed, self.line[-1][1])
        else:
            self.line.append((self._letter(byte), self.style))

    def finished_line(self) -> tuple[str, Image.Image]:
        """The text of the line and its picture, white below included; begins the next."""
        line, self.line = self.line, []
        high = max((style.high for _, style in line), default=self.style.high)
        wide = sum(CELL[0] * style.wide for _, style in line)
        image = Image.new("1", (max(wide, 1), CELL[1] * high + LINE_GAP))
        left = 0
        for letter, style in line:
            draw = _taught if isinstance(letter, bytes) else _cell
            cell = draw(letter, style.bold)
            size = (CELL[0] * style.wide, CELL[1] * style.high)
            image.paste(
                cell.resize(size, Image.Resampling.NEAREST), (left, CELL[1] * high - size[1])
            )
            left += size[0]
        return "".join(one if isinstance(one, str) else UNKNOWN for one, _ in line), image

    def symbol(self, told: bytes) -> Image.Image | None:
        """GS ( k: keep what is told of a QR code, or draw it."""
        if told[:2] == b"1C":
            self.module = told[2]
        elif told[:3] == b"1P0":
            self.code = told[3:]
        elif told[:3] == b"1Q0" and self.code:
            code = segno.make_qr(self.code, error="m", boost_error=False)
            side = len(code.matrix)
            ink = Image.frombytes("L", (side, side), b"".join(bytes(row) for row in code.matrix))
            size = (side * self.module, side * self.module)
            return ink.point(lambda dark: 255 * dark, "1").resize(size, Image.Resampling.NEAREST)
        return None

    def _letter(self, byte: int) -> str:
        return chr(byte) if byte < 0x80 else self.page[byte - 0x80]

    def _is_mark(self, byte: int) -> bool:
        return unicodedata.combining(self._letter(byte)) > 0


@functools.cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = "NotoSans-Bold.ttf" if bold else "NotoSans-Regular.ttf"
    path = Path(__file__).with_name("fonts") / name
    return ImageFont.truetype(str(path), _FONT_PX, layout_engine=ImageFont.Layout.BASIC)


@functools.cache
def _cell(letter: str, bold: bool) -> Image.Image:
    font = _font(bold)
    left, _, right, _ = font.getbbox(letter)
    drawn = Image.new("L", (max(int(right - left), CELL[0]), CELL[1]))
    ImageDraw.Draw(drawn).text(((drawn.width - right - left) / 2, 0), letter, 255, font)
    cell = drawn.resize(CELL, Image.Resampling.BICUBIC)
    return cell.point(lambda value: 255 if value >= _INK else 0, "1")


@functools.cache
def _taught(columns: bytes, bold: bool) -> Image.Image:
    """Columns of 24 dots from the top; as many as were told. Bold is the same one dot further."""
    cell = Image.new("1", CELL)
    lying = Image.frombytes("1", (CELL[1], len(columns) // 3), columns)
    cell.paste(lying.transpose(Image.Transpose.TRANSPOSE), (0, 0))
    return ImageChops.logical_or(cell, ImageChops.offset(cell, 1, 0)) if bold else cell
