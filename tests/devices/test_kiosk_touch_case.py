"""Guidance before the number, in a real browser: the list of one's own case, and where to ask."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, expect

from queue_server.messages import ServiceAbout
from tests.devices.kiosk_builders import a_busy_centre
from tests.devices.kiosk_process import Site
from tests.devices.test_kiosk_touch import Touch, a_visitor

pytestmark = pytest.mark.browser


def with_roles(**reception: str) -> Site:
    """A centre where results are collected and papers brought, and a desk for who is not sure."""
    busy = a_busy_centre()
    names = {
        "results": {"vi": "Nhận kết quả", "en": "Collect a result"},
        "supplement": {"vi": "Bổ sung hồ sơ", "en": "Bring missing papers"},
    }
    first, second, *others = busy.services
    marked = [
        ServiceAbout(one.id, one.prefix, names[role], {}, one.zone, [1], role)  # type: ignore[arg-type]
        for one, role in ((others[-2], "results"), (others[-1], "supplement"))
    ]
    services = [first, second, *others[:-2], *marked]
    return Site(centre=msgspec.structs.replace(busy, services=services, reception=reception))


def test_the_list_changes_with_every_answer_and_paper_and_ticket_follow(
    browser: Browser, tmp_path: Path
) -> None:
    with a_visitor(browser, tmp_path) as touch:
        papers = touch.page.locator(".papers li")
        touch.start()
        touch.press("Lĩnh vực A")
        touch.press("Đăng ký khai sinh")
        touch.sees("Cần mang 8 giấy tờ. Thêm 4 giấy tờ tùy trường hợp.")
        answer(touch, "nộp hồ sơ thay", "Không")
        expect(papers).to_have_count(10)
        answer(touch, "VNeID", "Có")
        expect(papers).to_have_count(9)
        touch.sees("Cần mang 8 giấy tờ. Thêm 1 giấy tờ tùy trường hợp.")
        touch.sees("Không cần trong trường hợp của ông/bà")
        touch.judge("case-answered")
        answer(touch, "VNeID", "Có")  # taken back
        expect(papers).to_have_count(10)
        lines = on_a_phone(touch)
        assert lines[0] == "Đăng ký khai sinh"
        assert sum(line.startswith("- ") for line in lines) == 10
        touch.press("In danh mục giấy tờ")
        touch.sees("Đã in. Mời ông/bà nhận danh mục ở khe bên dưới")
        touch.press("Xem tất cả giấy tờ")
        expect(papers).to_have_count(12)
        expect(touch.page.locator(".question")).to_have_count(0)
        touch.sees("In danh mục giấy tờ")  # another list
        touch.press("Trả lời câu hỏi")
        answer(touch, "nộp hồ sơ thay", "Không")
        touch.press("Tiếp tục")
        touch.press("Quay lại")
        expect(papers).to_have_count(10)
        touch.press("Tiếp tục")
        touch.press("Không, lấy số thường")
        touch.sees("Mời ông/bà nhận phiếu ở khe bên dưới")
        assert [paper["complete"] for paper in touch.papers()] == [True, True]


def test_an_agent_that_is_away_for_a_moment_costs_a_code_and_not_the_visit(
    browser: Browser, tmp_path: Path
) -> None:
    with a_visitor(browser, tmp_path) as touch:
        touch.start()
        touch.press("Lĩnh vực A")
        touch.page.route("**/lean-qr.js", lambda route: route.abort(), times=1)
        with touch.page.expect_event("requestfailed"):
            touch.press("Đăng ký khai sinh")
        touch.page.clock.run_for(1_000)
        touch.sees("Cần mang 8 giấy tờ")
        assert "ERR_FAILED" in touch.faults.pop()  # the browser's own note
        touch.press("Quay lại")
        touch.press("Đăng ký khai sinh")
        assert on_a_phone(touch)[0] == "Đăng ký khai sinh"


def test_large_text_does_not_make_the_code_of_a_list_smaller(
    browser: Browser, tmp_path: Path
) -> None:
    with a_visitor(browser, tmp_path) as touch:
        touch.start()
        touch.press("Lĩnh vực A")
        touch.press("Đăng ký khai sinh")
        code = touch.page.locator("canvas.qr")
        usual = code.bounding_box()
        touch.press("Chữ to")
        expect(touch.page.locator(".frame.large")).to_be_visible()
        large = code.bounding_box()
        assert usual
        assert large
        assert (large["width"], large["height"]) == (usual["width"], usual["height"])
        touch.judge("case-large")


def on_a_phone(touch: Touch) -> list[str]:
    """What the code below the list says to who takes a picture of it."""
    code = touch.page.locator("canvas.qr")
    expect(code).to_have_attribute("width", re.compile(r"\d+"))  # sized when it is drawn
    code.scroll_into_view_if_needed()
    program = shutil.which("zbarimg")
    assert program, "zbarimg is missing: apt-get install zbar-tools (make test does it)"
    words = [program, "-q", "--raw", str(touch.picture("case-code"))]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()


def answer(touch: Touch, question: str, said: str) -> None:
    asked = touch.page.get_by_role("group").filter(has_text=question).last
    asked.get_by_role("button", name=said, exact=True).click()


def test_three_touches_lead_to_the_number_of_who_collects_a_result(
    browser: Browser, tmp_path: Path
) -> None:
    with a_visitor(browser, tmp_path, with_roles()) as touch:
        touch.start()
        tiles = touch.page.locator(".tile")
        expect(tiles.nth(0)).to_contain_text("Nhận kết quả")
        expect(tiles.nth(1)).to_contain_text("Bổ sung hồ sơ")
        expect(tiles.nth(2)).to_contain_text("Lĩnh vực A")
        touch.judge("first-tiles")
        touch.press("Nhận kết quả")
        touch.press("Không, lấy số thường")
        touch.sees("Số của ông/bà")


def test_who_is_not_sure_is_told_where_people_help(browser: Browser, tmp_path: Path) -> None:
    site = with_roles(vi="Bàn số 1, cạnh cửa ra vào", en="Desk 1, at the door")
    with a_visitor(browser, tmp_path, site) as touch:
        touch.start()
        touch.press("Tôi chưa rõ, cần hướng dẫn")
        touch.sees("Bàn số 1, cạnh cửa ra vào")
        touch.judge("unsure")
        touch.press("Quay lại")
        touch.press("Tìm theo tên thủ tục")
        touch.type("khai snh")
        touch.sees("Gần giống: ")
        touch.judge("search-near")
