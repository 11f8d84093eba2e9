"""A member of staff at a browser, and the judges of what the browser shows."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.browser.accessible import broken_rules
from tests.centre import RunningCentre, password

OUTPUT = Path(__file__).resolve().parents[1] / "output"
COUNT = """
window.presses = 0;
addEventListener("keydown", (event) => {
  if (!["Control", "Shift"].includes(event.key)) window.presses += 1;
}, true);
addEventListener("pointerdown", () => { window.presses = NaN; }, true);

window.beeps = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.beeps += 1; start.apply(this, when); };
"""


class Desk:
    """One person's browser; `close` tells what offended the content policy or threw."""

    def __init__(
        self, browser: Browser, centre: RunningCentre, size: tuple[int, int] = (1366, 768)
    ) -> None:
        self._context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        self._context.add_init_script(COUNT)
        self._centre = centre
        self._width = size[0]
        self._faults: list[str] = []
        self.page: Page = self._context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._faults.append(str(error)))

    def close(self) -> None:
        """Shut the browser; nothing may have gone wrong inside."""
        self._context.close()
        assert self._faults == []

    def go(self, path: str) -> None:
        """Open a page of the centre."""
        self.page.goto(self._centre.url + path)

    def sign_in(self, staff: str, path: str) -> None:
        """Ask for a page and sign in on the way, by keyboard alone."""
        self.go(path)
        expect(self.page.locator("#name")).to_be_focused()
        self.page.keyboard.type(staff)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(password(staff))
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(self._centre.url + path)

    def enter(self, staff: str) -> None:
        """Be signed in already, without a page."""
        who = {"name": staff, "password": password(staff)}
        assert self._context.request.post(f"{self._centre.url}/api/v1/sign-in", data=who).ok

    def resize(self, width: int, height: int) -> None:
        """The same page on another screen."""
        self.page.set_viewport_size({"width": width, "height": height})
        self._width = width

    @contextmanager
    def presses(self, most: int) -> Iterator[None]:
        """What is done within takes so many keys, chords counted once, and no pointer at all."""
        self.page.evaluate("() => { window.presses = 0; }")
        yield
        assert self.page.evaluate("() => window.presses") == most

    def press(self, key: str) -> None:
        """Press a key once the page takes the next command."""
        expect(self.step).to_be_enabled()
        self.is_ready()
        self.page.keyboard.press(key)

    def is_ready(self) -> None:
        """The last command is over, and the time in which a press may be the tail of its own."""
        expect(self.page.locator("#app")).to_have_attribute("data-sending", "")

    @property
    def step(self) -> Locator:
        """The one big button."""
        return self.page.locator("#step")

    def sees_step(self, words: str) -> None:
        """The big button says this."""
        expect(self.step.locator("span")).to_have_text(words)

    def sees_ticket(self, label: str) -> None:
        """The current ticket is this one."""
        expect(self.page.locator(".ticket-label")).to_contain_text(label)

    def judge(self, name: str) -> None:
        """No rule of accessibility broken, nothing wider than the screen; a picture is kept."""
        self.page.evaluate("() => document.fonts.ready.then(() => null)")
        OUTPUT.mkdir(exist_ok=True)
        self.page.screenshot(path=OUTPUT / f"{name}-{self._width}.png", full_page=True)
        assert broken_rules(self.page) == []
        assert self.page.evaluate("() => document.documentElement.scrollWidth") <= self._width

    def _hear(self, line: ConsoleMessage) -> None:
        if re.search(r"Content Security Policy|Trusted", line.text):
            self._faults.append(line.text)


@contextmanager
def a_desk(
    browser: Browser, centre: RunningCentre, size: tuple[int, int] = (1366, 768)
) -> Iterator[Desk]:
    """A desk that is judged and tidied at the end."""
    desk = Desk(browser, centre, size)
    yield desk
    desk.close()
