"""What is on a ticket, as plain values: a small layout language, without fonts, pixels or devices.

A :class:`Receipt` is a paper width and a sequence of blocks from top to bottom. Every text is
normalised to NFC, because fonts and printers know "ế" as one letter and print "e" plus two loose
marks badly. A receipt is a value: equal receipts print equal paper, and ``to_json``/``from_json``
keep it for a later identical copy.
"""

import unicodedata
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Align = Literal["left", "centre", "right"]
Size = Literal["small", "normal", "large"]
WidthMm = Literal[58, 80]
# Dots of the print head across the paper; even, because numbers and codes are drawn at half size.
Dots = Annotated[int, Meta(ge=320, le=832, multiple_of=2)]
HEAD_DOTS: dict[WidthMm, int] = {80: 576, 58: 384}  # 203 dpi heads, what most printers have

# Signs of the procedures' names for which Noto Sans has no glyph: an empty box says nothing.
_SPELT = str.maketrans({"≤": "<=", "≥": ">=", "→": "->"})

QR_MAX_BYTES = 300  # fits version 13 at level M: still at least 4 dots a module on 58 mm paper


def _clean(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).translate(_SPELT)
    if any(unicodedata.category(char) == "Cc" for char in composed):
        raise ValueError("control_character_in_text")
    return composed


class _Block(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    pass


class _TextBlock(_Block, frozen=True):
    text: str

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "text", _clean(self.text))


class Line(_TextBlock, frozen=True, tag="line"):
    """A paragraph, wrapped at words to the width of the paper.

    Raises ValueError for control characters (line breaks included: use one block a paragraph).
    """

    size: Size = "normal"
    bold: bool = False
    align: Align = "left"


class Big(_TextBlock, frozen=True, tag="big"):
    """The ticket's label, as large as the paper allows (60 mm wide or more for A042 on 80 mm)."""


class Check(_TextBlock, frozen=True, tag="check"):
    """An empty box to tick and a text beside it: one document the visitor has to bring."""


class Bullet(_TextBlock, frozen=True, tag="bullet"):
    """A dot and a text beside it."""


class Pair(_Block, frozen=True, tag="pair"):
    """A name at the left edge and its value, bold, at the right edge."""

    name: str
    value: str

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "name", _clean(self.name))
        msgspec.structs.force_setattr(self, "value", _clean(self.value))


class Rule(_Block, frozen=True, tag="rule"):
    """A thin line across the paper."""


class Space(_Block, frozen=True, tag="space"):
    """Blank paper, in millimetres (0 to 50)."""

    mm: float = 3.0

    def __post_init__(self) -> None:
        if not 0 <= self.mm <= 50:
            raise ValueError("space_out_of_range")


class Qr(_Block, frozen=True, tag="qr"):
    """A QR code in the middle of the paper, error correction M (ISO/IEC 18004).

    Raises ValueError for empty data or more than 300 bytes of UTF-8.
    """

    data: str

    def __post_init__(self) -> None:
        if not 0 < len(self.data.encode()) <= QR_MAX_BYTES:
            raise ValueError("qr_data_length")


class Logo(_Block, frozen=True, tag="logo"):
    """The centre's picture in the middle of the paper, or nothing where there is none."""


Block = Line | Big | Check | Bullet | Pair | Rule | Space | Qr | Logo


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One piece of paper: its blocks from top to bottom, the width of the roll, large print.

    ``dots``: the width of the print head, for printers that do not have the usual one.
    """

    blocks: tuple[Block, ...]
    width_mm: WidthMm = 80
    large: bool = False
    dots: Dots | None = None

    def __post_init__(self) -> None:
        if not self.blocks:
            raise ValueError("receipt_without_blocks")

    @property
    def head_dots(self) -> int:
        """Dots across the paper that can be printed on."""
        return HEAD_DOTS[self.width_mm] if self.dots is None else self.dots


def to_json(receipt: Receipt) -> bytes:
    """The receipt as UTF-8 JSON; ``from_json`` gives back an equal value."""
    return msgspec.json.encode(receipt)


def from_json(data: bytes) -> Receipt:
    """The receipt in UTF-8 JSON. Raises ValueError (msgspec.ValidationError) naming the fault."""
    return msgspec.json.decode(data, type=Receipt)
