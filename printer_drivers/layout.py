"""Slips as text files that a centre can edit: a small layout language, filled with values.

One line is one block of paper, ``kind options: text``::

    line bold centre: {centre}
    big: {label}
    only procedure
      rule
      line: [kiosk.detail.docs]:
      each papers
        check: {papers}
      pair: [kiosk.detail.fee] = {fee}
    space 3
    qr: {code}

``{name}`` is a value of the slip, ``[key]`` a word of the catalogues in the slip's language. A line
with a value that is empty is left out, so most things need no condition. What is indented by two
spaces under ``only NAME`` is printed when the value is there, under ``each NAME`` once for every
item of a list. ``#`` begins a comment. Options: ``small`` or ``large``, ``bold``, ``centre`` or
``right``. Nothing here does I/O.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import msgspec

from printer_drivers.receipt import (
    Big,
    Block,
    Bullet,
    Check,
    Line,
    Logo,
    Pair,
    Qr,
    Rule,
    Space,
)

Value = str | Sequence[str]
Say = Callable[[str], str]
"""A key of the catalogues as the word it stands for."""

STEP = 2  # spaces of one step of indentation
_ENTRY = re.compile(r"(?P<indent> *)(?P<kind>[a-z]+)(?P<options>[^:]*)(?::(?P<text>.*))?")
_NAME = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"\[([\w.]+)\]")
_OPTIONS: dict[str, tuple[str, str | bool]] = {
    "small": ("size", "small"),
    "large": ("size", "large"),
    "bold": ("bold", True),
    "centre": ("align", "centre"),
    "right": ("align", "right"),
}
_WITH_TEXT = {"line", "big", "check", "bullet", "pair", "qr"}
_KINDS = {*_WITH_TEXT, "rule", "logo", "space", "only", "each"}


class BadLayout(ValueError):
    """The layout cannot be read; ``line`` counts from 1, ``reason`` says what is wrong there."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line, self.reason = line, reason


class Entry(msgspec.Struct, frozen=True):
    """One line of a layout, and those indented under it. ``about`` names the value of a block."""

    line: int
    kind: str
    options: dict[str, str | bool]
    text: str
    about: str
    body: tuple[Entry, ...] = ()


class Layout(msgspec.Struct, frozen=True):
    """A layout that has been read: its lines from top to bottom."""

    entries: tuple[Entry, ...]

    def words(self) -> Iterator[tuple[int, str]]:
        """The words of the catalogues it uses, each with its line."""
        todo = list(self.entries)
        while todo:
            entry = todo.pop()
            todo += entry.body
            yield from ((entry.line, key) for key in _WORD.findall(entry.text))


