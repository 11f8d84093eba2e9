"""How the bytes of a scanner become texts."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.scans import LONGEST, Gathering, Refused, Scan

LETTERS = st.characters(exclude_categories=("Cc", "Cs"))
TEXTS = st.text(LETTERS, min_size=1, max_size=60)


def gathered(chunks: list[bytes]) -> list[Scan | Refused]:
    gathering = Gathering()
    heard = [scan for chunk in chunks for scan in gathering.feed(chunk)]
    return heard + list(gathering.silence())


def cut(data: bytes, places: list[int]) -> list[bytes]:
    """``data`` in pieces, cut at these places."""
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[a:b] for a, b in itertools.pairwise(edges)]


@given(st.lists(TEXTS, max_size=5), st.sampled_from([b"\r", b"\n", b"\r\n"]))
def test_every_line_is_one_scan(texts: list[str], end: bytes) -> None:
    data = b"".join(text.encode() + end for text in texts)
    assert gathered([data]) == [Scan(unicodedata.normalize("NFC", text)) for text in texts]


@given(st.binary(max_size=1500), st.lists(st.integers(0, 1500), max_size=20))
def test_it_does_not_matter_how_the_bytes_are_cut(data: bytes, places: list[int]) -> None:
    assert gathered(cut(data, places)) == gathered([data])


def test_a_silence_ends_a_scan_that_has_no_line_end() -> None:
    gathering = Gathering()
    assert list(gathering.feed(b"motcua:")) == []
    assert gathering.open
    assert list(gathering.silence()) == [Scan("motcua:")]
    assert not gathering.open
    assert list(gathering.silence()) == []


def test_what_is_too_long_is_refused_once_and_the_next_scan_is_whole() -> None:
    assert gathered([b"x" * LONGEST]) == [Scan("x" * LONGEST)]
    assert gathered([b"x" * 5000, b"\r", b"after\r"]) == [Refused("too_long"), Scan("after")]


@pytest.mark.parametrize(
    ("data", "code"),
    [("Nữ".encode("utf-16"), "not_utf8"), (b"\xff\x80", "not_utf8"), (b"a\x00", "not_text")],
)
def test_what_is_no_text_is_refused_with_a_code(data: bytes, code: str) -> None:
    assert gathered([data + b"\r", b"next\r"])[-2:] == [Refused(code), Scan("next")]  # type: ignore[arg-type]


def test_a_scan_does_not_show_its_text() -> None:
    assert "Ví Dụ" not in f"{Scan('Ví Dụ')} {Scan('Ví Dụ')!r} {[Scan('Ví Dụ')]}"
