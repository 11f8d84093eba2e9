"""What stands on a ticket and on the checklist, in words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from kiosk import looks
from kiosk.explain import explain, fee_text, limit_text, wait_text
from kiosk.numbers import Ticket
from kiosk.settings import PrinterSettings
from kiosk.ticket import PAPERS_MAX, compose, local_day, marked_copy
from printer_drivers.receipt import Big, Bullet, Check, Line, Pair, Qr, Receipt, from_json, to_json
from queue_server.messages import CentreAbout, Document, Fee, Procedure, TimeLimit, Wait
from queue_server.runtime.i18n import Words
from tests.devices.kiosk_builders import NOW, TODAY, a_centre, a_procedure

LOCALE = Path(__file__).parents[2] / "kiosk" / "locale"
ID = UUID("0192f000-0000-7000-8000-000000000001")


def words() -> Words:
    return Words.load([LOCALE], strict=True)


def a_ticket(**changes: object) -> Ticket:
    values: dict[str, object] = {
        "uuid": ID,
        "service": "HT",
        "day": TODAY,
        "series": "A",
        "number": 42,
        "label": "A042",
        "procedure": "1_001193",
        "priority": "normal",
        "language": "vi",
        "issued_at": NOW,
        "people_ahead": 3,
        "wait": Wait(10, 15),
        "source": "lease",
    }
    return Ticket(**(values | changes))  # type: ignore[arg-type]


def printed(ticket: Ticket, centre: CentreAbout | None = None) -> Receipt:
    look = looks.read(PrinterSettings(), words())
    return compose(ticket, centre or a_centre(), look)


def lines(receipt: Receipt) -> list[str]:
    """Every text of a receipt from top to bottom; pairs as ``name: value``."""
    found = []
    for block in receipt.blocks:
        if isinstance(block, Line | Big | Check | Bullet):
            found.append(block.text)
        elif isinstance(block, Pair):
            found.append(f"{block.name}: {block.value}")
    return found


def test_a_ticket_tells_number_place_wait_and_time_of_the_centre() -> None:
    text = lines(printed(a_ticket()))
    assert text[:4] == [
        "Trung tâm Phục vụ hành chính công phường Mẫu",
        "Số 1 Phố Mẫu",
        "PHIẾU SỐ THỨ TỰ",
        "A042",
    ]
    assert "Quầy: 1, 2, 3 – Tầng 1" in text
    assert "Trước ông/bà có 3 người" in text
    assert "Chờ khoảng 10–15 phút" in text
    assert "Lấy số lúc 09:00, ngày 23/11/2026" in text


def test_a_ticket_speaks_the_language_of_its_visitor() -> None:
    text = lines(printed(a_ticket(language="en")))
    assert "QUEUE TICKET" in text
    assert "Birth registration" in text
    assert "Civil status" in text


def test_a_reserve_ticket_explains_itself_and_invents_no_wait() -> None:
    ticket = a_ticket(source="reserve", label="A901", people_ahead=None, wait=None)
    text = lines(printed(ticket))
    assert "Chưa dự báo được thời gian chờ" in text
    assert any(line.startswith("Số nằm ngoài dãy thường") for line in text)
    assert not any("Trước ông/bà" in line for line in text)


def test_priority_is_marked_without_its_reason() -> None:
    text = lines(printed(a_ticket(priority="elderly")))
    assert "ƯT" in text
    assert not any("cao tuổi" in line for line in text)
    assert "ƯT" not in lines(printed(a_ticket()))


def test_the_checklist_names_papers_with_copies_and_conditions() -> None:
    receipt = printed(a_ticket())
    checks = [block.text for block in receipt.blocks if isinstance(block, Check)]
    assert checks == [
        "Tờ khai (1 bản chính)",
        "Giấy tờ tùy thân (chỉ xuất trình)",
        "Văn bản ủy quyền (1 bản chính) – khi ủy quyền",
    ]
    text = lines(receipt)
    assert "Sổ hộ khẩu" in text
    assert "Mã thủ tục: 1.001193" in text
    assert "Thời hạn giải quyết: Trong ngày làm việc" in text
    assert any("Cán bộ chỉ được yêu cầu" in line and "1900 0000" in line for line in text)


def test_without_a_procedure_there_is_no_checklist() -> None:
    receipt = printed(a_ticket(procedure=None))
    assert not any(isinstance(block, Check | Pair) for block in receipt.blocks)


def test_a_very_long_list_is_cut_and_says_so() -> None:
    papers = [Document(name={"vi": f"Giấy {n}"}, original=1) for n in range(PAPERS_MAX + 7)]
    centre = a_centre(procedures=[a_procedure(documents=papers)])
    receipt = printed(a_ticket(), centre)
    assert sum(isinstance(block, Check) for block in receipt.blocks) == PAPERS_MAX
    assert any("và 7 giấy tờ khác" in line for line in lines(receipt))


@pytest.mark.parametrize(
    ("language", "names", "told"),
    [
        ("vi", {"vi": "Ảnh 4x6 (≤ 06 tháng)"}, "Ảnh 4x6 (không quá 06 tháng)"),
        ("vi", {"vi": "Ảnh, ≤06 tháng"}, "Ảnh, không quá 06 tháng"),
        ("en", {"vi": "Ảnh", "en": "Photo (≤ 6 months)"}, "Photo (at most 6 months)"),
        ("en", {"vi": "Ảnh (≤ 06 tháng)"}, "Ảnh (không quá 06 tháng)"),
        ("vi", {"vi": "Bản vẽ (≥ 10x15 cm)"}, "Bản vẽ (>= 10x15 cm)"),
        ("vi", {"vi": "A ≤ B"}, "A <= B"),
    ],
)
def test_a_limit_written_as_a_sign_is_said_in_words(
    language: str, names: dict[str, str], told: str
) -> None:
    centre = a_centre(procedures=[a_procedure(documents=[Document(name=names)])])
    receipt = printed(a_ticket(language=language), centre)
    assert [block.text for block in receipt.blocks if isinstance(block, Check)] == [told]


def test_a_limit_in_a_note_is_said_in_words_too() -> None:
    limit = TimeLimit(value=1, unit="working_days", note="Có thể kéo dài ≤ 02 ngày.")
    known = explain(a_procedure(time_limit=limit), "vi", words())
    assert known.limit_note == "Có thể kéo dài không quá 02 ngày."


def test_an_unverified_list_says_so() -> None:
    centre = a_centre(procedures=[a_procedure(documents_verified=False)])
    assert any("có thể đã thay đổi" in line for line in lines(printed(a_ticket(), centre)))


@pytest.mark.parametrize(("language", "mark"), [("vi", "Bản in lại"), ("en", "Reprint")])
def test_a_reprint_is_the_first_paper_with_a_mark_in_its_language_at_the_head(
    language: str, mark: str
) -> None:
    first = printed(a_ticket(language=language))
    copy = marked_copy(first, language, words())
    assert copy.blocks == (Line(mark, bold=True, align="centre"), *first.blocks)
    assert msgspec.structs.replace(copy, blocks=first.blocks) == first


@pytest.mark.parametrize(
    ("public_url", "data"),
    [("", f"motcua:{ID}"), ("https://so.mau.gov.vn/", f"https://so.mau.gov.vn/t/{ID}")],
)
def test_the_code_holds_nothing_but_the_opaque_id(public_url: str, data: str) -> None:
    receipt = printed(a_ticket(), a_centre(public_url=public_url))
    assert [block.data for block in receipt.blocks if isinstance(block, Qr)] == [data]
    told = "Quét mã QR để theo dõi trên điện thoại" if public_url else "Mã phiếu dành cho cán bộ"
    assert told in lines(receipt)


def test_every_ticket_survives_the_way_through_the_ledger() -> None:
    receipt = marked_copy(printed(a_ticket(priority="elderly")), "vi", words())
    assert from_json(to_json(receipt)) == receipt


@pytest.mark.parametrize(
    ("fee", "text"),
    [
        (Fee("free", verified=True), "Không thu phí"),
        (Fee("free", verified=False), "Theo Nghị quyết HĐND tỉnh, hỏi tại quầy"),
        (Fee("free", amount_vnd=0), "Theo Nghị quyết HĐND tỉnh, hỏi tại quầy"),
        (Fee("provincial", amount_vnd=0), "Theo Nghị quyết HĐND tỉnh, hỏi tại quầy"),
        (Fee("fixed", amount_vnd=None, verified=True), "Theo Nghị quyết HĐND tỉnh, hỏi tại quầy"),
        (Fee("fixed", amount_vnd=50_000, verified=True), "50.000 đồng"),
        (Fee("fixed", amount_vnd=50_000), "50.000 đồng (xin hỏi lại tại quầy)"),
        (Fee("per_unit", amount_vnd=2_000, verified=True), "2.000 đồng mỗi đơn vị"),
        (Fee("tiered", amount_vnd=9), "Theo từng mức, hỏi tại quầy"),
    ],
)
def test_a_fee_nobody_published_is_never_shown_as_free(fee: Fee, text: str) -> None:
    assert fee_text(fee, "vi", words()) == text


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (TimeLimit(7, "working_days", verified=True), "7 ngày làm việc"),
        (TimeLimit(15, "calendar_days", verified=True), "15 ngày"),
        (TimeLimit(4, "hours"), "4 giờ làm việc (xin hỏi lại tại quầy)"),
        (TimeLimit(None, "working_days", verified=True), "Hỏi tại quầy"),
        (TimeLimit(None, "same_day", verified=True), "Trong ngày làm việc"),
    ],
)
def test_a_time_limit_is_told_with_its_unit(limit: TimeLimit, text: str) -> None:
    assert limit_text(limit, "vi", words()) == text


@pytest.mark.parametrize(
    ("wait", "text"),
    [
        (None, "Chưa dự báo được thời gian chờ"),
        (Wait(0, 5), "Chờ khoảng 5 phút hoặc ít hơn"),
        (Wait(0, 0), "Chờ khoảng 5 phút hoặc ít hơn"),
        (Wait(60, 90), "Chờ khoảng 60–90 phút"),
        (Wait(80, 95), "Chờ hơn 90 phút"),
    ],
)
def test_a_wait_is_a_range_and_never_a_promise(wait: Wait | None, text: str) -> None:
    assert wait_text(wait, "vi", words()) == text


def test_what_editors_noted_for_each_other_is_not_shown_to_citizens() -> None:
    procedure = a_procedure(
        name={"vi": "Trợ cấp hằng tháng (tên chính thức cần kiểm tra)"},
        not_required=["Giấy xác nhận (từ 01/01/2026 – NQ 66.7/2025/NQ-CP; cần kiểm tra)"],
        fee=Fee("free", note="Miễn khi đúng hạn (60 ngày). Quá hạn: tỉnh (5.000đ – cần kiểm tra)."),
        time_limit=TimeLimit(7, "working_days", note="Cổng: không có thông tin – cần kiểm tra."),
    )
    known = explain(procedure, "vi", words())
    assert known.name == "Trợ cấp hằng tháng"
    assert known.not_required == ["Giấy xác nhận (từ 01/01/2026 – NQ 66.7/2025/NQ-CP)"]
    assert known.fee_note == "Miễn khi đúng hạn (60 ngày). Quá hạn: tỉnh."
    assert known.limit_note is None


@pytest.mark.parametrize(
    "where",
    [
        "commune_centre",
        "commune_police",
        "province_centre",
        "provincial_police",
        "land_registration_office",
        "tax_office",
    ],
)
def test_a_procedure_of_another_office_says_where(where: str) -> None:
    for language in ("vi", "en"):
        known = explain(a_procedure(where=where, here=False), language, words())
        assert known.elsewhere
    assert explain(a_procedure(), "vi", words()).elsewhere is None


def test_every_procedure_of_the_sample_catalogue_has_words_in_both_languages() -> None:
    kinds = msgspec.json.schema(Procedure)["$defs"]
    for unit in kinds["TimeLimit"]["properties"]["unit"]["enum"]:
        for language in ("vi", "en"):
            assert limit_text(TimeLimit(3, unit, verified=True), language, words())
    for kind in kinds["Fee"]["properties"]["type"]["enum"]:
        for language in ("vi", "en"):
            assert fee_text(Fee(kind, amount_vnd=9, verified=True), language, words())


def test_the_day_is_the_date_at_the_centre() -> None:
    late = dt.datetime(2026, 11, 23, 17, 30, tzinfo=dt.UTC)
    assert local_day(late, "Asia/Ho_Chi_Minh") == dt.date(2026, 11, 24)
