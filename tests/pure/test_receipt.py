import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer_drivers.receipt import (
    Big,
    Check,
    Line,
    Pair,
    Qr,
    Receipt,
    Rule,
    Space,
    from_json,
    to_json,
)

printable = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40)
blocks = st.one_of(
    st.builds(Line, printable, st.sampled_from(["small", "normal", "large"]), st.booleans()),
    st.builds(Big, printable),
    st.builds(Check, printable),
    st.builds(Pair, printable, printable),
    st.just(Rule()),
    st.builds(Space, st.floats(0, 50)),
    st.builds(Qr, st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)),
)
receipts = st.builds(Receipt, st.lists(blocks, min_size=1).map(tuple), st.sampled_from([58, 80]))


@given(receipts)
def test_a_receipt_kept_as_json_comes_back_equal(receipt: Receipt) -> None:
    assert from_json(to_json(receipt)) == receipt


@given(printable)
def test_every_text_is_composed_so_that_loose_marks_never_reach_the_font(text: str) -> None:
    loose = unicodedata.normalize("NFD", text)
    assert Line(loose).text == unicodedata.normalize("NFC", text)
    assert Pair(loose, loose) == Pair(Line(text).text, Line(text).text)


@pytest.mark.parametrize("text", ["two\nlines", "bell\x07", "\x1b@"])
def test_control_characters_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="control_character_in_text"):
        Line(text)


@pytest.mark.parametrize("data", ["", "x" * 301])
def test_a_qr_code_without_data_or_with_too_much_is_refused(data: str) -> None:
    with pytest.raises(ValueError, match="qr_data_length"):
        Qr(data)


def test_a_receipt_needs_a_block() -> None:
    with pytest.raises(ValueError, match="receipt_without_blocks"):
        Receipt(())


@pytest.mark.parametrize("width", [57, 112])
def test_only_the_two_usual_paper_widths_are_read(width: int) -> None:
    with pytest.raises(ValueError, match="width_mm"):
        from_json(b'{"blocks":[{"kind":"rule"}],"width_mm":%d}' % width)
