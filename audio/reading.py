"""How the text of a screen is read aloud: labels, numbers, times and abbreviations in words.

An engine reads prose well and everything else by luck: "A042" as forty-two, "NĐ" as two letters,
"10–15" as ten fifteen. The rules are those of the language's grammar; a language without rules is
left to its engine as it is written.
"""

import re
from collections.abc import Callable
from functools import partial
from itertools import chain
from textwrap import wrap

from audio import grammars, numbers_vi
from audio.phrases import Reading

LONGEST_PIECE = 200  # characters: some 15 s

_LETTER = "".join(numbers_vi.LETTERS)
_DATE = r"(?<![\w/])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?(?![\w/])"
_NAMED = r"\bngày "
_DAY = rf"(?:{_NAMED})?(?<![\w/])\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?(?![\w/])"
_PART = r"(?<![\w/])\d{1,2}/\d{1,2}(?![\w/])"
_AND = r"(?:,? (?:và|hoặc|đến|and|or|to) | ?[–-] ?|, )"

# What looks like a day and a month may be a page of pages, a share, or round the clock. The words
# about it tell, or a year; and of days that are named in one breath each is one when any is.
_BEFORE_DATES = (
    "từ", "đến", "tới", "trước", "sau", "vào", "hết", "lễ", "dịp", "nghỉ",
    "sáng", "trưa", "chiều", "tối", "nay", "mai", "chủ nhật",
    *(f"thứ {day}" for day in ("hai", "ba", "tư", "năm", "sáu", "bảy", *range(2, 8))),
    "on", "from", "until", "by", "before", "after", "today", "tomorrow",
    *(f"{day}day" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")),
)  # fmt: skip
_BEFORE_PARTS = ("trang", "phần", "bước", "lần", "số", "page", "pages", "part", "step")
_AFTER_SHARES = ("số", "tổng số", "ngày", "of")  # files, counters; "1/2 ngày" is half a day

_TOLD = rf"\b(?:{'|'.join(_BEFORE_DATES)}),? |:\d\d,? |\("
_SHARE = rf"(?= (?:{'|'.join(_AFTER_SHARES)})\b)"
_ALWAYS = r"24/7(?![/\d])(?! (?:đến|to) | ?[–-] ?\d)"  # unless a range of days begins with it
_PARTS = rf"(?i)\b(?:{'|'.join(_BEFORE_PARTS)}) \(?{_PART}(?:{_AND}{_PART})*"
_DATES = rf"(?i)(?P<told>{_TOLD})?(?!{_ALWAYS}){_DAY}(?:{_AND}{_DAY})*(?P<share>{_SHARE})?"


def read(text: str, language: str) -> str:
    """The text as it is to be spoken; unchanged in a language without rules."""
    grammar = grammars.find(language)
    if grammar is None or grammar.reading is None:
        return text
    for pattern, spoken in _PATTERNS:
        text = re.sub(pattern, partial(spoken, grammar.reading), text)
    return " ".join(text.split())


def sentences(text: str) -> list[str]:
    """The text in pieces that can each be spoken alone; nothing that can be spoken is lost.

    A sentence too long for one breath is cut between words. What has no word or number is left
    out, for an engine makes no sound of it.
    """
    pieces = re.split(r"(?<=[.!?…])\s+", text.strip())
    short = [wrap(piece, LONGEST_PIECE, break_on_hyphens=False) for piece in pieces]
    return [piece for piece in chain.from_iterable(short) if re.search(r"\w", piece)]


def _label(rules: Reading, found: re.Match[str]) -> str:
    """People compare what they hear with what is printed, so every printed digit is heard."""
    return f"{rules.letter(found[1])}, {rules.digits(found[2])}"


def _digits(rules: Reading, found: re.Match[str]) -> str:
    groups = re.findall(r"\d+", found[0])
    joint = f" {rules.point} " if "." in found[0] else ", "
    return joint.join(rules.digits(group) for group in groups)


def _time(rules: Reading, found: re.Match[str]) -> str:
    return rules.time(int(found[1]), int(found[2]))


def _parts(rules: Reading, found: re.Match[str]) -> str:
    return found[0].replace("/", f" {rules.of} ")


def _dates(rules: Reading, found: re.Match[str]) -> str:
    text = found[0]
    told = found["told"] is not None and found["share"] is None
    if not told and not re.search(rf"(?i){_NAMED}|/\d{{4}}", text):
        return text
    text = re.sub(r" ?[–-] ?", f" {rules.to} ", text)
    return re.sub(rf"(?i)(?:{_NAMED})?{_DATE}", partial(_date, rules), text)


def _date(rules: Reading, found: re.Match[str]) -> str:
    day, month, year = int(found["day"]), int(found["month"]), found["year"]
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return found[0]
    said = rules.date(day, month)
    return f"{said} {rules.year} {rules.cardinal(int(year))}" if year else said


def _number(rules: Reading, found: re.Match[str]) -> str:
    """In words up to the highest our tables know; beyond, engines read plain digits well."""
    plain = re.sub(r"[.,]", "", found[0])
    if len(plain) > 1 and plain.startswith("0"):
        return rules.digits(plain)
    return rules.cardinal(int(plain)) if int(plain) <= numbers_vi.HIGHEST else plain


def _in_words(rules: Reading, found: re.Match[str]) -> str:
    return rules.abbreviations.get(found[0], found[0])


# In this order: what is longer goes first, so that a label's digits are not taken for a number.
_PATTERNS: tuple[tuple[str, Callable[[Reading, re.Match[str]], str]], ...] = (
    (_PARTS, _parts),
    (_DATES, _dates),
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
