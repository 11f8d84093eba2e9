"""One visitor's whole way on the real pages: kiosk, paper, counter, board, manager."""

import io
import re
import sqlite3
import subprocess
import wave
from array import array
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import accumulate, groupby
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, Response, expect

import kiosk as kiosk_package
from printer_drivers.virtual_pty import tell
from queue_server.runtime.i18n import Words
from tests.browser.browsers import PATIENCE_MS
from tests.browser.people_of_the_hall import Screen, a_screen
from tests.journeys.people import PASSWORD, ask, tap, until
from tests.machines import Kiosk, Machine, Premises, premises
from tests.servers import a_database

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STANDING = (1080, 1920)
HALL = (1920, 1080)
DESK = (1366, 768)
PROCEDURE = {
    "vi": ("khai sinh", "Đăng ký khai sinh"),
    "en": ("birth", "Birth registration"),
}
LANGUAGE = {"vi": "Tiếng Việt", "en": "English"}
LOCALE = Path(kiosk_package.__path__[0]) / "locale"
JOBS = "SELECT label, state, code FROM jobs JOIN tickets ON ticket = uuid ORDER BY id"
LONG_AGO = "2020-01-01T00:00:00+00:00"
NUMBER_ROWS = 80  # a centimetre; every other line is smaller


@pytest.fixture
def hall(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[Premises, Machine, Kiosk]]:
    with a_database(request) as database, premises(tmp_path, database) as found:
        found.voice = "espeak"
        server = found.server()
        yield found, server, found.kiosk(server)


@pytest.mark.parametrize(
    ("hall", "language"),
    [("sqlite", "vi"), pytest.param("postgres", "en", marks=pytest.mark.postgres)],
    indirect=["hall"],
)
def test_a_visitor_takes_a_number_is_called_heard_and_served(
    browser: Browser, hall: tuple[Premises, Machine, Kiosk], language: str
) -> None:
    centre, server, kiosk = hall
    with ExitStack() as screens:
        board = screens.enter_context(a_screen(browser, f"{server.url}/board/hall", HALL, "board"))
        sounds = _sounds_of(board.page)
        visitor = screens.enter_context(a_screen(browser, kiosk.url, STANDING, f"kiosk-{language}"))
        label = _takes_a_number(visitor, language)
        _read_back(kiosk, label)

        clerk = screens.enter_context(
            a_screen(browser, f"{server.url}/?lang={language}", DESK, f"clerk-{language}")
        )
        _signs_in(clerk, server, "clerk1", "/counter?counter=1")
        for said in ("open", "call_next"):
            _steps(clerk, said)
        expect(clerk.page.locator(".ticket-label")).to_contain_text(label)
        expect(clerk.page.locator("#step")).to_be_enabled()
        clerk.judge("calling")

        _shown_and_heard(board, label, sounds)
        _steps(clerk, "start")
        _steps(clerk, "finish", "[data-act=finish]")
        expect(clerk.page.locator(".ticket-label")).to_have_count(0)

        manager = screens.enter_context(
            a_screen(browser, f"{server.url}/?lang={language}", DESK, f"manager-{language}")
        )
        _signs_in(manager, server, "boss", "/manager")
        _counted(manager)
    for machine in (server, kiosk):
        assert "content policy violated" not in machine.log
        assert "page fault" not in machine.log
    centre.check()


def test_without_paper_the_number_is_on_the_screen_and_never_printed_late(
    browser: Browser, hall: tuple[Premises, Machine, Kiosk]
) -> None:
    _, _, kiosk = hall
    device = kiosk.folder / "printer"
    tell(device, "paper-out")
    with a_screen(browser, kiosk.url, STANDING, "kiosk-no-paper") as visitor:
        expect(visitor.page.locator(".attract .notice")).to_be_visible()
        label = _takes_a_number(visitor, "vi", paper=False)
        words = Words.load([LOCALE])
        noted = visitor.page.get_by_role("button", name=words.text("vi", "kiosk.paper.ok"))
        expect(noted).to_be_visible()
        visitor.judge("number-to-photograph")
        expect(visitor.page.locator("canvas.qr")).to_have_count(0)  # no public address to lead to
        noted.click()
        until(lambda: kiosk.ledger(JOBS) == [(label, "failed", "expired")], "the job's end")
    _only_the_next_visitor_gets_paper(kiosk)


def test_a_number_nobody_took_leave_of_is_not_printed_after_minutes(
    hall: tuple[Premises, Machine, Kiosk],
) -> None:
    _, _, kiosk = hall
    tell(kiosk.folder / "printer", "paper-out")
    label = tap(kiosk.url, "HT")["label"]
    kiosk.kill()  # long after, in the ledger's own words
    with closing(sqlite3.connect(kiosk.folder / "data" / "ledger.db")) as ledger, ledger:
        ledger.execute("UPDATE jobs SET queued_at = ?", (LONG_AGO,))
    kiosk.start()
    until(lambda: kiosk.ledger(JOBS) == [(label, "failed", "expired")], "the job's end")
    _only_the_next_visitor_gets_paper(kiosk)


def _only_the_next_visitor_gets_paper(kiosk: Kiosk) -> None:
    tell(kiosk.folder / "printer", "paper-in")
    until(lambda: ask("GET", f"{kiosk.url}/readyz")[1]["link"], "news of the server")
    later = tap(kiosk.url, "CT")
    until(lambda: kiosk.ledger(JOBS)[-1][1] == "confirmed", "the next visitor's paper")
    (paper,) = kiosk.papers()
    assert _decoded(paper) == [f"motcua:{later['ticket']}"]


