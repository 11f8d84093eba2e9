"""Draws the picture of the README from a running demo.

    motcua demo --data DIR --port 8000 --kiosk-port 8010
    python tools/docs/picture.py DIR http://127.0.0.1:8000 http://127.0.0.1:8010

Needs Chromium and the development requirements. It takes a dozen tickets and calls some of them.
"""

import io
import json
import sys
import urllib.request
from pathlib import Path
from uuid import uuid4

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

OUT = Path(__file__).resolve().parents[2] / "docs" / "images" / "hall.png"
SERVICES = ("HT", "CT", "CU_TRU", "HT", "CAN_CUOC", "CT", "DD", "HT", "DKKD", "CT", "CU_TRU", "HT")
AT_WORK = {"lan": 1, "minh": 3, "hoa": 4}
HURRIED_MS = 700  # the page takes a second tap that comes sooner for one that missed its button
MARGIN, GROUND, COLOURS = 24, (226, 232, 240), 128


def take(kiosk: str, service: str) -> None:
    """One ticket, as the touch page would ask for it."""
    body = json.dumps({"ticket": str(uuid4()), "service": service}).encode()
    asked = urllib.request.Request(  # noqa: S310 - our own demo
        f"{kiosk}/api/take", body, {"Content-Type": "application/json"}
    )
    urllib.request.urlopen(asked).close()  # noqa: S310


def page(browser: Browser, width: int, height: int) -> Page:
    """A page in a context of its own: every member of staff is somebody else."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        device_scale_factor=1,
    )
    return context.new_page()


def picture(shown: Page, width: int) -> Image.Image:
    """What the page shows, as wide as wanted."""
    shown.evaluate("() => document.fonts.ready.then(() => null)")
    shown.wait_for_timeout(700)  # drawings that fade in
    image = Image.open(io.BytesIO(shown.screenshot())).convert("RGB")
    return image.resize(
        (width, round(image.height * width / image.width)), Image.Resampling.LANCZOS
    )


def sign_in(shown: Page, address: str, name: str, password: str) -> None:
    shown.goto(address)
    shown.fill("#name", name)
    shown.fill("#password", password)
    shown.keyboard.press("Enter")
    shown.wait_for_url(address)


def work(browser: Browser, server: str, name: str, password: str) -> Page:
    """A clerk who has called somebody; the first one has begun to serve."""
    desk = page(browser, 1366, 768)
    sign_in(desk, f"{server}/counter?counter={AT_WORK[name]}", name, password)
    for _ in range(3 if name == "lan" else 2):  # open, call, start
        desk.wait_for_selector("#step:enabled")
        desk.keyboard.press("F2")
        desk.wait_for_timeout(800)
    return desk


def at_the_kiosk(browser: Browser, kiosk: str, data: Path) -> tuple[Image.Image, Image.Image]:
    """The checklist of a birth registration, and the paper that comes out."""
    touch = page(browser, 1080, 1920)
    touch.goto(kiosk)
    touch.click('.languages button[lang="vi"]')
    touch.wait_for_timeout(HURRIED_MS)
    touch.locator(".tile", has_text="Hộ tịch").click()
    touch.wait_for_timeout(HURRIED_MS)
    touch.click(".row >> nth=0")
    touch.wait_for_selector(".papers")
    checklist = picture(touch, 544)
    before = set((data / "paper").glob("*.png"))
    touch.get_by_role("button", name="Tiếp tục").click()
    touch.wait_for_timeout(HURRIED_MS)
    touch.get_by_role("button", name="Không, lấy số thường").click()
    touch.wait_for_selector(".number")
    touch.wait_for_timeout(3000)
    cut = sorted(set((data / "paper").glob("*.png")) - before)[-1]
    return checklist, Image.open(cut).convert("RGB")


def compose(parts: dict[str, Image.Image]) -> Image.Image:
    """Kiosk and paper on the left, board over clerk and manager on the right."""
    kiosk, paper = parts["kiosk"], parts["paper"]
    board, clerk, manager = parts["board"], parts["clerk"], parts["manager"]
    tall = max(kiosk.height, board.height + clerk.height + MARGIN)
    slim = round(paper.width * tall / paper.height)
    paper = paper.resize((slim, tall), Image.Resampling.LANCZOS)
    right = kiosk.width + paper.width + 3 * MARGIN
    whole = Image.new("RGB", (right + board.width + MARGIN, tall + 2 * MARGIN), GROUND)
    whole.paste(kiosk, (MARGIN, MARGIN))
    whole.paste(paper, (kiosk.width + 2 * MARGIN, MARGIN))
    whole.paste(board, (right, MARGIN))
    whole.paste(clerk, (right, board.height + 2 * MARGIN))
    whole.paste(manager, (right + clerk.width + MARGIN, board.height + 2 * MARGIN))
    return whole.quantize(COLOURS, dither=Image.Dither.NONE)


def main() -> None:
    data, server, kiosk = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    passwords = json.loads((data / "passwords.json").read_text())
    for service in SERVICES:
        take(kiosk, service)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        desks = [work(browser, server, name, passwords[name]) for name in AT_WORK]
        parts = dict(zip(("kiosk", "paper"), at_the_kiosk(browser, kiosk, data), strict=True))
        board = page(browser, 1920, 1080)
        board.goto(f"{server}/board/hall?sound=off")
        manager = page(browser, 1366, 768)
        sign_in(manager, f"{server}/manager", "quanly", passwords["quanly"])
        board.wait_for_timeout(25_000)  # the spotlight of the last call goes out
        parts["board"] = picture(board, 1128)
        parts["clerk"], parts["manager"] = picture(desks[0], 552), picture(manager, 552)
        browser.close()
    OUT.parent.mkdir(parents=True, exist_ok=True)
    compose(parts).save(OUT, optimize=True)
    print(f"{OUT}: {OUT.stat().st_size >> 10} KiB")


if __name__ == "__main__":
    main()
