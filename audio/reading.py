"""How the text of a screen is read aloud: labels, numbers, times and abbreviations in words.

An engine reads prose well and everything else by luck: "A042" as forty-two, "NĐ" as two letters,
"10–15" as ten fifteen. Pure; a language without rules here is left to its engine as it is written.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from audio import numbers_en, numbers_vi

# As Vietnamese offices write them. Kept small: what is not here is spelled by the engine.
ABBREVIATIONS = {
    "BCA": "Bộ Công an", "BHYT": "bảo hiểm y tế", "BTC": "Bộ Tài chính", "BTP": "Bộ Tư pháp",
    "CCCD": "căn cước công dân", "CP": "Chính phủ", "CSDL": "cơ sở dữ liệu", "CT": "chứng thực",
    "DVCQG": "Dịch vụ công quốc gia", "GCN": "giấy chứng nhận", "HĐND": "Hội đồng nhân dân",
    "NĐ": "Nghị định", "NQ": "Nghị quyết", "QĐ": "Quyết định", "QH": "Quốc hội",
    "QSDĐ": "quyền sử dụng đất", "TNHH": "trách nhiệm hữu hạn", "TP": "thành phố",
    "TT": "Thông tư", "TTHC": "thủ tục hành chính", "UBND": "Ủy ban nhân dân",
}  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_LETTER = "".join(numbers_vi.LETTERS)
_DATE_OF_NEXT_OPENING = r"(?<=:\d\d, )(?P<day>\d\d)/(?P<month>\d\d)(?!\S)"


class _Rules(NamedTuple):
    """What differs from language to language."""

    letter: Callable[[str], str]
    digits: Callable[[str], str]
    cardinal: Callable[[int], str]
    time: Callable[[int, int], str]
    date: Callable[[int, int], str]
    to: str
    of: str
    point: str
    abbreviations: Mapping[str, str]


def read(text: str, language: str) -> str:
    """The text as it is to be spoken; unchanged in a language without rules."""
    rules = _RULES.get(language)
    if rules is None:
        return text
    for pattern, spoken in _PATTERNS:
        text = re.sub(pattern, partial(spoken, rules), text)
    return " ".join(text.split())


def sentences(text: str) -> list[str]:
    """The text in pieces that can each be spoken alone; nothing is lost but spaces."""
    return [piece for piece in re.split(r"(?<=[.!?…])\s+", text.strip()) if piece]


def _label(rules: _Rules, found: re.Match[str]) -> str:
    """People compare what they hear with what is printed, so every printed digit is heard."""
    return f"{rules.letter(found[1])}, {rules.digits(found[2])}"


def _digits(rules: _Rules, found: re.Match[str]) -> str:
    groups = re.findall(r"\d+", found[0])
    joint = f" {rules.point} " if "." in found[0] else ", "
    return joint.join(rules.digits(group) for group in groups)


def _time(rules: _Rules, found: re.Match[str]) -> str:
    return rules.time(int(found[1]), int(found[2]))


def _date(rules: _Rules, found: re.Match[str]) -> str:
    day, month = int(found["day"]), int(found["month"])
    return rules.date(day, month) if 1 <= month <= len(_MONTHS) else found[0]


def _number(rules: _Rules, found: re.Match[str]) -> str:
    """In words up to the highest our tables know; beyond, engines read plain digits well."""
    plain = re.sub(r"[.,]", "", found[0])
    if len(plain) > 1 and plain.startswith("0"):
        return rules.digits(plain)
    return rules.cardinal(int(plain)) if int(plain) <= numbers_vi.HIGHEST else plain


def _in_words(rules: _Rules, found: re.Match[str]) -> str:
    return rules.abbreviations.get(found[0], found[0])


# In this order: what is longer goes first, so that a label's digits are not taken for a number.
_PATTERNS: tuple[tuple[str, Callable[[_Rules, re.Match[str]], str]], ...] = (
    (_DATE_OF_NEXT_OPENING, _date),
    (r"\b(\d{1,2}):([0-5]\d)\b", _time),
    (rf"\b([{_LETTER}])(\d{{3,6}})\b", _label),
    (r"\b\d\.\d{6}\b", _digits),  # code of a procedure
    (r"\b\d{3,4}(?: \d{3,4})+\b", _digits),  # telephone
    (r"(?<=\d)\s*–\s*(?=\d)", lambda rules, found: f" {rules.to} "),
    (r"(?<=\d)/(?=\d{1,2}(?!\d|/))", lambda rules, found: f" {rules.of} "),  # page of pages
    (r"(?<=\d)/(?=[\dA-ZĐ])", lambda rules, found: ", "),  # number of a decree
    (r"(?<=[A-ZĐ])-(?=[A-ZĐ])", lambda rules, found: " "),
    (r"(?<=[^\W\d])/(?=[^\W\d])", lambda rules, found: " "),  # ông/bà
    (r"(?<![\w.,])\d{1,3}(?:[.,]\d{3})+(?![\w])", _number),
    (r"(?<![\w])\d+(?![\w])", _number),
    (r"\b[A-ZĐ]{2,}\b", _in_words),
)


def _time_vi(hour: int, minute: int) -> str:
    whole = f"{numbers_vi.cardinal(hour)} giờ"
    return f"{whole} {numbers_vi.cardinal(minute)} phút" if minute else whole


def _time_en(hour: int, minute: int) -> str:
    half = "p.m." if hour % 24 >= 12 else "a.m."
    whole = numbers_en.cardinal(hour % 12 or 12)
    if not minute:
        return f"{whole} {half}"
    rest = numbers_en.cardinal(minute)
    return f"{whole} {'oh ' if minute < 10 else ''}{rest} {half}"


def _date_vi(day: int, month: int) -> str:
    return f"ngày {numbers_vi.cardinal(day)} tháng {numbers_vi.cardinal(month)}"


def _date_en(day: int, month: int) -> str:
    return f"{numbers_en.cardinal(day)} {_MONTHS[month - 1]}"


_RULES = {
    "vi": _Rules(
        letter=numbers_vi.letter,
        digits=numbers_vi.digits,
        cardinal=numbers_vi.cardinal,
        time=_time_vi,
        date=_date_vi,
        to="đến",
        of="trên",
        point="chấm",
        abbreviations=ABBREVIATIONS,
    ),
    "en": _Rules(
        letter=numbers_en.letter,
        digits=numbers_en.digits,
        cardinal=numbers_en.cardinal,
        time=_time_en,
        date=_date_en,
        to="to",
        of="of",
        point="point",
        abbreviations={},
    ),
}
