"""A visit by ear: four keys, everything spoken, no screen needed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Request, expect
from werkzeug.serving import make_server

from tests.devices.kiosk_builders import a_centre
from tests.devices.kiosk_process import USUAL
from tests.devices.test_kiosk_speech import OWN, a_third_catalogue
from tests.devices.test_kiosk_speech import a_kiosk as an_agent
from tests.devices.test_kiosk_touch import Touch, a_visitor

pytestmark = pytest.mark.browser

SPEAKING = "() => import('/static/store.js').then((store) => store.speaking.value)"


class Listener:
    """Somebody with a keypad and headphones."""

    def __init__(self, touch: Touch) -> None:
        self.touch, self.page = touch, touch.page
        self.languages: list[str] = []
        expect(self.page.locator(".languages")).to_be_visible()

    def hears(self, *words: str, key: str) -> None:
        """One press, and one thing said that holds all these words."""

        def said(request: Request) -> bool:
            if not request.url.endswith("/api/speech"):
                return False
            line = json.loads(request.post_data or "{}")
            self.languages.append(line["language"])
            return all(word in line["text"] for word in words)

        with self.page.expect_request(said):
            self.page.keyboard.press(key)

    def walks_to(self, name: str) -> None:
        """To the right until the control is reached, then Enter."""
        for _ in range(40):
            self.page.keyboard.press("ArrowRight")
            if name in self.page.evaluate("() => document.activeElement.textContent"):
                return
        raise AssertionError(f"{name} cannot be reached by the keypad")

    def is_silent(self) -> bool:
        return not self.page.evaluate(SPEAKING)


@pytest.fixture
def ear(browser: Browser, tmp_path: Path) -> Iterator[Listener]:
    with a_visitor(browser, tmp_path, USUAL) as touch:
        yield Listener(touch)


def test_a_number_is_taken_with_four_keys_and_everything_is_heard(ear: Listener) -> None:
    ear.hears("Máy đọc màn hình", "Chạm vào màn hình", key="ArrowRight")
    ear.walks_to("Tiếng Việt")
    ear.hears("Ông/bà cần làm thủ tục gì?", key="Enter")
    ear.walks_to("Lĩnh vực A")
    ear.hears("Chọn thủ tục", "Lĩnh vực A", key="Enter")
    ear.walks_to("Đăng ký kết hôn")
    ear.hears("Đăng ký kết hôn", key="Enter")
    ear.hears("Thành phần hồ sơ cần nộp", "Giấy tờ số 1", key="ArrowRight")
    ear.walks_to("Tiếp tục")
    ear.hears("Ông/bà có thuộc diện ưu tiên không?", "xuất trình", key="Enter")
    ear.walks_to("Không, lấy số thường")
    ear.hears("Số của ông/bà", "A900. Số 900", "Quầy 1, 2", "Tầng 1, khu A", key="Enter")
    ear.touch.sees("Mời ông/bà nhận phiếu ở khe bên dưới")


def test_any_key_stops_the_voice_and_escape_says_it_again(ear: Listener) -> None:
    ear.hears("Máy đọc màn hình", key="ArrowRight")
    ear.page.keyboard.press("Escape")
    assert ear.is_silent()
    ear.hears("Máy đọc màn hình", key="Escape")
    ear.page.keyboard.press("Shift")
    assert ear.is_silent()
    ear.hears("Máy đọc màn hình", key="r")
    ear.walks_to("English")
    ear.hears("What do you need", key="Enter")
    assert ear.languages[-1] == "en"


def test_a_dark_screen_hides_everything_and_a_touch_lifts_it(ear: Listener) -> None:
    ear.touch.press("Nghe")
    ear.walks_to("To hơn")
    ear.hears("Âm lượng 60 phần trăm", key="Enter")
    ear.walks_to("Màn hình tối")
    ear.page.keyboard.press("Enter")
    expect(ear.page.locator(".curtain")).to_be_visible()
    covered = "() => document.elementFromPoint(540, 960).className"
    assert ear.page.evaluate(covered) == "curtain"
    ear.walks_to("Tiếng Việt")  # the keys go on working
    ear.hears("Ông/bà cần làm thủ tục gì?", key="Enter")
    ear.page.mouse.click(540, 960)
    expect(ear.page.locator(".curtain")).to_have_count(0)


def test_who_listens_is_warned_later_by_ear_and_then_forgotten(ear: Listener) -> None:
    ear.hears("Máy đọc màn hình", key="ArrowRight")
    ear.walks_to("Tiếng Việt")
    ear.hears("Ông/bà cần làm", key="Enter")
    ear.page.keyboard.press("Shift")
    ear.page.clock.fast_forward(80_000)
    expect(ear.page.locator("dialog")).to_have_count(0)
    with ear.page.expect_request(lambda asked: "còn đó không" in (asked.post_data or "")):
        ear.page.clock.fast_forward(12_000)
    ear.page.clock.fast_forward(121_000)
    ear.touch.sees("Chạm vào màn hình để lấy số thứ tự")
    expect(ear.page.get_by_role("button", name="Nghe")).to_have_attribute("aria-pressed", "false")


def test_a_third_language_has_its_button_and_its_words(browser: Browser, tmp_path: Path) -> None:
    languages = ["vi", "en", "km"]
    with an_agent(tmp_path, a_third_catalogue(tmp_path)) as (kiosk, _):
        kiosk.hall.hear_centre(replace(a_centre(version=2), languages=languages))
        server = make_server("127.0.0.1", 0, kiosk.web, threaded=True)
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        expect(page.locator(".languages button")).to_have_text(["Tiếng Việt", "English", OWN])
        page.get_by_role("button", name=OWN).click()
        expect(page.locator("html")).to_have_attribute("lang", "km")
        expect(page).to_have_title("ប៉ះអេក្រង់")
        page.close()
        server.shutdown()
        serving.join()
        server.server_close()
