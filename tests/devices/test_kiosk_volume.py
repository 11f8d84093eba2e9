"""How loud the kiosk speaks: the settings say it, staff choose it, and a visit only adds to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from kiosk.volume import STEPS
from tests.devices.staff_builders import PIN, Staff, at_a_kiosk, set_pin
from tests.devices.test_kiosk_touch import a_visitor
from tests.devices.test_kiosk_touch_staff import enter

# What goes to the loudspeaker of the real page, and how loud.
LISTEN = """() => {
window.gains = [];
const start = AudioBufferSourceNode.prototype.start;
const made = AudioContext.prototype.createGain;
AudioContext.prototype.createGain = function () { return (window.gain = made.call(this)); };
AudioBufferSourceNode.prototype.start = function () {
  window.gains.push(Math.round(window.gain.gain.value * 100));
  return start.call(this);
};
}"""


def told(staff: Staff) -> float:
    """What a page that asks now is told."""
    return float(staff.client.get("/api/state").get_json()["volume"])


def test_staff_choose_one_of_five_volumes_and_it_outlives_a_restart(tmp_path: Path) -> None:
    with at_a_kiosk(tmp_path) as staff:
        assert told(staff) == 0.4  # of the settings
        staff.enter()
        assert staff.do("volume", {"percent": 70}) == 204
        assert told(staff) == 0.7
        assert staff.do("volume", {"percent": 41}) == 400
    with at_a_kiosk(tmp_path, filled=False, pin=None) as staff:
        assert told(staff) == 0.7
        staff.enter()
        for percent in STEPS:
            assert staff.do("volume", {"percent": percent}) == 204
            assert told(staff) == percent / 100


def test_a_volume_that_cannot_be_kept_is_told_and_not_used(tmp_path: Path) -> None:
    with at_a_kiosk(tmp_path) as staff:
        staff.enter()
        with staff.kiosk.ledger.writing() as db:
            db.execute(
                "CREATE TRIGGER full BEFORE INSERT ON memory BEGIN SELECT RAISE(FAIL, ''); END"
            )
        assert staff.do("volume", {"percent": 100}) == 507
        assert told(staff) == 0.4


@pytest.mark.browser
def test_staff_hear_what_they_chose_and_a_muted_kiosk_offers_no_reading(
    browser: Browser, tmp_path: Path
) -> None:
    set_pin(tmp_path, PIN)
    with a_visitor(browser, tmp_path) as touch:
        touch.page.evaluate(LISTEN)
        enter(touch)
        touch.press("Âm lượng")
        touch.judge("staff-volume")
        pressed = touch.page.locator("[aria-pressed=true]")
        expect(pressed).to_have_text("Mức 2 (40 %)")
        touch.press("Mức 3")
        expect(pressed).to_have_text("Mức 3 (70 %)")
        touch.press("Đọc thử")
        touch.page.wait_for_function("() => window.gains.length > 0")
        assert touch.page.evaluate("() => window.gains") == [70]
        touch.press("Tắt tiếng")
        expect(pressed).to_have_text("Tắt tiếng")
        touch.press("Xong")
        expect(touch.page.get_by_role("button", name="Chữ to")).to_be_visible()
        expect(touch.page.get_by_role("button", name="Nghe")).to_have_count(0)
