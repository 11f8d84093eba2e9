"""Which papers a visitor needs: by answers, and in doubt by the whole list."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import looks
from kiosk.case import NO_ANSWERS, Case, asked, need
from kiosk.listing import compose_checklist
from kiosk.settings import PrinterSettings
from printer_drivers.receipt import Bullet, Check, Receipt
from queue_server.messages import Document
from tests.devices.kiosk_builders import NOW, PROXY, VNEID, a_centre, a_procedure
from tests.pure.test_kiosk_ticket import words

EXAMPLES = json.loads((Path(__file__).parents[1] / "case_examples.json").read_text("utf-8"))

ALWAYS = Document(name={"vi": "Tờ khai"}, original=1)
AUTHORITY = Document(name={"vi": "Văn bản ủy quyền"}, condition="khi ủy quyền", question="proxy")
CARD = Document(
    name={"vi": "Căn cước"}, condition="khi chưa có VNeID", question="vneid", needed_if=False
)
HOME = Document(
    name={"vi": "Giấy cư trú"}, condition="khi không tra được", question="vneid", needed_if=False
)
NOTE = Document(name={"vi": "Giấy khác"}, condition="nếu có")
BIRTH = a_procedure(documents=[ALWAYS, AUTHORITY, CARD, HOME, NOTE])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one["why"])
def test_an_answer_decides_and_what_nobody_knows_stays_open(example: dict[str, Any]) -> None:
    paper = Document(
        name={"vi": "Giấy tờ"},
        condition=example["condition"],
        question=example["question"],
        needed_if=example["needed_if"],
    )
    assert need(paper, example["answers"]) == example["need"]


@given(st.dictionaries(st.sampled_from(["proxy", "vneid", "other"]), st.booleans()))
def test_every_paper_is_either_wanted_or_spared_and_no_answer_spares_what_is_always_needed(
    answers: dict[str, bool],
) -> None:
    case = Case(BIRTH, answers)
    assert sorted([*case.wanted, *case.spared], key=BIRTH.documents.index) == BIRTH.documents
    assert {ALWAYS.name["vi"], NOTE.name["vi"]} <= {one.name["vi"] for one in case.wanted}
    more = Case(BIRTH, {})
    assert more.wanted == BIRTH.documents


def test_a_procedure_asks_first_what_decides_most_of_its_papers() -> None:
    assert asked(BIRTH, [PROXY, VNEID]) == [VNEID, PROXY]
    assert asked(a_procedure(documents=[ALWAYS, AUTHORITY]), [VNEID, PROXY]) == [PROXY]
    assert asked(a_procedure(documents=[ALWAYS, NOTE]), [VNEID, PROXY]) == []


def list_of(answers: dict[str, bool]) -> Receipt:
    look = looks.read(PrinterSettings(), words())
    centre = a_centre(procedures=[BIRTH], questions=[VNEID, PROXY])
    return compose_checklist(Case(BIRTH, answers or NO_ANSWERS), "vi", centre, look, NOW)


def test_the_printed_list_has_what_is_needed_and_says_what_is_not() -> None:
    receipt = list_of({"proxy": False, "vneid": True})
    assert [one.text for one in receipt.blocks if isinstance(one, Check)] == [
        "Tờ khai (1 bản chính)",
        "Giấy khác – nếu có",
    ]
    spared = [one.text for one in receipt.blocks if isinstance(one, Bullet)]
    assert spared == ["Văn bản ủy quyền", "Căn cước", "Giấy cư trú", "Sổ hộ khẩu"]


def test_without_an_answer_the_printed_list_is_whole() -> None:
    receipt = list_of({})
    assert sum(isinstance(one, Check) for one in receipt.blocks) == 5
    assert [one.text for one in receipt.blocks if isinstance(one, Bullet)] == ["Sổ hộ khẩu"]
