"""The questions of a catalogue: each condition is decided once, by what a visitor can answer."""

import json
from collections import Counter
from typing import Any

import pytest

from kiosk.case import Case, asked
from kiosk.explain import explain
from kiosk.explain import pick as in_language
from queue_server.domain.errors import Invalid
from queue_server.domain.procedure import Catalogue, parse
from queue_server.messages import Procedure, QuestionAbout
from queue_server.use_cases.catalogue import procedure_about
from tests.builders import shipped
from tests.pure.test_kiosk_ticket import words
from tests.pure.test_procedures import a_procedure

CATALOGUE = parse(shipped("procedures.json"))
QUESTIONS = [QuestionAbout(one.id, {"vi": one.vi, "en": one.en}) for one in CATALOGUE.questions]
BIRTH = "1_001193"

NOTES = {  # no visitor can say yes or no to them: they stay with their papers
    "nếu có",
    "theo vụ việc",
    "theo loại công trình",
    "theo đối tượng và không khai thác được dữ liệu",
    "không có thì cơ quan tự chụp (trừ khi không có phương tiện)",
    "người lưu trú xuất trình cho chủ hộ/cơ sở",
    # whether the State's data has it only the counter sees
    "chỉ khi không khai thác được từ CSDL/VNeID (NĐ 154/2024/NĐ-CP Điều 5)",
    "không khai thác được nơi cư trú cuối cùng",
    "chỉ khi CSDL chưa kết nối, chia sẻ",
    "không khai thác được từ CSDL",
    "không khai thác được điện tử",
    "không khai thác được dữ liệu",
}


def about(id: str) -> Procedure:
    known = CATALOGUE.find(id)
    assert known
    return procedure_about(known, deciders=CATALOGUE.deciders())


SHOWN = [about(one.id) for one in CATALOGUE.procedures]


def test_every_conditional_paper_is_decided_by_a_question_or_is_known_as_a_note() -> None:
    conditions = {
        (paper.condition, paper.question)
        for shown in SHOWN
        for paper in shown.documents
        if paper.condition
    }
    assert {condition for condition, question in conditions if question is None} == NOTES


def test_no_visitor_is_asked_more_than_four_questions_or_a_long_one() -> None:
    assert max(len(asked(shown, QUESTIONS)) for shown in SHOWN) == 4
    for one in CATALOGUE.questions:
        assert one.en, one.id
        assert max(len(one.vi), len(one.en)) <= 90, one.id
        assert one.vi.endswith("không?"), one.id  # what "Có" and "Không" answer


def test_the_question_that_strikes_out_most_papers_comes_first() -> None:
    assert [one.id for one in asked(about(BIRTH), QUESTIONS)] == ["vneid", "special_birth", "proxy"]
    for shown in SHOWN:
        decides = Counter(paper.question for paper in shown.documents)
        numbers = [decides[one.id] for one in asked(shown, QUESTIONS)]
        assert numbers == sorted(numbers, reverse=True)


def test_parents_who_register_a_birth_themselves_bring_at_most_two_papers() -> None:
    usual = {"proxy": False, "vneid": True, "special_birth": False}
    case = Case(about(BIRTH), usual)
    assert [paper.name["en"].split(" (")[0] for paper in case.wanted] == [
        "Birth registration form",
        "Medical birth notice",
    ]
    assert len(Case(about(BIRTH), {**usual, "proxy": True}).wanted) == 3
    assert len(Case(about(BIRTH), {**usual, "vneid": False}).wanted) == 4
    assert len(Case(about(BIRTH), {}).wanted) == 7


def test_everything_to_know_of_a_procedure_is_there_in_both_languages() -> None:
    for shown in SHOWN:
        for language in ("vi", "en"):
            known = explain(shown, language, words(), QUESTIONS)
            assert known.name == in_language(shown.name, language).split(" (tên")[0]
            assert known.fee
            assert known.limit
            assert known.legal_basis or known.decision or not known.verified
            assert all(question.text for question in known.questions)


def test_what_is_not_verified_is_marked_and_no_unpublished_fee_is_free() -> None:
    for language in ("vi", "en"):
        ask, mark = (
            words().text(language, "kiosk.fee.ask"),
            words().text(language, "kiosk.unverified"),
        )
        free = words().text(language, "kiosk.fee.free")
        tiered = words().text(language, "kiosk.fee.tiered")
        for shown in SHOWN:
            known = explain(shown, language, words())
            if not shown.fee.verified:
                assert known.fee in (ask, tiered) or mark in known.fee
            assert (known.fee == free) == (shown.fee.type == "free" and shown.fee.verified)


PAPERS = [
    {"name_vi": "Ủy quyền", "required": "conditional", "condition_vi": "khi ủy quyền"},
    {"name_vi": "Căn cước", "required": "conditional", "condition_vi": "khi chưa có VNeID"},
    {"name_vi": "Giấy chứng sinh", "condition_vi": "luôn luôn"},
]


def a_catalogue(*questions: dict[str, Any]) -> Catalogue:
    procedures = [a_procedure(documents=PAPERS)]
    return parse(json.dumps({"procedures": procedures, "questions": questions}))


def a_question(**fields: Any) -> dict[str, Any]:
    return {"id": "proxy", "vi": "Nộp thay?", "conditions": ["khi ủy quyền"], **fields}


def test_a_question_says_with_which_answer_a_paper_is_needed() -> None:
    other = a_question(id="vneid", conditions=[], unless=["khi chưa có VNeID"])
    catalogue = a_catalogue(a_question(), other)
    shown = procedure_about(catalogue.procedures[0], deciders=catalogue.deciders())
    assert [(one.question, one.needed_if) for one in shown.documents] == [
        ("proxy", True),
        ("vneid", False),
        (None, True),
    ]


@pytest.mark.parametrize(
    ("questions", "place"),
    [
        ([a_question(conditions=["khi ủy quyền "])], "$.questions[0].conditions[0]"),
        (
            [a_question(conditions=["luôn luôn"])],
            "$.questions[0].conditions[0]",
        ),  # always asked for
        ([a_question(unless=["khi chưa có VNeID", "khi ủy quyền"])], "$.questions[0].unless[1]"),
        ([a_question(), a_question(id="b")], "$.questions[1].conditions[0]"),
        ([a_question(), a_question(conditions=["khi chưa có VNeID"])], "$.questions[1].id"),
        ([a_question(id="Nộp thay")], "$.questions[0].id"),
        ([a_question(vi=" ")], "$.questions[0].vi"),
        ([a_question(conditions=[])], "$.questions[0]"),
        ([a_question(condition="khi ủy quyền")], "$.questions[0]"),  # a slip of typing
        ([a_question(conditions="khi ủy quyền")], "$.questions[0].conditions"),
    ],
)
def test_a_wrong_question_is_told_with_its_place(questions: list[Any], place: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_catalogue(*questions)
    assert f"at `{place}`" in str(refused.value.about["what"])
