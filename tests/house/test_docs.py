"""The documents name everything there is: settings, messages, endpoints, decisions."""

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import msgspec
import pytest
from msgspec import Struct

from audio.announcer_settings import AnnouncerSettings
from display_board.settings import BoardSettings
from kiosk.settings import KioskSettings
from queue_server import app, messages
from queue_server.domain import centre_file
from queue_server.runtime.settings import Row, Section, rows, table_of
from queue_server.settings import Settings
from tests.house.files import ROOT

DOCS = ROOT / "docs"
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|#)([^)#\s]+)")
MOST_LINES_OF_CONTRIBUTING = 60


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def settings_lines(kind: type[Section]) -> Iterator[str]:
    """The lines of the tables in `docs/configuration.md`."""
    for row in rows(kind):
        table = next(f.type for f in msgspec.structs.fields(kind) if f.name == row.section)
        types = {field.name: field.type for field in msgspec.structs.fields(table_of(table))}
        yield f"| `{row.key}` | {_default(row)} | {_values(types[row.key])} | {row.help} |"


def _default(row: Row) -> str:
    if row.default is msgspec.NODEFAULT:
        return "must be there"
    plain = msgspec.json.encode(row.default, enc_hook=str).decode()
    return f"`{plain}`"


def _values(kind: Any) -> str:
    """What may be written: the words of a `Literal`, or a range."""
    limits = [meta for meta in getattr(kind, "__metadata__", ()) if isinstance(meta, msgspec.Meta)]
    bare = get_args(kind)[0] if limits else kind
    if get_origin(bare) is Literal:
        return ", ".join(str(word) for word in get_args(bare))
    for limit in limits:
        if limit.ge is not None and limit.le is not None:
            return f"{limit.ge} to {limit.le}"
    return {bool: "true, false"}.get(bare, "")


def keys_of_the_centre_file() -> Iterator[tuple[str, str]]:
    """Table and key, for all tables of the file that describes a centre."""
    for table in msgspec.structs.fields(centre_file._File):
        kind = table.type
        if get_origin(kind) is list:
            kind = get_args(kind)[0]
        for field in msgspec.structs.fields(kind):
            yield table.name, field.name


def messages_of_the_wire() -> list[str]:
    found = [
        name
        for name, kind in vars(messages).items()
        if isinstance(kind, type)
        and issubclass(kind, Struct)
        and kind.__module__ == messages.__name__
    ]
    return sorted(found)


@pytest.mark.parametrize("kind", [Settings, KioskSettings, BoardSettings, AnnouncerSettings])
def test_every_setting_stands_in_the_configuration_with_default_range_and_meaning(
    kind: type[Section],
) -> None:
    written = text("docs/configuration.md").splitlines()
    assert [line for line in settings_lines(kind) if line not in written] == []


def test_every_setting_says_what_it_means() -> None:
    silent = [
        row.key
        for kind in (Settings, KioskSettings, BoardSettings, AnnouncerSettings)
        for row in rows(kind)
        if not row.help.strip()
    ]
    assert silent == []


def test_every_key_of_the_centre_file_stands_in_the_configuration() -> None:
    chapter = text("docs/configuration.md").partition("## The centre file")[2]
    assert chapter
    missing = [
        f"{table}.{key}"
        for table, key in keys_of_the_centre_file()
        if not re.search(rf"^### .*`\[\[?{table}\b", chapter, re.M) or f"`{key}" not in chapter
    ]
    assert missing == []


def test_every_message_of_the_wire_is_described() -> None:
    described = text("docs/messages.md")
    names = messages_of_the_wire()
    assert "TicketTaken" in names
    assert [name for name in names if f"`{name}`" not in described] == []


def test_every_endpoint_is_described() -> None:
    described = text("docs/messages.md")
    there = [f"{endpoint.method} {endpoint.path}" for endpoint in app.ENDPOINTS]
    assert there
    assert [one for one in there if f"`{one}`" not in described] == []


def test_no_endpoint_is_described_that_does_not_exist() -> None:
    there = {f"{endpoint.method} {endpoint.path}" for endpoint in app.ENDPOINTS}
    said = re.findall(r"`((?:GET|POST|PUT|DELETE|PATCH) /[^`]*)`", text("docs/messages.md"))
    sounds = {"GET /sounds/<label>/<counter>/<nth>.wav", "GET /sounds/message/<id>.wav"}
    pages = {"GET /api/openapi.json", "POST /csp", *sounds}
    assert set(said) - there - pages == set()


@pytest.mark.parametrize("event", [messages.STATE, messages.ANNOUNCEMENT])
def test_both_kinds_of_news_are_described(event: str) -> None:
    assert f"### Event `{event}`" in text("docs/messages.md")


def test_no_link_between_documents_is_broken() -> None:
    pages = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
    assert len(pages) > 10
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_test_that_stands_for_a_failure_of_the_kiosk_exists() -> None:
    named = re.findall(r"`(test_\w+)`", text("docs/failures.md"))
    assert named
    there = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name in named if f"def {name}(" not in there] == []


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    names = sorted(path.name for path in (DOCS / "decisions").glob("[0-9]*.md"))
    assert [int(name[:3]) for name in names] == list(range(1, len(names) + 1))
    listed = text("docs/architecture.md")
    assert [name for name in names if f"decisions/{name}" not in listed] == []


def test_contributing_stays_on_one_page() -> None:
    assert len(text("CONTRIBUTING.md").splitlines()) <= MOST_LINES_OF_CONTRIBUTING


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Settings, "queue_server.toml"),
        (KioskSettings, "kiosk.toml"),
        (BoardSettings, "board.toml"),
        (AnnouncerSettings, "announcer.toml"),
    ],
)
def test_the_example_settings_are_accepted(kind: type[Section], name: str) -> None:
    from queue_server.runtime.settings import load

    assert load(kind, ROOT / "deploy" / name, {}) is not None
