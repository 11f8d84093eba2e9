"""A receipt drawn as strips of ink, from top to bottom, and as a PNG for people to look at.

Strips come one at a time, so that a printer can start on the first while the last is not drawn yet.
The same receipt gives the same pixels on every machine: fixed font files, no shaping library, a
fixed threshold instead of dithering.
"""

import io
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import singledispatchmethod
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

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
    WidthMm,
)

DOTS_PER_MM = 8  # 203 dpi heads, the standard of ticket printers
# Below 22 px (80 mm) and 20 px (58 mm) the marks of Vietnamese letters run together on paper.
TEXT_PX: dict[WidthMm, dict[Size, int]] = {
    80: {"small": 22, "normal": 26, "large": 36},
    58: {"small": 20, "normal": 22, "large": 30},
}
# 45 dots are 16 points, where large print begins (UKAAF G003); the narrow roll comes near it.
LARGE_PX: dict[WidthMm, dict[Size, int]] = {
    80: {"small": 38, "normal": 45, "large": 52},
    58: {"small": 32, "normal": 38, "large": 44},
}
MARGIN = 8  # dots left white at both sides: heads are rarely centred on the paper to the dot
BIG_SHARE = 0.92  # of the width inside the margins: A042 becomes 64 mm wide on 80 mm paper
BIG_MAX_PX = 260  # font size in dots, so that "7" does not use 10 cm of paper
QR_TARGET_DOTS = 240  # 30 mm: phones read it from the hand
QR_QUIET = 4  # modules of white around a code, ISO/IEC 18004
INK_THRESHOLD = 112  # of 255; a little below half, because thermal dots bleed less than they starve
_ALIGNED: dict[Align, float] = {"left": 0.0, "centre": 0.5, "right": 1.0}


class FontMissing(Exception):
    """The font files are not installed; they are put in place by the build."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A full-width slice of the paper: mode "1", 255 is ink; every pixel is scale × scale dots."""

    image: Image.Image
    scale: int = 1

    @property
    def rows(self) -> int:
        """Height on paper, in dots."""
        return self.image.height * self.scale


