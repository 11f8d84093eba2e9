"""Draws the kiosk's first two pages for docs/installing-a-kiosk.md from a running demo.

    python tools/docs/kiosk_pages.py http://127.0.0.1:8010

Needs Chromium and the development requirements.
"""

import sys

from picture import COLOURS, OUT, page, picture
from PIL import Image
from playwright.sync_api import sync_playwright

WIDTH = 360


def main(kiosk: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        touch = page(browser, 1080, 1920)
        touch.goto(kiosk)
        touch.wait_for_selector(".languages")
        keep("kiosk-start", picture(touch, WIDTH))
        touch.click('.languages button[lang="vi"]')
        touch.wait_for_selector(".tile")
        keep("kiosk-groups", picture(touch, WIDTH))
        browser.close()


def keep(name: str, image: Image.Image) -> None:
    small = image.quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(OUT.with_name(f"{name}.png"), optimize=True)


if __name__ == "__main__":
    main(sys.argv[1])
