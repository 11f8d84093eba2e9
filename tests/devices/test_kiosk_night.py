"""A kiosk loads its page anew at night, while nobody stands before it."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from tests.devices.test_kiosk_touch import Touch, a_visitor

pytestmark = pytest.mark.browser


def to_the_night(touch: Touch) -> None:
    """The page's clock goes to 03:10 of the night after the next one."""
    now = dt.datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    night = (now + dt.timedelta(days=2)).replace(hour=3, minute=10)
    touch.page.clock.fast_forward(round((night - now).total_seconds() * 1000))


def test_a_kiosk_nobody_uses_loads_itself_anew_at_night(browser: Browser, tmp_path: Path) -> None:
    with a_visitor(browser, tmp_path) as touch:
        touch.sees("Chạm vào màn hình để lấy số thứ tự")
        touch.page.evaluate("() => { window.old = true; }")
        to_the_night(touch)
        touch.page.wait_for_function("() => window.old === undefined")
        touch.sees("Chạm vào màn hình để lấy số thứ tự")
