"""Texts of a catalogue as people are to read them.

What its editors noted for each other ("cần kiểm tra": to be checked) is cut. A limit that they
wrote as a sign ("≤ 06 tháng") is said in words: few read signs, and the paper's letters lack it.
"""

from __future__ import annotations

import re

MARK = "cần kiểm tra"
_AFTER = re.compile(rf"\s*[;,–-]\s*{MARK}")
_IN_BRACKETS = re.compile(rf"\s*\([^()]*{MARK}[^()]*\)")
_AT_MOST = re.compile(r"≤\s*(?=\d)")
_IN_WORDS = {"vi": "không quá ", "en": "at most "}
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def name(text: str, language: str = "vi") -> str:
    """A name or condition without the mark; what it says beside the mark stays."""
    return _AT_MOST.sub(_IN_WORDS[language], _IN_BRACKETS.sub("", _AFTER.sub("", text)))


def note(text: str | None) -> str | None:
    """A note without the brackets and sentences that nobody has checked; None when none is left."""
    if text is None:
        return None
    sentences = _SENTENCE_END.split(_AT_MOST.sub(_IN_WORDS["vi"], _IN_BRACKETS.sub("", text)))
    return " ".join(one for one in sentences if MARK not in one).strip() or None
