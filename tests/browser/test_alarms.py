"""A visitor calls for help and reports extra papers, with every process real."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people_of_the_hall import Screen, a_screen
from tests.journeys.people import PASSWORD
from tests.machines import Machine, premises

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _signs_in(person: Screen, server: Machine, path: str) -> None:
    page = person.page
    page.goto(server.url + path)
    page.locator("#name").fill("boss")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(server.url + path)


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _fits(person: Screen, step: str) -> None:
    person.judge(step)
    wide, there = person.page.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
    assert wide <= there


def test_a_call_is_answered_at_the_kiosk_and_a_report_waits_for_the_manager(
    browser: Browser, tmp_path: Path
) -> None:
    with premises(tmp_path, "") as centre:
        server = centre.server()
        kiosk = centre.kiosk(server)
        with (
            a_screen(browser, f"{server.url}/", (360, 740), "alarms-desk") as desk,
            a_screen(browser, kiosk.url, (1080, 1920), "alarms-kiosk") as visitor,
        ):
            _signs_in(desk, server, "/reception")
            expect(visitor.page.locator(".languages")).to_be_visible()
            _press(visitor.page, "Gọi hỗ trợ")
            expect(visitor.page.locator("dialog.help.open")).to_contain_text("Đã gọi nhân viên")
            row = desk.page.locator(".alarm")
            expect(row).to_contain_text("Gọi hỗ trợ tại")
            expect(row).to_have_class("alarm act")
            _fits(desk, "called")
            desk.page.get_by_role("button", name="Tôi đến").press("Enter")
            expect(visitor.page.locator("dialog.help.coming")).to_contain_text("Nhân viên đang đến")
            expect(row).to_have_class("alarm watch")
            visitor.judge("coming")
            _press(visitor.page, "Tiếp tục dùng máy")
            expect(visitor.page.locator(".bar")).to_contain_text("Đang đến")
            _press(desk.page, "Đã xong")
            expect(row).to_have_count(0)
            expect(visitor.page.locator(".bar")).to_contain_text("Gọi hỗ trợ")

            visitor.page.get_by_role("button", name="Tiếng Việt").click()
            _press(visitor.page, "Bị yêu cầu thêm giấy tờ")
            visitor.page.locator(".row", has_text="Hộ tịch").click()
            expect(visitor.page.locator("h1")).to_be_focused()
            visitor.page.locator(".row").first.click()
            visitor.page.locator(".places button").first.click()
            visitor.judge("report")
            _press(visitor.page, "Gửi phản ánh")
            expect(visitor.page.locator(".middle")).to_contain_text("Cảm ơn ông/bà")

            desk.page.goto(f"{server.url}/manager")
            expect(row).to_contain_text("Phản ánh bị yêu cầu thêm giấy tờ")
            expect(row).to_contain_text("Quầy")
            _fits(desk, "reported")
            row.locator("select").select_option("instructed")
            _press(desk.page, "Đã xử lý")
            expect(row).to_have_count(0)
            expect(desk.page.locator("main")).to_contain_text("1 phản ánh")
