"""Boards of other kinds than the hall's, in a real browser on screens of all shapes."""

import datetime as dt
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image
from playwright.sync_api import Browser, expect

from queue_server.messages import Announcement, BoardCounter
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

SCREENS = [FULL_HD, (3840, 2160), (1080, 1920), (1024, 768)]
DISPLAYS = [(1024, 600), FULL_HD, (800, 1280)]
TICKER = {"vi": ["Số bị lỡ: xin báo ngay bàn hướng dẫn, không cần lấy số lại"], "en": ["Keep it"]}
SPOTLIGHT_MS = 15_000
# What leaves the screen or its own box; what is cut with three dots is meant to be.
OVERFLOWING = """() => {
  const wrong = [];
  const seen = "h1, time, .state, .value, .words, .again, .desk-services, li, .how, .where, td, th,"
    + " .ticker, .none, .media, .night, .notice p, .call, .list";
  for (const element of document.querySelectorAll(seen)) {
    const box = element.getBoundingClientRect();
    const out = box.left < -1 || box.top < -1 || box.right > innerWidth + 1
      || box.bottom > innerHeight + 1;
    const cut = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0
      && getComputedStyle(element).display !== "inline";
    if (out || cut) wrong.push(`${element.className || element.tagName}: ${element.textContent}`);
  }
  return wrong;
}"""


@pytest.fixture(scope="module")
def kinds() -> dict[str, str]:
    return {"hall": "hall"}


@pytest.fixture(scope="module")
def address(kinds: dict[str, str]) -> Iterator[str]:
    with served(kinds.get) as found:
        yield found


@pytest.fixture
def in_the_file(kinds: dict[str, str]) -> Iterator[dict[str, str]]:
    """The kind of each board as the server knows it; a hall's again after the test."""
    yield kinds
    kinds["hall"] = "hall"


@pytest.fixture
def above_a_counter(in_the_file: dict[str, str]) -> None:
    in_the_file["hall"] = "counter"


@pytest.fixture
def board(browser: Browser, address: str) -> Iterator[Board]:
    found = Board(browser, address)
    yield found
    found.close()


def a_counter(status: str, label: str | None = None, nth: int = 1, **fields: Any) -> BoardCounter:
    names = ("Hộ tịch – Nuôi con nuôi", "Chứng thực", "Bảo trợ xã hội", "Trả kết quả")
    services = [{"vi": name, "en": "Service"} for name in names]
    call = f"{label}-{nth}" if label else None
    return BoardCounter(12, {"vi": "Quầy 12"}, status, services, label, call, nth, **fields)


def a_desk(board: Board, counter: BoardCounter) -> None:
    called = board.hall.now() if counter.label else None
    board.hall.more = {"kind": "counter", "counters": [replace(counter, called_at=called)]}


@pytest.mark.usefixtures("above_a_counter")
@pytest.mark.parametrize("size", DISPLAYS)
def test_a_counters_display_shows_its_number_a_third_of_the_screen_high(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    board = Board(browser, address, size)
    a_desk(board, a_counter("calling", "A1042", nth=2))
    board.page.goto(board.address)
    value = board.page.locator(".desk-call.bright .value")
    expect(value).to_have_text("A1042")
    expect(board.page.locator(".again")).to_contain_text("Gọi lại lần 2")
    assert board.page.evaluate(OVERFLOWING) == []
    letters = float(value.evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))
    widest = size[0] * 0.86 / (5 * 0.58)
    assert letters >= min(0.42 * size[1], widest) - 1  # capitals are 0.714 of that: 30 %
    a_desk(board, a_counter("paused"))
    board.hall.called("A1", 1)
    board.hall.send("state", board.hall.state())
    expect(board.page.locator(".desk-call .words")).to_contain_text("Tạm nghỉ")
    assert board.page.evaluate(OVERFLOWING) == []
    board.close()


@pytest.mark.usefixtures("above_a_counter")
def test_a_counters_display_is_bright_for_a_call_and_says_what_goes_on(board: Board) -> None:
    a_desk(board, a_counter("calling", "A042"))
    board.page.clock.install()
    board.page.goto(board.address)
    expect(board.page.locator(".desk-call.bright .value")).to_have_text("A042")
    expect(board.page.locator(".state")).to_contain_text("Mời đến quầy")
    board.page.clock.fast_forward(SPOTLIGHT_MS + 5_000)
    expect(board.page.locator(".desk-call.bright")).to_have_count(0)
    assert board.log() == []  # it is the hall that speaks
    assert broken_rules(board.page) == []


