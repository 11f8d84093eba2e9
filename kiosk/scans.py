"""Bytes of a scanner become whole texts: until CR or LF, or a silence. No I/O, no clock.

Nothing here has a text form that shows what was scanned: it may be about a person.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

LONGEST = 512  # bytes; the longest card is about 250
_ENDS = b"\r\n"
Code = Literal["too_long", "not_utf8", "not_text"]


class Scan(Struct, frozen=True):
    """One code as it was read."""

    text: str

    def __repr__(self) -> str:
        return "Scan()"

    __str__ = __repr__


class Refused(Struct, frozen=True):
    """Something that is no text. ``too_long``: above 512 bytes. ``not_utf8``: another encoding, to
    be changed in the scanner, or a wrong speed. ``not_text``: control characters in it.
    """

    code: Code


class Gathering:
    """What one open line has said since the last end. One for each link, one thread."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._too_long = False

    @property
    def open(self) -> bool:
        """Whether something has begun that has not ended."""
        return bool(self._bytes) or self._too_long

    def feed(self, data: bytes) -> Iterator[Scan | Refused]:
        """What ended within ``data``, in order."""
        for byte in data:
            if byte in _ENDS:
                yield from self.silence()
            elif len(self._bytes) < LONGEST and not self._too_long:
                self._bytes.append(byte)
            else:
                self._too_long = True
                self._bytes.clear()

    def silence(self) -> Iterator[Scan | Refused]:
        """The line was silent long enough: what has begun is over."""
        if self._too_long:
            self._too_long = False
            yield Refused("too_long")
        elif self._bytes:
            data = bytes(self._bytes)
            self._bytes.clear()
            yield _read(data)


def _read(data: bytes) -> Scan | Refused:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return Refused("not_utf8")
    if any(unicodedata.category(letter) == "Cc" for letter in text):
        return Refused("not_text")
    return Scan(unicodedata.normalize("NFC", text))
