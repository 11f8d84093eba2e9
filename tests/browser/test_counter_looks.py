"""The counter page as it is seen and as its keys are chosen: sizes, languages, dialogs, keymap."""

import pytest
from playwright.sync_api import expect

from tests.browser.desks import (
    CALL_NEXT,
    FINISH_NEXT,
    START,
    Hall,
    calls,
    dialog_of,
    may_be_absent,
    nobody_is_at,
    serves,
    tab_to,
    types,
)
from tests.browser.staff import Desk
from tests.centre import RunningCentre

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = {"vi": "Phím tắt", "en": "Keys"}
PRESS = """([key, taken]) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true, ...taken }))"""
BOTTOM = "(element) => element.getBoundingClientRect().bottom"


@pytest.fixture
def centre(hall: Hall) -> RunningCentre:
    return hall.centre


@pytest.mark.parametrize(
    ("language", "size"),
    [("vi", (1366, 768)), ("vi", (360, 740)), ("en", (360, 740))],
)
def test_every_state_is_readable_in_both_languages_on_large_and_small_screens(
    hall: Hall, centre: RunningCentre, language: str, size: tuple[int, int]
) -> None:
    lan = hall.sits("lan", 1, language)
    lan.resize(*size)
    for service, priority in [("HOTICH", "normal"), ("DATDAI", "elderly")] * 2:
        centre.take(service, priority)
    lan.press("F2")
    expect(lan.page.locator(".ticket-label")).to_be_visible()
    lan.press("F6")
    expect(lan.page.locator(".held")).to_be_visible()
    lan.press("F2")
    may_be_absent(lan)
    lan.judge(f"desk-calling-{language}")
    lan.press("F8")
    expect(lan.page.locator(".missed")).to_be_visible()
    lan.press("F2")
    expect(lan.page.locator("#outcome")).to_be_visible()
    lan.judge(f"desk-serving-{language}")
    lan.press("Control+Enter")
    nobody_is_at(lan)
    lan.judge(f"desk-idle-{language}")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_dialog_is_readable_on_large_and_small_screens(
    hall: Hall, centre: RunningCentre, language: str
) -> None:
    lan = hall.sits("lan", 1, language)
    size = (1366, 768) if language == "vi" else (360, 740)
    lan.resize(*size)
    centre.take("HOTICH", "elderly")
    chosen = centre.take()
    for name, key in {"pause": "F10", "find": chosen[-1], "help": "F1"}.items():
        types(lan, key)
        _judged(lan, f"dialog-{name}-{language}")
    for name, which in {
        "keys": f".top-line button:text-is('{TITLE[language]}')",
        "without": "[data-act=without_ticket]",
        "close": "[data-act=close]",
        "cancel": ".queue .cancel",
        "call": ".queue li:nth-child(2) [data-use=call]",
    }.items():
        tab_to(lan, which)
        types(lan, "Enter")
        _judged(lan, f"dialog-{name}-{language}")
    lan.press("F2")
    expect(lan.page.locator(".ticket-label")).to_be_visible()
    types(lan, "F9")
    _judged(lan, f"dialog-transfer-{language}")
    lan.press("F2")
    expect(lan.page.locator("#outcome")).to_be_visible()
    types(lan, "F7")
    _judged(lan, f"dialog-next-{language}")