@pytest.mark.parametrize("size", SCREENS)
def test_missed_numbers_fill_their_board_and_say_what_to_do(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    board = Board(browser, address, size)
    board.hall.missed = [f"A10{n}" for n in range(10, 26)]
    board.hall.more = {
        "kind": "missed", "ticker": TICKER,
        "reception": {"vi": "Bàn số 1, cạnh cửa ra vào", "en": "Desk 1, beside the entrance"},
    }  # fmt: skip
    board.open()
    expect(board.page.locator(".vain li")).to_have_count(16)
    expect(board.page.locator(".how")).to_contain_text("Mời đến bàn hướng dẫn để được gọi lại")
    expect(board.page.locator(".where")).to_contain_text("Bàn số 1, cạnh cửa ra vào")
    assert board.page.evaluate(OVERFLOWING) == []
    assert broken_rules(board.page) == []
    board.close()


@pytest.mark.parametrize("size", SCREENS)
def test_an_overflow_goes_on_where_the_board_of_the_hall_ends(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    board = Board(browser, address, size)
    for n in range(12):
        board.hall.called(f"C10{n + 10}", 100 + n, nth=1 + n % 3)
    ways = {"left": [100, 101], "down": [102, 103]}
    board.hall.more = {"kind": "overflow", "skip": 8, "ticker": TICKER, "ways": ways}
    board.open()
    shown = [" ".join(row.split("\t")[:1]).split()[0][:5] for row in board.rows()]
    assert shown == ["C1013", "C1012", "C1011", "C1010"]
    assert board.page.evaluate(OVERFLOWING) == []
    board.hall.more["skip"] = 12
    board.hall.called("C1021", 111)
    board.hall.send("state", board.hall.state())
    expect(board.page.locator(".none")).to_contain_text("Các số đang gọi ở bảng chính")
    assert broken_rules(board.page) == []
    board.close()


def test_results_are_called_to_be_collected(board: Board) -> None:
    board.hall.more = {"kind": "results"}
    board.open()
    board.hall.call("P007", 3, nth=2)
    board.spotlight("P007")
    expect(board.page.locator(".call h2")).to_contain_text("Mời nhận kết quả")
    assert board.page.evaluate(OVERFLOWING) == []


@pytest.mark.parametrize("size", SCREENS)
def test_a_page_of_text_and_a_picture_stand_beside_the_calls_while_these_leave_room(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    board = Board(browser, address, size)
    picture = BytesIO()
    Image.new("RGB", (160, 90), (40, 120, 90)).save(picture, "PNG")
    board.page.route("**/board-media/*", lambda route: route.fulfill(
        body=picture.getvalue(), content_type="image/png"
    ))  # fmt: skip
    board.hall.more = {"ticker": TICKER, "media": ["a.png", "b.png"]}
    board.hall.called("A001", 1)
    board.hall.called("A002", 2)
    board.open()
    media, page = board.page.locator(".media"), board.page.locator(".ticker")
    expect(media.locator("img")).to_have_attribute("src", "/board-media/a.png")
    box = media.bounding_box()
    assert box is not None
    assert box["width"] * box["height"] <= 0.35 * size[0] * size[1]
    first = page.inner_text()
    board.page.clock.fast_forward(12_000)
    expect(page).not_to_have_text(first)
    expect(media.locator("img")).to_have_attribute("src", "/board-media/b.png")
    assert board.page.evaluate(OVERFLOWING) == []
    for n in range(6):
        board.hall.called(f"B00{n}", 10 + n)
    board.hall.send("state", board.hall.state())
    expect(media).to_have_count(0)
    assert board.page.evaluate(OVERFLOWING) == []
    assert broken_rules(board.page) == []
    board.close()


# Two seconds of a changing picture with a tone, recorded by the browser itself.
A_FILM = """async () => {
  const canvas = document.createElement("canvas");
  canvas.width = 160;
  canvas.height = 90;
  const brush = canvas.getContext("2d");
  const context = new AudioContext();
  const tone = context.createOscillator();
  const ear = context.createMediaStreamDestination();
  tone.connect(ear);
  tone.start();
  const tracks = canvas.captureStream(10).getTracks().concat(ear.stream.getTracks());
  const recorder = new MediaRecorder(new MediaStream(tracks), { mimeType: "video/webm" });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const over = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start();
  for (let n = 0; n < 20; n += 1) {
    brush.fillStyle = n % 2 ? "navy" : "green";
    brush.fillRect(0, 0, 160, 90);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  recorder.stop();
  await over;
  const reader = new FileReader();
  const read = new Promise((resolve) => { reader.onload = resolve; });
  reader.readAsDataURL(new Blob(parts));
  await read;
  return reader.result.split(",")[1];
}"""
VOLUME = "() => { const film = document.querySelector('video'); return film ? film.volume : -1; }"


def test_a_film_is_silent_while_a_call_is_announced_and_goes_on_after_it(board: Board) -> None:
    board.page.goto(board.address)
    film = b64decode(board.page.evaluate(A_FILM))
    board.page.route("**/board-media/*", lambda route: route.fulfill(
        body=film, content_type="video/webm"
    ))  # fmt: skip
    board.hall.more = {"media": ["a.webm"]}
    board.page.clock.install()
    board.page.reload()
    board.page.wait_for_function("() => document.querySelector('video')?.currentTime > 0.2")
    assert board.page.evaluate("() => document.querySelector('video').muted") is False
    assert board.page.evaluate(VOLUME) == pytest.approx(0.5)
    board.hall.call("A042", 3)
    board.spotlight("A042")
    board.page.wait_for_function(f"() => ({VOLUME})() === 0")
    assert board.page.evaluate("() => document.querySelector('video').paused") is False
    board.sound_is_over(1)
    board.page.clock.fast_forward(SPOTLIGHT_MS)
    board.page.wait_for_function(f"() => ({VOLUME})() > 0")
    board.hall.more = {"media": ["b.webm"]}  # another film in the centre's file
    board.hall.call("A043", 3)
    board.page.wait_for_function(
        "() => { const film = document.querySelector('video');"
        " return film.src.endsWith('b.webm') && film.currentTime > 0.2; }"
    )


def test_a_hall_at_rest_is_dark_but_for_a_clock_that_wanders(board: Board) -> None:
    board.hall.more = {"resting": True}
    board.page.clock.install()
    board.page.goto(board.address)
    clock = board.page.locator(".night time")
    expect(clock).to_be_visible()
    before = clock.bounding_box()
    board.page.clock.fast_forward(185_000)
    expect(board.page.locator(".night [role=status]")).to_contain_text("Mất kết nối")
    assert clock.bounding_box() != before
    ground = "() => getComputedStyle(document.getElementById('app')).backgroundColor"
    assert board.page.evaluate(ground) == "rgb(0, 0, 0)"
    assert broken_rules(board.page) == []


def test_a_call_lights_a_dark_board_again(board: Board) -> None:
    board.hall.more = {"resting": True}
    board.page.goto(board.address)
    expect(board.page.locator(".night time")).to_be_visible()
    board.hall.call("A002", 1)
    board.spotlight("A002")


def test_a_line_that_stands_and_says_nothing_is_told_within_fifteen_seconds(board: Board) -> None:
    board.hall.called("A042", 3)
    board.open()
    board.page.clock.fast_forward(9_000)
    expect(board.page.locator(".notice")).to_be_hidden()
    board.page.clock.fast_forward(6_000)
    expect(board.page.locator(".notice")).to_contain_text("Mất kết nối – thông tin lúc")
    board.hall.called("A043", 3)
    board.hall.send("state", board.hall.state())
    expect(board.page.locator(".notice")).to_be_hidden()


def test_five_calls_of_the_same_moment_have_the_screen_one_after_the_other(board: Board) -> None:
    calls = [(f"A00{n}", n) for n in range(1, 6)]
    board.open()
    for label, counter in calls:
        board.hall.call(label, counter)
    for number, (label, _counter) in enumerate(calls, start=1):
        board.spotlight(label)
        board.sound_is_over(number)
        board.page.clock.fast_forward(SPOTLIGHT_MS)
    log = board.log()
    assert [entry["label"] for entry in log] == [label for label, _counter in calls]
    assert all(entry["error"] is None for entry in log)
    assert all(one["ended"] <= two["shown"] for one, two in pairwise(log))


@pytest.mark.usefixtures("above_a_counter")
def test_a_counters_display_that_becomes_a_board_of_the_hall_speaks(
    board: Board, in_the_file: dict[str, str]
) -> None:
    a_desk(board, a_counter("idle"))
    board.page.clock.install()
    board.page.goto(board.address)
    board.page.locator(".desk-call").wait_for()
    board.page.clock.fast_forward(10_000)
    board.hall.more, in_the_file["hall"] = {}, "hall"
    board.hall.called("A001", 1)
    with board.page.expect_event("load"):
        board.hall.send("state", board.hall.state())
    board.headline("A001")
    board.hall.call("A042", 3)
    board.spotlight("A042")
    board.sound_is_over(1)
    assert board.log()[0]["error"] is None


@pytest.mark.parametrize("kind", ["missed", "overflow", "counter"])
def test_what_a_manager_says_stands_on_boards_of_every_kind(
    board: Board, kind: str, in_the_file: dict[str, str]
) -> None:
    in_the_file["hall"] = kind
    board.hall.more = {"kind": kind, "counters": [a_counter("idle")] if kind == "counter" else []}
    board.page.goto(board.address)
    now = board.hall.now()
    board.page.locator("time").wait_for()
    board.hall.send("announcement", Announcement(
        "m.1", "", 0, {}, 1, now, now + dt.timedelta(seconds=60), "/sounds/message/m.wav",
        kind="message", text={"vi": "Đề nghị mọi người bình tĩnh", "en": "Please stay calm"},
    ))  # fmt: skip
    expect(board.page.locator(".alone .texts p").first).to_have_text("Đề nghị mọi người bình tĩnh")
    assert board.page.evaluate(OVERFLOWING) == []
