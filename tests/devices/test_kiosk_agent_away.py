"""The agent stands still or dies before the eyes of a visitor, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from printer_drivers.virtual_pty import PtyPrinter
from tests.devices.kiosk_process import fill
from tests.machines import Machine
from tests.servers import free_port

pytestmark = pytest.mark.browser

START = "Chạm vào màn hình để lấy số thứ tự"
LOST = "Vui lòng đến bàn hướng dẫn để được cấp số"
WAIT = "Đang lấy số, vui lòng chờ"


@contextmanager
def a_page(browser: Browser, folder: Path) -> Iterator[tuple[Page, Machine]]:
    """The touch page of an agent that may be killed and started again at the same address."""
    port, printer = free_port(), folder / "printer"
    config = fill(folder, printer)
    config.write_text(config.read_text("utf-8").replace("port = 0", f"port = {port}"), "utf-8")
    agent = Machine("agent", folder, ["kiosk", "run", "--config", str(config)], port)
    faults: list[str] = []
    with PtyPrinter(printer, folder / "tray"):
        agent.start()
        page = browser.new_page()
        page.clock.install()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(agent.url)
        try:
            yield page, agent
        finally:
            page.close()
            agent.thaw()
            agent.kill()
    assert faults == []


def sees(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible()


def test_an_agent_that_stands_still_or_dies_is_told_and_the_page_comes_back_by_itself(
    browser: Browser, tmp_path: Path
) -> None:
    with a_page(browser, tmp_path) as (page, agent):
        sees(page, START)
        page.evaluate("() => { window.same = true; }")
        agent.freeze()
        page.clock.fast_forward(10_000)  # no answer to the question that is asked, nor the next
        sees(page, LOST)
        expect(page.get_by_role("button")).to_have_count(0)
        agent.thaw()
        sees(page, START)
        agent.kill()
        page.clock.fast_forward(10_000)
        sees(page, LOST)
        agent.start()
        sees(page, START)
        assert page.evaluate("() => window.same")


def test_a_tap_that_met_a_dying_agent_gets_its_number_from_the_next_one(
    browser: Browser, tmp_path: Path
) -> None:
    with a_page(browser, tmp_path) as (page, agent):
        page.get_by_role("button", name="Tiếng Việt").click()
        page.get_by_role("button", name="Lĩnh vực B").click()
        agent.freeze()
        page.get_by_role("button", name="Không, lấy số thường").click()
        sees(page, WAIT)
        agent.kill()
        for _ in range(5):
            page.clock.run_for(2_000)  # systemd and a slow computer take their time
        sees(page, WAIT)
        agent.start()
        expect(page.locator(".number")).to_have_text("A950")
        sees(page, "Mời ông/bà nhận phiếu ở khe bên dưới")


def test_a_tap_that_nobody_answers_ends_at_the_help_desk(browser: Browser, tmp_path: Path) -> None:
    with a_page(browser, tmp_path) as (page, agent):
        page.get_by_role("button", name="Tiếng Việt").click()
        page.get_by_role("button", name="Lĩnh vực B").click()
        agent.kill()
        page.get_by_role("button", name="Không, lấy số thường").click()
        for _ in range(20):
            page.clock.run_for(2_000)
        sees(page, LOST)
        agent.start()
        sees(page, "Chưa lấy được số")
