"""A board page in a real browser, and the hall it hangs in."""

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.board_hall import Hall

FULL_HD = (1920, 1080)


class Board:
    """A board page and the hall it hangs in."""

    def __init__(self, browser: Browser, address: str, size: tuple[int, int] = FULL_HD) -> None:
        self.page: Page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        self.violations: list[str] = []
        self.page.on("console", lambda line: self._hear(line.text))
        self.page.on("pageerror", lambda error: self.violations.append(str(error)))
        self.hall = Hall(self.page)
        self.address = f"{address}/board/hall"

    def open(self, query: str = "") -> "Board":
        self.page.clock.install()
        self.page.goto(self.address + query)
        self.page.locator("header h1", has_text="Bến Thành").wait_for()
        return self

    def close(self) -> None:
        self.page.close()
        assert self.violations == []

    def calls(self, *calls: tuple[str, int]) -> None:
        """Calls of one moment; goes on when the page has fetched the sound of the last one."""
        last = f"/sounds/{calls[-1][0]}/"
        with self.page.expect_request_finished(lambda request: last in request.url):
            for label, counter in calls:
                self.hall.call(label, counter)

    def spotlight(self, label: str) -> None:
        expect(self.page.locator(".call.bright .number .value")).to_have_text(label)

    def headline(self, label: str) -> None:
        expect(self.page.locator(".call .number .value")).to_have_text(label)

    def rows(self) -> list[str]:
        return [text.replace("\t", " ") for text in self.page.locator("tbody tr").all_inner_texts()]

    def log(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate("() => window.motcuaBoard.log")
        return found

    def sound_is_over(self, count: int) -> None:
        self.page.wait_for_function(
            "count => window.motcuaBoard.log.filter((e) => e.ended || e.error).length === count",
            arg=count,
        )

    def _hear(self, line: str) -> None:
        if "Content Security Policy" in line or "TrustedHTML" in line:
            self.violations.append(line)
