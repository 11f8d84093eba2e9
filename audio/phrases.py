"""A call, and what a language says of it.

Speech has a grammar of its own (numbers, letters, pauses), so its sentences live in
`audio/grammars`, one file for each language, and not in the message catalogues of the screens.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from audio import numbers_vi

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
    def letter(self) -> str:
        return self.label[0]

    @property
    def number(self) -> str:
        return self.label[1:]

    @property
    def is_recall(self) -> bool:
        return self.nth > 1


@dataclass(frozen=True, slots=True)
class Reading:
    """How a language reads what stands on screens and in messages; see `audio/reading.py`."""

    letter: Callable[[str], str]
    digits: Callable[[str], str]
    cardinal: Callable[[int], str]
    time: Callable[[int, int], str]
    date: Callable[[int, int], str]
    to: str
    of: str
    point: str
    year: str = ""
    abbreviations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a language has to say.

    `call` gives the fragments of a call in speaking order, each kept as a clip of its own. Joined
    by spaces they are the sentence; one that ends with a comma or a full stop is followed by a
    pause. Each depends on one thing alone: the letter, the number, the counter or whether it is a
    recall, so that clips made for some calls serve all.

    Without a `reading`, texts are left to the engine as they are written.
    """

    call: Callable[[Call], tuple[str, ...]]
    reading: Reading | None = None
