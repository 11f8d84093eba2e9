"""Every text exists in Vietnamese and English, complete and alike."""

import io
import re
import string
import unicodedata
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from queue_server.runtime.i18n import LANGUAGES
from tests.house.files import PACKAGES, ROOT, in_packages, named

CATALOGUES = sorted(
    po
    for package in PACKAGES
    for po in (ROOT / package / "locale" / LANGUAGES[0] / "LC_MESSAGES").glob("*.po")
)
SCRIPT_KEY = re.compile(r"""\bt\(\s*["']([a-z_]+(?:\.\w+)+)["']""")
PAGE_KEY = re.compile(r"""\b(?:words?|t|text|say)\(\s*(?:\w+,\s*)?["']([a-z_]+(?:\.\w+)+)["']""")


def messages(po: Path) -> dict[str, str]:
    read = read_po(io.BytesIO(po.read_bytes()), abort_invalid=True)
    return {str(m.id): str(m.string) for m in read if m.id}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def in_language(po: Path, language: str) -> Path:
    return po.parents[2] / language / "LC_MESSAGES" / po.name


def test_there_are_catalogues_to_check() -> None:
    assert len(CATALOGUES) >= 3


@pytest.mark.parametrize("po", CATALOGUES, ids=named)
@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_each_language_has_the_same_keys_with_the_same_places(po: Path, language: str) -> None:
    here, there = messages(po), messages(in_language(po, language))
    assert here.keys() ^ there.keys() == set()
    assert {k for k in here if places(here[k]) != places(there[k])} == set()


@pytest.mark.parametrize("po", CATALOGUES, ids=named)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_is_there_and_composed(po: Path, language: str) -> None:
    file = in_language(po, language)
    texts = messages(file)
    assert {k for k, text in texts.items() if not text.strip()} == set()
    assert {k for k, text in texts.items() if not unicodedata.is_normalized("NFC", text)} == set()
    keys = re.findall(r'^msgid "(.+)"$', file.read_text("utf-8"), re.MULTILINE)
    assert len(keys) == len(set(keys))


def test_no_key_stands_in_two_catalogues() -> None:
    keys = [key for po in CATALOGUES for key in messages(po)]
    assert {key for key in keys if keys.count(key) > 1} == set()


def test_every_key_a_script_or_template_names_has_a_text() -> None:
    known = {key for po in CATALOGUES for key in messages(po)}
    named_keys = {
        (named(path), key)
        for path in in_packages(".js", ".html")
        for key in (SCRIPT_KEY if path.suffix == ".js" else PAGE_KEY).findall(
            path.read_text("utf-8")
        )
    }
    assert {(path, key) for path, key in named_keys if key not in known} == set()


BUILT = {
    "kiosk.fee.": ("tiered", "ask", "fixed", "per_unit"),
    "kiosk.limit.": ("working_days", "calendar_days", "hours"),
    "kiosk.copies.": ("original", "certified_copy", "photocopy"),
    "kiosk.where.": (
        "commune_centre",
        "commune_police",
        "province_centre",
        "provincial_police",
        "land_registration_office",
        "tax_office",
    ),
}
"""Keys of the kiosk that its programs put together from a beginning and a value."""


def test_every_key_of_the_kiosk_catalogue_is_used() -> None:
    (kiosk,) = (po for po in CATALOGUES if po.name == "kiosk.po")
    code = "\n".join(
        path.read_text("utf-8")
        for path in in_packages(".py", ".js", ".html")
        if named(path).startswith("kiosk/")
    )
    built = {start + end for start, ends in BUILT.items() for end in ends}
    layouts = "\n".join(path.read_text("utf-8") for path in in_packages(".txt"))
    used = {key for key in messages(kiosk) if f'"{key}"' in code or f"[{key}]" in layouts}
    unused = messages(kiosk).keys() - used - built
    assert unused == set()
    assert built - messages(kiosk).keys() == set()
