"""Strips of ink cut into bands that a printer can take, acknowledge and not misread.

A band is at most 24 rows, trimmed to its ink, so that two of them fit the smallest usual receive
buffer (4 kB). Printers act on real-time commands (DLE EOT, DLE ENQ, DLE DC4) the moment they
arrive, even inside picture data; a band must therefore never contain those bytes by accident.
Shifting the picture against the left margin changes all its bytes and none of its dots.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from PIL import Image

BAND_ROWS = 24
BAND_BYTES = 1728  # 24 rows of 576 dots: two fit a buffer of 4 kB, and a flush ends one
GAP_ROWS = 6  # blank rows worth ending a band for: a new one costs about 20 bytes
_LOOK_ALIKES = (b"\x10\x04", b"\x10\x05", b"\x10\x14")  # DLE EOT, DLE ENQ, DLE DC4


class _Strip(Protocol):
    @property
    def image(self) -> Image.Image: ...
    @property
    def scale(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of ink: feed ``gap`` dots, then print ``data`` starting ``left`` dots from the edge.

    ``data`` holds rows × ``stride`` bytes, most significant bit left, 1 is ink; every bit is
    ``scale`` × ``scale`` dots. A band without rows is a feed only.
    """

    gap: int
    left: int = 0
    stride: int = 0
    rows: int = 0
    data: bytes = b""
    scale: int = 1


def bands(strips: Iterable[_Strip]) -> Iterator[Band]:
    """Bands that print exactly the strips, blank rows at the end included, made as asked for."""
    gap = 0
    for strip in strips:
        bottom = 0
        for top, end in _runs(strip.image):
            gap += (top - bottom) * strip.scale
            for part in _safe(strip.image, top, end, strip.scale):
                yield Band(gap, part.left, part.stride, part.rows, part.data, part.scale)
                gap = 0
            bottom = end
        gap += (strip.image.height - bottom) * strip.scale
    if gap:
        yield Band(gap)


def harmless(data: bytes) -> bool:
    """True when no two neighbouring bytes look like the start of a real-time command."""
    return not any(pair in data for pair in _LOOK_ALIKES)


def _runs(image: Image.Image) -> Iterator[tuple[int, int]]:
    """(top, end) of each stretch of rows with ink, no larger than a band may be."""
    stride = (image.width + 7) // 8
    rows = max(1, min(BAND_ROWS, BAND_BYTES // stride))
    data = image.tobytes()
    inked = [any(data[at : at + stride]) for at in range(0, len(data), stride)]
    row = 0
    while row < image.height:
        if not inked[row]:
            row += 1
            continue
        top = last = row
        limit = min(top + rows, image.height)
        while row < limit and row - last < GAP_ROWS:
            if inked[row]:
                last = row
            row += 1
        yield top, last + 1
        row = last + 1


def _safe(image: Image.Image, top: int, end: int, scale: int) -> Iterator[Band]:
    rows = image.crop((0, top, image.width, end))
    box = rows.getbbox()
    if box is None:  # half of a split band
        yield Band(0, rows=end - top, stride=1, data=bytes(end - top), scale=scale)
        return
    left, _, right, _ = box
    for shift in range(min(8, left + 1)):
        data = rows.crop((left - shift, 0, right, end - top)).tobytes()
        if harmless(data):
            break
    else:
        if end - top > 1:
            middle = (top + end) // 2
            yield from _safe(image, top, middle, scale)
            yield from _safe(image, middle, end, scale)
            return
        shift, data = 0, thickened(rows.crop((left, 0, right, 1)).tobytes())
    yield Band(0, (left - shift) * scale, len(data) // (end - top), end - top, data, scale)


def thickened(row: bytes) -> bytes:
    """Harmless picture data, the last resort: a dot of ink beside each offending dot."""
    for pair in _LOOK_ALIKES:
        row = row.replace(pair, bytes((0x18, pair[1])))
    return row
