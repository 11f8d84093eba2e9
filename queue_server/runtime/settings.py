"""Strict settings: one TOML file per machine becomes one typed, frozen object.

A program declares a ``Section`` per table and a root ``Section`` whose fields are those tables, or
tuples of them for tables that may be there several times (``[[line]]``);
ranges and help texts stand beside each key as ``msgspec.Meta``. Whatever is unknown or out of
range stops the program at start with a sentence that names the file, the line and the key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar, cast, get_args, get_origin

import msgspec
from msgspec import Struct

PREFIX = "MOTCUA"
_HEADER = re.compile(r"^\s*\[\[?\s*([A-Za-z0-9_-]+)\s*\]")
_PLACE = re.compile(r"\[(\d+)\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")
_UNKNOWN = re.compile(r"(?:unknown|missing required) field `([^`]+)`")
_PATH = re.compile(r"at (?:`key` in )?`\$\.?([^`]*)`")
_TOML_LINE = re.compile(r"\(at line (\d+)")


class Section(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of every table of settings, and of the root that holds the tables."""


S = TypeVar("S", bound=Section)


class SettingsError(Exception):
    """The settings cannot be used; ``source`` is a file or the name of an environment variable."""

    def __init__(self, source: str, key: str, reason: str, line: int | None = None) -> None:
        self.source, self.key, self.reason, self.line = source, key, reason, line
        where = f"{source}, line {line}" if line else source
        super().__init__(f"{where}: {key}: {reason}" if key else f"{where}: {reason}")


class Row(Struct, frozen=True):
    """One documented key, for `docs/configuration.md` and the test that checks it."""

    section: str
    key: str
    default: object
    help: str


def load(kind: type[S], path: Path | None, environ: Mapping[str, str]) -> S:
    """The settings of one program; ``path`` None means defaults and environment only.

    A variable ``MOTCUA_<SECTION>_<KEY>`` wins over the file, but for tables that may be there
    several times. Raises ``SettingsError``.
    """
    text = _read(path) if path else ""
    source = str(path) if path else "settings"
    try:
        tables: dict[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found else None
        raise SettingsError(source, "", f"not valid TOML: {error}", line) from error
    _convert(kind, tables, source, text)  # the file must be right by itself, without overrides
    return _convert(kind, _overridden(kind, tables, environ), source, text)


def rows(kind: type[Section]) -> list[Row]:
    """Every key of a program's settings in the order of declaration."""
    return [
        Row(section, field.name, field.default, _help(field.type))
        for section, table in _tables(kind).items()
        for field in msgspec.structs.fields(table)
    ]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(str(path), "", f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(str(path), "", "is not UTF-8 text") from error


def _tables(kind: type[Section]) -> dict[str, type[Section]]:
    return {field.name: table_of(field.type) for field in msgspec.structs.fields(kind)}


def table_of(kind: object) -> type[Section]:
    """The table behind a field of the root, also where there may be several."""
    return cast(type[Section], get_args(kind)[0] if get_origin(kind) is tuple else kind)


def _single(kind: type[Section]) -> dict[str, type[Section]]:
    fields = msgspec.structs.fields(kind)
    return {one.name: one.type for one in fields if get_origin(one.type) is not tuple}


def _overridden(
    kind: type[Section], tables: Mapping[str, object], environ: Mapping[str, str]
) -> dict[str, object]:
    single = _single(kind)
    merged = {
        name: dict(cast(dict[str, object], tables[name])) for name in single if name in tables
    }
    for section, table in single.items():
        start = f"{PREFIX}_{section.upper()}_"
        known = {start + field.name.upper(): field for field in msgspec.structs.fields(table)}
        for name in sorted(name for name in environ if name.startswith(start)):
            if name not in known:
                raise SettingsError(name, "", "no such setting; check the spelling")
            field = known[name]
            merged.setdefault(section, {})[field.name] = _from_text(field.type, environ[name], name)
    return {**tables, **merged}


def _from_text(kind: object, text: str, name: str) -> object:
    """A variable's text in the type of its key; lists and tables are written as in TOML."""
    try:
        if text.startswith(("[", "{")):
            return tomllib.loads(f"value = {text}")["value"]
        return msgspec.to_builtins(
            msgspec.convert(text, kind, strict=False, dec_hook=_path_from), enc_hook=str
        )
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(name, "", str(error)) from error


def _convert(kind: type[S], tables: Mapping[str, object], source: str, text: str) -> S:
    try:
        return msgspec.convert(tables, kind, dec_hook=_path_from, str_keys=True)
    except msgspec.ValidationError as error:
        key = _key_of(str(error))
        reason = str(error).split(" - at `", 1)[0]
        raise SettingsError(source, key, reason, _line_of(text, key)) from error


def _path_from(kind: type[object], value: object) -> object:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise NotImplementedError


def _key_of(message: str) -> str:
    path, field = _PATH.search(message), _UNKNOWN.search(message)
    parts = [path[1].removesuffix("[...]")] if path and path[1] else []
    return ".".join(parts + ([field[1]] if field else []))


def _line_of(text: str, key: str) -> int | None:
    """The line of ``section.key`` in plain TOML, else of its section; None when it is not there.

    ``section[1].key`` is in the second of several tables of that name.
    """
    section, _, name = key.partition(".")
    name = re.split(r"[.\[]", name)[0]
    place, section = _PLACE.search(section), _PLACE.sub("", section)
    nth = int(place[1]) if place else 0
    current, seen, header_line = "", 0, None
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            seen += header[1] == section
            current = header[1] if seen == nth + 1 else "another"
            header_line = number if current == section else header_line
        elif (found := _KEY.match(line)) and (current, found[1]) in ((section, name), ("", key)):
            return number
    return header_line


def _help(kind: object) -> str:
    for meta in getattr(kind, "__metadata__", ()):
        if isinstance(meta, msgspec.Meta) and meta.description:
            return meta.description
    return ""
