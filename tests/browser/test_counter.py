"""The counter page in a real browser against a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.staff import a_desk
from tests.centre import RunningCentre, running

pytestmark = pytest.mark.browser

SMALL = (360, 740)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RunningCentre]:
    with running(tmp_path) as found:
        yield found


@pytest.mark.parametrize("size", [(1366, 768), SMALL])
def test_a_clerk_works_a_counter_by_keyboard_alone(
    browser: Browser, centre: RunningCentre, size: tuple[int, int]
) -> None:
    first, second = centre.take(), centre.take("DATDAI")
    with a_desk(browser, centre, size) as desk:
        desk.sign_in("lan", "/counter")
        place = desk.page.get_by_role("link", name="Quầy 1")
        expect(place).to_be_visible()
        desk.judge("counter-choose")
        while not place.evaluate("(link) => link === document.activeElement"):
            desk.page.keyboard.press("Tab")
        desk.page.keyboard.press("Enter")

        desk.sees_step("Mở quầy")
        desk.press("F2")
        desk.sees_step("Gọi số tiếp theo")
        desk.press("F2")
        desk.sees_ticket(first)
        desk.sees_step("Bắt đầu phục vụ")
        desk.judge("counter-calling")
        desk.press("F4")
        expect(desk.page.locator(".times")).to_contain_text("Đã gọi 2 lần")
        desk.press("NumpadAdd")
        desk.sees_step("Hoàn thành & gọi tiếp")
        desk.judge("counter-serving")
        desk.press("Control+Enter")
        desk.sees_step("Gọi số tiếp theo")
        desk.judge("counter-idle")
        desk.press("F2")
        desk.sees_ticket(second)
        absent = desk.page.locator("[data-act=no_show_next]")
        expect(absent).to_contain_text("Vắng mặt (còn")
        expect(absent).to_be_disabled()


def test_the_page_is_complete_in_english(browser: Browser, centre: RunningCentre) -> None:
    centre.take("HOTICH", "elderly")
    with a_desk(browser, centre) as desk:
        desk.sign_in("lan", "/counter?counter=1")
        desk.page.get_by_role("link", name="English").click()
        desk.sees_step("Open counter")
        desk.press("F2")
        desk.sees_step("Call next")
        desk.press("F2")
        expect(desk.page.locator(".ticket-label .tag")).to_have_text("Priority · Elderly person")
        expect(desk.page.locator(".why")).to_contain_text("nobody else was waiting")
        desk.judge("counter-en")


def test_a_press_is_answered_at_once_and_disables_until_the_server_has_spoken(
    browser: Browser, centre: RunningCentre
) -> None:
    with a_desk(browser, centre) as desk:
        desk.sign_in("lan", "/counter?counter=1")
        held: list[Route] = []
        desk.page.route("**/counters/1/open", lambda route: held.append(route))
        desk.press("F2")
        desk.sees_step("Đang gửi…")
        expect(desk.step).to_be_disabled()
        desk.page.keyboard.press("F2")
        held[0].continue_()
        desk.sees_step("Gọi số tiếp theo")
        assert len(held) == 1
        key = held[0].request.headers["idempotency-key"]
        assert len(key) == 36


def test_a_held_key_takes_one_step_only(browser: Browser, centre: RunningCentre) -> None:
    centre.take()
    sent: list[str] = []
    with a_desk(browser, centre) as desk:
        desk.page.on("request", lambda request: sent.append(request.url.rsplit("/", 1)[-1]))
        desk.sign_in("lan", "/counter?counter=1")
        expect(desk.step).to_be_enabled()
        desk.page.keyboard.down("F2")
        desk.sees_step("Gọi số tiếp theo")
        expect(desk.step).to_be_enabled()
        desk.page.keyboard.down("F2")  # what a keyboard sends while the key stays down
        desk.page.keyboard.up("F2")
        desk.press("F2")
        desk.sees_step("Bắt đầu phục vụ")
    assert [verb for verb in sent if verb in ("open", "call_next", "start")] == [
        "open",
        "call_next",
    ]


def test_a_stale_page_is_told_the_truth_instead_of_acting(
    browser: Browser, centre: RunningCentre
) -> None:
    label = centre.take()
    with a_desk(browser, centre) as desk:
        desk.sign_in("lan", "/counter?counter=1")
        desk.press("F2")
        desk.sees_step("Gọi số tiếp theo")
        desk.press("F2")
        desk.sees_ticket(label)

        def outdated(route: Route) -> None:
            body = route.request.post_data_json or {}
            route.continue_(post_data={**body, "version": body["version"] + 7})

        desk.page.route("**/counters/1/start", outdated)
        desk.press("F2")
        expect(desk.page.locator(".notice")).to_contain_text("vừa được quầy 1 gọi")
        desk.sees_step("Bắt đầu phục vụ")
        desk.judge("counter-refused")


def test_a_counter_held_by_somebody_else_is_shown_as_taken_and_cannot_be_worked(
    browser: Browser, centre: RunningCentre
) -> None:
    with a_desk(browser, centre) as lan, a_desk(browser, centre) as minh:
        lan.sign_in("lan", "/counter?counter=1")
        lan.press("F2")
        lan.sees_step("Gọi số tiếp theo")
        minh.sign_in("minh", "/counter")
        taken = minh.page.locator(".place.taken")
        expect(taken).to_contain_text("Nguyễn Thị Lan đang dùng")
        expect(minh.page.get_by_role("link", name="Quầy 1")).to_have_count(0)
        minh.judge("counter-taken")
        minh.go("/counter?counter=1")
        expect(minh.page.locator("#step-reason")).to_contain_text("Nguyễn Thị Lan")
        expect(minh.step).to_be_disabled()


def test_without_the_server_the_last_state_stays_and_the_button_says_why(
    browser: Browser, centre: RunningCentre
) -> None:
    label = centre.take()
    with a_desk(browser, centre) as desk:
        desk.sign_in("lan", "/counter?counter=1")
        desk.press("F2")
        desk.sees_step("Gọi số tiếp theo")
        desk.press("F2")
        desk.sees_ticket(label)
        centre.kill()
        expect(desk.page.locator("#step-reason")).to_contain_text("Mất kết nối máy chủ")
        expect(desk.step).to_be_disabled()
        desk.sees_ticket(label)
        desk.judge("counter-offline")
        centre.start()
        desk.press("F2")
        desk.sees_step("Hoàn thành & gọi tiếp")


def test_an_idle_clerk_hears_and_reads_in_the_tab_that_somebody_came(
    browser: Browser, centre: RunningCentre
) -> None:
    with a_desk(browser, centre) as desk:
        desk.sign_in("lan", "/counter?counter=1")
        desk.press("F2")
        desk.sees_step("Gọi số tiếp theo")
        expect(desk.page).to_have_title("Quầy 1")
        centre.take()
        expect(desk.page).to_have_title("(1) Quầy 1")
        centre.take()
        expect(desk.page).to_have_title("(2) Quầy 1")
        assert desk.page.evaluate("() => window.beeps") == 1


def test_closing_asks_once_and_keys_do_nothing_meanwhile(
    browser: Browser, centre: RunningCentre
) -> None:
    with a_desk(browser, centre) as desk:
        desk.sign_in("lan", "/counter?counter=1")
        desk.press("F2")
        desk.sees_step("Gọi số tiếp theo")
        desk.is_ready()
        desk.page.get_by_role("button", name="Đóng quầy").click()
        dialog = desk.page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        desk.judge("counter-closing")
        desk.page.keyboard.press("F2")
        desk.page.keyboard.press("Escape")
        desk.sees_step("Gọi số tiếp theo")
        desk.page.get_by_role("button", name="Đóng quầy").click()
        dialog.get_by_role("button", name="Đóng quầy").click()
        desk.sees_step("Mở quầy")


def test_a_wrong_password_is_told_without_losing_the_name(
    browser: Browser, centre: RunningCentre
) -> None:
    with a_desk(browser, centre) as desk:
        desk.go("/sign-in?next=/counter")
        desk.page.fill("#name", "lan")
        desk.page.fill("#password", "wrong")
        desk.page.keyboard.press("Enter")
        expect(desk.page.get_by_role("alert")).to_contain_text("mật khẩu không đúng")
        expect(desk.page.locator("#name")).to_have_value("lan")
        expect(desk.page.locator("#password")).to_be_focused()
        desk.judge("sign-in-refused")


def test_signing_out_ends_at_the_sign_in_page(browser: Browser, centre: RunningCentre) -> None:
    with a_desk(browser, centre) as desk:
        desk.sign_in("lan", "/counter")
        desk.page.get_by_role("button", name="Đăng xuất").click()
        desk.page.wait_for_url("**/sign-in")
        desk.go("/counter")
        expect(desk.page.locator("#password")).to_be_visible()