def _judged(desk: Desk, name: str) -> None:
    desk.judge(name)
    box = dialog_of(desk).bounding_box()
    size = desk.page.viewport_size
    assert box is not None
    assert size is not None
    assert box["y"] + box["height"] <= size["height"]
    desk.page.keyboard.press("Escape")
    expect(dialog_of(desk)).to_have_count(0)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_busiest_page_fits_an_office_screen_without_scrolling(
    hall: Hall, centre: RunningCentre, language: str
) -> None:
    minh = hall.sits("minh", 2)
    label = centre.take("HOTICH", "elderly")
    lan = hall.sits("lan", 1, language)
    serves(minh, label)
    types(minh, "F9", "1", "Tab")
    minh.page.keyboard.type("Đã kiểm tra bản chính, thiếu bản sao có chứng thực")
    minh.page.keyboard.press("Enter")
    nobody_is_at(minh)
    lan.press("F2")
    lan.sees_ticket(label)
    may_be_absent(lan)
    lan.press("F10")  # not now, which a notice says
    expect(lan.page.locator(".notice")).to_be_visible()
    expect(lan.page.locator(".toast")).to_be_visible()
    lan.judge(f"desk-full-calling-{language}")
    assert lan.page.locator(".more-acts").evaluate(BOTTOM) <= 768
    lan.press("F2")
    expect(lan.page.locator("#outcome")).to_be_visible()
    lan.press("F10")
    expect(lan.page.locator(".notice")).to_be_visible()
    lan.judge(f"desk-full-serving-{language}")
    assert lan.page.locator(".more-acts").evaluate(BOTTOM) <= 768
    assert lan.page.evaluate("() => document.documentElement.scrollHeight") <= 768


def test_a_key_of_ones_own_works_and_is_remembered(lan: Desk, centre: RunningCentre) -> None:
    label = centre.take()
    tab_to(lan, ".top-line button:text-is('Phím tắt')")
    types(lan, "Enter")
    tab_to(lan, "[data-key=step]")
    lan.page.keyboard.press("Enter")
    lan.page.keyboard.press("F4")
    expect(dialog_of(lan).get_by_role("status")).to_have_text("Phím F4 đang dùng cho: Gọi lại")
    lan.page.keyboard.press("Enter")
    lan.page.keyboard.press("F3")
    expect(dialog_of(lan).get_by_role("status")).to_contain_text("Đã đặt F3 cho")
    lan.page.keyboard.press("Escape")
    expect(lan.step.locator("kbd")).to_have_text("F3")
    lan.press("F3")
    lan.sees_ticket(label)
    lan.page.reload()
    lan.sees_step(START)
    expect(lan.step.locator("kbd")).to_have_text("F3")
    lan.press("F2")  # which means nothing any more
    lan.press("F3")
    lan.sees_step(FINISH_NEXT)


def test_digits_and_signs_can_be_switched_off(lan: Desk, centre: RunningCentre) -> None:
    label = centre.take()
    tab_to(lan, ".top-line button:text-is('Phím tắt')")
    types(lan, "Enter")
    tab_to(lan, "#signs")
    lan.page.keyboard.press("Space")
    lan.judge("keys-without-signs")
    lan.page.keyboard.press("Escape")
    lan.page.reload()
    lan.press("7")
    lan.press("NumpadAdd")
    expect(dialog_of(lan)).to_have_count(0)
    lan.sees_step(CALL_NEXT)
    calls(lan, label)


@pytest.mark.parametrize("kept", ["{broken", "null", '"F2"', '{"step": 7}', "[]"])
def test_a_remembered_keymap_that_makes_no_sense_is_as_none(
    lan: Desk, centre: RunningCentre, kept: str
) -> None:
    label = centre.take()
    lan.page.evaluate("(kept) => localStorage.setItem('motcua.keys', kept)", kept)
    lan.page.reload()
    calls(lan, label)


def test_keys_an_input_method_has_taken_do_nothing(lan: Desk, centre: RunningCentre) -> None:
    label = centre.take()
    expect(lan.step).to_be_enabled()
    for taken in ({"isComposing": True}, {"keyCode": 229}):
        lan.page.evaluate(PRESS, ["F2", taken])
        lan.page.evaluate(PRESS, ["5", taken])
    expect(dialog_of(lan)).to_have_count(0)
    expect(lan.step).to_be_enabled()  # a command on its way would forbid it
    lan.page.evaluate(PRESS, ["F2", {}])
    lan.sees_ticket(label)
    lan.sees_step(START)
