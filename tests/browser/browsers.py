"""Chromium as every test starts it.

It is the one without windows: the same pages and scripts for half of the processor's time.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

PATIENCE_MS = 60_000  # a busy machine must not decide a test
FLAGS = ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"]
SOUNDS = "--autoplay-policy=no-user-gesture-required"  # as the screens of the hall are set up

expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """One browser of its own, as it stands on the desks."""
    with sync_playwright() as playwright:
        started = launch(playwright, *flags)
        yield started
        started.close()


def launch(playwright: Playwright, *flags: str) -> Browser:
    """Start the Chromium of this machine with more flags than the usual ones."""
    program = shutil.which("chromium-headless-shell")
    if program is None:
        pytest.fail(
            "Chromium is missing: apt-get install chromium-headless-shell (make test does it)"
        )
    return playwright.chromium.launch(executable_path=program, args=[*FLAGS, *flags])
