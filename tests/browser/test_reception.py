"""The reception page, and the way of a slip from every page of the staff to a kiosk's word."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.desks import served_for_a_while, tab_to
from tests.browser.paper import WELL, PaperHall, a_paper_hall
from tests.browser.staff import Desk, a_desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OUT = {**WELL, "paper": "out"}
DOOR, STAIRS = "Ki-ốt cửa chính", "Ki-ốt cầu thang"


@pytest.fixture(scope="module")
def paper_hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PaperHall]:
    with a_paper_hall(tmp_path_factory.mktemp("paper")) as found:
        yield found


@pytest.fixture
def hall(paper_hall: PaperHall) -> Iterator[PaperHall]:
    paper_hall.well()
    yield paper_hall
    paper_hall.centre.tidy()


def cards(desk: Desk) -> Locator:
    return desk.page.locator(".cards .card")


def chooses(desk: Desk, where: str, printer: str = DOOR) -> None:
    """Choose the printer of a control, which this browser then remembers."""
    select = desk.page.locator(f"{where} .print-slip select").first
    value = select.locator("option", has_text=printer).get_attribute("value")
    select.select_option(value)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (360, 740)])
def test_the_printer_that_needs_somebody_stands_first(
    browser: Browser, hall: PaperHall, size: tuple[int, int], language: str
) -> None:
    hall.stairs.beat(printer=OUT)
    missed = hall.missed()
    with a_desk(browser, hall.centre, size) as desk:
        desk.sign_in("hoa", f"/reception?lang={language}")
        expect(cards(desk)).to_have_count(2)
        expect(cards(desk).first).to_contain_text(STAIRS)
        expect(cards(desk).first).to_contain_text(
            {"vi": "Hết giấy", "en": "Out of paper"}[language]
        )
        desk.page.locator("#label").fill(missed)
        expect(desk.page.locator(".fate")).to_contain_text(missed)
        desk.judge(f"reception-{language}")


def test_what_becomes_of_a_printer_is_seen_without_loading_the_page(
    browser: Browser, hall: PaperHall
) -> None:
    with a_desk(browser, hall.centre) as desk:
        desk.sign_in("hoa", "/reception")
        expect(cards(desk)).to_contain_text(["In được", "In được"])
        hall.door.beat(printer={**WELL, "paper": "near_end"})
        hall.stairs.beat(printer={**WELL, "paper": "unknown", "cover_open": None})
        expect(desk.page.locator(".card.watch")).to_have_count(2)
        expect(desk.page.locator(".card.fine")).to_have_count(0)
        expect(desk.page).to_have_title("(2) Lễ tân")


def test_a_number_is_given_by_keyboard_and_printed_when_the_kiosk_says_so(
    browser: Browser, hall: PaperHall
) -> None:
    with a_desk(browser, hall.centre) as desk:
        desk.sign_in("hoa", "/reception")
        expect(cards(desk)).to_have_count(2)
        tab_to(desk, "select[name=service]")
        desk.page.keyboard.type("A")
        tab_to(desk, "select[name=priority]")
        desk.page.keyboard.type("Ng")
        tab_to(desk, "select[name=reason]")
        desk.page.keyboard.type("Kh")
        tab_to(desk, ".give-form button[type=submit]")
        desk.page.keyboard.press("Enter")
        given = desk.page.locator("#given")
        expect(given).to_be_focused()
        label = given.inner_text()
        [ticket] = hall.centre.ask(f"/api/v1/labels/{label}")["tickets"]
        assert (ticket["service"], ticket["priority"]) == ("HOTICH", "elderly")
        button = desk.page.locator(".given button[type=submit]")
        expect(desk.page.locator(".given .print-told")).to_have_text("Hãy chọn máy in trước")
        chooses(desk, ".given")
        tab_to(desk, ".given button[type=submit]")
        desk.page.keyboard.press("Enter")
        told = desk.page.locator(".given .told")
        expect(told).to_contain_text(f"Đã gửi đến {DOOR}, chờ máy in xác nhận")
        expect(button).to_have_attribute("aria-disabled", "true")
        desk.page.keyboard.press("Enter")
        slip = hall.door.prints()
        assert (slip["kind"], slip["values"]["label"]) == ("return", label)
        expect(told).to_have_text(f"Đã in tại {DOOR}")
        desk.judge("reception-given")


def test_what_failed_says_why_and_is_printed_again_where_it_is_asked_for(
    browser: Browser, hall: PaperHall
) -> None:
    label = hall.centre.take()
    with a_desk(browser, hall.centre, (360, 740)) as desk:
        desk.sign_in("hoa", "/reception")
        desk.page.locator("#label").fill(label)
        chooses(desk, ".help", STAIRS)
        button = desk.page.locator(".help .print-slip button")
        button.click()
        expect(desk.page.locator(".help .told")).to_contain_text("chờ máy in xác nhận")
        hall.stairs.prints("failed", "paper_out")
        expect(desk.page.locator(".help .told.act")).to_have_text(
            f"Chưa in được tại {STAIRS}: Hết giấy"
        )
        expect(button).to_have_text("In lại")
        desk.judge("reception-failed")
        button.click()
        expect(desk.page.locator(".help .told")).to_contain_text("chờ máy in xác nhận")
        hall.stairs.prints()
        expect(desk.page.locator(".help .told.fine")).to_have_text(f"Đã in tại {STAIRS}")


def test_who_was_missed_is_noted_as_here_and_waits_again(browser: Browser, hall: PaperHall) -> None:
    label = hall.missed()
    with a_desk(browser, hall.centre) as desk:
        desk.sign_in("hoa", "/reception")
        desk.page.locator("#label").focus()
        desk.page.keyboard.type(label.lower())
        expect(desk.page.locator(".fate")).to_contain_text("vắng mặt. Có mặt trước")
        tab_to(desk, "#arrive")
        desk.page.keyboard.press("Enter")
        expect(desk.page.locator(".notice")).to_contain_text(f"Đã ghi nhận {label} có mặt")
        expect(desk.page.locator(".fate")).to_contain_text("Đang chờ được gọi")
        expect(desk.page.locator("#arrive")).to_have_count(0)
        desk.page.get_by_role("link", name="Vì sao số khác được gọi trước?").click()
        expect(desk.page.locator("h1")).to_have_text(f"Giải thích thứ tự gọi số {label}")
        chooses(desk, "#slip")
        desk.page.get_by_role("button", name="In ra phiếu tại ki-ốt").click()
        expect(desk.page.locator("#slip .told")).to_contain_text("chờ máy in xác nhận")
        assert hall.door.prints()["kind"] == "explanation"
        expect(desk.page.locator("#slip .told")).to_have_text(f"Đã in tại {DOOR}")
        desk.judge("account-slip")


def test_a_visitor_without_all_papers_gets_the_list_before_and_after_the_visit_has_ended(
    browser: Browser, hall: PaperHall
) -> None:
    label = hall.centre.take()
    with a_desk(browser, hall.centre) as lan:
        hall.centre.command("lan", 1, "open")
        lan.sign_in("lan", "/counter?counter=1")
        lan.press("F2")
        lan.sees_ticket(label)
        lan.press("F2")
        lan.page.locator("#outcome").focus()
        lan.page.keyboard.type("Cần")
        tab_to(lan, "[data-papers]")
        lan.page.keyboard.press("Enter")
        dialog = lan.page.locator("dialog")
        expect(dialog).to_contain_text(f"Giấy tờ còn thiếu của {label}")
        lan.page.keyboard.type("khai sinh")
        lan.page.keyboard.press("Enter")
        boxes = dialog.locator("input[type=checkbox]")
        expect(boxes.first).to_be_focused()
        expect(boxes).to_have_count(7)
        expect(dialog.locator(".spared input")).to_have_count(4)
        expect(dialog.locator(".print-told")).to_contain_text("ít nhất một giấy tờ")
        lan.page.keyboard.press("Space")
        lan.judge("papers")
        lan.resize(360, 740)
        lan.judge("papers")
        lan.resize(1366, 768)
        lan.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        lan.page.locator("#step").focus()
        served_for_a_while(lan)
        lan.press("Control+Enter")
        button = lan.page.locator(f"[data-papers={label}]")
        expect(lan.page.locator(".ticket-label")).to_have_count(0)
        expect(button).to_be_visible()
        lan.judge("papers-leaving")
        tab_to(lan, f"[data-papers={label}]")
        lan.page.keyboard.press("Enter")
        expect(boxes.first).to_be_checked()
        chooses(lan, "dialog")
        boxes.first.focus()
        lan.page.keyboard.press("Enter")
        expect(dialog.locator(".told")).to_contain_text("chờ máy in xác nhận")
        lan.page.keyboard.press("Escape")
        slip = hall.door.prints()
        assert (slip["kind"], len(slip["values"]["missing"])) == ("supplement", 1)
        expect(lan.page.locator(".news .told")).to_have_text(f"Đã in tại {DOOR}")


def test_the_manager_prints_the_day_and_is_alarmed_by_a_scanner_that_is_down(
    browser: Browser, hall: PaperHall
) -> None:
    hall.door.beat(scanner="down")
    with a_desk(browser, hall.centre) as desk:
        desk.sign_in("hoa", "/manager")
        row = desk.page.locator("tr", has_text=DOOR)
        expect(row.locator("td.act")).to_have_text("Không liên lạc được máy quét")
        chooses(desk, ".day-slip", STAIRS)
        desk.page.get_by_role("button", name="In tóm tắt ngày").click()
        expect(desk.page.locator(".day-slip .told")).to_contain_text("chờ máy in xác nhận")
        assert hall.stairs.prints()["kind"] == "day"
        expect(desk.page.locator(".day-slip .told")).to_have_text(f"Đã in tại {STAIRS}")
        desk.judge("manager-paper")


def test_a_clerk_is_told_that_the_page_is_for_the_reception(
    browser: Browser, hall: PaperHall
) -> None:
    with a_desk(browser, hall.centre) as desk:
        desk.go("/sign-in")
        desk.page.keyboard.type("lan")
        desk.page.keyboard.press("Tab")
        desk.page.keyboard.type("nalnal")
        desk.page.keyboard.press("Enter")
        desk.page.wait_for_url("**/counter")
        desk.go("/reception")
        expect(desk.page.locator(".notice")).to_contain_text("không có quyền")
        expect(desk.page.locator("section")).to_have_count(0)


def test_a_page_without_the_server_says_of_when_it_is(browser: Browser, hall: PaperHall) -> None:
    with a_desk(browser, hall.centre) as desk:
        desk.sign_in("hoa", "/reception")
        expect(desk.page.locator(".online")).to_have_text("Trực tiếp")
        hall.centre.kill()
        try:
            expect(desk.page.locator(".online.lost")).to_contain_text(
                "Mất kết nối máy chủ. Tình trạng lúc", timeout=15_000
            )
            expect(cards(desk).first).to_contain_text("Lúc đó: In được")
            expect(desk.page.locator(".alarms .notice")).to_contain_text("Không liên lạc được")
            desk.judge("reception-lost")
        finally:
            hall.centre.start()
        hall.well()
        expect(desk.page.locator(".online")).to_have_text("Trực tiếp")
        expect(desk.page.locator(".alarms .notice")).to_have_count(0)
