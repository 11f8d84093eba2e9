"""Every operation of the counter page by keyboard alone, and how many keys it takes."""

import re

import pytest
from playwright.sync_api import expect

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
from tests.browser.staff import Desk
from tests.centre import RunningCentre

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def centre(hall: Hall) -> RunningCentre:
    return hall.centre


def test_opening_calling_starting_and_calling_again_take_one_key_each(
    hall: Hall, centre: RunningCentre
) -> None:
    label, lan = centre.take(), hall.people["lan"]
    lan.go("/counter?counter=1&lang=vi")
    lan.sees_step(OPEN)
    with lan.presses(1):
        lan.press("F2")
        lan.sees_step(CALL_NEXT)
    with lan.presses(1):
        calls(lan, label)
    with lan.presses(1):
        lan.press("F4")
        expect(lan.page.locator(".times")).to_contain_text("Đã gọi 2 lần")
    with lan.presses(1):
        lan.press("F2")
        lan.sees_step(FINISH_NEXT)


def test_in_a_steady_flow_a_visitor_takes_two_keys(lan: Desk, centre: RunningCentre) -> None:
    labels = [centre.take() for _ in range(3)]
    calls(lan, labels[0])
    with lan.presses(4):
        for following in labels[1:]:
            lan.press("F2")
            lan.sees_step(FINISH_NEXT)
            served_for_a_while(lan)
            lan.press("F2")
            lan.sees_ticket(following)


def test_the_keypad_of_a_usb_keyboard_works_the_whole_visit(
    lan: Desk, centre: RunningCentre
) -> None:
    first, second = centre.take(), centre.take()
    with lan.presses(6):
        for key, shown in [("NumpadAdd", START), ("NumpadMultiply", START)]:
            lan.press(key)
            lan.sees_step(shown)
        lan.sees_ticket(first)
        lan.press("NumpadDivide")
        expect(lan.page.locator(".held")).to_contain_text(first)
        lan.press("NumpadAdd")
        lan.sees_ticket(second)
        may_be_absent(lan)
        lan.press("NumpadSubtract")
        expect(lan.page.locator(".missed")).to_contain_text(second)
        lan.press("NumpadDivide")
        lan.sees_ticket(first)


def test_finishing_without_calling_the_next_keeps_outcome_and_note(
    lan: Desk, centre: RunningCentre
) -> None:
    serves(lan, centre.take())
    centre.take()
    lan.page.locator("#outcome").focus()
    lan.page.keyboard.type("Cần")
    lan.page.keyboard.press("Tab")
    lan.page.keyboard.type("Thiếu bản sao")
    types(lan, "F1")  # a function key also works out of a field
    lan.page.keyboard.press("Escape")
    expect(dialog_of(lan)).to_have_count(0)
    lan.page.locator("#step").focus()
    with lan.presses(1):
        with lan.page.expect_request("**/counters/1/finish") as sent:
            lan.press("Control+Enter")
        nobody_is_at(lan)
    told = sent.value.post_data_json
    assert (told["outcome"], told["note"]) == ("supplement", "Thiếu bản sao")


def test_a_chosen_number_is_called_by_its_digits_and_a_reason(
    lan: Desk, centre: RunningCentre
) -> None:
    first, chosen = centre.take(), centre.take()
    digits = str(int(chosen[1:]))
    with lan.presses(len(digits) + 2):
        types(lan, *digits)
        expect(lan.page.locator("#picker-list")).to_contain_text(chosen)
        lan.page.keyboard.press("Enter")
        expect(dialog_of(lan)).to_contain_text(f"Gọi số {chosen} trước lượt?")
        lan.page.keyboard.press("Enter")
        lan.sees_ticket(chosen)
    expect(lan.page.locator(".why strong")).not_to_be_empty()
    expect(lan.page.locator(".passed")).to_have_text("1 người đến trước vẫn đang chờ")
    expect(lan.page.locator(".queue")).to_contain_text(first)


def test_the_absent_are_marked_and_the_next_called_with_one_key(
    lan: Desk, centre: RunningCentre
) -> None:
    absent, following = centre.take(), centre.take()
    calls(lan, absent)
    may_be_absent(lan)
    with lan.presses(1):
        lan.press("F8")
        lan.sees_ticket(following)
    expect(lan.page.locator(".missed")).to_contain_text(absent)
    may_be_absent(lan)
    with lan.presses(1):
        lan.press("Shift+F8")
        nobody_is_at(lan)


def test_a_missed_number_that_is_back_waits_again(lan: Desk, centre: RunningCentre) -> None:
    label = centre.take()
    calls(lan, label)
    may_be_absent(lan)
    lan.press("Shift+F8")
    expect(lan.page.locator(".missed")).to_contain_text(label)
    digits = str(int(label[1:]))
    with lan.presses(len(digits) + 1):
        types(lan, *digits)
        expect(lan.page.locator("#picker-list")).to_contain_text("Đã quay lại")
        lan.page.keyboard.press("Enter")
        expect(lan.page.locator(".queue")).to_contain_text(label)
    expect(lan.page.locator(".missed")).to_have_count(0)


def test_holding_and_going_on_take_one_key_each(lan: Desk, centre: RunningCentre) -> None:
    label = centre.take()
    serves(lan, label)
    with lan.presses(1):
        lan.press("F6")
        expect(lan.page.locator(".held")).to_contain_text(label)
    nobody_is_at(lan)
    expect(lan.page.locator(".held .row-wait")).to_contain_text("về hàng chờ sau 1")
    with lan.presses(1):
        lan.press("F6")
        lan.sees_ticket(label)
    lan.sees_step(FINISH_NEXT)


