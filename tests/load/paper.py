"""Tickets and slips on paper: their bytes, the time these need on the line, drawing, and memory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from kiosk import app, looks
from kiosk.samples import sample
from kiosk.settings import PrinterSettings
from printer_drivers.escpos_commands import EscposCommands
from printer_drivers.glyphs import Glyphs
from printer_drivers.raster import bands
from printer_drivers.receipt import Receipt
from printer_drivers.render import Renderer
from printer_drivers.session import as_sent
from printer_drivers.typist import Letters, Pages, Typist
from tests.devices.kiosk_builders import NOW, a_plain_ticket
from tests.load.measured import Figure, quantile

BAUD = 115_200
BITS = 10  # of a byte on the line, with start and stop
LIMITS = {58: (14.0, 1.3), 80: (17.0, 1.6)}  # kB, seconds
# kB of the samples on 58 and 80 mm; those with a list have the longest of the shipped catalogue.
MOST_KB = {
    "ticket": {58: 48, 80: 66},
    "checklist": {58: 44, 80: 60},
    "supplement": {58: 28, 80: 38},
    "return": {58: 15, 80: 20},
    "explanation": {58: 32, 80: 42},
    "day": {58: 28, 80: 41},
}
TICKETS = 10_000
PAGES = Pages("tcvn3", {"tcvn3-lower": 30, "tcvn3-upper": 31})
WARM = 500  # tickets after which nothing new is loaded any more


def measure(_folder: Path) -> Iterator[Figure]:
    """A ticket without a checklist at both widths, one with; then very many."""
    draw, commands = Renderer(), EscposCommands()
    for mm, (most_kb, most_s) in LIMITS.items():
        look = looks.read(PrinterSettings(paper_mm=mm), app.words())
        plain = a_plain_ticket(look)
        size = _bytes(plain, draw, commands)
        yield Figure(f"ticket on {mm} mm", size / 1000, most_kb, "kB")
        yield Figure(f"ticket on {mm} mm at {BAUD} baud", size * BITS / BAUD, most_s, "s")
        for kind, most in MOST_KB.items():
            size = _bytes(sample(kind, look, "vi", NOW), draw, commands)
            yield Figure(f"{kind} with all there can be on {mm} mm", size / 1000, most[mm], "kB")
        yield from _in_letters(mm, plain, draw, commands)
        spent = [_drawn(plain, draw) for _ in range(40)]
        yield Figure(f"ticket on {mm} mm drawn: p50", quantile(spent, 0.5) * 1000, 40, "ms")
    before = 0.0
    for place in range(TICKETS):
        _bytes(a_plain_ticket(look), draw, commands)
        if place == WARM:
            before = _resident_mb()
    yield Figure(f"memory grown over {TICKETS} tickets", _resident_mb() - before, 4, "MB")


def _in_letters(
    mm: int, plain: Receipt, draw: Renderer, commands: EscposCommands
) -> Iterator[Figure]:
    """By USB in letters alone; on a serial line with its label as a picture."""
    ways: dict[str, Letters] = {"code pages": PAGES, "taught letters": Glyphs(draw)}
    for name, letters in ways.items():
        kept: dict[str, int] = {}
        typist = Typist(draw, letters)
        teaching, size = (
            sum(len(as_sent(part, commands)) for part in typist.parts(plain, kept))
            for _ in range(2)
        )
        written = Typist(draw, letters, lossless=lambda: True).parts(plain, kept)
        what = f"in {name} on {mm} mm"
        least = sum(len(as_sent(part, commands)) for part in written)
        yield Figure(f"ticket {what} by USB", least, 700, "bytes")
        yield Figure(f"ticket {what} on a serial line", size, 1200, "bytes")
        for baud, most_s in ((9600, 1.25), (BAUD, 0.11)):
            yield Figure(f"ticket {what} at {baud} baud", size * BITS / baud, most_s, "s")
        if teaching > size:
            yield Figure(f"ticket {what}, the first", teaching, 2700, "bytes")


def _bytes(receipt: Receipt, draw: Renderer, commands: EscposCommands) -> int:
    return sum(len(commands.band(band)) for band in bands(draw.strips(receipt)))


def _drawn(receipt: Receipt, draw: Renderer) -> float:
    started = time.perf_counter()
    for _strip in draw.strips(receipt):
        pass
    return time.perf_counter() - started


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1_000_000
