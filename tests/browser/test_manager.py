"""The manager page and the home page in a real browser against a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from queue_server.app import utc_now
from queue_server.domain.centre import WEEKDAYS
from queue_server.serving import prepare
from queue_server.store import Store
from queue_server.use_cases.administering import apply_centre
from tests.browser.staff import Desk, a_desk
from tests.centre import FILE, RunningCentre, database, running

pytestmark = pytest.mark.browser


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RunningCentre]:
    with running(tmp_path) as found:
        yield found


def value(desk: Desk, tile: str) -> str:
    return f'.tile:has(.tile-name:text-is("{tile}")) .tile-value'


@pytest.mark.parametrize("size", [(1366, 768), (360, 740)])
def test_the_manager_watches_the_hall_live(
    browser: Browser, centre: RunningCentre, size: tuple[int, int]
) -> None:
    label = centre.take()
    with a_desk(browser, centre, size) as manager, a_desk(browser, centre) as clerk:
        manager.sign_in("hoa", "/manager")
        expect(manager.page.locator(".tile")).to_have_count(8)
        expect(manager.page.locator(value(manager, "Đang chờ"))).to_have_text("1")
        clerk.sign_in("lan", "/counter?counter=2")
        clerk.press("F2")
        clerk.sees_step("Gọi số tiếp theo")
        clerk.press("F2")
        clerk.sees_ticket(label)
        expect(manager.page.locator(value(manager, "Đang chờ"))).to_have_text("0")
        card = manager.page.locator(".counters li", has_text="Quầy 2")
        expect(card).to_contain_text("Đang gọi")
        expect(card).to_contain_text(label)
        expect(card).to_contain_text("Nguyễn Thị Lan")
        manager.judge("manager")


def test_the_line_of_the_day_is_also_a_table(browser: Browser, centre: RunningCentre) -> None:
    for _ in range(3):
        centre.take()
    with a_desk(browser, centre) as desk:
        desk.sign_in("hoa", "/manager")
        expect(desk.page.locator(".chart canvas")).to_be_visible()
        desk.page.get_by_text("Xem dưới dạng bảng").click()
        newest = desk.page.locator("details tbody tr").first.locator("td")
        expect(newest).to_have_text(["3", "0", "3"])
        numbers = desk.page.locator(".numbers")
        expect(numbers.locator("summary")).to_contain_text("trên phiếu + 0 bỏ trống + 0 dự phòng")
        numbers.locator("summary").click()
        expect(numbers).to_contain_text("Không số nào được cấp hai lần")
        desk.judge("manager-table")


def test_a_figure_of_few_cases_is_said_to_be_one(browser: Browser, centre: RunningCentre) -> None:
    with a_desk(browser, centre) as desk:
        desk.sign_in("hoa", "/manager?lang=en")
        states = desk.page.locator(".tile-state")
        expect(states).to_contain_text(["Enough", "Within", "No data yet", "No data yet"])
        expect(desk.page.get_by_text("No device is enrolled yet")).to_be_visible()
        desk.judge("manager-empty")


def test_without_the_server_the_manager_reads_how_old_the_figures_are(
    browser: Browser, centre: RunningCentre
) -> None:
    with a_desk(browser, centre) as desk:
        desk.sign_in("hoa", "/manager")
        expect(desk.page.locator(".online")).to_contain_text("Trực tiếp")
        centre.kill()
        expect(desk.page.locator(".online")).to_contain_text("Mất kết nối")
        centre.start()
        expect(desk.page.locator(".online")).to_contain_text("Trực tiếp")


def test_what_can_be_said_follows_the_file_of_the_centre(
    browser: Browser, centre: RunningCentre, tmp_path: Path
) -> None:
    with a_desk(browser, centre) as desk:
        desk.sign_in("hoa", "/manager")
        desk.page.select_option("select[name=kind]", "closing")
        words = desk.page.locator(".say form p[lang=vi]")
        expect(words).to_have_text("Trung tâm sắp ngừng cấp số. Kính mong quý công dân thông cảm.")
        hours = "".join(f'{day} = ["00:00-23:59"]\n' for day in WEEKDAYS)
        store = Store(database(tmp_path), utc_now, prepare("threading"))
        apply_centre(
            store, FILE.replace("always_open = true\n", hours), '{"procedures": []}', utc_now()
        )
        store.close()
        expect(words).to_contain_text("lúc 23:59")


def test_a_clerk_is_told_that_the_page_is_for_managers(
    browser: Browser, centre: RunningCentre
) -> None:
    with a_desk(browser, centre) as desk:
        desk.sign_in("lan", "/manager")
        expect(desk.page.locator(".notice")).to_contain_text("không có quyền")
        desk.judge("manager-refused")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (360, 740)])
def test_the_home_page_leads_to_counter_reception_manager_and_board(
    browser: Browser, centre: RunningCentre, size: tuple[int, int], language: str
) -> None:
    with a_desk(browser, centre, size) as desk:
        desk.go(f"/?lang={language}")
        doors = desk.page.locator(".doors a")
        found = [door.get_attribute("href") for door in doors.all()]
        assert found == ["/counter", "/reception", "/manager", "/board/hall"]
        desk.judge(f"home-{language}")
