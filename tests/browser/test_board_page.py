"""The board page in a real browser, at any moment a hall can bring."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser import browsers
from tests.browser.accessible import broken_rules
from tests.browser.board_hall import served
from tests.browser.board_page import FULL_HD, Board

pytestmark = [
    pytest.mark.browser,
    # A page that is closed hangs up on files under way; the test's own small server drops them.
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. <_io.FileIO:pytest.PytestUnraisableExceptionWarning"
    ),
]

SCREENS = [FULL_HD, (3840, 2160), (1366, 768), (1080, 1920), (1024, 768)]
SPOTLIGHT_MS = 15_000
TOUCHED = "--autoplay-policy=document-user-activation-required"
WAYS = {"left": [100, 101, 104], "ahead": [102, 112], "right": [103, 108]}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield found


@pytest.fixture
def board(browser: Browser, address: str) -> Iterator[Board]:
    found = Board(browser, address)
    yield found
    found.close()


def test_two_calls_of_the_same_moment_are_shown_and_heard_one_after_the_other(board: Board) -> None:
    board.open()
    board.calls(("A042", 3), ("B007", 5))
    board.spotlight("A042")
    assert board.rows() == ["B007 5"]
    board.sound_is_over(1)
    board.page.clock.fast_forward(SPOTLIGHT_MS)
    board.spotlight("B007")
    assert board.rows() == ["A042 3"]
    board.sound_is_over(2)
    first, second = board.log()
    assert (first["call_id"], second["call_id"]) == ("A042-1", "B007-1")
    assert first["error"] is second["error"] is None
    assert first["ended"] <= second["started"]


def test_a_call_stays_the_headline_when_its_spotlight_goes_dark(board: Board) -> None:
    board.open()
    board.hall.call("A042", 3)
    board.spotlight("A042")
    board.sound_is_over(1)
    board.page.clock.fast_forward(SPOTLIGHT_MS)
    expect(board.page.locator(".call.bright")).to_have_count(0)
    board.headline("A042")


@pytest.mark.parametrize(("status", "reason"), [(404, "http_404"), (200, "not_a_sound")])
def test_a_sound_that_fails_does_not_mute_the_board(board: Board, status: int, reason: str) -> None:
    board.hall.no_sound["A042"] = status
    board.open()
    board.calls(("A042", 3), ("B007", 5))
    board.spotlight("A042")
    board.sound_is_over(1)
    board.page.clock.fast_forward(SPOTLIGHT_MS)
    board.spotlight("B007")
    board.sound_is_over(2)
    assert [entry["error"] for entry in board.log()] == [reason, None]


def test_a_repeated_call_says_so_in_both_languages(board: Board) -> None:
    board.open()
    board.hall.call("A042", 3, nth=2)
    again = board.page.locator(".call .again")
    expect(again).to_contain_text("Gọi lại lần 2")
    expect(again.locator("[lang=en]")).to_have_text("Call 2")


def test_a_lost_line_is_told_with_the_age_of_the_information(board: Board) -> None:
    board.hall.called("A042", 3)
    board.open()
    notice = board.page.locator(".notice")
    expect(notice).to_be_hidden()
    board.hall.fail()
    expect(notice).to_contain_text("Mất kết nối – thông tin lúc")
    assert board.page.locator(".list").evaluate("e => getComputedStyle(e).opacity") == "1"
    board.page.clock.fast_forward(61_000)
    expect(notice).to_contain_text("Vui lòng nghe loa hoặc hỏi bàn hướng dẫn")
    assert float(board.page.locator(".list").evaluate("e => getComputedStyle(e).opacity")) < 0.6


def test_after_a_gap_the_snapshot_is_shown_and_nothing_is_announced(board: Board) -> None:
    board.hall.called("A042", 3)
    board.open()
    board.headline("A042")
    board.hall.fail()
    expect(board.page.locator(".notice")).to_be_visible()
    board.hall.called("B007", 5)
    board.hall.up = True
    board.headline("B007")
    expect(board.page.locator(".notice")).to_be_hidden()
    expect(board.page.locator(".call.bright")).to_have_count(0)
    assert board.log() == []


def test_a_reload_does_not_announce_again_what_was_heard(board: Board) -> None:
    board.open()
    announcement = board.hall.call("A042", 3)
    board.spotlight("A042")
    board.page.reload()
    board.headline("A042")
    board.hall.send("announcement", announcement)
    board.hall.call("B007", 5)
    board.spotlight("B007")
    assert [entry["label"] for entry in board.log()] == ["B007"]


def test_a_board_told_to_be_silent_shows_the_call_and_fetches_no_sound(board: Board) -> None:
    board.open("?sound=off")
    board.hall.call("A042", 3)
    board.spotlight("A042")
    board.sound_is_over(1)
    assert board.log()[0]["error"] == "switched_off"


def test_only_the_ground_fades_and_not_for_those_who_want_no_motion(board: Board) -> None:
    board.page.emulate_media(reduced_motion="no-preference")
    board.open()
    board.hall.call("A042", 3)
    board.spotlight("A042")
    moving = """() => document.getAnimations().map((a) => [a.effect.target.className,
        a.effect.getTiming().iterations, a.effect.getTiming().duration])"""
    assert board.page.evaluate(moving) == [["call bright", 3, 1000]]
    board.page.emulate_media(reduced_motion="reduce")
    assert board.page.evaluate(moving) == []


def test_a_call_says_which_way_to_walk_to_its_counter_in_words_too(board: Board) -> None:
    board.hall.more = {"ways": {"ahead": [3], "up": [4]}}
    board.hall.called("A041", 4)
    board.hall.called("A040", 5)
    board.open()
    board.hall.call("A042", 3)
    board.spotlight("A042")
    way = board.page.locator(".call .counter .way")
    expect(way).to_contain_text("Phía trước")
    expect(way.locator("[lang=en]")).to_have_text("Straight ahead")
    rows = board.page.locator("tbody tr")
    expect(rows.filter(has_text="A041").get_by_role("img", name="Tầng trên")).to_be_visible()
    expect(rows.filter(has_text="A040").get_by_role("img")).to_have_count(0)
    assert board.rows() == ["A040 5", "A041 4"]
    assert broken_rules(board.page) == []
    board.hall.more = {}
    board.hall.called("A043", 6)
    board.hall.send("state", board.hall.state())
    expect(rows).to_have_count(3)
    expect(board.page.locator(".way, .to, .sign")).to_have_count(0)


# Digits have no marks and no tails: their box is what is seen. Of other text the glyphs count.
OVERFLOWING = """() => {
  const glyphs = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  const box = (element) => element.getBoundingClientRect();
  const pairs = [
    ["header, .call, .list, footer, .notice", "body", box],
    ["header h1", "header", glyphs], ["header time", "header", box],
    [".call h2, .call .again, .call .what, .call .note, .call .way", ".call", glyphs],
    [".call .sign", ".call .counter", box],
    [".call .value", ".call", glyphs],
    ["tbody td", ".list", box], ["th", ".list", glyphs],
    ["footer b, footer .count, .total", "footer", glyphs],
    [".notice p", ".notice", glyphs], [".missed", "body", box], [".missed", ".missed", glyphs],
  ];
  const wrong = [];
  for (const [what, where, measure] of pairs) {
    if (where !== "body" && !document.querySelector(where)) continue;
    const frame = where === "body" ? { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
      : document.querySelector(where).getBoundingClientRect();
    for (const element of document.querySelectorAll(what)) {
      const seen = measure(element);
      const sideways = seen.left < frame.left - 1 || seen.right > frame.right + 1;
      const upright = seen.top < frame.top - 2 || seen.bottom > frame.bottom + 2;
      const tall = upright && !element.matches(".value");
      if (seen.width && (sideways || tall)) wrong.push(`${what}: ${element.textContent.trim()}`);
    }
  }
  return wrong;
}"""


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize(
    ("queues", "missed", "ways"), [(4, 0, {}), (8, 1, WAYS), (12, 9, {**WAYS, "up": [112]})]
)
def test_nothing_leaves_its_place_on_any_screen(
    browser: Browser,
    address: str,
    size: tuple[int, int],
    queues: int,
    missed: int,
    ways: dict[str, list[int]],
) -> None:
    board = Board(browser, address, size)
    board.hall.queues, board.hall.more = queues, {"ways": ways}
    board.hall.missed = [f"C101{n}" for n in range(missed)]
    for n in range(12):
        board.hall.called(f"C10{n + 10}", 100 + n, nth=1 + n % 3)
    board.open()
    board.hall.call("C1012", 112, nth=3, name="Bàn tiếp nhận ưu tiên số")
    board.spotlight("C1012")
    assert board.page.evaluate(OVERFLOWING) == []
    call = board.page.locator(".call").bounding_box()
    assert call is not None
    assert call["height"] >= 0.4 * size[1]
    board.hall.fail()
    board.page.locator(".notice").wait_for()
    board.page.clock.fast_forward(61_000)
    expect(board.page.locator(".notice p")).to_have_count(2)
    assert board.page.evaluate(OVERFLOWING) == []
    board.close()


def night_falls(board: Board) -> None:
    """Three hours pass at the board, and the server says that it is 03:10 at the centre."""
    board.page.clock.fast_forward("03:00:00")
    now = board.hall.now().astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    night = (now + dt.timedelta(days=1, hours=3)).replace(hour=3, minute=10, second=0)
    board.hall.ahead += night - now
    board.hall.send("state", board.hall.state())
    expect(board.page.locator("time")).to_have_text("03:10")


def test_a_board_loads_itself_anew_at_night_once_the_server_answers(board: Board) -> None:
    board.open()
    board.page.evaluate("() => { window.old = true; }")
    down = "**/board/hall"
    with board.page.expect_response(down) as refused:
        board.page.route(down, lambda route: route.fulfill(status=502, body="Bad Gateway"))
        night_falls(board)
    assert refused.value.status == 502
    assert board.page.evaluate("() => window.old") is True
    board.page.unroute(down)
    with board.page.expect_event("load"):
        board.page.clock.fast_forward(61_000)
    board.page.locator("header h1", has_text="Bến Thành").wait_for()
    assert board.page.evaluate("() => window.old") is None


def test_a_board_whose_voice_came_by_touch_is_not_muted_by_loading_it_anew(
    playwright: Playwright, address: str
) -> None:
    strict = browsers.launch(playwright, TOUCHED)
    board = Board(strict, address).open()
    board.page.get_by_role("button", name="Chạm để bật tiếng").click()
    asked: list[str] = []
    board.page.on("request", lambda request: asked.append(request.url))
    night_falls(board)
    board.page.clock.run_for(2_000)
    assert [url for url in asked if "/board/" in url] == []
    board.close()
    strict.close()


def test_numbers_called_in_vain_are_told_where_to_go(board: Board) -> None:
    board.open()
    expect(board.page.locator(".missed")).to_have_count(0)
    board.hall.missed = ["A012", "A015"]
    board.hall.called("A042", 3)
    board.hall.send("state", board.hall.state())
    line = board.page.locator(".missed")
    expect(line).to_contain_text("Đã gọi, vắng mặt:")
    expect(line).to_contain_text("A012, A015")
    expect(line).to_contain_text("mời liên hệ bàn hướng dẫn")


LEFT_EDGES = """() => ["time", ".total", ".call", "td:first-child", "td:last-child"]
  .map((what) => document.querySelector(what).getBoundingClientRect().left)"""


@pytest.mark.parametrize("size", [FULL_HD, (1080, 1920)])
def test_at_midnight_what_stands_still_changes_sides_and_the_columns_do_not(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    board = Board(browser, address, size)
    board.hall.called("A041", 4)
    board.hall.called("A042", 3)
    board.open()
    board.headline("A042")
    clock, total, _, number, counter = board.page.evaluate(LEFT_EDGES)
    assert (clock > size[0] / 2, total < size[0] / 2, number < counter) == (True, True, True)
    board.hall.ahead += dt.timedelta(hours=12)
    board.hall.missed = ["A012", "A015"]
    board.hall.called("A043", 4)
    board.hall.called("A044", 3)
    board.hall.send("state", board.hall.state())
    expect(board.page.locator("#app.mirrored .missed")).to_be_visible()
    assert board.page.evaluate(OVERFLOWING) == []
    clock, total, call, number, counter = board.page.evaluate(LEFT_EDGES)
    assert (clock < size[0] / 2, total > size[0] / 2, number < counter) == (True, True, True)
    # An upright board has the large call above its list, every day.
    assert (call > size[0] / 3) == (size == FULL_HD)
    board.close()


@pytest.mark.parametrize("distance", [3, 8, 20])
def test_a_list_made_for_its_distance_still_fits(board: Board, distance: int) -> None:
    for n in range(6):
        board.hall.called(f"C101{n}", 100 + n)
    board.open(f"?diagonal=55&distance={distance}")
    board.headline("C1015")
    assert board.page.evaluate(OVERFLOWING) == []


def test_the_board_has_no_accessibility_fault_a_machine_can_find(board: Board) -> None:
    board.hall.called("A041", 4)
    board.hall.missed = ["A012", "A015"]
    board.open()
    board.hall.call("A042", 3, nth=2)
    board.spotlight("A042")
    assert broken_rules(board.page) == []


def test_the_evidence_page_draws_bars_of_the_height_they_name(board: Board) -> None:
    board.page.goto(board.address + "?test=1&diagonal=55&distance=10")
    bars = board.page.locator(".bars div")
    expect(bars).to_have_count(4)
    box = bars.nth(2).bounding_box()
    assert box is not None
    # A 55 inch screen of 1920 x 1080 has 1.577 pixels to the millimetre.
    assert box["height"] == pytest.approx(157.7, abs=0.5)
    board.page.get_by_role("button").click()
    expect(board.page.locator("output")).to_contain_text("Đã phát xong")


def test_a_browser_that_wants_a_touch_first_asks_for_it(
    playwright: Playwright, address: str
) -> None:
    strict = browsers.launch(playwright, TOUCHED)
    board = Board(strict, address).open()
    hint = board.page.get_by_role("button", name="Chạm để bật tiếng")
    hint.click()
    expect(hint).to_have_count(0)
    board.close()
    strict.close()
