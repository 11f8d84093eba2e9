"""What stands on slips, in Vietnamese and in English."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from queue_server.domain.figures import figures
from queue_server.domain.procedure import Document, Procedure, Verified, parse
from queue_server.domain.slip import Texts
from queue_server.domain.ticket import Status
from queue_server.messages import SLIP_VALUES, LifeStep, Overtaking, RuleAbout, TicketAccount
from queue_server.runtime.i18n import Words
from queue_server.use_cases.slip_facts import DayOfCentre, ReturnPass, Supplement
from queue_server.web import slip_texts
from queue_server.web.reading import Reader
from tests.builders import TODAY, VIETNAM, a_centre, a_ticket, an_id, at, shipped
from tests.house.files import ROOT

NOW = at("09:06")
CENTRE = a_centre()


def reader(language: str = "vi") -> Reader:
    words = Words.load([ROOT / "queue_server/locale"], strict=True)
    return Reader(words, language, VIETNAM)


def birth() -> Procedure:
    found = parse(shipped("procedures.json")).find("1_001193")
    assert found is not None
    return found


def supplement(language: str = "vi", nth: int = 1, **changed: Any) -> Texts:
    procedure = replace(birth(), **changed)
    told = Supplement(a_ticket(counter=3), procedure, procedure.documents[2:5], nth)
    return slip_texts.supplement(reader(language), CENTRE, told, NOW)


def a_pass(language: str = "vi", until: str = "", *, keeps: bool = True, **fields: Any) -> Texts:
    day = fields.pop("until_day", TODAY)
    told = ReturnPass(a_ticket(**fields), at(until, day) if until else None, keeps)
    return slip_texts.return_pass(reader(language), CENTRE, told, NOW)


def an_overtaking(n: int = 2) -> Overtaking:
    return Overtaking(
        call=n,
        label=f"A{n:03}",
        service="HT",
        service_name={"vi": "Hộ tịch", "en": "Civil status"},
        priority=False,
        appointment=False,
        issued_at=at("09:03"),
        called_at=at("09:05"),
        counter=1,
        counter_name={"vi": "Quầy 1", "en": "Counter 1"},
        code="chosen",
        reason="quen biết chị Hằng",
    )


def an_account(passed: int = 1, **changed: Any) -> TicketAccount:
    account = TicketAccount(
        label="A001",
        day=TODAY,
        service="HT",
        service_name={"vi": "Hộ tịch", "en": "Civil status"},
        priority=False,
        appointment=False,
        status="waiting",
        issued_at=at("09:00"),
        first_called_at=None,
        waited_s=360,
        rule=RuleAbout(1, 10, 60, 60),
        life=[LifeStep(at("09:00"), "queued", None, None)],
        overtaken_by=[an_overtaking(n + 2) for n in range(passed)],
        elsewhere=0,
    )
    return replace(account, **changed)


def explanation(language: str = "vi", passed: int = 1, **changed: Any) -> Texts:
    account = an_account(passed, **changed)
    return slip_texts.explanation(reader(language), CENTRE, account, NOW)


def a_day(language: str = "vi", *, over: bool = False) -> Texts:
    hall = [
        a_ticket("A001", at("08:00"), first_called_at=at("08:08"), status=Status.FINISHED),
        a_ticket("A002", at("08:50")),
    ]
    whole = figures(hall, NOW, dt.timedelta(minutes=15))
    name = {"vi": "Hộ tịch", "en": "Civil status"}
    told = DayOfCentre(
        day=TODAY,
        over=over,
        figures=whole,
        longest_s=960,
        chosen=1,
        outcomes={"received": 7, "unknown": 1},
        services=[("A", name, whole)],
    )
    return slip_texts.day(reader(language), told, 15, NOW)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_slip_has_exactly_the_texts_the_contract_names(language: str) -> None:
    slips = {
        "supplement": supplement(language),
        "return": a_pass(language),
        "explanation": explanation(language),
        "day": a_day(language),
    }
    assert {kind: set(texts) for kind, texts in slips.items()} == {
        kind: set(names) for kind, names in SLIP_VALUES.items()
    }


def test_a_supplement_slip_lists_each_missing_paper_with_copies_and_condition() -> None:
    texts = supplement()
    assert texts["missing"] == [
        "Biên bản về việc trẻ bị bỏ rơi (1 bản chính) – trẻ bị bỏ rơi",
        "Văn bản xác nhận của cơ sở y tế về mang thai hộ (1 bản chính)"
        " – trẻ sinh ra do mang thai hộ",
        "Văn bản ủy quyền (1 bản chính) – khi ủy quyền; không phải chứng thực nếu người được ủy"
        " quyền là ông, bà, cha, mẹ, con, vợ, chồng, anh, chị, em ruột",
    ]
    assert (texts["label"], texts["counter"], texts["code"]) == ("A001", "3", "1.001193")
    assert (texts["made"], texts["decision"]) == ("09:06, 23/11/2026", "163/QĐ-BTP")
    assert texts["only_listed"] == (
        "Cán bộ chỉ được yêu cầu các giấy tờ có trong danh mục đã công bố. "
        "Nếu bị yêu cầu thêm, xin gọi 1900 0000."
    )


def test_copies_are_told_by_kind_and_what_is_only_shown_is_said_so() -> None:
    papers = [
        Document("Hợp đồng", "Contract", original=1, certified_copy=2, photocopy=3),
        Document("Hộ chiếu", original=1, present_only=True),
        Document("Ảnh 4x6", "Photo"),
        Document(
            "Căn cước",
            "Identity card",
            condition_vi="không có dữ liệu",
            required="conditional",
            replaceable_by_data=True,
        ),
    ]
    told = Supplement(a_ticket(), birth(), papers, 1)
    assert slip_texts.supplement(reader("en"), CENTRE, told, NOW)["missing"] == [
        "Contract (1 original, 2 certified copy, 3 photocopy)",
        "Hộ chiếu (original to be shown)",
        "Photo",
        "Identity card – only because the data was not found",
    ]


@pytest.mark.parametrize(("nth", "times"), [(1, ""), (2, "Lần thứ 2"), (3, "Lần thứ 3")])
def test_from_the_second_slip_on_the_paper_says_which_it_is(nth: int, times: str) -> None:
    assert supplement(nth=nth)["times"] == times


def test_a_list_nobody_has_verified_says_so() -> None:
    assert supplement()["unverified"] == ""
    unsure = supplement("en", verified=Verified(documents=False), decision=None)
    assert unsure["unverified"] == (
        "This list of papers has not been verified, please ask at the counter"
    )
    assert unsure["decision"] == ""


def test_without_a_hotline_nobody_is_told_to_call() -> None:
    told = Supplement(a_ticket(), birth(), birth().documents[2:3], 1)
    texts = slip_texts.supplement(reader(), replace(CENTRE, hotline=""), told, NOW)
    assert texts["only_listed"] == (
        "Cán bộ chỉ được yêu cầu các giấy tờ có trong danh mục đã công bố."
    )
    silent = slip_texts.explanation(reader(), replace(CENTRE, hotline=""), an_account(), NOW)
    assert silent["complain"] == ""


@pytest.mark.parametrize(
    ("public_url", "data"),
    [("", f"motcua:{an_id('A001')}"), ("https://a.vn/", f"https://a.vn/t/{an_id('A001')}")],
)
def test_the_code_is_that_of_the_ticket(public_url: str, data: str) -> None:
    centre = replace(CENTRE, public_url=public_url)
    told = ReturnPass(a_ticket(), None, keeps=True)
    texts = slip_texts.return_pass(reader(), centre, told, NOW)
    use = "Quét mã QR để theo dõi trên điện thoại" if public_url else "Mã phiếu dành cho cán bộ"
    assert (texts["qr"], texts["qr_use"]) == (data, use)


def test_who_waits_keeps_the_turn_until_the_call_and_a_while_after_a_first_absence() -> None:
    texts = a_pass("en")
    assert texts["until"] == "until it is called today"
    assert "within 15 minutes of being marked absent: your turn is kept" in texts["how"]
    assert texts["where"] == "Counter 1, 2 – Area A"
    again = a_pass("en", keeps=False)
    assert "counts from when you come back" in again["how"]


def test_who_is_held_goes_straight_to_that_counter() -> None:
    texts = a_pass(until="09:15", status=Status.HELD, counter=3)
    assert (texts["where"], texts["until"]) == ("Quầy 3", "đến 09:15")
    assert str(texts["how"]).startswith("Xin đến thẳng quầy này")


def test_who_was_sent_to_a_counter_is_led_there() -> None:
    assert a_pass(reserved_for=2)["where"] == "Quầy 2"


def test_who_was_absent_is_told_until_when_the_turn_is_kept_or_that_it_is_not() -> None:
    kept = a_pass("en", "09:15", status=Status.MISSED)
    assert kept["until"] == "until 09:15"
    assert "before that time: your turn is kept" in kept["how"]
    late = a_pass("en", keeps=False, status=Status.MISSED)
    assert late["until"] == ""
    assert "your turn counts from then" in late["how"]
    assert "is kept" not in late["how"]


def test_who_has_booked_is_told_the_time_and_the_latest_one_with_its_day() -> None:
    soon = a_pass("en", "10:10", status=Status.BOOKED, booked_at=at("10:00"))
    assert soon["until"] == "until 10:10"
    assert str(soon["how"]).startswith("Your appointment is at 10:00.")
    day = TODAY + dt.timedelta(days=2)
    later = {"status": Status.BOOKED, "booked_at": at("10:00", day), "until_day": day}
    assert a_pass("en", "10:10", **later)["until"] == "until 10:10 on 25 Nov 2026"
    past = a_pass("en", keeps=False, status=Status.BOOKED, booked_at=at("08:00"))
    assert str(past["how"]).startswith("Your appointment at 08:00 is past.")


def test_an_explanation_says_what_the_page_says() -> None:
    texts = explanation()
    assert texts["overtaken_by"] == [
        "A002: lấy số 09:03, được gọi 09:05, Quầy 1. "
        "Cán bộ gọi A002 ngoài thứ tự; lý do: lý do khác, được lưu trong sổ."
    ]
    assert (texts["taken"], texts["called"]) == ("09:00, 23/11/2026", "chưa được gọi")
    assert texts["life"] == ["09:00 Lấy số, vào hàng chờ"]
    assert texts["none"] == texts["elsewhere"] == ""
    assert texts["complain"] == "Phản ánh, khiếu nại: đường dây nóng 1900 0000"


def test_a_clerks_own_words_never_come_to_paper() -> None:
    for language in ("vi", "en"):
        assert "Hằng" not in str(explanation(language))


def test_an_explanation_with_nobody_before_says_so_and_counts_the_others() -> None:
    texts = explanation("en", passed=0, elsewhere=4, status="finished")
    assert texts["overtaken_by"] == []
    assert texts["none"] == reader("en").say("account.nobody")
    assert texts["elsewhere"] == reader("en").say("account.elsewhere", n=4)
    assert texts["source"] == reader("en").say("account.from_books")


def test_a_long_list_ends_with_how_many_more_there_are() -> None:
    assert len(explanation("en", passed=20)["overtaken_by"]) == 20
    rows = explanation("en", passed=23)["overtaken_by"]
    assert len(rows) == 21
    assert rows[-1] == "and 3 more lines, ask for all of them at the help desk"


def test_a_day_is_told_in_counts_waits_and_shares() -> None:
    texts = a_day("en", over=True)
    assert [texts[name] for name in ("issued", "finished", "in_hall")] == ["2", "1", "1"]
    assert [texts[name] for name in ("median", "longest", "within", "chosen")] == [
        "8 min",
        "16 min",
        "50% within 15 minutes",
        "1 (numbers called: 1)",
    ]
    assert texts["outcomes"] == ["Application received: 7", "No outcome recorded: 1"]
    assert texts["services"] == ["A Civil status: 2 numbers, wait 8 minutes (median)"]
    assert texts["so_far"] == ""


def test_a_day_that_is_not_over_says_so() -> None:
    assert a_day()["so_far"] == "Số liệu đến 09:06, ngày làm việc chưa kết thúc"


def test_a_day_without_anybody_has_no_waits() -> None:
    nothing = figures([], NOW, dt.timedelta(minutes=15))
    told = DayOfCentre(TODAY, True, nothing, None, 0, {}, [])
    texts = slip_texts.day(reader(), told, 15, NOW)
    assert {texts[name] for name in ("median", "p90", "longest", "within")} == {"–"}
    assert texts["issued"] == "0"
