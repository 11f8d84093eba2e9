"""What a kiosk makes of an order: paper, or a code that says why there is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk import looks, samples
from kiosk.case import Case
from kiosk.listing import PAPERS_AT_HOME, compose_checklist
from kiosk.papers import VALUES, Look
from kiosk.settings import PrinterSettings
from kiosk.slip import KINDS, LONGEST_MM, Unprintable, compose_slip, length_mm
from printer_drivers.receipt import Check, Receipt
from printer_drivers.render import Renderer
from queue_server.domain import procedure as law
from queue_server.messages import SLIP_VALUES, Document, Slip
from queue_server.use_cases.catalogue import procedure_about
from tests.devices.kiosk_builders import NOW, a_centre, a_procedure
from tests.pure.test_kiosk_ticket import lines, words

CATALOGUE = Path(__file__).parents[2] / "queue_server" / "data" / "procedures.json"
TEXT = st.text(max_size=40)
ANY_VALUES = st.fixed_dictionaries(
    {}, optional={name: TEXT | st.lists(TEXT, max_size=4) for name in SLIP_VALUES["supplement"]}
)


def a_look(**changes: Any) -> Look:
    return looks.read(PrinterSettings(**changes), words())


def an_order(kind: str, **changes: str | list[str]) -> Slip:
    values = samples.shipped().slips["vi"].get(kind, {})
    return Slip(uuid4(), kind, "vi", NOW, {**values, **changes})


def checks(receipt: Receipt) -> list[str]:
    return [block.text for block in receipt.blocks if isinstance(block, Check)]


def refused(slip: Slip) -> str:
    with pytest.raises(Unprintable) as told:
        compose_slip(slip, a_centre(), a_look())
    return told.value.code


def test_a_supplement_slip_ticks_off_what_is_missing_and_says_that_no_more_may_be_asked_for() -> (
    None
):
    missing = ["Giấy chứng sinh (1 bản chính)", "Văn bản ủy quyền"]
    receipt = compose_slip(an_order("supplement", missing=missing), a_centre(), a_look())
    text = lines(receipt)
    assert text[0] == "Trung tâm Phục vụ hành chính công phường Mẫu"  # what the device adds
    assert checks(receipt) == missing
    assert any(line.startswith("Cán bộ chỉ được yêu cầu") for line in text)
    assert "Số thứ tự: A042" in text
    assert "Lập lúc 09:12, 23/11/2026" in text


def test_what_does_not_apply_leaves_no_trace_on_the_paper() -> None:
    bare = dict.fromkeys(SLIP_VALUES["return"], "") | {"label": "A042", "how": "Chờ gọi số"}
    text = lines(compose_slip(Slip(uuid4(), "return", "vi", NOW, bare), a_centre(), a_look()))
    assert text[2:] == ["PHIẾU QUAY LẠI", "A042", "Chờ gọi số"]


def test_a_slip_speaks_the_language_of_its_order() -> None:
    values = samples.shipped().slips["en"]["day"]
    text = lines(compose_slip(Slip(uuid4(), "day", "en", NOW, values), a_centre(), a_look()))
    assert "THE DAY IN FIGURES" in text
    assert "Numbers given: 214" in text


def test_an_order_nobody_can_print_is_told_with_a_code() -> None:
    assert refused(an_order("petition")) == "slip_unknown"
    assert refused(an_order("ticket")) == "slip_unknown"  # numbers are no slips
    assert refused(Slip(uuid4(), "day", "vi", NOW, {"day": "hôm nay"})) == "slip_incomplete"
    assert refused(an_order("return", how="một\ndòng")) == "slip_unprintable"
    assert refused(an_order("return", qr="x" * 301)) == "slip_unprintable"
    assert refused(an_order("day", services=["Hộ tịch"] * 300)) == "slip_too_long"
    assert refused(an_order("return", how="x" * 10**6)) == "slip_too_long"


def test_a_slip_of_a_later_server_with_more_to_say_is_printed_as_far_as_it_is_known() -> None:
    receipt = compose_slip(an_order("return", weather="mưa"), a_centre(), a_look())
    assert "PHIẾU QUAY LẠI" in lines(receipt)


def test_what_is_too_long_in_large_print_is_printed_small() -> None:
    look = a_look(paper_mm=58, large_print=True)
    order = an_order("explanation", overtaken_by=["A045 thuộc diện ưu tiên theo quy định"] * 60)
    receipt = compose_slip(order, a_centre(), look)
    assert not receipt.large
    assert length_mm(receipt, Renderer()) <= LONGEST_MM
    assert compose_slip(an_order("return"), a_centre(), look).large


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(values=ANY_VALUES, kind=st.sampled_from(["supplement", "nothing"]))
def test_whatever_is_ordered_is_paper_or_a_code(
    values: dict[str, str | list[str]], kind: str
) -> None:
    try:
        receipt = compose_slip(Slip(uuid4(), kind, "vi", NOW, values), a_centre(), LOOK)
    except Unprintable:
        return
    else:
        assert receipt.blocks
        assert set(values) == set(SLIP_VALUES["supplement"])


LOOK = a_look()


def test_a_checklist_alone_has_the_whole_list_and_says_that_it_is_no_number() -> None:
    papers = [Document(name={"vi": f"Giấy tờ {n}"}, original=1) for n in range(30)]
    receipt = compose_checklist(
        Case(a_procedure(documents=papers)), "vi", a_centre(), a_look(), NOW
    )
    assert checks(receipt) == [f"Giấy tờ {n} (1 bản chính)" for n in range(30)]
    text = lines(receipt)
    assert any("không phải phiếu số thứ tự" in line for line in text)
    assert "In lúc 09:00, ngày 23/11/2026" in text
    longer = a_procedure(documents=papers * 2)
    receipt = compose_checklist(Case(longer), "vi", a_centre(), a_look(), NOW)
    assert len(checks(receipt)) == PAPERS_AT_HOME
    assert "và 20 giấy tờ khác, xem tại bàn hướng dẫn" in lines(receipt)


def test_the_samples_are_orders_as_the_contract_has_them_of_procedures_in_the_catalogue() -> None:
    shipped = samples.shipped()
    for language in ("vi", "en"):
        found = {kind: set(values) for kind, values in shipped.slips[language].items()}
        assert found == {kind: set(names) for kind, names in SLIP_VALUES.items()}
    catalogue = law.parse(CATALOGUE.read_bytes())
    offices = ["commune_centre", "commune_police"]
    there = {
        one.id: procedure_about(one, offices, catalogue.deciders()) for one in catalogue.procedures
    }
    assert [there[one.id] for one in shipped.centre.procedures] == shipped.centre.procedures
    longest = max(len(one.documents) for one in catalogue.procedures)
    assert longest in [len(one.documents) for one in shipped.centre.procedures]


@pytest.mark.parametrize("mm", [58, 80])
def test_every_kind_of_paper_has_a_layout_and_none_is_a_metre_long(mm: int) -> None:
    look = a_look(paper_mm=mm)
    assert set(VALUES) == {"ticket", "checklist", *KINDS}
    lengths = {
        kind: length_mm(samples.sample(kind, look, "vi", NOW), Renderer()) for kind in VALUES
    }
    assert max(lengths.values()) < 300
    assert lengths["return"] < 140
