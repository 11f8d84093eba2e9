"""One press is one number, one more only on purpose, and a number can be given up: by touch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from kiosk.ledger import Ledger
from tests.devices.kiosk_builders import a_busy_centre
from tests.devices.kiosk_process import USUAL, Site
from tests.devices.kiosk_town import Town, a_server
from tests.devices.serial_ports import Cable
from tests.devices.test_kiosk_touch import Touch, a_visitor

pytestmark = pytest.mark.browser

NORMAL = "Không, lấy số thường"


@pytest.fixture
def touch(browser: Browser, tmp_path: Path) -> Iterator[Touch]:
    with a_visitor(browser, tmp_path) as visitor:
        yield visitor


def given(touch: Touch) -> list[str]:
    """Every number in the ledger."""
    with closing(Ledger(touch.tray.parent / "ledger.db")) as ledger, ledger.reading() as db:
        return [row["label"] for row in db.execute("SELECT label FROM tickets ORDER BY place")]


def given_up(touch: Touch) -> list[str]:
    with closing(Ledger(touch.tray.parent / "ledger.db")) as ledger, ledger.reading() as db:
        found = db.execute("SELECT label FROM cancels JOIN tickets ON uuid = ticket")
        return [row["label"] for row in found]


def take(touch: Touch) -> str:
    touch.start()
    touch.press("Lĩnh vực B")
    touch.press(NORMAL)
    return touch.number()


def test_two_fingers_and_a_key_held_down_take_one_number(touch: Touch) -> None:
    touch.start()
    touch.press("Lĩnh vực B")
    rows = touch.page.locator(".rows button")
    expect(rows.first).to_be_visible()
    rows.evaluate_all("(all) => { for (const one of all) one.click(); all[0].click(); }")
    assert touch.number() == "A950"
    touch.press("Xong")
    touch.start()
    touch.press("Lĩnh vực B")
    touch.page.get_by_role("button", name=NORMAL).focus()
    for _ in range(20):  # held: Chromium repeats the key, and a button clicks at each
        touch.page.keyboard.down("Enter")
    touch.page.keyboard.up("Enter")
    assert touch.number() == "A951"
    assert given(touch) == ["A950", "A951"]


def test_the_second_tap_of_a_hurried_finger_takes_no_number(touch: Touch) -> None:
    touch.start()
    tile = touch.page.get_by_role("button", name="Lĩnh vực B").bounding_box()
    assert tile
    x, y = tile["x"] + tile["width"] / 2, tile["y"] + tile["height"] / 2
    touch.page.clock.pause_at(touch.page.evaluate("() => Date.now() / 1000 + 1"))
    touch.page.mouse.click(x, y)
    touch.sees("Ông/bà có thuộc diện ưu tiên không?")
    touch.page.mouse.click(x + 10, y - 10)
    touch.page.clock.resume()
    touch.press(NORMAL)
    touch.number()
    with closing(Ledger(touch.tray.parent / "ledger.db")) as ledger, ledger.reading() as db:
        assert [row["priority"] for row in db.execute("SELECT priority FROM tickets")] == ["normal"]


def test_a_page_loaded_anew_while_a_number_is_on_its_way_shows_that_number(touch: Touch) -> None:
    def swallow(route: Route) -> None:
        route.fetch()  # the agent gives the number; the page never hears of it

    touch.start()
    touch.press("Lĩnh vực B")
    touch.page.route("**/api/take", swallow, times=1)
    with touch.page.expect_request("**/api/take"):
        touch.press(NORMAL)
    touch.sees("Đang lấy số")
    touch.page.reload()
    assert touch.number() == "A950"
    assert given(touch) == ["A950"]
    touch.press("Xong")
    touch.page.reload()
    touch.sees("Chạm vào màn hình để lấy số thứ tự")  # the next visitor finds nothing of it
    assert touch.page.evaluate("() => sessionStorage.length") == 0


def test_a_number_on_the_screen_is_given_up_after_one_question(touch: Touch) -> None:
    take(touch)
    touch.press("Hủy số này")
    touch.sees("Số A950: ông/bà không cần nữa?")
    touch.press("Giữ số")
    assert touch.number() == "A950"
    touch.press("Hủy số này")
    on_its_way: list[Route] = []
    touch.page.route("**/api/cancel", lambda route: on_its_way.append(route), times=1)
    with touch.page.expect_request("**/api/cancel"):
        touch.press("Hủy số này")
    expect(touch.page.get_by_role("button", name="Giữ số")).to_be_disabled()
    on_its_way[0].continue_()
    touch.sees("Đã hủy số A950")
    assert given_up(touch) == ["A950"]
    touch.press("Về đầu")
    touch.sees("Chạm vào màn hình để lấy số thứ tự")


def test_one_more_number_is_asked_about_and_given_to_who_wants_it(
    browser: Browser, tmp_path: Path
) -> None:
    site = Site(screen=f"{USUAL.screen}\n[fair_use]\ncooldown_s = 600")
    with a_visitor(browser, tmp_path, site) as touch:
        take(touch)
        touch.press("Xong")
        touch.start()
        touch.press("Lĩnh vực B")
        expect(touch.page.get_by_role("button", name=NORMAL)).to_be_visible()
        touch.page.clock.pause_at(touch.page.evaluate("() => Date.now() / 1000 + 1"))
        touch.press(NORMAL)
        touch.sees("Ông/bà vừa lấy số A950?")
        more = touch.page.get_by_role("button", name="Lấy thêm số cho người khác")
        expect(more).to_be_disabled()  # the bounce of the last press is no answer
        touch.page.clock.run_for(2_000)
        expect(more).to_be_enabled()
        assert given(touch) == ["A950"]
        more.click()
        assert touch.number() == "A951"
        assert "409" in touch.faults.pop()  # the browser's own note of the question


def test_a_scanned_ticket_is_given_up_and_a_card_gets_the_number_it_was_asked_for(
    browser: Browser, tmp_path: Path
) -> None:
    card = "001160000123||Nguyễn Thị Ví Dụ|05031960|Nữ|Số 1 Phố Mẫu|10052021\r"
    town = Town()
    town.centre = a_busy_centre()
    with (
        a_server(town) as server,
        Cable(tmp_path / "scanner") as cable,
        a_visitor(browser, tmp_path, with_a_limit(tmp_path / "scanner", server)) as touch,
    ):
        for way in ("Tôi không mang thẻ", None):
            touch.start()
            expect(touch.page.locator(".banner")).to_have_count(0)  # the server is there
            touch.press("Lĩnh vực B")
            touch.press(NORMAL)
            touch.sees("Vui lòng quét thẻ căn cước")
            assert "409" in touch.faults.pop()
            if way:
                touch.press(way)
                touch.sees("cán bộ sẽ cấp số không cần thẻ")
                touch.press("Về đầu")
        cable.say(card.encode())
        label = touch.number()
        touch.press("Xong")
        with closing(Ledger(tmp_path / "ledger.db")) as ledger, ledger.reading() as db:
            id = db.execute("SELECT uuid FROM tickets").fetchone()["uuid"]
        cable.say(f"motcua:{id}\r".encode())
        touch.sees(f"Số {label}: ông/bà không cần nữa?")
        touch.press("Hủy số này")
        touch.sees(f"Đã hủy số {label}")
        assert given_up(touch) == [label]


def with_a_limit(scanner: Path, server: str) -> Site:
    tables = {
        "scanner": f'device = "{scanner}"',
        "fair_use": "numbers_per_card = 1",
        "server": f'url = "{server}"\nlease_deadline_ms = 2000',
    }
    more = "\n".join(f"[{name}]\n{lines}" for name, lines in tables.items())
    return Site(screen=f"{USUAL.screen}\n{more}")
