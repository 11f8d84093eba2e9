"""Letters of our own for printers without a page of Vietnamese: ESC & puts them into its memory.

They take the places of ASCII characters, the rare ones first; where a text needs the printer's own
character of such a place, it is called back with ESC % 0. A place that was not taken shows the
printer's own character in both sets (Bixolon SRP-270 and IDiPOS TP-80 command manuals, ESC & and
ESC %). What was loaded is gone after ESC @, after a power cut, and when somebody defines a
downloaded picture.
"""

from PIL import Image, ImageDraw

from printer_drivers.raster import thickened
from printer_drivers.render import INK_THRESHOLD, Renderer
from printer_drivers.vietnamese import ASCII, letters

CELL = (12, 24)  # dots of font A, which every printer has
_PX = 18  # of Noto Sans: Ễ and Ặ just fit into the cell's height; what is too wide is squeezed
_LETTERS = frozenset(letters())
# Signs first: each use of one that lost its place costs two changes of set. Then capitals, then
# small letters, the rare ones first; never digits and the marks of sentences.
PLACES = b"[\\]^_`{|}~;<=>?@!\"#$%&'*+WXYZOPQRSTUVIJKLMNABCDEFGHwxyzjklmnopqrstuvabcdefghi"


class Glyphs:
    """Writes with letters drawn in our font. ``kept``: what the printer holds, letter to place."""

    def __init__(self, renderer: Renderer) -> None:
        self._font = renderer.font(_PX)
        self._drawn: dict[str, bytes] = {}

    def load(self, text: str, kept: dict[str, int]) -> list[bytes] | None:
        """The commands that make the printer able to write the text, noted in ``kept``.

        None, and nothing noted, for a letter that is not Vietnamese or when no place is left.
        """
        new = [letter for letter in dict.fromkeys(text) if letter not in ASCII | kept.keys()]
        free = [place for place in PLACES if place not in kept.values()]
        if len(new) > len(free) or not _LETTERS.issuperset(new):
            return None
        told = dict(zip(new, free, strict=False))
        kept |= told
        return [self._definition(letter, place) for letter, place in told.items()]

    def write(self, text: str, kept: dict[str, int]) -> bytes:
        """A text that was loaded, as bytes; the printer's own letters are chosen at its end."""
        told, own, taken = bytearray(), False, set(kept.values())
        for letter in text:
            wanted = letter in kept or (own and ord(letter) not in taken)
            if wanted is not own:
                told += b"\x1b%" + bytes((wanted,))
                own = wanted
            told.append(kept.get(letter) or ord(letter))
        return bytes(told + (b"\x1b%\x00" if own else b""))

    def _definition(self, letter: str, place: int) -> bytes:
        """One letter a command: of several, one that lost a byte leaves others in disorder."""
        if letter not in self._drawn:
            self._drawn[letter] = thickened(_columns(self._cell(letter)))
        return b"\x1b&\x03" + bytes((place, place, CELL[0])) + self._drawn[letter]

    def _cell(self, letter: str) -> Image.Image:
        left, _, right, _ = self._font.getbbox(letter)
        drawn = Image.new("L", (max(int(right - left), CELL[0]), CELL[1]))
        x = (drawn.width - (right - left)) / 2 - left
        ImageDraw.Draw(drawn).text((x, 0), letter, 255, self._font)
        return drawn.resize(CELL, Image.Resampling.LANCZOS)


def _columns(cell: Image.Image) -> bytes:
    """Columns from the left, each from its top, one bit a dot: the order of ESC &."""
    ink = cell.point(lambda value: 255 if value >= INK_THRESHOLD else 0, "1")
    return ink.transpose(Image.Transpose.TRANSPOSE).tobytes()[: CELL[0] * CELL[1] // 8]
