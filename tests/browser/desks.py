"""Two clerks' browsers in a hall that stays open for a whole module of tests.

Starting a server and a browser takes longer than most journeys; between them everybody goes home.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.staff import Desk, a_desk
from tests.centre import RunningCentre, running

# Short waits, and an undo that a busy machine cannot miss.
RULES = """
[rules]
absent_after_s = 1
reannounce_s = []
undo_s = 600
takeover_after_s = 10
"""
OPEN = "Mở quầy"
CALL_NEXT = "Gọi số tiếp theo"
START = "Bắt đầu phục vụ"
FINISH_NEXT = "Hoàn thành & gọi tiếp"


class Hall:
    """The centre and the browsers of its people."""

    def __init__(self, browser: Browser, centre: RunningCentre, people: dict[str, Desk]) -> None:
        self.browser = browser
        self.centre = centre
        self.people = people

    def sits(self, staff: str, counter: int, language: str = "vi") -> Desk:
        """Somebody's page at a counter that is open and free."""
        self.centre.command(staff, counter, "open")
        desk = self.people[staff]
        desk.go(f"/counter?counter={counter}&lang={language}")
        expect(desk.step).to_be_enabled()
        return desk

    def tidy(self) -> None:
        """As before the first visitor."""
        for desk in self.people.values():
            desk.page.unroute_all()
            if desk.page.url != "about:blank":
                desk.page.evaluate("() => localStorage.clear()")
            desk.page.goto("about:blank")
            desk.resize(1366, 768)
        self.centre.tidy()


@contextmanager
def a_hall(browser: Browser, folder: Path) -> Iterator[Hall]:
    """A hall with the browsers of two clerks and a manager, who are signed in."""
    with running(folder, RULES) as centre:
        people = ("lan", "minh", "hoa")
        with (
            a_desk(browser, centre) as a,
            a_desk(browser, centre) as b,
            a_desk(browser, centre) as c,
        ):
            desks = dict(zip(people, (a, b, c), strict=True))
            for staff, desk in desks.items():
                desk.enter(staff)
            yield Hall(browser, centre, desks)


def calls(desk: Desk, label: str) -> None:
    """Call the next, who is this one."""
    desk.press("F2")
    desk.sees_ticket(label)
    desk.sees_step(START)


def serves(desk: Desk, label: str) -> None:
    """Call the next, who comes."""
    calls(desk, label)
    desk.press("F2")
    desk.sees_step(FINISH_NEXT)


def served_for_a_while(desk: Desk) -> None:
    """Long enough that finishing is no slip of the finger."""
    shown = re.compile(r"Đang phục vụ (0:0[5-9]|0:[1-5]\d|[1-9])")
    expect(desk.page.locator(".times")).to_contain_text(shown)


def nobody_is_at(desk: Desk) -> None:
    """The counter has no ticket."""
    expect(desk.page.locator(".ticket-label")).to_have_count(0)


def may_be_absent(desk: Desk) -> None:
    """The visitor has had the time to come."""
    expect(desk.page.locator("[data-act=no_show_next]")).to_have_class("lit")
    expect(desk.page.locator("[data-act=no_show]")).to_have_class("lit")


def dialog_of(desk: Desk) -> Locator:
    """The open dialog."""
    return desk.page.get_by_role("dialog")


def types(desk: Desk, *keys: str) -> None:
    """Press the first key once the page takes a command, the others in its dialog."""
    desk.press(keys[0])
    expect(dialog_of(desk)).to_be_visible()
    for key in keys[1:]:
        desk.page.keyboard.press(key)


def tab_to(desk: Desk, which: str) -> None:
    """Move there with the Tab key, as somebody without a mouse does."""
    there = desk.page.locator(which).first
    expect(there).to_be_visible()
    for _ in range(60):
        if there.evaluate("(element) => element === document.activeElement"):
            return
        desk.page.keyboard.press("Tab")
    pytest.fail(f"the keyboard never comes to {which}")
