"""The manager tries another rule on a past day, in a real browser against a real server."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from queue_server.serving import prepare as parallel
from queue_server.store import Store
from tests.a_past import a_day_in_the_office
from tests.browser.staff import a_desk
from tests.builders import Clock, Office, at
from tests.centre import RunningCentre, database, prepare

pytestmark = pytest.mark.browser

LONG_AGO = dt.date(2020, 11, 23)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RunningCentre]:
    """A centre with one past day: five visits, of which an elderly one had its head start."""
    prepare(tmp_path)
    clock = Clock(at("07:00", LONG_AGO))
    office = Office(Store(database(tmp_path), clock, parallel("threading")), clock, "")
    a_day_in_the_office(office, LONG_AGO, "HOTICH")
    office.close()
    running = RunningCentre(tmp_path)
    yield running
    running.kill()


@pytest.mark.parametrize("size", [(1366, 768), (360, 740)])
def test_the_manager_sees_who_would_have_waited_longer(
    browser: Browser, centre: RunningCentre, size: tuple[int, int]
) -> None:
    with a_desk(browser, centre, size) as desk:
        desk.sign_in("hoa", "/manager")
        section = desk.page.locator(".policy")
        section.get_by_label("Con số muốn đổi").select_option("elderly")
        minutes = section.get_by_label("Số phút (hiện nay 60)")
        expect(minutes).to_have_value("60")
        minutes.fill("0")
        section.get_by_role("button", name="Xem thử").click()
        rows = section.locator("tbody tr")
        expect(rows.locator("th")).to_have_text(
            ["Tất cả mọi người", "Không thuộc diện ưu tiên", "Người cao tuổi", "Hộ tịch"]
        )
        elderly = rows.nth(2).locator("td")
        expect(elderly).to_have_text(["1", "6.0 → 36.0", "6.0 → 36.0", "", "1", "0", "30.0"])
        expect(section).to_contain_text("23/11/2020")
        desk.judge("manager-policy")


def test_the_minutes_follow_the_number_that_is_chosen(
    browser: Browser, centre: RunningCentre
) -> None:
    with a_desk(browser, centre) as desk:
        desk.sign_in("hoa", "/manager?lang=en")
        section = desk.page.locator(".policy")
        section.get_by_label("Number to change").select_option("help_after_min")
        expect(section.get_by_label("Minutes (now 10)")).to_have_value("10")
        days = section.get_by_label("Latest days")
        expect(days).to_have_value("30")
        days.select_option("7")
        section.get_by_role("button", name="Preview").click()
        expect(section.locator("tbody tr").first).to_contain_text("Everybody")
        desk.judge("manager-policy-english")
