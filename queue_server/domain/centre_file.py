"""The one file that describes a centre (TOML) → ``Centre``, or every mistake with its line."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterable
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from .board import Board, following
from .board import mistakes as board_mistakes
from .centre import (
    WEEKDAYS,
    Amendment,
    Calendar,
    Centre,
    Counter,
    PriorityClass,
    Rules,
    Service,
    Span,
    SpecialDay,
    Words,
)
from .errors import Invalid
from .ticket import APPOINTMENT, NORMAL

TICKET_LETTER = re.compile(r"[A-HJ-NP-Z]\Z")  # I and O look like 1 and 0 on paper and screen
CLASS_NAME = re.compile(r"[a-z][a-z0-9_]{0,23}\Z")
Wrong = Callable[[str, str], None]
_SPAN = re.compile(r"\d\d:\d\d-\d\d:\d\d\Z")


class Mistake(Struct, frozen=True):
    """What is wrong and where: ``line`` counts from 1; 0 when the whole file is meant."""

    line: int
    what: str


class BadCentreFile(Invalid):
    """The file is refused as a whole; nothing of it was loaded."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("centre_file", mistakes=len(mistakes))
        self.mistakes = mistakes

    def __str__(self) -> str:
        return "\n".join(f"line {mistake.line}: {mistake.what}" for mistake in self.mistakes)


class _About(Struct, forbid_unknown_fields=True):
    id: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,31}\Z")]
    name: Words
    address: Words = {}
    hotline: str = ""
    timezone: str = "Asia/Ho_Chi_Minh"
    languages: list[str] = msgspec.field(default_factory=lambda: ["vi", "en"])
    public_url: str = ""
    offices: list[str] = msgspec.field(default_factory=lambda: ["commune_centre"])
    catalogue: str = ""
    reception: Words = {}


class _Hours(Struct, forbid_unknown_fields=True):
    mon: list[str] = []
    tue: list[str] = []
    wed: list[str] = []
    thu: list[str] = []
    fri: list[str] = []
    sat: list[str] = []
    sun: list[str] = []
    always_open: bool = False


class _Days(Struct, forbid_unknown_fields=True):
    holidays: list[SpecialDay] = []
    make_up: list[SpecialDay] = []


class _File(Struct, forbid_unknown_fields=True):
    centre: _About
    hours: _Hours
    services: list[Service]
    counters: list[Counter]
    rules: Rules = Rules()
    calendar: _Days = msgspec.field(default_factory=_Days)
    priorities: list[PriorityClass] = []
    boards: list[Board] = []
    amendments: list[Amendment] = []


class CentreFile(Struct, frozen=True):
    """A centre, and the path of its procedure catalogue as the file names it (may be empty)."""

    centre: Centre
    catalogue: str


def parse(text: str) -> CentreFile:
    """Read a centre file; raises ``BadCentreFile`` with all mistakes that can be told at once."""
    lines = line_numbers(text)
    try:
        file = msgspec.convert(tomllib.loads(text), _File)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise BadCentreFile([Mistake(int(found[1]) if found else 0, str(error))]) from None
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `$")
        raise BadCentreFile([Mistake(_line(lines, path.rstrip("`")), what)]) from None
    mistakes: list[Mistake] = []

    def wrong(path: str, what: str) -> None:
        mistakes.append(Mistake(_line(lines, path), what))

    week = {day: _spans(getattr(file.hours, day), f".hours.{day}", wrong) for day in WEEKDAYS}
    _check_services(file, wrong)
    _check_counters(file, wrong)
    _check_boards(file, wrong)
    _check_priorities(file, wrong)
    _check_amendments(file, wrong)
    _check_about(file.centre, wrong)
    if mistakes:
        raise BadCentreFile(sorted(mistakes, key=lambda mistake: mistake.line))
    return CentreFile(_centre(file, week), file.centre.catalogue)


