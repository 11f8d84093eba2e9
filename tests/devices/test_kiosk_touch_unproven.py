"""What the touch page shows where the printer can prove nothing, or where there is none."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from kiosk.ledger import Ledger
from tests.devices.kiosk_process import Site
from tests.devices.test_kiosk_touch import a_visitor

pytestmark = pytest.mark.browser


def test_a_ticket_that_was_sent_is_not_called_printed_and_can_be_missed(
    browser: Browser, tmp_path: Path
) -> None:
    with a_visitor(browser, tmp_path) as touch:
        touch.start()
        touch.press("Lĩnh vực B")
        touch.press("Không, lấy số thường")
        touch.sees("Mời ông/bà nhận phiếu ở khe bên dưới")
        with closing(Ledger(tmp_path / "ledger.db")) as ledger, ledger.writing() as db:
            db.execute("UPDATE jobs SET state = 'unknown', code = 'unproven'")
        touch.sees("Đã gửi phiếu đi in")
        expect(touch.page.locator(".paper.good")).to_have_count(0)
        touch.press("Chưa thấy phiếu")
        touch.sees("In lại phiếu")


def test_a_kiosk_without_printer_says_so_and_blames_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    with a_visitor(browser, tmp_path, Site(printer=False)) as touch:
        touch.sees("Máy này không in phiếu. Số hiện trên màn hình")
        touch.start()
        touch.press("Lĩnh vực A")
        touch.press("Đăng ký khai sinh")
        expect(touch.page.get_by_role("button", name="In danh mục")).to_have_count(0)
        touch.press("Quay lại")
        touch.press("Quay lại")
        touch.press("Lĩnh vực B")
        touch.press("Không, lấy số thường")
        assert touch.number() == "A950"
        touch.sees("Máy này không in phiếu")
