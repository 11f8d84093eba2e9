"""The words of a call in every spoken language.

Speech has a grammar of its own (numbers, letters, pauses), so these sentences live here and not
in the message catalogues of the screens.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from audio import numbers_en, numbers_vi

HIGHEST_COUNTER = 999
_LABEL = re.compile(f"[{''.join(numbers_vi.LETTERS)}][0-9]{{3,6}}")


@dataclass(frozen=True, slots=True)
class Call:
    """One ticket called to one counter; `nth` is 1 for the first call, more for a recall.

    Raises ValueError when the label is not one capital letter and three to six digits, the
    counter not 1 to 999, or `nth` below 1.
    """

    label: str
    counter: int
    nth: int = 1

    def __post_init__(self) -> None:
        if not _LABEL.fullmatch(self.label):
            raise ValueError(f"{self.label!r} is not a letter followed by three to six digits")
        if not 1 <= self.counter <= HIGHEST_COUNTER:
            raise ValueError(f"counter {self.counter} is not between 1 and {HIGHEST_COUNTER}")
        if self.nth < 1:
            raise ValueError(f"the first call is number 1, not {self.nth}")

    @property
    def is_recall(self) -> bool:
        return self.nth > 1


def phrase(call: Call, language: str) -> str:
    """The sentence to be spoken for a call. Raises ValueError for a language without grammar."""
    grammar = _GRAMMARS.get(language)
    if grammar is None:
        raise ValueError(f"no speech grammar for {language!r}, only {', '.join(LANGUAGES)}")
    return grammar(call)


def _northern(call: Call) -> str:
    return _vietnamese(call, numbers_vi.Region.NORTH)


def _southern(call: Call) -> str:
    return _vietnamese(call, numbers_vi.Region.SOUTH)


def _vietnamese(call: Call, region: numbers_vi.Region) -> str:
    number = numbers_vi.ticket_number(call.label[1:], region)
    # The comma makes a short pause, so that letter and number do not run together.
    ticket = f"{numbers_vi.letter(call.label[0])}, {number}"
    counter = numbers_vi.cardinal(call.counter, region)
    opening = "Xin nhắc lại, mời" if call.is_recall else "Mời"
    return f"{opening} công dân có số thứ tự {ticket}, đến quầy số {counter}."


def _english(call: Call) -> str:
    ticket = f"{numbers_en.letter(call.label[0])} {numbers_en.digits(call.label[1:])}"
    counter = numbers_en.cardinal(call.counter)
    if call.is_recall:
        return f"Repeating: ticket {ticket}, counter {counter}."
    return f"Ticket {ticket}, please go to counter {counter}."


# Keys are BCP 47 tags; the private-use subtag for the south is the one espeak-ng uses.
_GRAMMARS: dict[str, Callable[[Call], str]] = {
    "vi": _northern,
    "vi-vn-x-south": _southern,
    "en": _english,
}
LANGUAGES = tuple(_GRAMMARS)
