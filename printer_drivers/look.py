"""Which letters does a printer have? A page with one numbered line for each possibility.

No printer can be asked which code page has which letters, and manuals are of other models. So every
possibility is printed and a person says which line reads like the first, which is a picture.
"""

from collections.abc import Iterator
from typing import NamedTuple

from printer_drivers.clock import Clock
from printer_drivers.glyphs import Glyphs
from printer_drivers.line import Wire
from printer_drivers.profile import Letters as Way
from printer_drivers.profile import Profile
from printer_drivers.raster import Band, bands
from printer_drivers.receipt import Line, Receipt, WidthMm
from printer_drivers.render import Renderer
from printer_drivers.session import Commands, Session
from printer_drivers.typist import Letters, Pages, new_part, qr_code
from printer_drivers.vietnamese import PAGES_OF, Page, Spelling

# Every tone, every shape of vowel, small and capital; none of the six capitals VISCII lacks.
SMALL = "đăng ký hộ khẩu, giấy cũ, hẳn, mẫu, tuổi, ngữ ở"
CAPITAL = "ĐĂNG KÝ Ở QUẦY: HỖ TRỢ, SỬA, LẬP, CỔ ĐIỂN, NGỪ"
_DEADLINE_S = 90.0
CODE = "https://motcua.example.vn/t/8fJ2kQx7Lm0Za"
NUMBERS: tuple[tuple[Spelling, tuple[int, ...]], ...] = (
    ("tcvn3", (30, 31)),
    ("tcvn3", (49, 50)),
    ("tcvn3-lower", (27,)),
    ("tcvn3-lower", (30,)),
    ("viscii", (51,)),
    ("viscii", (52,)),
    ("viscii", (27,)),
    ("cp1258", (52,)),
    ("cp1258", (41,)),
    ("cp1258", (32,)),
    ("cp1258", (35,)),
    ("cp1258", (27,)),
    ("cp1258", (94,)),
)
"""Under which numbers printers are said to have pages."""


class Candidate(NamedTuple):
    """A way to write letters with the numbers of its pages; ``way`` None: a QR code."""

    way: Way | None
    pages: dict[Page, int] = {}  # noqa: RUF012 (never changed)

    @property
    def name(self) -> str:
        """For people."""
        numbers = " ".join(str(number) for number in self.pages.values())
        return f"{self.way or 'QR'} {numbers}".strip()


def candidates(known: Profile) -> list[Candidate]:
    """What to try, each once: the profile's pages, the usual ones, our own letters, a QR code."""
    told = {page: number.value for page, number in known.code_pages.items()}
    tried = [
        Candidate(spelling, {page: told[page] for page in pages})
        for spelling, pages in PAGES_OF.items()
        if all(page in told for page in pages)
    ]
    for spelling, numbers in NUMBERS:
        candidate = Candidate(spelling, dict(zip(PAGES_OF[spelling], numbers, strict=True)))
        tried += [] if candidate in tried else [candidate]
    return [*tried, Candidate("glyphs"), Candidate(None)]


def page(
    tried: list[Candidate], renderer: Renderer, width_mm: WidthMm, dots: int
) -> Iterator[bytes | Band]:
    """The page: what it should look like, as a picture; then each possibility under its number."""
    lines = (Line(SMALL), Line(CAPITAL))
    yield from bands(renderer.strips(Receipt(lines, width_mm, dots=dots)))
    taught: dict[str, int] = {}
    for number, candidate in enumerate(tried, 1):
        # A printer that does not know a page stays on the one before: on one without Vietnamese.
        yield new_part(b"\x1bt\x00" + f"{number}. {candidate.name}\n".encode("ascii"))
        if candidate.way is None:
            yield from map(new_part, qr_code(CODE))
            continue
        letters = _letters(candidate, renderer)
        for text in (SMALL, CAPITAL):
            commands = letters.load(text, taught)
            if commands is not None:
                yield from commands
                yield new_part(letters.write(text, taught) + b"\n")


def chosen(tried: list[Candidate], numbers: list[int]) -> tuple[Candidate, bool]:
    """The letters to use of those that read right, and whether the QR code did.

    Pages before our own letters, which have to be taught. Raises ValueError.
    """
    if not all(1 <= number <= len(tried) for number in numbers):
        raise ValueError(f"the page has the numbers 1 to {len(tried)}")
    good = [tried[number - 1] for number in numbers]
    ways = [one for one in good if one.pages] or [one for one in good if one.way]
    if not ways:
        raise ValueError("no letters that read right: tickets stay pictures")
    return ways[0], any(one.way is None for one in good)


def print_page(wire: Wire, commands: Commands, clock: Clock, parts: Iterator[bytes | Band]) -> None:
    """Print and cut; nobody else may be using the wire. Raises what ``Session`` raises."""
    until = clock.monotonic() + _DEADLINE_S
    session = Session(wire, commands, lambda condition: None, clock)
    session.sync(until)
    session.print_body(parts, until)
    session.cut(until)


def _letters(candidate: Candidate, renderer: Renderer) -> Letters:
    if candidate.way is None or candidate.way == "glyphs":
        return Glyphs(renderer)
    return Pages(candidate.way, candidate.pages)