def _takes_a_number(visitor: Screen, language: str, *, paper: bool = True) -> str:
    """Language, group, search without accents, checklist, no priority, number."""
    page, words = visitor.page, Words.load([LOCALE])
    typed, name = PROCEDURE[language]
    button = page.get_by_role("button", name=LANGUAGE[language], exact=True)
    expect(button).to_be_visible()
    visitor.judge("attract")
    button.click()
    expect(page.locator(".tile")).to_have_count(8)
    visitor.judge("groups")
    page.get_by_role("button", name=words.text(language, "kiosk.search.button")).click()
    for letter in typed:
        wanted = words.text(language, "kiosk.key.space") if letter == " " else letter
        page.locator(".keyboard").get_by_role("button", name=wanted, exact=True).click()
    visitor.judge("search")
    page.locator(".found .row", has_text=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    visitor.judge("checklist")
    page.get_by_role("button", name=words.text(language, "kiosk.detail.continue")).click()
    page.get_by_role("button", name=words.text(language, "kiosk.prio.none")).click()
    number = page.locator(".done .number")
    expect(number).to_be_visible()
    if paper:
        expect(page.locator(".done .paper")).to_contain_text(
            words.text(language, "kiosk.done.take")
        )
        visitor.judge("done")
    return number.inner_text()


def _read_back(kiosk: Kiosk, label: str) -> None:
    """The paper says the number to people and the ticket to machines."""
    (paper,) = kiosk.papers()
    assert _read(_largest_line(paper), "7") == label
    text = _read(paper, "6")
    assert "Trung tâm Phục vụ" in text or "Public Administration" in text, text
    assert _decoded(paper) == [_qr_of(kiosk, label)]


def _largest_line(paper: Path) -> Path:
    """The number alone, as small as other print: engines are not made for letters of 25 mm."""
    with Image.open(paper) as picture:
        ink = ImageOps.invert(picture.convert("L"))
    inked = [ink.crop((0, y, ink.width, y + 1)).getbbox() is not None for y in range(ink.height)]
    runs = [(is_ink, len(list(rows))) for is_ink, rows in groupby(inked)]
    ends = list(accumulate(length for _, length in runs))
    number = next(n for n, (is_ink, rows) in enumerate(runs) if is_ink and rows > NUMBER_ROWS)
    line = ink.crop((0, ends[number - 1] - 20, ink.width, ends[number] + 20))
    found = paper.with_name("number.png")
    ImageOps.invert(line.resize((line.width // 3, line.height // 3))).save(found)
    return found


def _read(picture: Path, layout: str) -> str:
    return _run("tesseract", str(picture), "-", "-l", "vie", "--psm", layout).strip()


def _qr_of(kiosk: Kiosk, label: str) -> str:
    ((ticket,),) = kiosk.ledger(f"SELECT uuid FROM tickets WHERE label = '{label}'")  # noqa: S608
    return f"motcua:{ticket}"


def _signs_in(person: Screen, server: Machine, name: str, path: str) -> None:
    page = person.page
    page.goto(server.url + path)
    expect(page.locator("#name")).to_be_focused()
    person.judge("sign-in")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(server.url + path)


def _steps(clerk: Screen, verb: str, which: str = "#step") -> None:
    """Press a button, usually the big one, and wait for the server's answer to it."""
    button = clerk.page.locator(which)
    expect(button).to_be_enabled()
    expect(clerk.page.locator("#app")).to_have_attribute("data-sending", "")
    with clerk.page.expect_response(re.compile(rf"/counters/1/{verb}$")) as answer:
        button.click()
    assert answer.value.status == 200


def _sounds_of(page: Page) -> list[Response]:
    found: list[Response] = []
    page.on("response", lambda one: found.append(one) if "/sounds/" in one.url else None)
    return found


def _shown_and_heard(board: Screen, label: str, sounds: list[Response]) -> None:
    """The board shows the pair large, fetches its one sound, and plays it to the end."""
    page = board.page
    expect(page.locator(".figure.number .value")).to_have_text(label)
    expect(page.locator(".figure.counter .value")).to_have_text("1")
    ended = "() => window.motcuaBoard.log.some((call) => call.ended !== null)"
    page.wait_for_function(ended, timeout=PATIENCE_MS)
    log = page.evaluate("() => window.motcuaBoard.log")
    assert [(call["label"], call["error"]) for call in log] == [(label, None)]
    assert log[0]["started"] < log[0]["ended"]
    (sound,) = sounds
    assert sound.url.endswith(f"/sounds/{label}/1/1.wav")
    with wave.open(io.BytesIO(sound.body())) as wav:
        seconds = wav.getnframes() / wav.getframerate()
        loudest = max(map(abs, array("h", wav.readframes(wav.getnframes()))))
    assert seconds > 1
    assert loudest > 3_000  # of 32,767: a voice, not silence
    board.judge("called")


def _counted(manager: Screen) -> None:
    """One number given at this service, one visitor served."""
    row = manager.page.locator(
        "tr", has=manager.page.locator(".prefix", has_text=re.compile("^A$"))
    )
    issued = row.locator("td").nth(2)
    expect(issued).to_have_text("1")
    served = manager.page.locator(".tile").nth(5).locator(".tile-value")
    expect(served).to_have_text("1")
    manager.judge("day")


def _decoded(picture: Path) -> list[str]:
    return _run("zbarimg", "--raw", "-q", str(picture)).split()


def _run(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except FileNotFoundError as error:
        raise AssertionError(f"install {command[0]} (tesseract-ocr-vie, zbar-tools)") from error
