"""What a visitor sees of a printer whose cover is open, and of one that no longer answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from printer_drivers.virtual_pty import tell
from tests.devices.test_kiosk_touch import Touch, a_visitor

pytestmark = pytest.mark.browser


def take(touch: Touch) -> str:
    touch.start()
    touch.press("Lĩnh vực B")
    touch.press("Không, lấy số thường")
    return touch.number()


def test_an_open_cover_and_a_silent_printer_are_told_and_the_number_stays(
    browser: Browser, tmp_path: Path
) -> None:
    with a_visitor(browser, tmp_path) as touch:
        for fault, mended, words in (
            ("cover-open", "cover-close", "Nắp máy in đang mở"),
            ("silent", "speak", "Máy in chưa trả lời"),
        ):
            tell(touch.printer, fault)
            touch.sees("Máy in tạm ngừng")
            number = take(touch)
            touch.sees(words)
            touch.picture(f"printer-{fault}")
            tell(touch.printer, mended)
            touch.sees("Mời ông/bà nhận phiếu ở khe bên dưới")
            assert touch.number() == number
            touch.press("Xong")
        assert [paper["complete"] for paper in touch.papers() if not paper["void"]] == [True, True]