class Renderer:
    """Draws receipts; keeps the loaded fonts. Not thread-safe: one per thread.

    ``logo``: ink for the block of that name, no wider than the paper.
    """

    def __init__(self, fonts: Path | None = None, logo: Image.Image | None = None) -> None:
        self.logo = logo
        self._directory = fonts or Path(__file__).with_name("fonts")
        self._loaded: dict[tuple[int, bool], ImageFont.FreeTypeFont] = {}

    def strips(self, receipt: Receipt) -> Iterator[Strip]:
        """The receipt's strips from top to bottom, drawn as they are asked for.

        Raises FontMissing when the font files are not there.
        """
        page = _Page(receipt, self)
        for block in receipt.blocks:
            yield from page.draw(block)

    def label(self, receipt: Receipt, block: Big, most_px: int) -> Strip:
        """A label on the receipt's paper, smaller than ``strips`` draws it. Raises FontMissing."""
        return _Page(receipt, self).label(block, most_px)

    def preview(self, receipt: Receipt) -> bytes:
        """The receipt as a black and white PNG, one pixel a dot, exactly as it prints."""
        return png(join(list(self.strips(receipt)), receipt.head_dots))

    def font(self, px: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        """Noto Sans at a size in dots. Raises FontMissing."""
        found = self._loaded.get((px, bold))
        if found is None:
            path = self._directory / ("NotoSans-Bold.ttf" if bold else "NotoSans-Regular.ttf")
            if not path.is_file():
                raise FontMissing(str(path))
            found = ImageFont.truetype(str(path), px, layout_engine=ImageFont.Layout.BASIC)
            self._loaded[px, bold] = found
        return found


def module_dots(side: int) -> int:
    """Dots of one module of a QR code with ``side`` modules: an even number."""
    return 2 * max(2, min(QR_TARGET_DOTS // side // 2, 5))


def join(strips: list[Strip], width: int) -> Image.Image:
    """The strips below one another: mode "1", 255 is ink, ``width`` dots wide."""
    page = Image.new("1", (width, sum(strip.rows for strip in strips)))
    top = 0
    for strip in strips:
        page.paste(_scaled(strip.image, strip.scale), (0, top))
        top += strip.rows
    return page


def png(ink: Image.Image) -> bytes:
    """An ink picture (255 is ink) as PNG bytes, black on white."""
    out = io.BytesIO()
    ink.point(lambda value: 255 - value).save(out, "PNG")
    return out.getvalue()


class _Page:
    def __init__(self, receipt: Receipt, renderer: Renderer) -> None:
        self._width = receipt.head_dots
        self._sizes = (LARGE_PX if receipt.large else TEXT_PX)[receipt.width_mm]
        self._font = renderer.font
        self._logo = renderer.logo

    @singledispatchmethod
    def draw(self, block: Block) -> Iterator[Strip]:
        raise TypeError(block)

    @draw.register
    def _(self, block: Line) -> Iterator[Strip]:
        font = self._font(self._sizes[block.size], bold=block.bold)
        for words in wrapped(block.text, font.getlength, self._inside):
            left = MARGIN + int((self._inside - font.getlength(words)) * _ALIGNED[block.align])
            yield self._strip(font, [(left, words)])

    @draw.register
    def _(self, block: Big) -> Iterator[Strip]:
        yield self.label(block, BIG_MAX_PX)

    def label(self, block: Big, most_px: int) -> Strip:
        """As wide as the paper allows, in a font of ``most_px`` dots at most."""
        room = self._inside * BIG_SHARE / 2
        wide = self._font(100, bold=True).getlength(block.text)
        px = min(int(100 * room / wide), most_px // 2) if wide else most_px // 2
        font = self._font(px, bold=True)
        left, top, right, bottom = font.getbbox(block.text)
        canvas = Image.new("L", (self._width // 2, math.ceil(bottom - top) + 4))
        x = (canvas.width - (right - left)) / 2 - left
        ImageDraw.Draw(canvas).text((int(x), 2 - top), block.text, 255, font)
        return Strip(_ink(canvas), scale=2)

    @draw.register
    def _(self, block: Check) -> Iterator[Strip]:
        px = self._sizes["normal"]
        for strip, first in self._hanging(block.text, indent=int(px * 1.4)):
            if first:
                box = (MARGIN, int(px * 0.38), MARGIN + int(px * 0.76), int(px * 1.14))
                ImageDraw.Draw(strip.image).rectangle(box, outline=255, width=2)
            yield strip

    @draw.register
    def _(self, block: Bullet) -> Iterator[Strip]:
        px = self._sizes["normal"]
        font = self._font(px)
        for strip, first in self._hanging(block.text, indent=px):
            if first:
                ImageDraw.Draw(strip.image).text((MARGIN, 0), "•", 255, font)
            yield strip

    @draw.register
    def _(self, block: Pair) -> Iterator[Strip]:
        plain = self._font(self._sizes["normal"])
        bold = self._font(self._sizes["normal"], bold=True)
        values = list(wrapped(block.value, bold.getlength, self._inside))
        names = list(wrapped(block.name, plain.getlength, self._inside))
        gap = self._sizes["normal"] // 2
        if plain.getlength(names[-1]) + gap + bold.getlength(values[0]) > self._inside:
            names.append("")
        for name in names[:-1]:
            yield self._strip(plain, [(MARGIN, name)])
        for name, value in zip([names[-1]] + [""] * len(values), values, strict=False):
            strip = self._strip(plain, [(MARGIN, name)])
            right = self._width - MARGIN - math.ceil(bold.getlength(value))
            value_ink = self._strip(bold, [(right, value)]).image
            strip.image.paste(255, (0, 0), value_ink)
            yield strip

    @draw.register
    def _(self, block: Rule) -> Iterator[Strip]:
        image = Image.new("1", (self._width, 14))
        ImageDraw.Draw(image).rectangle((MARGIN, 6, self._width - MARGIN - 1, 7), fill=255)
        yield Strip(image)

    @draw.register
    def _(self, block: Space) -> Iterator[Strip]:
        yield Strip(Image.new("1", (self._width, round(block.mm * DOTS_PER_MM))))

    @draw.register
    def _(self, block: Qr) -> Iterator[Strip]:
        code = segno.make_qr(block.data, error="m", boost_error=False)
        matrix = [bytes(row) for row in code.matrix]
        side = len(matrix)
        half = module_dots(side) // 2  # drawn at 2x
        small = Image.frombytes("L", (side, side), b"".join(matrix)).point(lambda dark: 255 * dark)
        grown = small.resize((side * half, side * half), Image.Resampling.NEAREST)
        quiet = QR_QUIET * half
        canvas = Image.new("L", (self._width // 2, grown.height + 2 * quiet))
        canvas.paste(grown, ((canvas.width - grown.width) // 2, quiet))
        yield Strip(_ink(canvas), scale=2)

    @draw.register
    def _(self, block: Logo) -> Iterator[Strip]:
        if self._logo is not None:
            image = Image.new("1", (self._width, self._logo.height))
            image.paste(self._logo, ((self._width - self._logo.width) // 2, 0))
            yield Strip(image)

    @property
    def _inside(self) -> int:
        return self._width - 2 * MARGIN

    def _hanging(self, text: str, *, indent: int) -> Iterator[tuple[Strip, bool]]:
        font = self._font(self._sizes["normal"])
        lines = wrapped(text, font.getlength, self._inside - indent)
        for number, words in enumerate(lines):
            yield self._strip(font, [(MARGIN + indent, words)]), number == 0

    def _strip(self, font: ImageFont.FreeTypeFont, texts: list[tuple[int, str]]) -> Strip:
        ascent, descent = font.getmetrics()
        canvas = Image.new("L", (self._width, ascent + descent))
        pen = ImageDraw.Draw(canvas)
        for left, text in texts:
            pen.text((left, 0), text, 255, font)
        return Strip(_ink(canvas))


def _ink(grey: Image.Image) -> Image.Image:
    return grey.point(lambda value: 255 if value >= INK_THRESHOLD else 0, "1")


def _scaled(image: Image.Image, scale: int) -> Image.Image:
    size = (image.width * scale, image.height * scale)
    return image if scale == 1 else image.resize(size, Image.Resampling.NEAREST)


def wrapped(text: str, length: Callable[[str], float], room: float) -> Iterator[str]:
    """The lines of a paragraph, none longer than ``room``; one empty line for no words."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if length(longer) <= room:
            line = longer
            continue
        if line:
            yield line
        line = word
        while length(line) > room:
            fits = next(n for n in range(len(line), 0, -1) if length(line[:n]) <= room)
            yield line[:fits]
            line = line[fits:]
    yield line
