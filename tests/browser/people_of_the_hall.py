"""Somebody in front of one of our screens, and what must be true of every screen.

No rule of the content policy is broken, no script fails, no rule of accessibility is broken.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.accessible import broken_rules

OUTPUT = Path(__file__).resolve().parents[1] / "output"
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  window.tellViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""


class Screen:
    """One page of ours; ``close`` tells what offended the content policy or threw."""

    def __init__(self, browser: Browser, url: str, size: tuple[int, int], name: str) -> None:
        self.faults: list[str] = []
        self._context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        self._context.expose_function("tellViolation", lambda told: self.faults.append(told))
        self._context.add_init_script(TELL_VIOLATIONS)
        self._name = name
        self._shots = 0
        self.page: Page = self._context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(url)

    def judge(self, step: str) -> None:
        """Keep a picture of the page and let the rules of accessibility judge it."""
        self.page.evaluate("() => document.fonts.ready.then(() => null)")
        OUTPUT.mkdir(exist_ok=True)
        self._shots += 1
        self.page.screenshot(path=OUTPUT / f"whole-{self._name}-{self._shots}-{step}.png")
        assert broken_rules(self.page) == []

    def close(self) -> None:
        """Leave; nothing may have gone wrong on the page."""
        self._context.close()
        assert self.faults == []


@contextmanager
def a_screen(browser: Browser, url: str, size: tuple[int, int], name: str) -> Iterator[Screen]:
    """A page that is judged at the end."""
    screen = Screen(browser, url, size, name)
    yield screen
    screen.close()
