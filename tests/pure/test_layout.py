"""Slips as files that a centre edits: what a layout says is what stands on paper."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer_drivers.layout import BadLayout, fill, parse
from printer_drivers.receipt import (
    Big,
    Block,
    Bullet,
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

NAMES = ("centre", "label", "papers", "fee", "code", "note")
WORDS = {"ticket.title": "PHIẾU SỐ", "detail.fee": "Lệ phí"}


def paper(text: str, **values: str | list[str]) -> list[Block]:
    return list(fill(parse(text, NAMES), values, WORDS.__getitem__))


def test_every_kind_of_block_can_be_written() -> None:
    text = """
# a comment, and an empty line

line bold centre: {centre}
line small right: [ticket.title] {label}
big: {label}
check: one
bullet: two
pair: [detail.fee] = {fee}
rule
space 2.5
space
qr: {code}
"""
    values = {"centre": "Bến Thành", "label": "A042", "fee": "8.000 đ", "code": "motcua:1"}
    assert paper(text, **values) == [
        Line("Bến Thành", bold=True, align="centre"),
        Line("PHIẾU SỐ A042", size="small", align="right"),
        Big("A042"),
        Check("one"),
        Bullet("two"),
        Pair("Lệ phí", "8.000 đ"),
        Rule(),
        Space(2.5),
        Space(3),
        Qr("motcua:1"),
    ]


def test_a_line_whose_value_is_empty_or_unknown_is_left_out() -> None:
    text = "line: {centre} – {note}\nline: {label}\nrule"
    assert paper(text, centre="Bến Thành", note="", label="A042") == [Line("A042"), Rule()]
    assert paper(text, label="A042") == [Line("A042"), Rule()]


def test_only_and_each_print_what_is_there_and_nest() -> None:
    text = """
only papers
  line: [ticket.title]
  each papers
    check: {papers}
    only note
      bullet: {note}
line: {label}
"""
    assert paper(text, label="A042", papers=[]) == [Line("A042")]
    assert paper(text, label="A042", papers=["a", "b"], note="n") == [
        Line("PHIẾU SỐ"),
        Check("a"),
        Bullet("n"),
        Check("b"),
        Bullet("n"),
        Line("A042"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "nothing to print"),
        ("# nothing", 1, "nothing to print"),
        ("rule\ntable: x", 2, "unknown block"),
        ("line", 1, "needs a text"),
        ("line bold:", 1, "needs a text"),
        ("rule: x", 1, "has no text"),
        ("line huge: x", 1, "takes no 'huge'"),
        ("big bold: x", 1, "takes no 'bold'"),
        ("line: {surname}", 1, "no value 'surname'"),
        ("only surname\n  rule", 1, "no value 'surname'"),
        ("each\n  rule", 1, "no value"),
        ("only note\nrule", 1, "nothing is indented"),
        ("rule\n  rule", 2, "indent"),
        ("  rule", 1, "indented"),
        ("only note\n    rule", 1, "nothing is indented"),
        ("only note\n  rule\n   rule", 3, "indent"),
        ("pair: fee", 1, "name and a value"),
        ("space 80", 1, "millimetres"),
        ("space wide", 1, "millimetres"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(BadLayout, match=says) as told:
        parse(text, NAMES)
    assert told.value.line == line
    assert str(told.value).startswith(f"line {line}: ")


@given(st.text())
def test_any_text_at_all_is_read_or_refused_with_a_line_of_its_own(text: str) -> None:
    line = 1
    with suppress(BadLayout):
        try:
            parse(text, NAMES)
        except BadLayout as told:
            line = told.line
            raise
    assert 1 <= line <= max(1, len(text.splitlines()))


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_a_value_is_printed_as_it_is_and_never_read_as_layout(value: str) -> None:
    blocks = fill(parse("line: {note}", NAMES), {"note": value}, WORDS.__getitem__)
    receipt = Receipt(blocks, large=True)
    assert blocks == (Line(value),)
    assert from_json(to_json(receipt)) == receipt
