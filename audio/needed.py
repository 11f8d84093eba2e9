"""Which clips a centre needs for all its calls."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from audio import grammars
from audio.pack import bare, words
from audio.phrases import Call


class Clip(NamedTuple):
    """A text to be spoken in a language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Hall:
    """What may be called: letters of services, counters, the highest number, and the languages."""

    letters: str
    counters: tuple[int, ...]
    languages: tuple[str, ...]
    last: int = 999

    def __post_init__(self) -> None:
        if not (self.letters and self.counters and self.languages and self.last > 0):
            raise ValueError("Nothing to say: a centre has letters, counters, numbers, languages.")
        unknown = [tag for tag in self.languages if tag not in grammars.languages()]
        if unknown:
            known = ", ".join(grammars.languages())
            raise ValueError(f"There is no grammar for {', '.join(unknown)}, only for {known}.")


def read_centre(file: Path) -> Hall:
    """The hall of a centre file. Raises ValueError with the reason, OSError when it is not there.

    A language without grammar is not spoken, as in the hall itself.
    """
    try:
        centre = tomllib.loads(file.read_text("utf-8"))
        spoken = [tag for tag in centre["centre"]["languages"] if tag in grammars.languages()]
        return Hall(
            letters="".join(service["prefix"] for service in centre["services"]),
            counters=tuple(counter["number"] for counter in centre["counters"]),
            languages=tuple(spoken),
        )
    except KeyError as error:
        raise ValueError(f"{file} is not a centre file: it has no {error}.") from error
    except (TypeError, ValueError) as error:
        raise ValueError(f"{file} cannot be read as a centre file: {error}") from error


def clips(hall: Hall, by_word: bool = False) -> list[Clip]:
    """Every clip for every call of the hall, each once.

    `by_word` gives the words of letters, numbers and counters instead of their whole readings: some
    dozen clips for a person to record instead of thousands.
    """
    found: dict[Clip, None] = {}
    for language in hall.languages:
        carriers = _carriers(language)
        for fragment in _fragments(hall, language):
            whole = not by_word or fragment in carriers
            for text in [bare(fragment) if by_word else fragment] if whole else words(fragment):
                found[Clip(text, language)] = None
    return list(found)


def _fragments(hall: Hall, language: str) -> Iterator[str]:
    """A fragment depends on one thing alone (see `Grammar`), so each thing is called once."""
    for call in _calls(hall.letters, hall.counters, hall.last):
        yield from grammars.fragments(call, language)


def _calls(letters: str, counters: Sequence[int], last: int) -> Iterator[Call]:
    yield Call(f"{letters[0]}001", counters[0], nth=2)
    yield from (Call(f"{letter}001", counters[0]) for letter in letters)
    yield from (Call(f"{letters[0]}001", counter) for counter in counters)
    yield from (Call(f"{letters[0]}{number:03}", counters[0]) for number in range(1, last + 1))


def _carriers(language: str) -> set[str]:
    """The fragments that say the same in every call."""

    def said(calls: Iterable[Call]) -> set[str]:
        return {fragment for call in calls for fragment in grammars.fragments(call, language)}

    one, other = ("A123", 4), ("B567", 8)
    return said(Call(*one, nth) for nth in (1, 2)) & said(Call(*other, nth) for nth in (1, 2))
