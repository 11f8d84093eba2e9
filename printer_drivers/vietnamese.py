"""How Vietnamese is written for a printer's own letters: bytes of its code pages. Pure.

There is no page that all printers have, and the numbers of the pages are each maker's own. What a
page cannot say is not said: ``spell`` gives None, and the caller draws that line as a picture.

Sources: VISCII is RFC 1456; its six capitals at control codes are left out, for a printer obeys
them. CP1258 is Microsoft's, as Python knows it: a base letter, then its tone. TCVN-3 is TCVN
5712:1993, third set; printers split it into a page of small letters and one of capitals, for which
the positions are those of the printer data set of python-escpos 3.1 (its Eth is meant as Đ).
"""

import string
import unicodedata
from collections.abc import Mapping
from typing import Literal

Page = Literal["viscii", "cp1258", "tcvn3-lower", "tcvn3-upper"]
"""A code page as profiles name it."""
Spelling = Literal["viscii", "cp1258", "tcvn3", "tcvn3-lower"]
"""A way to write with pages: ``tcvn3`` changes between its two, ``tcvn3-lower`` has only one."""

PAGES_OF: dict[Spelling, tuple[Page, ...]] = {
    "viscii": ("viscii",),
    "cp1258": ("cp1258",),
    "tcvn3": ("tcvn3-lower", "tcvn3-upper"),
    "tcvn3-lower": ("tcvn3-lower",),
}
ASCII = frozenset(string.digits + string.ascii_letters + string.punctuation + " ")
# Signs that no page of all has, and what stands for them in typewriting.
_TYPED = str.maketrans(
    {
        "–": "-", "—": "-", "−": "-", "•": "-", "·": "-", "×": "x", "…": "...",
        "“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "\u202f": " ",
    }
)  # fmt: skip

# The upper half of each page from its first letter on; a dot is no letter of ours.
_VISCII = (
    0x80,
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
)
_TCVN_LOWER = (
    0xA8,
    "ăâêôơưđ······àảãáạ·ằẳẵắ·······ặầẩẫấậè·ẻẽéẹềểễếệìỉ···ĩíịò·ỏõóọồổỗốộờởỡớợù·ủũúụừửữứựỳỷỹýỵ",
)
_TCVN_UPPER = (
    0xA1,
    "ĂÂ····Đ··ÊÔƠƯ·······ÀẢÃÁẠ·ẰẲẴẮ·······ẶẦẨẪẤẬÈ·ẺẼÉẸỀỂỄẾỆÌỈ···ĨÍỊÒ"
    "·ỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙ·ỦŨÚỤỪỬỮỨỰỲỶỸÝỴ",
)
_VOWELS = "aăâeêioôơuưy"
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def letters() -> list[str]:
    """The 134 letters of Vietnamese that are not ASCII, small ones first."""
    small = [unicodedata.normalize("NFC", v + tone) for v in _VOWELS for tone in ("", *_TONES)]
    small = [letter for letter in (*small, "đ") if letter not in ASCII]
    return [*small, *(letter.upper() for letter in small)]


def typed(text: str) -> str:
    """The text in NFC, with dashes, dots and quotation marks as typewriters have them."""
    return unicodedata.normalize("NFC", text).translate(_TYPED)


def spell(text: str, spelling: Spelling, numbers: Mapping[Page, int]) -> bytes | None:
    """A typed text as bytes with the changes of page (ESC t n) it needs; None if it cannot be.

    The text begins on whatever page was chosen before, and may end on another. ``numbers``: of the
    printer's pages.
    """
    told, now = bytearray(), ""
    for letter in text:
        if letter in ASCII:
            told += letter.encode("ascii")
            continue
        having = [page for page in PAGES_OF[spelling] if letter in _TABLES[page]]
        if not having:
            return None
        if now not in having:
            now = having[0]
            told += b"\x1bt" + bytes((numbers[having[0]],))
        told += _TABLES[having[0]][letter]
    return bytes(told)


def _table(first: int, row: str) -> dict[str, bytes]:
    return {letter: bytes((first + at,)) for at, letter in enumerate(row) if letter != "·"}


def _cp1258() -> dict[str, bytes]:
    return {letter: _base_and_tone(letter).encode("cp1258") for letter in letters()}


def _base_and_tone(letter: str) -> str:
    """Ế as Ê and an acute: the page has base letters with their shape, and loose tones."""
    parts = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in parts[1:] if mark in _TONES), "")
    return unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts) + tone


_TABLES: dict[Page, dict[str, bytes]] = {
    "viscii": _table(*_VISCII),
    "cp1258": _cp1258(),
    "tcvn3-lower": _table(*_TCVN_LOWER),
    "tcvn3-upper": _table(*_TCVN_UPPER),
}