@pytest.mark.parametrize("typed", ["b", "2", "t"], ids=["service", "counter", "person"])
def test_a_transfer_takes_three_keys_to_a_letter_a_number_or_a_name(
    lan: Desk, minh: Desk, centre: RunningCentre, typed: str
) -> None:
    label = centre.take()
    calls(lan, label)
    with lan.presses(3):
        types(lan, "F9", typed, "Enter")
        nobody_is_at(lan)
    calls(minh, label)
    service = "Đất đai" if typed == "b" else "Hộ tịch"
    expect(minh.page.locator(".ticket-service")).to_contain_text(service)
    expect(minh.page.locator(".moved")).to_have_text("chuyển từ quầy 1")


def test_the_next_clerk_reads_the_note_of_a_transfer(
    lan: Desk, minh: Desk, centre: RunningCentre
) -> None:
    label = centre.take()
    serves(lan, label)
    types(lan, "F9", "2", "Tab")
    lan.page.keyboard.type("Đã kiểm tra bản chính")
    lan.page.keyboard.press("Enter")
    nobody_is_at(lan)
    expect(minh.page.locator(".queue .kept")).to_have_text("Riêng")
    calls(minh, label)
    expect(minh.page.locator(".note")).to_contain_text("Đã kiểm tra bản chính")


def test_the_next_procedure_of_a_visit_takes_three_keys_and_no_new_ticket(
    lan: Desk, centre: RunningCentre
) -> None:
    label = centre.take()
    serves(lan, label)
    with lan.presses(3):
        types(lan, "F7", "b", "Enter")
        expect(lan.page.locator(".ticket-service")).to_contain_text("Đất đai")
    lan.sees_ticket(label)
    lan.sees_step(FINISH_NEXT)


def test_somebody_without_a_ticket_is_served_at_once(lan: Desk, centre: RunningCentre) -> None:
    centre.take()
    tab_to(lan, "[data-act=without_ticket]")
    with lan.presses(3):
        types(lan, "Enter", "b", "Enter")
        lan.sees_step(FINISH_NEXT)
    expect(lan.page.locator(".ticket-number")).to_have_text(re.compile(r"B\d+"))
    expect(lan.page.locator(".toast")).to_contain_text("Đã nhận người không lấy số")


def test_a_number_is_cancelled_for_a_reason(lan: Desk, centre: RunningCentre) -> None:
    label = centre.take()
    expect(lan.page.locator(".queue")).to_contain_text(label)
    tab_to(lan, ".queue .cancel")
    with lan.presses(2):
        types(lan, "Enter", "Enter")
        expect(lan.page.locator(".queue li")).to_have_count(0)
    expect(lan.page.locator(".toast")).to_contain_text(f"Đã hủy số {label}")
    assert centre.ask(f"/api/v1/labels/{label}")["tickets"][0]["status"] == "cancelled"


def test_a_break_has_a_reason_and_ends_with_one_key(lan: Desk) -> None:
    with lan.presses(2):
        types(lan, "F10", "Enter")
        lan.sees_step("Trở lại làm việc")
    expect(lan.page.locator(".ticket")).to_contain_text("Quầy đang tạm nghỉ")
    with lan.presses(1):
        lan.press("F10")
        lan.sees_step(CALL_NEXT)


def test_closing_asks_and_the_careful_answer_has_the_focus(
    lan: Desk, centre: RunningCentre
) -> None:
    centre.take()
    tab_to(lan, "[data-act=close]")
    types(lan, "Enter")
    expect(dialog_of(lan)).to_contain_text("Đang có 1 người chờ.")
    lan.page.keyboard.press("Enter")
    lan.sees_step(CALL_NEXT)
    tab_to(lan, "[data-act=close]")
    with lan.presses(3):
        types(lan, "Enter", "Tab", "Enter")
        lan.sees_step(OPEN)


def test_who_has_booked_and_comes_is_let_into_the_queue(hall: Hall, centre: RunningCentre) -> None:
    label = centre.book(minutes=5)
    lan = hall.sits("lan", 1)
    row = ".booked [data-use=check_in]"
    expect(lan.page.locator(".booked")).to_contain_text(label)
    tab_to(lan, row)
    lan.press("Enter")
    expect(lan.page.locator(row)).to_have_count(0)
    expect(lan.page.locator(".queue")).to_contain_text(label)
    calls(lan, label)


def test_the_whole_visit_goes_in_english_too(hall: Hall, centre: RunningCentre) -> None:
    label, other = centre.take(), centre.take()
    lan = hall.sits("lan", 1, "en")
    lan.press("F2")
    lan.sees_ticket(label)
    lan.sees_step("Start serving")
    lan.press("F6")
    expect(lan.page.locator(".held")).to_contain_text("back in queue in")
    expect(lan.page.locator(".toast")).to_contain_text("Undo")
    lan.press("F6")
    lan.sees_step("Finish & call next")
    types(lan, "F9")
    expect(dialog_of(lan).get_by_role("heading")).to_have_text(f"Transfer {label}")
    for key in ("B", "Enter"):
        lan.page.keyboard.press(key)
    nobody_is_at(lan)
    lan.press("F2")
    lan.sees_ticket(label)  # sent to a service of this counter, it keeps its place before the other
    lan.press("Control+z")
    nobody_is_at(lan)
    expect(lan.page.locator(".queue")).to_contain_text(other)