def _centre(file: _File, week: dict[str, list[Span]]) -> Centre:
    about = file.centre
    calendar = Calendar(
        timezone=about.timezone,
        week=week,
        holidays=file.calendar.holidays,
        make_up_days=file.calendar.make_up,
        always_open=file.hours.always_open,
    )
    return Centre(
        id=about.id,
        name=about.name,
        address=about.address,
        hotline=about.hotline,
        languages=about.languages,
        public_url=about.public_url.rstrip("/"),
        offices=about.offices,
        reception=about.reception,
        calendar=calendar,
        rules=file.rules,
        priorities=file.priorities,
        services=file.services,
        counters=file.counters,
        boards=[_resolved(board, file) for board in file.boards]
        or [Board(id="hall", name=about.name)],
        amendments=file.amendments,
    )


def _spans(texts: list[str], path: str, wrong: Wrong) -> list[Span]:
    spans: list[Span] = []
    for text in texts:
        span: Span | None
        try:
            start, _, end = text.partition("-")
            span = Span(dt.time.fromisoformat(start), dt.time.fromisoformat(end))
        except ValueError:
            span = None
        if span is None or not _SPAN.match(text):
            wrong(path, f'"{text}" is not a time span; write for example "07:30-11:30"')
        elif span.start >= span.end or (spans and spans[-1].end > span.start):
            wrong(path, f'"{text}" does not come after what stands before it')
        else:
            spans.append(span)
    return spans


def _twice(values: Iterable[object]) -> set[object]:
    seen: set[object] = set()
    return {value for value in values if value in seen or seen.add(value)}  # type: ignore[func-returns-value]


def _check_services(file: _File, wrong: Wrong) -> None:
    ids = _twice(service.id for service in file.services)
    prefixes = _twice(service.prefix for service in file.services)
    if not file.services:
        wrong("", "a centre needs at least one service")
    for index, service in enumerate(file.services):
        path = f".services[{index}]"
        if not re.match(r"[A-Z][A-Z0-9_]{0,15}\Z", service.id):
            wrong(f"{path}.id", f'"{service.id}" must be capital letters, digits and _')
        if service.id in ids:
            wrong(f"{path}.id", f'service "{service.id}" is described twice')
        if not TICKET_LETTER.match(service.prefix):
            wrong(f"{path}.prefix", f'"{service.prefix}" must be one letter A to Z without I and O')
        if service.prefix in prefixes:
            wrong(f"{path}.prefix", f'the letter "{service.prefix}" is used by two services')
        if service.minutes is not None and not 0 < service.minutes <= 480:
            wrong(f"{path}.minutes", "minutes at the counter must lie between 0 and 480")
        _check_name(service.name, path, wrong)


def _check_counters(file: _File, wrong: Wrong) -> None:
    known = {service.id for service in file.services}
    numbers = _twice(counter.number for counter in file.counters)
    for index, counter in enumerate(file.counters):
        path = f".counters[{index}]"
        if not 1 <= counter.number <= 999:
            wrong(f"{path}.number", "a counter's number must lie between 1 and 999")
        if counter.number in numbers:
            wrong(f"{path}.number", f"counter {counter.number} is described twice")
        for key in ("services", "helps"):
            for service in getattr(counter, key):
                if service not in known:
                    wrong(f"{path}.{key}", f'there is no service "{service}"')
        strangers = set(counter.help_after_min) - set(counter.helps)
        for service in sorted(strangers):
            wrong(f"{path}.help_after_min", f'the counter does not help "{service}"')
    _check_served(file, wrong)


def _check_served(file: _File, wrong: Wrong) -> None:
    served = {service for counter in file.counters for service in counter.services}
    for index, service in enumerate(file.services):
        if service.id not in served:
            wrong(f".services[{index}]", f'no counter serves "{service.id}"')


def _check_boards(file: _File, wrong: Wrong) -> None:
    services = {service.id for service in file.services}
    counters = {counter.number for counter in file.counters}
    for path, what in board_mistakes(file.boards, services, counters):
        wrong(path, what)
    for index, board in enumerate(file.boards):
        _check_name(board.name, f".boards[{index}]", wrong)
        if board.kind == "results" and not _resolved(board, file).services:
            wrong(f".boards[{index}].kind", 'no service has the role "results"')


