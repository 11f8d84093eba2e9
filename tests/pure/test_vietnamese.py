"""Bytes of Vietnamese code pages, against what the C library knows of the same pages."""

import itertools
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer_drivers.vietnamese import ASCII, Page, Spelling, letters, spell, typed

NUMBERS: dict[Page, int] = {"viscii": 51, "cp1258": 52, "tcvn3-lower": 30, "tcvn3-upper": 31}
AT_CONTROL_CODES = set("ẲẴẪỶỸỴ")  # of VISCII
WHOLE: list[Spelling] = ["cp1258", "tcvn3"]
texts = st.text(st.sampled_from([*letters(), *sorted(ASCII)]), min_size=1, max_size=40)


def read(data: bytes, pages: dict[int, str]) -> str:
    """What a printer with these pages shows, by the tables of the C library (iconv)."""
    first, *runs = data.split(b"\x1bt")
    told = first.decode("ascii")
    for run in runs:
        name = pages[run[0]]
        if name == "cp1258":
            told += unicodedata.normalize("NFC", run[1:].decode("cp1258"))
            continue
        done = subprocess.run(
            ["iconv", "-f", name, "-t", "UTF-8"], input=run[1:], capture_output=True, check=True
        )
        told += done.stdout.decode()
    return told


def test_there_are_134_letters_all_composed_and_no_two_alike() -> None:
    assert len(set(letters())) == len(letters()) == 134
    assert all(unicodedata.is_normalized("NFC", letter) for letter in letters())
    assert "Đ" in letters()
    assert "Ð" not in letters()


def test_viscii_is_the_table_of_the_c_library_but_for_six_capitals_at_control_codes() -> None:
    told = [letter for letter in letters() if letter not in AT_CONTROL_CODES]
    data = spell("".join(told), "viscii", NUMBERS)
    assert data is not None
    assert read(data, {51: "VISCII"}) == "".join(told)
    assert all(spell(letter, "viscii", NUMBERS) is None for letter in AT_CONTROL_CODES)


def test_small_tcvn_letters_are_the_table_of_the_c_library() -> None:
    small = "".join(letters()[:67])
    data = spell(small, "tcvn3", NUMBERS)
    assert data is not None
    assert read(data, {30: "TCVN5712-1"}) == small


def test_capital_tcvn_letters_are_small_ones_of_the_other_page_but_for_three() -> None:
    found = {}
    for small, capital in zip(letters()[:67], letters()[67:], strict=True):
        one, other = spell(small, "tcvn3", NUMBERS), spell(capital, "tcvn3", NUMBERS)
        assert one is not None
        assert other is not None
        assert (one[:3], other[:3]) == (b"\x1bt\x1e", b"\x1bt\x1f")
        if one[3:] != other[3:]:
            found[capital] = other[3:].hex()
    assert found == {"Ă": "a1", "Â": "a2", "Đ": "a7"}


@given(texts)
def test_cp1258_puts_a_base_letter_before_its_tone_and_loses_nothing(text: str) -> None:
    data = spell(text, "cp1258", NUMBERS)
    assert data is not None
    assert read(data, {52: "cp1258"}) == text
    loose = unicodedata.normalize("NFC", data.replace(b"\x1bt4", b"").decode("cp1258"))
    assert loose == text


@given(texts, st.sampled_from(WHOLE))
def test_what_a_whole_spelling_says_has_no_control_code_and_never_two_pages_in_a_row(
    text: str, spelling: Spelling
) -> None:
    data = spell(text, spelling, NUMBERS)
    assert data is not None
    runs = data.split(b"\x1bt")[1:]
    numbers = [run[0] for run in runs]
    assert all(one != other for one, other in itertools.pairwise(numbers))
    shown = [byte for run in runs for byte in run[1:]]
    assert all(byte >= 0x20 and byte != 0x7F for byte in shown)


def test_one_page_of_small_letters_leaves_capitals_with_marks_to_others() -> None:
    assert spell("Số 7", "tcvn3-lower", NUMBERS) == b"S\x1bt\x1e\xe8 7"
    assert all(spell(letter, "tcvn3-lower", NUMBERS) is None for letter in letters()[67:])


@pytest.mark.parametrize("spelling", [*WHOLE, "viscii", "tcvn3-lower"])
def test_a_letter_of_another_language_is_not_said(spelling: Spelling) -> None:
    assert spell("naïve", spelling, NUMBERS) is None
    assert spell("中", spelling, NUMBERS) is None


def test_signs_are_typed_and_loose_marks_become_letters() -> None:
    assert typed("10–20 phút… “số”") == '10-20 phút... "số"'
    assert typed(unicodedata.normalize("NFD", "Được")) == "Được"