def parse(text: str, names: Collection[str]) -> Layout:
    """Read a layout for a slip that has values of these names. Raises ``BadLayout``."""
    lines = [
        (number, line.rstrip())
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    entries, rest = _block(lines, 0, names)
    if rest:
        raise BadLayout(rest[0][0], "is indented, and nothing above it takes an indented line")
    if not entries:
        raise BadLayout(1, "there is nothing to print")
    return Layout(entries)


def fill(layout: Layout, values: Mapping[str, Value], say: Say) -> tuple[Block, ...]:
    """The blocks of a slip. Raises ``ValueError`` for a value that no paper can hold."""
    return tuple(_filled(layout.entries, values, say))


def _block(
    lines: list[tuple[int, str]], depth: int, names: Collection[str]
) -> tuple[tuple[Entry, ...], list[tuple[int, str]]]:
    """The lines of one depth with everything under them, and the lines after."""
    found: list[Entry] = []
    while lines:
        number, line = lines[0]
        indent = len(line) - len(line.lstrip(" "))
        if indent < depth * STEP or (indent > depth * STEP and not found):
            break
        if indent > depth * STEP:
            raise BadLayout(number, f"indent by {STEP} spaces, and only under only and each")
        entry, lines = _entry(number, line, names), lines[1:]
        if entry.kind in ("only", "each"):
            body, lines = _block(lines, depth + 1, names)
            if not body:
                raise BadLayout(number, f"nothing is indented under {entry.kind}")
            entry = msgspec.structs.replace(entry, body=body)
        found.append(entry)
    return tuple(found), lines


def _entry(number: int, line: str, names: Collection[str]) -> Entry:
    match = _ENTRY.fullmatch(line)
    if match is None or match["kind"] not in _KINDS:
        raise BadLayout(
            number, f"unknown block {line.strip()!r}; known: {', '.join(sorted(_KINDS))}"
        )
    kind, text = match["kind"], (match["text"] or "").strip()
    if (kind in _WITH_TEXT) != bool(text):
        raise BadLayout(
            number, f"{kind} {'needs a text after a colon' if not text else 'has no text'}"
        )
    if kind == "pair" and " = " not in text:
        raise BadLayout(number, "pair needs a name and a value: name = value")
    words = match["options"].split()
    about, options = "", {}
    if kind in ("only", "each"):
        about = words[0] if len(words) == 1 else ""
        _known(number, [about], names)
    elif kind == "space":
        about = _millimetres(number, words)
    else:
        options = _styled(number, kind, words)
    _known(number, _NAME.findall(text), names)
    return Entry(number, kind, options, text, about)


def _known(number: int, used: list[str], names: Collection[str]) -> None:
    for name in used:
        if name not in names:
            known = ", ".join(sorted(names))
            raise BadLayout(number, f"this slip has no value {name!r}; it has: {known}")


def _millimetres(number: int, words: list[str]) -> str:
    try:
        Space(float(words[0]) if words else 3.0)
    except ValueError as error:
        raise BadLayout(number, "space takes millimetres, 0 to 50") from error
    return words[0] if words else "3"


def _styled(number: int, kind: str, words: list[str]) -> dict[str, str | bool]:
    for word in words:
        if kind != "line" or word not in _OPTIONS:
            raise BadLayout(number, f"{kind} takes no {word!r}")
    return dict(_OPTIONS[word] for word in words)


def _filled(entries: tuple[Entry, ...], values: Mapping[str, Value], say: Say) -> Iterator[Block]:
    for entry in entries:
        value = values.get(entry.about, "")
        if entry.kind == "only":
            if value:
                yield from _filled(entry.body, values, say)
        elif entry.kind == "each":
            for item in [value] if isinstance(value, str) else value:
                yield from _filled(entry.body, {**values, entry.about: item}, say)
        else:
            yield from _drawn(entry, values, say)


def _drawn(entry: Entry, values: Mapping[str, Value], say: Say) -> Iterator[Block]:
    """The block of a line, or nothing where one of its values is empty."""
    if entry.kind == "rule":
        yield Rule()
    elif entry.kind == "logo":
        yield Logo()
    elif entry.kind == "space":
        yield Space(float(entry.about))
    elif all(values.get(name) for name in _NAME.findall(entry.text)):
        yield _with_text(entry, values, say)


def _with_text(entry: Entry, values: Mapping[str, Value], say: Say) -> Block:
    def told(text: str) -> str:
        worded = _WORD.split(text)
        worded[1::2] = [say(key) for key in worded[1::2]]
        # Words and values are put in side by side, so that neither can be taken for the other.
        parts = [
            part if place % 2 else _NAME.sub(lambda name: _one(values[name[1]]), part)
            for place, part in enumerate(worded)
        ]
        return "".join(parts)

    if entry.kind == "pair":
        name, value = entry.text.split(" = ", 1)
        return Pair(told(name), told(value))
    text = told(entry.text)
    if entry.kind == "line":
        return msgspec.convert({"kind": "line", "text": text, **entry.options}, Line)
    kinds: dict[str, Callable[[str], Block]] = {
        "big": Big, "check": Check, "bullet": Bullet, "qr": Qr,
    }  # fmt: skip
    return kinds[entry.kind](text)


def _one(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)