def _resolved(board: Board, file: _File) -> Board:
    """Results are those of the services with that role; an overflow follows the first hall."""
    if board.kind == "results" and not board.services:
        return replace(board, services=[one.id for one in file.services if one.role == "results"])
    if board.kind == "overflow":
        return following(board, file.boards)
    return board


def _check_priorities(file: _File, wrong: Wrong) -> None:
    twice = _twice(priority.id for priority in file.priorities)
    for index, priority in enumerate(file.priorities):
        path = f".priorities[{index}]"
        if priority.id in (NORMAL, APPOINTMENT) or not CLASS_NAME.match(priority.id):
            wrong(f"{path}.id", f'"{priority.id}" cannot name a priority class')
        if priority.id in twice:
            wrong(f"{path}.id", f'priority class "{priority.id}" is described twice')
        if not 0 <= priority.head_start_min <= 1440:
            wrong(f"{path}.head_start_min", "a head start must lie between 0 and 1440 minutes")
        _check_days(priority, path, wrong)
        _check_name(priority.name, path, wrong)


def _check_amendments(file: _File, wrong: Wrong) -> None:
    known = {priority.id for priority in file.priorities}
    for index, amendment in enumerate(file.amendments):
        path = f".amendments[{index}]"
        if amendment.valid_from is None:
            wrong(path, "an amendment needs the day from which it holds (valid_from)")
        _check_days(amendment, path, wrong)
        for key in ("head_start_min", "from_age"):
            for id in getattr(amendment, key):
                if id not in known:
                    wrong(f"{path}.{key}", f'there is no priority class "{id}"')


def _check_days(dated: PriorityClass | Amendment, path: str, wrong: Wrong) -> None:
    if dated.valid_from and dated.valid_until and dated.valid_until < dated.valid_from:
        wrong(f"{path}.valid_until", "it would end before it begins")


def _check_about(about: _About, wrong: Wrong) -> None:
    _check_name(about.name, ".centre", wrong)
    if about.reception and not about.reception.get("vi", "").strip():
        wrong(".centre.reception", "the Vietnamese words are missing (reception.vi)")
    languages = about.languages
    codes = all(re.fullmatch("[a-z]{2,3}", language) for language in languages)
    if languages[:1] != ["vi"] or _twice(languages) or not codes:
        wrong(".centre.languages", 'languages are "vi" first, then codes such as "en", each once')
    try:
        ZoneInfo(about.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        wrong(".centre.timezone", f'there is no time zone "{about.timezone}"')


def _check_name(name: Words, path: str, wrong: Wrong) -> None:
    if not name.get("vi", "").strip():
        wrong(f"{path}.name", "a Vietnamese name is missing (name.vi)")


_TABLE = re.compile(r"\s*\[\s*([\w.-]+)\s*\]\s*(#.*)?$")
_ARRAY = re.compile(r"\s*\[\[\s*([\w.-]+)\s*\]\]\s*(#.*)?$")
_KEY = re.compile(r"\s*([\w.-]+)\s*=")


def line_numbers(text: str) -> dict[str, int]:
    """Where every key stands: path (``.services[2].prefix``) → line, counted from 1."""
    lines: dict[str, int] = {"": 1}
    counts: dict[str, int] = {}
    prefix = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _ARRAY.match(line):
            name = found[1]
            prefix = f".{name}[{counts.get(name, 0)}]"
            counts[name] = counts.get(name, 0) + 1
            lines[prefix] = number
        elif found := _TABLE.match(line):
            prefix = f".{found[1]}"
            lines[prefix] = number
        elif found := _KEY.match(line):
            lines.setdefault(f"{prefix}.{found[1]}", number)
    return lines


def _line(lines: dict[str, int], path: str) -> int:
    """The line of a path, or of the nearest thing around it."""
    while path and path not in lines:
        path = re.sub(r"(\[[^\[\]]*\]|\.[^.\[\]]*)\Z", "", path)
    return lines.get(path, 0)
