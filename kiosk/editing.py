"""What the editors of a catalogue noted for each other ("cần kiểm tra": to be checked) is cut."""

from __future__ import annotations

import re

MARK = "cần kiểm tra"
_AFTER = re.compile(rf"\s*[;,–-]\s*{MARK}")
_IN_BRACKETS = re.compile(rf"\s*\([^()]*{MARK}[^()]*\)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def name(text: str) -> str:
    """A name or condition without the mark; what it says beside the mark stays."""
    return _IN_BRACKETS.sub("", _AFTER.sub("", text))


def note(text: str | None) -> str | None:
    """A note without the brackets and sentences that nobody has checked; None when none is left."""
    if text is None:
        return None
    sentences = _SENTENCE_END.split(_IN_BRACKETS.sub("", text))
    return " ".join(one for one in sentences if MARK not in one).strip() or None
