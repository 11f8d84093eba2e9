"""Two boards of one zone at the real server: one voice, and the other when it is gone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from queue_server.messages import Announcement
from tests.browser.board_hall import EXPIRY, Hall, served
from tests.browser.browsers import PATIENCE_MS
from tests.browser.staff import a_desk
from tests.centre import RunningCentre, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FAILOVER_S = 10.0
OVER = "count => window.motcuaBoard.log.filter((e) => e.ended || e.error).length === count"
SPEAKS = "() => window.motcuaBoard.voice.speaks()"


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RunningCentre]:
    with running(tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield found


def a_board(browser: Browser, centre: RunningCentre) -> Page:
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.goto(f"{centre.url}/board/hall")
    page.locator("header h1", has_text="Bến Thành").wait_for()
    return page


def log(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("() => window.motcuaBoard.log")
    return found


def speaking(pages: list[Page]) -> list[bool]:
    return [bool(page.evaluate(SPEAKS)) for page in pages]


def test_one_of_two_boards_speaks_and_the_other_within_ten_seconds_when_it_is_cut_off(
    browser: Browser, centre: RunningCentre
) -> None:
    boards = [a_board(browser, centre) for _ in range(2)]
    until = time.monotonic() + FAILOVER_S
    while sum(speaking(boards)) != 1:
        assert time.monotonic() < until
    first = centre.take()
    centre.command("lan", 1, "open")
    centre.command("lan", 1, "call_next")
    for page in boards:
        expect(page.locator(".call .number .value")).to_have_text(first)
        page.wait_for_function(OVER, arg=1, timeout=PATIENCE_MS)
    errors = [[entry["error"] for entry in log(page)] for page in boards]
    assert sorted(errors, key=str) == [["other_voice"], [None]]

    speaker, other = boards if errors[0] == [None] else boards[::-1]
    speaker.context.set_offline(True)
    began = time.monotonic()
    while not other.evaluate(SPEAKS):
        assert time.monotonic() - began < FAILOVER_S
        assert sum(speaking(boards)) <= 1
    assert not speaker.evaluate(SPEAKS)

    second = centre.take()
    centre.command("lan", 1, "start")
    centre.command("lan", 1, "finish_next")
    expect(other.locator(".call .number .value")).to_have_text(second)
    other.wait_for_function(OVER, arg=2, timeout=PATIENCE_MS)
    assert [entry["error"] for entry in log(other)] == ["other_voice", None]
    told = centre.ask("/api/v1/manager")["voices"]
    assert [(one["last_label"], one["unheard"]) for one in told] == [(second, [])]
    for page in boards:
        page.context.close()


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1024, 768)])
def test_the_longest_message_fits_on_the_board_in_both_languages(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    hall = Hall(page)
    page.goto(f"{address}/board/hall")
    page.locator("header h1", has_text="Bến Thành").wait_for()
    now = hall.now()
    text = ("Đề nghị mọi người bình tĩnh, nghiêng người ra cửa. " * 4)[:200]
    message = Announcement(
        "m.1", "", 0, {}, 1, now, now + EXPIRY, "/sounds/message/m.wav",
        kind="message", text={"vi": text, "en": text},
    )  # fmt: skip
    hall.send("announcement", message)
    texts = page.locator(".call.message .texts")
    expect(texts.locator("p")).to_have_count(2)
    asked, there = texts.evaluate("e => [e.scrollHeight, e.clientHeight]")
    assert asked <= there
    assert page.locator(".call.message").evaluate("e => e.scrollWidth <= e.clientWidth")
    letters = texts.locator("p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert letters >= size[1] / 60  # to be read from the middle of the hall
    page.close()


def test_a_manager_is_told_of_a_mute_zone_says_something_there_and_stops_it(
    browser: Browser, centre: RunningCentre
) -> None:
    with a_desk(browser, centre) as desk:
        desk.sign_in("hoa", "/manager")
        page = desk.page
        board = a_board(browser, centre)
        reader = "Màn hình Trung tâm Phục vụ hành chính công phường Bến Thành đang đọc"
        expect(page.locator("td", has_text=reader)).to_be_visible()

        page.get_by_label("Lời thông báo (tiếng Việt)").fill("Chủ xe 51F-123.45 ra bãi xe.")
        page.get_by_label("Số lần đọc").fill("3")
        page.get_by_role("button", name="Đọc thông báo").click()
        shown = board.locator(".call.message")
        expect(shown).to_contain_text("Chủ xe 51F-123.45 ra bãi xe.")
        row = page.locator(".said li")
        expect(row).to_contain_text("đã đọc 1/3 lần")
        desk.judge("manager-says")
        row.get_by_role("button", name="Dừng").click()
        expect(row).to_contain_text("đã dừng sau 1 lần")
        expect(shown).to_have_count(0)
        assert [(entry["error"] or "heard") for entry in log(board)] in (["withdrawn"], ["heard"])
        board.context.close()
        mute = page.locator(".alarm", has_text="không nghe được gọi số")
        expect(mute).to_contain_text("Không có loa nào đọc số")
        desk.judge("manager-mute")
