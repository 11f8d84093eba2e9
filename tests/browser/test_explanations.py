"""The account of a call and the slip for a complaint, as staff see and print them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from queue_server.app import utc_now
from queue_server.domain.journal import Actor
from queue_server.messages import TakeTicket
from queue_server.serving import prepare as parallel
from queue_server.store import Store
from queue_server.use_cases import calling, issuing, opening, visiting
from queue_server.use_cases.administering import apply_centre
from queue_server.use_cases.desk import AtCounter, Verb
from tests.browser.staff import Desk, a_desk
from tests.centre import FILE, RunningCentre, database, prepare

pytestmark = pytest.mark.browser

WITH_HOTLINE = FILE.replace(
    '[centre]\nid = "ben-thanh"', '[centre]\nid = "ben-thanh"\nhotline = "1900 1234"'
)
PAPERS = {"a4": (748, 1070), "a5": (514, 740), "80mm": (257, 900)}
"""What is left of the paper between its margins, in CSS pixels."""


PAST_MIN = 50


def ahead_min() -> int:
    """How far the centre's clock is ahead of ours: in its first hour today has no past yet."""
    since_midnight = utc_now().astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).hour
    return 60 if since_midnight == 0 else 0


class Hall:
    """A day written before the server starts: an elderly visitor overtakes two others."""

    def __init__(self, folder: Path, ahead_min: int) -> None:
        self.now = utc_now() + dt.timedelta(minutes=ahead_min - PAST_MIN)
        self._store = Store(database(folder), lambda: self.now, parallel("threading"))
        self._centre = apply_centre(self._store, WITH_HOTLINE, '{"procedures": []}', self.now)

    def past(self) -> None:
        self.take("HOTICH")
        self.take("DATDAI")
        self.take("HOTICH", "elderly")
        self.clerk(opening.open_counter)
        for _ in range(2):
            self.clerk(calling.call_next)
            self.clerk(visiting.start)
            self.clerk(visiting.finish)
        self._store.close()

    def take(self, service: str, priority: str = "normal") -> None:
        self.now += dt.timedelta(minutes=6)
        wish = TakeTicket(service, priority=priority)
        self._store.write(self._centre, issuing.take, Actor("staff:hoa"), wish)

    def clerk(self, verb: Verb) -> None:
        self.now += dt.timedelta(minutes=2)
        self._store.write(self._centre, verb, Actor("staff:lan", 1), AtCounter(1, "lan"))


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCentre]:
    folder = tmp_path_factory.mktemp("centre")
    prepare(folder)
    ahead = ahead_min()
    Hall(folder, ahead).past()
    centre = RunningCentre(folder, ahead)
    yield centre
    centre.kill()


def ask(desk: Desk, label: str) -> None:
    desk.page.locator("#label").fill(label)
    desk.page.keyboard.press("Enter")


@pytest.mark.parametrize("size", [(1366, 768), (360, 740)])
def test_a_citizen_is_told_who_was_called_first_and_why(
    browser: Browser, centre: RunningCentre, size: tuple[int, int]
) -> None:
    with a_desk(browser, centre, size) as desk:
        desk.sign_in("hoa", "/account")
        desk.judge("account-ask")
        ask(desk, "b1")
        expect(desk.page.locator("h1")).to_have_text("Giải thích thứ tự gọi số B001")
        expect(desk.page.locator(".turns li")).to_have_count(1)
        expect(desk.page.locator(".turns")).to_contain_text("A002 thuộc diện ưu tiên")
        expect(desk.page.locator(".slip")).not_to_contain_text("cao tuổi")
        expect(desk.page.locator(".slip-foot")).to_contain_text("Lê Thị Hoa")
        expect(desk.page.locator(".slip-foot")).to_contain_text("1900 1234")
        desk.judge("account")
        desk.page.get_by_role("link", name="Lượt gọi A002").click()
        expect(desk.page.locator("h1")).to_have_text("Vì sao số A002 được gọi?")
        expect(desk.page.locator(".turn-head strong")).to_have_text(["A001", "B001"])
        desk.judge("call")
        desk.page.get_by_role("link", name="Giải thích cho A001").click()
        desk.page.get_by_role("link", name="Lượt gọi A001").click()
        expect(desk.page.locator("h1")).to_have_text("Vì sao số A001 được gọi?")
        expect(desk.page.locator(".slip-foot")).to_contain_text("1900 1234")


@pytest.mark.parametrize("size", [(1366, 768), (360, 740)])
def test_the_managers_page_takes_the_question(
    browser: Browser, centre: RunningCentre, size: tuple[int, int]
) -> None:
    with a_desk(browser, centre, size) as desk:
        desk.sign_in("hoa", "/manager")
        desk.page.get_by_label("Số thứ tự").fill("A001")
        desk.judge("manager-question")
        desk.page.get_by_role("button", name="Xem giải thích").click()
        expect(desk.page.locator("h1")).to_have_text("Giải thích thứ tự gọi số A001")


@pytest.mark.parametrize("paper", PAPERS)
def test_the_printed_slip_fits_its_paper_and_leaves_out_what_only_screens_need(
    browser: Browser, centre: RunningCentre, paper: str
) -> None:
    with a_desk(browser, centre, PAPERS[paper]) as desk:
        desk.sign_in("lan", "/account")
        ask(desk, "A001")
        expect(desk.page.locator("#print")).to_be_visible()
        desk.page.emulate_media(media="print")
        expect(desk.page.locator(".bar")).to_be_hidden()
        expect(desk.page.locator("#print")).to_be_hidden()
        expect(desk.page.locator(".slip-centre")).to_contain_text("phường Bến Thành")
        desk.judge(f"account-{paper}")


def test_the_slip_is_in_english_where_that_is_asked_for(
    browser: Browser, centre: RunningCentre
) -> None:
    with a_desk(browser, centre) as desk:
        desk.sign_in("hoa", "/account?lang=en")
        ask(desk, "A001")
        expect(desk.page.locator("h1")).to_have_text("Why others were called before A001")
        expect(desk.page.locator(".turns")).to_contain_text("A002 has priority by law")
        desk.judge("account-en")


def test_a_number_nobody_has_leads_back_to_the_question(
    browser: Browser, centre: RunningCentre
) -> None:
    with a_desk(browser, centre) as desk:
        desk.sign_in("hoa", "/account")
        ask(desk, "Z9")
        expect(desk.page.get_by_role("alert")).to_contain_text("Không có số này")
        expect(desk.page.locator("#label")).to_have_value("Z9")
        desk.judge("account-unknown")
