"""Texts by key and language, and the choice of a language."""

import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from queue_server.runtime.i18n import CatalogueMissing, MissingWords, Words, negotiate, read_mo

TEXTS = {
    "vi": {"kiosk.take": "Lấy số", "kiosk.ahead": "Trước ông/bà có {n} người", "board.title": "Số"},
    "en": {"kiosk.take": "Get ticket", "kiosk.ahead": "{n} people ahead of you"},
}


def a_catalogue(texts: dict[str, str]) -> bytes:
    catalogue = Catalog(locale="vi")
    for key, text in texts.items():
        catalogue.add(key, text)
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


@given(st.dictionaries(st.from_regex(r"[a-z]+(\.[a-z_]+){1,3}", fullmatch=True), st.text(
    alphabet="aăâêôơưđạẩ {}", min_size=1)))  # fmt: skip
def test_a_compiled_catalogue_reads_back_as_it_was_written(texts: dict[str, str]) -> None:
    assert read_mo(a_catalogue(texts)) == texts


def test_texts_are_composed_when_read() -> None:
    assert read_mo(a_catalogue({"a.b": "Lấy số"})) == {"a.b": "Lấy số"}


def test_a_text_is_given_in_the_wanted_language_with_its_values() -> None:
    assert Words(TEXTS).text("en", "kiosk.ahead", n=3) == "3 people ahead of you"


def test_what_a_language_lacks_is_said_in_vietnamese() -> None:
    assert Words(TEXTS).text("en", "board.title") == "Số"
    assert Words(TEXTS).text("km", "kiosk.take") == "Lấy số"


def test_a_screen_shows_the_key_rather_than_fail_for_want_of_a_word() -> None:
    assert Words(TEXTS).text("vi", "kiosk.nothing") == "kiosk.nothing"
    assert Words(TEXTS).text("vi", "kiosk.ahead") == "Trước ông/bà có {n} người"


def test_strict_words_report_a_missing_key_and_a_missing_value() -> None:
    words = Words(TEXTS, strict=True)
    with pytest.raises(MissingWords, match=r"kiosk\.nothing"):
        words.text("vi", "kiosk.nothing")
    with pytest.raises(MissingWords, match=r"kiosk\.ahead"):
        words.text("vi", "kiosk.ahead")


def test_a_page_gets_the_texts_of_its_prefixes_complete() -> None:
    assert Words(TEXTS).catalogue("en", ["kiosk.take", "board."]) == {
        "board.title": "Số",
        "kiosk.take": "Get ticket",
    }


def test_a_package_without_compiled_catalogues_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(CatalogueMissing, match=r"assets\.py"):
        Words.load([tmp_path])


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "vi"),
        ("", "vi"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("fr, en;q=0.4, vi;q=0.3", "en"),
        ("fr, de", "vi"),
        ("en;q=0", "vi"),
        ("en;q=oops, vi;q=0.1", "vi"),
        ("*", "vi"),
    ],
)
def test_the_language_is_the_one_the_reader_prefers(header: str | None, language: str) -> None:
    assert negotiate(header) == language


@given(st.text())
def test_no_header_can_break_the_choice_of_a_language(header: str) -> None:
    assert negotiate(header) in ("vi", "en")
