"""The catalogue of procedures: what is not known is never shown as if it were."""

import json
from typing import Any

import pytest

from queue_server.domain.errors import Invalid
from queue_server.domain.procedure import Catalogue, parse
from queue_server.use_cases.catalogue import procedure_about
from tests.builders import a_centre, shipped

CATALOGUE = parse(shipped("procedures.json"))


def a_procedure(**fields: Any) -> dict[str, Any]:
    known = {
        "id": "HT01",
        "group": "HT",
        "code": "1.001193",
        "name_short_vi": "Đăng ký khai sinh",
        "name_en": "Birth registration",
        "where": "commune",
        "time_limit": {"value": None, "unit": "same_day"},
        "fee": {"type": "free"},
        "documents": [],
    }
    return {**known, **fields}


def a_catalogue(*procedures: dict[str, Any]) -> Catalogue:
    return parse(json.dumps({"procedures": procedures}))


def test_the_shipped_catalogue_is_in_order_and_fits_the_shipped_centre() -> None:
    assert len(CATALOGUE.procedures) == 60
    assert {one.group for one in CATALOGUE.procedures} <= a_centre().service_by_id.keys()
    assert len({one.id for one in CATALOGUE.procedures}) == 60


def test_what_the_province_decides_carries_no_amount_not_even_zero() -> None:
    one = a_catalogue(a_procedure(fee={"type": "provincial", "amount_vnd": 0})).procedures[0]
    assert procedure_about(one).fee.amount_vnd is None


def test_an_unpublished_fee_of_the_shipped_catalogue_is_never_shown_as_free() -> None:
    unpublished = [one for one in CATALOGUE.procedures if one.fee.type == "provincial"]
    assert unpublished
    shown = [procedure_about(one).fee for one in unpublished]
    assert {(fee.type, fee.amount_vnd) for fee in shown} == {("provincial", None)}


def test_a_catalogue_cannot_leave_the_fee_out() -> None:
    without = a_procedure()
    del without["fee"]
    with pytest.raises(Invalid):
        a_catalogue(without)


def test_what_nobody_verified_says_so() -> None:
    shown = procedure_about(a_catalogue(a_procedure()).procedures[0])
    assert (shown.fee.verified, shown.time_limit.verified, shown.documents_verified) == (
        False,
        False,
        False,
    )
    checked = a_procedure(verified={"fee": True})
    assert procedure_about(a_catalogue(checked).procedures[0]).fee.verified


def test_a_condition_is_shown_only_with_papers_that_are_not_always_asked_for() -> None:
    papers = [
        {"name_vi": "Giấy chứng sinh", "condition_vi": "nếu có"},
        {"name_vi": "Ủy quyền", "required": "conditional", "condition_vi": "nếu thay mặt"},
    ]
    shown = procedure_about(a_catalogue(a_procedure(documents=papers)).procedures[0])
    assert [paper.condition for paper in shown.documents] == [None, "nếu thay mặt"]


def test_a_paper_without_english_name_keeps_its_vietnamese_one() -> None:
    one = a_catalogue(a_procedure(documents=[{"name_vi": "Tờ khai"}])).procedures[0]
    assert procedure_about(one).documents[0].name == {"vi": "Tờ khai", "en": "Tờ khai"}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"fee": {"type": "cheap"}}, "fee.type"),
        ({"time_limit": {"value": 3, "unit": "weeks"}}, "time_limit.unit"),
        ({"documents": [{"name_en": "Form"}]}, "documents[0]"),
        ({"code": 7}, "code"),
    ],
)
def test_a_mistake_is_told_with_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_catalogue(a_procedure(**change))
    assert place in str(refused.value.about["what"])


@pytest.mark.parametrize("text", ["", "[]", "{", '{"procedures": 1}', "\ufeff{}"])
def test_what_is_no_catalogue_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse(text)


def test_the_mean_minutes_of_a_service_are_those_of_its_own_procedures() -> None:
    estimate = {"counter_service_minutes_estimate": {"typical": 10, "p90": 20}}
    other = {"counter_service_minutes_estimate": {"typical": 20, "p90": 30}}
    known = a_catalogue(
        a_procedure(**estimate),
        a_procedure(id="HT02", **other),
        a_procedure(id="HT03"),
        a_procedure(id="CT01", group="CT", **other),
    )
    assert known.mean_minutes("HT") == 15
    assert known.mean_minutes("DD") is None


def test_a_procedure_is_found_by_its_id_or_not_at_all() -> None:
    assert a_catalogue(a_procedure()).find("HT01") is not None
    assert a_catalogue(a_procedure()).find("HT02") is None
    assert a_catalogue(a_procedure()).find(None) is None
