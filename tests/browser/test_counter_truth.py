"""The counter page when things go otherwise: undo, arrivals, lost answers, lost clerks."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.browser.desks import (
    CALL_NEXT,
    FINISH_NEXT,
    OPEN,
    START,
    Hall,
    calls,
    dialog_of,
    may_be_absent,
    nobody_is_at,
    served_for_a_while,
    serves,
    tab_to,
    types,
)
from tests.browser.staff import Desk, a_desk
from tests.centre import RunningCentre

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ARMED = "Đang đợi người đến, sẽ tự gọi (Esc để thôi)"
TILES = {"waiting": "Đang chờ", "finished": "Đã phục vụ", "missed": "Vắng mặt"}


@pytest.fixture
def centre(hall: Hall) -> RunningCentre:
    return hall.centre


@pytest.fixture
def figures(hall: Hall) -> Callable[..., None]:
    """The manager's tiles show what they showed at first, and so many more."""
    manager, first = hall.people["hoa"], hall.centre.ask("/api/v1/manager")["today"]
    manager.go("/manager?lang=vi")

    def follow(**more: int) -> None:
        for figure, name in TILES.items():
            tile = manager.page.locator(".tile", has=manager.page.get_by_text(name, exact=True))
            wanted = str(first[figure] + more.get(figure, 0))
            expect(tile.locator(".tile-value")).to_have_text(wanted)

    return follow


def takes_back(desk: Desk, deed: str) -> None:
    expect(desk.page.locator(".toast")).to_contain_text(deed)
    with desk.presses(1):
        desk.press("Control+z")
        expect(desk.page.locator(".toast")).not_to_contain_text(deed)


def test_calls_starts_and_ends_are_taken_back_with_one_key_and_the_figures_follow(
    lan: Desk, centre: RunningCentre, figures: Callable[..., None]
) -> None:
    label = centre.take()
    figures(waiting=1)
    calls(lan, label)
    figures(waiting=0)
    takes_back(lan, f"Đã gọi số {label}")
    expect(lan.page.locator(".queue")).to_contain_text(label)
    figures(waiting=1)
    serves(lan, label)
    takes_back(lan, f"Đã bắt đầu phục vụ số {label}")
    lan.sees_step(START)
    lan.press("F2")
    lan.sees_step(FINISH_NEXT)
    lan.press("Control+Enter")
    nobody_is_at(lan)
    figures(finished=1)
    takes_back(lan, f"Đã hoàn thành số {label}")
    lan.sees_ticket(label)
    lan.sees_step(FINISH_NEXT)
    figures(finished=0)


def test_holds_transfers_and_absences_are_taken_back_with_one_key(
    lan: Desk, centre: RunningCentre, figures: Callable[..., None]
) -> None:
    label = centre.take()
    calls(lan, label)
    lan.press("F6")
    nobody_is_at(lan)
    takes_back(lan, f"Đã tạm giữ số {label}")
    lan.sees_ticket(label)
    types(lan, "F9", "b", "Enter")
    nobody_is_at(lan)
    takes_back(lan, f"Đã chuyển số {label}")
    expect(lan.page.locator(".ticket-service")).to_contain_text("Hộ tịch")
    may_be_absent(lan)
    lan.press("Shift+F8")
    nobody_is_at(lan)
    figures(missed=1)
    takes_back(lan, f"Đã báo vắng số {label}")
    lan.sees_ticket(label)
    figures(missed=0)


def test_finishing_and_calling_are_one_command_and_taken_back_as_one(
    lan: Desk, centre: RunningCentre, figures: Callable[..., None]
) -> None:
    first, second = centre.take(), centre.take()
    serves(lan, first)
    served_for_a_while(lan)
    lan.press("F2")
    lan.sees_ticket(second)
    figures(finished=1)
    lan.press("Control+z")
    lan.sees_ticket(first)
    lan.sees_step(FINISH_NEXT)
    expect(lan.page.locator(".queue")).to_contain_text(second)
    figures(waiting=1)


def test_a_break_and_a_closed_counter_are_taken_back(lan: Desk) -> None:
    types(lan, "F10", "Enter")
    lan.sees_step("Trở lại làm việc")
    takes_back(lan, "Đã tạm nghỉ")
    lan.sees_step(CALL_NEXT)
    expect(lan.step).to_be_enabled()
    tab_to(lan, "[data-act=close]")
    types(lan, "Enter", "Tab", "Enter")
    lan.sees_step(OPEN)
    takes_back(lan, "Đã đóng quầy")
    lan.sees_step(CALL_NEXT)


def test_a_counter_without_visitors_calls_the_next_arrival_by_itself(
    lan: Desk, centre: RunningCentre
) -> None:
    with lan.presses(2):
        lan.press("F2")
        lan.sees_step(ARMED)
        lan.judge("counter-armed")
        expect(lan.page.locator("[data-act=stand_down]")).to_be_enabled()
        lan.page.keyboard.press("Escape")
        lan.sees_step(CALL_NEXT)
    with lan.presses(1):
        lan.press("F2")
        lan.sees_step(ARMED)
        assert lan.page.evaluate("() => window.beeps") == 0
        label = centre.take()
        lan.sees_ticket(label)
        lan.sees_step(START)
    assert lan.page.evaluate("() => window.beeps") == 1


