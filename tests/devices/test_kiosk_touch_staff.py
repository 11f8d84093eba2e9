"""The staff mode in a real browser: the corner, the PIN, and what visitors see of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.devices.staff_builders import PIN, WRONG, set_pin
from tests.devices.test_kiosk_touch import Touch, a_visitor

pytestmark = pytest.mark.browser

START = "Chạm vào màn hình để lấy số thứ tự"
BAND = "TẬP – KHÔNG CÓ GIÁ TRỊ"


def hold_the_corner(touch: Touch, ms: int) -> None:
    touch.page.locator(".corner").hover()
    touch.page.mouse.down()
    touch.page.clock.run_for(ms)
    touch.page.mouse.up()


def type_pin(touch: Touch, pin: str) -> None:
    for digit in pin:
        touch.page.get_by_role("button", name=digit, exact=True).click()
    in_haste = touch.page.get_by_role("button", name="Vào", exact=True)
    in_haste.evaluate("button => { button.click(); button.click(); }")


def enter(touch: Touch) -> None:
    hold_the_corner(touch, 3_000)
    type_pin(touch, PIN)
    touch.sees("Vệ sinh màn hình")
    touch.in_peace()


def test_the_corner_and_the_pin_lead_to_cleaning_and_back_to_the_start_page(
    browser: Browser, tmp_path: Path
) -> None:
    set_pin(tmp_path, PIN)
    with a_visitor(browser, tmp_path) as touch:
        touch.sees(START)
        hold_the_corner(touch, 2_500)
        touch.page.clock.run_for(2_000)
        touch.sees(START)
        hold_the_corner(touch, 3_000)
        touch.judge("staff-pin")
        tries: list[str] = []
        touch.page.on("request", lambda request: tries.append(request.url))
        type_pin(touch, WRONG)
        touch.sees("Mã PIN không đúng")
        assert sum(url.endswith("/enter") for url in tries) == 1
        assert "403" in touch.faults.pop()  # the browser's own note of the answer
        expect(touch.page.locator(".pin")).to_have_text("")
        type_pin(touch, PIN)
        touch.sees("Vệ sinh màn hình")
        touch.sees("Tạm ngưng máy")
        touch.judge("staff-menu")
        touch.press("Tình trạng máy")
        touch.sees("Số dự phòng còn")
        touch.judge("staff-state")
        touch.press("Quay lại")
        touch.press("In thử")
        touch.page.clock.run_for(2_000)
        touch.sees("Đã in thử xong")
        touch.press("Vệ sinh màn hình")
        touch.sees("Đang vệ sinh")
        touch.page.clock.run_for(30_000)
        touch.sees("Dùng lại được sau 30 giây")
        touch.page.mouse.click(500, 900)
        touch.page.keyboard.press("Escape")
        touch.judge("staff-cleaning")
        touch.page.clock.run_for(30_000)
        touch.sees(START)
        assert [paper["complete"] for paper in touch.papers()] == [True]


def test_practice_and_out_of_service_are_on_every_page_until_they_are_over(
    browser: Browser, tmp_path: Path
) -> None:
    set_pin(tmp_path, PIN)
    with a_visitor(browser, tmp_path) as touch:
        touch.sees(START)
        enter(touch)
        touch.press("Bắt đầu tập")
        touch.sees("Đang tập đến hết ngày làm việc")
        touch.press("Xong")
        touch.sees(BAND)
        touch.judge("practice-attract")
        touch.start()
        touch.press("Lĩnh vực B")
        touch.press("Không, lấy số thường")
        assert touch.number() == "B000"
        touch.sees("Mời ông/bà nhận phiếu ở khe bên dưới")
        touch.sees(BAND)
        touch.press("Xong")
        enter(touch)
        touch.press("Kết thúc tập")
        touch.press("Tạm ngưng máy")
        touch.sees("Máy đã tạm ngưng")
        touch.page.clock.fast_forward(61_000)  # nobody touched: the menu closes by itself
        touch.sees("Máy tạm ngưng")
        touch.sees("Please go to the help desk for a number")
        expect(touch.page.get_by_role("button")).to_have_count(0)
        touch.judge("out-of-service")
        enter(touch)
        touch.press("Hoạt động lại")
        touch.sees("Máy phục vụ như thường lệ")
        touch.press("Xong")
        touch.sees(START)
        expect(touch.page.get_by_text(BAND)).to_have_count(0)
