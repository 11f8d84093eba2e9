"""The touch pages in a real browser, with a real agent and the virtual printer behind them."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from kiosk.ledger import Ledger
from printer_drivers.virtual_pty import tell
from queue_server.messages import PriorityAbout, ServiceNow
from tests.browser.accessible import broken_rules
from tests.browser.staff import OUTPUT
from tests.devices.kiosk_builders import a_busy_centre, a_hall
from tests.devices.kiosk_process import USUAL, Site, a_kiosk
from tests.devices.serial_ports import Cable

pytestmark = pytest.mark.browser

SCREEN: ViewportSize = {"width": 1080, "height": 1920}
NO_MORE = {"type": "about:blank", "title": "", "status": 409, "code": "no_more_copies"}
HURRIED_MS = 600  # see kiosk/static/pressing.js
AUDIT = (Path(__file__).parent / "kiosk_audit.js").read_text(encoding="utf-8")


class Touch:
    """A visitor before a kiosk; at the end nothing may have offended the policy or thrown."""

    def __init__(self, page: Page, printer: Path, tray: Path, faults: list[str]) -> None:
        self.page, self.printer, self.tray, self.faults = page, printer, tray, faults

    def start(self, language: str = "Tiếng Việt") -> None:
        self.page.get_by_role("button", name=language).click()
        expect(self.page.locator(".tile").first).to_be_visible()

    def press(self, name: str) -> None:
        self.in_peace()
        self.page.get_by_role("button", name=name).first.click()

    def in_peace(self) -> None:
        """Who presses now has seen what is there, and is not the second tap of a hurried finger."""
        self.page.clock.run_for(HURRIED_MS)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def type(self, text: str) -> None:
        """Use a real keyboard on the search field."""
        expect(self.page.locator(".field")).to_be_focused()
        self.page.keyboard.type(text)

    def number(self) -> str:
        shown = self.page.locator(".number")
        expect(shown).to_be_visible()
        return shown.inner_text()

    def papers(self) -> list[dict[str, Any]]:
        return [json.loads(file.read_text()) for file in sorted(self.tray.glob("*.json"))]

    def picture(self, name: str) -> Path:
        """The screen as somebody would photograph it."""
        OUTPUT.mkdir(exist_ok=True)
        file = OUTPUT / f"kiosk-{name}.png"
        self.page.screenshot(path=str(file))
        return file

    def judge(self, name: str) -> None:
        """No fault by the rules of axe, and sizes, gaps and overflow in real millimetres."""
        self.picture(name)
        assert broken_rules(self.page) == [], name
        faults = self.page.evaluate(f"() => {{ {AUDIT}\nreturn faultsNow(false); }}")
        assert faults == [], name


@pytest.fixture
def touch(browser: Browser, tmp_path: Path) -> Iterator[Touch]:
    with a_visitor(browser, tmp_path) as visitor:
        yield visitor


@contextmanager
def a_visitor(browser: Browser, tmp_path: Path, site: Site = USUAL) -> Iterator[Touch]:
    faults: list[str] = []
    with a_kiosk(tmp_path, site) as (address, printer):
        context = browser.new_context(viewport=SCREEN, timezone_id="Asia/Ho_Chi_Minh")
        page = context.new_page()
        page.clock.install()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(address)
        yield Touch(page, printer, tmp_path / "tray", faults)
        context.close()
    assert faults == []


def test_six_touches_lead_to_a_printed_list_and_a_printed_ticket(touch: Touch) -> None:
    touch.start()
    touch.press("Lĩnh vực A")
    touch.press("Đăng ký khai sinh")
    touch.press("In danh mục giấy tờ")
    touch.sees("Đã in. Mời ông/bà nhận danh mục ở khe bên dưới")
    assert [paper["complete"] for paper in touch.papers()] == [True]
    touch.press("Tiếp tục")
    touch.press("Không, lấy số thường")
    assert touch.number() == "A900"
    touch.sees("Mời ông/bà nhận phiếu ở khe bên dưới")
    assert [paper["complete"] for paper in touch.papers()] == [True, True]
    touch.page.clock.run_for(2_000)  # the page has seen the paper
    touch.page.clock.fast_forward(61_000)
    touch.sees("Chạm vào màn hình để lấy số thứ tự")


def test_the_whole_visit_works_by_keyboard_alone(touch: Touch) -> None:
    keys = touch.page.keyboard

    # Only what can be pressed counts as reached. The heading of a new screen takes the focus; who
    # tabs on before that would be pulled back to it.
    reached = """() => document.activeElement.matches("button, a")
        ? document.activeElement.textContent : "" """

    def walk_to(name: str) -> None:
        expect(touch.page.get_by_role("button").filter(has_text=name).first).to_be_visible()
        for _ in range(60):
            keys.press("Tab")
            if name in touch.page.evaluate(reached):
                keys.press("Enter")
                return
        raise AssertionError(f"{name} cannot be reached by Tab")

    expect(touch.page.locator(".languages")).to_be_visible()
    heading = touch.page.locator("h1")
    walk_to("English")
    expect(heading).to_be_focused()
    walk_to("Search by procedure name")
    touch.type("registration 3")
    walk_to("Registration 3")
    expect(heading).to_be_focused()
    walk_to("Continue")
    expect(heading).to_be_focused()
    walk_to("Elderly person")
    assert touch.number() == "A900"
    touch.sees("Take your ticket below")


def test_a_procedure_is_found_without_accents_and_with_them(touch: Touch) -> None:
    touch.start()
    touch.press("Tìm theo tên thủ tục")
    for letter in "giam":
        touch.page.get_by_role("button", name=letter, exact=True).click()
    touch.sees("Tìm thấy 1 thủ tục")
    touch.press("Xóa hết")
    touch.press("Gõ dấu (Telex)")
    touch.page.locator(".field").focus()
    touch.type("nhaapj khaaur")
    expect(touch.page.locator(".written")).to_have_text("nhập khẩu")
    touch.press("Đăng ký thường trú")
    touch.sees("Công an xã, phường")


def decoded(picture: Path) -> str:
    """What a phone reads in a photograph of the screen."""
    try:
        words = ["zbarimg", "--raw", "-q", str(picture)]
        return subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError as error:
        raise AssertionError("install zbarimg (zbar-tools)") from error


@pytest.mark.parametrize("address", ["", "https://so.mau.gov.vn"], ids=["inside", "public"])
def test_without_paper_the_number_stays_and_is_never_claimed_printed(
    browser: Browser, tmp_path: Path, address: str
) -> None:
    site = Site(centre=msgspec.structs.replace(a_busy_centre(), public_url=address))
    with a_visitor(browser, tmp_path, site) as touch:
        tell(touch.printer, "paper-out")
        touch.sees("Máy in tạm ngừng")
        touch.start()
        touch.press("Lĩnh vực B")
        touch.press("Không, lấy số thường")
        assert touch.number() == "A950"
        touch.sees("Máy đang hết giấy")
        mark = touch.page.locator("canvas.qr")
        expect(mark).to_have_count(1 if address else 0)
        if address:
            expect(mark).to_have_attribute("width", re.compile(r"\d+"))  # sized when it is drawn
        name = f"without-paper-{'public' if address else 'inside'}"
        code = decoded(touch.picture(name))
        assert code.startswith(f"{address}/t/") if address else code == ""
        touch.page.clock.run_for(2_000)
        touch.page.clock.fast_forward(150_000)
        touch.sees("Máy đang hết giấy")
        tell(touch.printer, "paper-in")
        touch.sees("Mời ông/bà nhận phiếu ở khe bên dưới")
        touch.page.clock.run_for(8_000)  # late paper is shown as long as paper that came at once
        touch.sees("Mời ông/bà nhận phiếu ở khe bên dưới")
        assert [paper["complete"] for paper in touch.papers()] == [True]


def test_a_ticket_that_failed_is_offered_again_and_a_no_is_told(touch: Touch) -> None:
    def fail() -> None:
        with closing(Ledger(touch.tray.parent / "ledger.db")) as ledger, ledger.writing() as db:
            db.execute("UPDATE jobs SET state = 'failed', code = 'garbled'")

    touch.start()
    touch.press("Lĩnh vực B")
    touch.press("Không, lấy số thường")
    touch.sees("Mời ông/bà nhận phiếu ở khe bên dưới")
    fail()
    touch.sees("Không có phiếu giấy")
    touch.press("In lại phiếu")
    touch.sees("Mời ông/bà nhận phiếu ở khe bên dưới")
    assert len(touch.papers()) == 2
    fail()
    touch.sees("Không có phiếu giấy")
    touch.page.route("**/api/reprint", lambda route: route.fulfill(status=409, json=NO_MORE))
    touch.press("In lại phiếu")
    touch.sees("Không in thêm được")
    assert "409" in touch.faults.pop()  # the browser's own note of the answer


@pytest.mark.parametrize(
    "site",
    [
        Site(screen="ask_priority = false"),
        Site(centre=msgspec.structs.replace(a_busy_centre(), priorities=[])),
    ],
    ids=["not asked", "none"],
)
def test_without_the_question_about_priority_every_way_ends_in_a_number(
    browser: Browser, tmp_path: Path, site: Site
) -> None:
    with a_visitor(browser, tmp_path, site) as touch:
        touch.start()
        touch.press("Lĩnh vực A")
        touch.press("Trang sau")
        touch.press("Thủ tục khác trong nhóm này")
        assert touch.number() == "A900"
        touch.press("Xong")
        touch.start()
        touch.press("Lĩnh vực B")
        assert touch.number() == "A950"
        touch.press("Xong")
        touch.start()
        touch.press("Lĩnh vực A")
        touch.press("Đăng ký khai sinh")
        touch.press("Tiếp tục")
        assert touch.number() == "A901"


def test_a_scanned_card_puts_its_classes_first_and_goes_with_the_visit(
    browser: Browser, tmp_path: Path
) -> None:
    elderly = PriorityAbout(id="elderly", name={"vi": "Người cao tuổi"}, from_age=60)
    others = a_busy_centre().priorities
    centre = msgspec.structs.replace(a_busy_centre(), priorities=[*others[1:], elderly])
    wired = f'[scanner]\ndevice = "{tmp_path / "scanner"}"'
    with (
        Cable(tmp_path / "scanner") as cable,
        a_visitor(browser, tmp_path, Site(centre=centre, screen=wired)) as touch,
    ):
        cable.say("001160000123||Nguyễn Thị Ví Dụ|05031960|Nữ|Số 1 Phố Mẫu|10052021\r".encode())
        touch.sees("Ông/bà có thể chọn: Người cao tuổi")
        assert "Ví Dụ" not in touch.page.content()
        touch.start()
        touch.press("Lĩnh vực B")
        expect(touch.page.locator(".row").first).to_contain_text("Người cao tuổi")
        touch.press("Quay lại")
        touch.press("Quay lại")
        expect(touch.page.get_by_text("Đã đọc thẻ")).to_have_count(0)
        cable.say(b"https://elsewhere.example/\r")
        touch.sees("Mã vừa quét không phải thẻ căn cước")


def test_a_kiosk_its_server_does_not_know_sends_people_to_the_help_desk(
    browser: Browser, tmp_path: Path
) -> None:
    with a_visitor(browser, tmp_path, Site(enrolled=False)) as touch:
        touch.sees("Vui lòng đến bàn hướng dẫn để được cấp số")
        touch.sees("Please go to the help desk for a number")
        expect(touch.page.get_by_role("button")).to_have_count(0)


def test_the_search_tells_of_a_closed_group_when_it_opens(browser: Browser, tmp_path: Path) -> None:
    now = dt.datetime.now(dt.UTC)
    opens = now + dt.timedelta(days=2)
    hall = a_hall(now, ServiceNow("SA", 3, None, "closed", opens))
    with a_visitor(browser, tmp_path, Site(hall=hall)) as touch:
        touch.start()
        touch.press("Tìm theo tên thủ tục")
        touch.type("dang ky")
        row = touch.page.locator(".found .row").first
        expect(row).to_be_disabled()
        local = opens.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
        expect(row).to_contain_text(f"{local:%H:%M, %d/%m}")


def test_a_start_page_set_up_and_left_is_reset(touch: Touch) -> None:
    touch.press("Chữ to")
    touch.press("Tương phản")
    expect(touch.page.locator(".large.contrast")).to_have_count(1)
    touch.page.clock.fast_forward(46_000)
    expect(touch.page.locator(".large, .contrast")).to_have_count(0)


def test_a_page_that_stumbles_goes_on_and_one_that_keeps_stumbling_is_loaded_again(
    touch: Touch,
) -> None:
    expect(touch.page.locator(".languages")).to_be_visible()
    touch.page.evaluate("() => { window.first = true; }")
    touch.page.route("**/api/state*", lambda route: route.fulfill(json=None), times=2)
    tell(touch.printer, "paper-out")
    touch.sees("Máy in tạm ngừng")  # news arrives after two answers that no page could read
    assert touch.page.evaluate("() => window.first")
    touch.page.route("**/api/state*", lambda route: route.fulfill(json=None), times=1)
    with touch.page.expect_navigation():
        tell(touch.printer, "paper-in")
    expect(touch.page.locator(".languages")).to_be_visible()
    expect(touch.page.locator(".notice")).to_have_count(0)


def test_a_fault_of_the_page_ends_the_visit_but_never_takes_a_number_away(touch: Touch) -> None:
    def spoil() -> None:
        with touch.page.expect_request("**/api/fault") as told:
            touch.page.evaluate("() => queueMicrotask(() => { throw new Error('spoilt'); })")
        assert "spoilt" in (told.value.post_data or "")
        assert "spoilt" in touch.faults.pop()

    touch.start("English")
    spoil()
    touch.sees("Chạm vào màn hình để lấy số thứ tự")
    touch.start()
    touch.press("Lĩnh vực B")
    touch.press("Không, lấy số thường")
    assert touch.number() == "A950"
    spoil()
    touch.sees("Mời ông/bà nhận phiếu ở khe bên dưới")
    assert touch.number() == "A950"


def test_an_abandoned_visit_is_warned_and_then_wiped(touch: Touch) -> None:
    touch.start("English")
    touch.press("Large text")
    touch.press("Contrast")
    touch.press("Search by procedure name")
    touch.type("khai")
    touch.page.clock.fast_forward(46_000)
    touch.sees("Are you still there?")
    touch.press("I need more time")
    expect(touch.page.locator("dialog")).to_have_count(0)
    expect(touch.page.locator(".written")).to_have_text("khai")
    touch.page.clock.fast_forward(166_000)
    touch.sees("Chạm vào màn hình để lấy số thứ tự")
    expect(touch.page.locator(".large, .contrast")).to_have_count(0)
    touch.start()
    touch.press("Tìm theo tên thủ tục")
    expect(touch.page.locator(".written")).to_have_count(0)


def test_pressing_twice_in_haste_takes_one_number(touch: Touch) -> None:
    touch.start()
    touch.press("Lĩnh vực B")
    touch.page.get_by_role("button", name="Không, lấy số thường").dblclick()
    assert touch.number() == "A950"
    touch.sees("Mời ông/bà nhận phiếu ở khe bên dưới")
    assert len(touch.papers()) == 1