def test_two_clerks_who_choose_the_same_number_at_once_get_it_once(
    lan: Desk, minh: Desk, centre: RunningCentre
) -> None:
    centre.take()
    chosen = centre.take()
    held: list[Route] = []
    for desk in (lan, minh):
        desk.page.route("**/counters/*/call", lambda route: held.append(route))
        types(desk, *str(int(chosen[1:])))
        expect(desk.page.locator("#picker-list")).to_contain_text(chosen)
        desk.page.keyboard.press("Enter")
        expect(dialog_of(desk)).to_contain_text(f"Gọi số {chosen} trước lượt?")
        with desk.page.expect_request("**/counters/*/call"):
            desk.page.keyboard.press("Enter")
    for route in held:
        route.continue_()
    for desk in (lan, minh):
        expect(desk.step).to_be_enabled()
    counter = centre.ask("/api/v1/counters/1")["ticket"]
    winner, loser, number = (lan, minh, 1) if counter is not None else (minh, lan, 2)
    winner.sees_ticket(chosen)
    expect(loser.page.locator(".notice")).to_contain_text(f"Số {chosen} vừa được quầy {number} gọi")
    nobody_is_at(loser)
    loser.judge("counter-too-late")


def test_a_tab_that_was_left_behind_is_told_the_truth(lan: Desk, centre: RunningCentre) -> None:
    label = centre.take()
    calls(lan, label)
    deaf: list[bool] = []
    tab = lan.page.context.new_page()
    tab.route_web_socket(re.compile(r"/socket\.io/"), lambda line: hears(line, deaf))
    tab.goto(lan.page.url)
    expect(tab.locator("#step span")).to_have_text(START)
    deaf.append(True)
    lan.press("F2")
    lan.sees_step(FINISH_NEXT)
    lan.press("Control+Enter")
    nobody_is_at(lan)
    tab.keyboard.press("F2")
    expect(tab.locator("#step span")).to_have_text(CALL_NEXT)
    expect(tab.locator(".notice")).to_contain_text(f"Số {label} đã xong")
    tab.close()


def hears(line: WebSocketRoute, deaf: list[bool]) -> None:
    server = line.connect_to_server()
    server.on_message(lambda told: None if deaf else line.send(told))


def test_a_double_press_takes_one_step(lan: Desk, centre: RunningCentre) -> None:
    centre.take()
    sent = commands_of(lan.page)
    expect(lan.step).to_be_enabled()
    lan.page.keyboard.press("F2")
    lan.page.keyboard.press("F2")
    lan.sees_step(START)
    lan.press("F4")
    expect(lan.page.locator(".times")).to_contain_text("Đã gọi 2 lần")
    assert sent == ["call_next", "recall"]


def commands_of(page: Page) -> list[str]:
    sent: list[str] = []
    page.on(
        "request",
        lambda one: sent.append(one.url.rsplit("/", 1)[-1]) if one.method == "POST" else None,
    )
    return sent


def test_a_command_whose_answer_got_lost_is_sent_again_and_acts_once(
    lan: Desk, centre: RunningCentre
) -> None:
    first, second = centre.take(), centre.take()
    keys = loses_an_answer(lan.page, "call_next")
    calls(lan, first)
    expect(lan.page.locator(".queue")).to_contain_text(second)
    again = loses_an_answer(lan.page, "recall")
    with lan.page.expect_response("**/counters/1/recall"):  # the first had none
        lan.press("F4")
    expect(lan.page.locator(".times")).to_contain_text("Đã gọi 2 lần")
    for sent in (keys, again):
        assert len(sent) == 2
        assert sent[0] == sent[1]


def loses_an_answer(page: Page, verb: str) -> list[str]:
    """The server does what the first command says, and nobody hears of it; the keys sent."""
    keys: list[str] = []

    def lose(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > 1:
            route.continue_()
            return
        assert route.fetch().ok
        route.abort()

    page.route(f"**/counters/1/{verb}", lose)
    return keys


def test_a_counter_whose_clerk_is_gone_is_taken_over_with_its_visitor(
    hall: Hall, centre: RunningCentre
) -> None:
    label = centre.take()
    with a_desk(hall.browser, centre) as gone:
        gone.enter("lan")
        centre.command("lan", 1, "open")
        gone.go("/counter?counter=1")
        serves(gone, label)
    minh = hall.people["minh"]
    minh.go("/counter?counter=1&lang=vi")
    expect(minh.page.locator("#step-reason")).to_contain_text("Nguyễn Thị Lan")
    question = minh.page.locator(".take-over")
    expect(question).to_contain_text("đã mất kết nối")
    expect(minh.page.locator("#step-reason")).to_be_empty()
    minh.judge("counter-lost")
    tab_to(minh, "[data-act=take_over]")
    with minh.presses(1):
        minh.page.keyboard.press("Enter")
        minh.sees_step(FINISH_NEXT)
    minh.sees_ticket(label)
    expect(question).to_have_count(0)


def test_a_hold_that_is_over_comes_back_by_itself(lan: Desk, centre: RunningCentre) -> None:
    label = centre.take()
    calls(lan, label)
    lan.press("F6")
    expect(lan.page.locator(".held")).to_contain_text(label)
    centre.kill()
    centre.start(ahead_min=16)  # the usual hold is a quarter of an hour
    row = lan.page.locator(".queue li", has_text=label)
    expect(row.locator(".kept")).to_have_text("Riêng")
    expect(lan.page.locator(".held")).to_have_count(0)
    calls(lan, label)
