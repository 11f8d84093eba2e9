"""The languages that can be spoken: one file each, named by its tag (BCP 47) with `_` for `-`.

A language more is a file more in this folder, with a `GRAMMAR`; nothing lists them.
"""

import pkgutil
from collections.abc import Sequence
from importlib import import_module

from audio.phrases import Call, Grammar

_SOUTHERN = {"vi": "vi-vn-x-south"}


def languages() -> tuple[str, ...]:
    """The tags of all languages with a grammar, in alphabetical order."""
    return tuple(sorted(one.name.replace("_", "-") for one in pkgutil.iter_modules(__path__)))


def in_region(tags: Sequence[str], region: str) -> tuple[str, ...]:
    """The languages as they are spoken in the `north` or the `south` of Vietnam."""
    return tuple(_SOUTHERN.get(tag, tag) if region == "south" else tag for tag in tags)


def find(language: str) -> Grammar | None:
    """The grammar of a language, None where there is none."""
    if language not in languages():
        return None
    grammar: Grammar = import_module(f"{__name__}.{language.replace('-', '_')}").GRAMMAR
    return grammar


def fragments(call: Call, language: str) -> tuple[str, ...]:
    """What is said for a call, piece by piece. Raises ValueError for a language without grammar."""
    grammar = find(language)
    if grammar is None:
        raise ValueError(f"no speech grammar for {language!r}, only {', '.join(languages())}")
    return grammar.call(call)


def phrase(call: Call, language: str) -> str:
    """The whole sentence; same errors as `fragments`."""
    return " ".join(fragments(call, language))
