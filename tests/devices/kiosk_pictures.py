"""What every screen of the kiosk looks like, kept small, to see at a glance what a change did.

The pictures are a twelfth of the screen in grey: letters blur, so that another version of a browser
draws the same, while a button that is gone or has moved shows. Made anew with
MOTCUA_PICTURES=new in the environment; look at what git says has changed before it is committed.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image, ImageChops

KEPT = Path(__file__).parent / "pictures"
SHRINK = 12
NOTICED = 40  # of 255: more than edges of letters differ
MOST = 0.0015  # of the screen: less than the words of a button


def small(screenshot: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(screenshot)).convert("L")
    return picture.reduce(SHRINK)


def compare(name: str, screenshot: bytes) -> str | None:
    """What is different from the picture that is kept; None if nothing is."""
    file, now = KEPT / f"{name}.png", small(screenshot)
    if os.environ.get("MOTCUA_PICTURES") == "new":
        file.parent.mkdir(parents=True, exist_ok=True)
        now.save(file, optimize=True)
        return None
    if not file.exists():
        return "there is no picture of it"
    with Image.open(file) as kept:
        before = kept.convert("L")
    if before.size != now.size:
        return f"{before.size} was the size, {now.size} is"
    share = unlike(before, now)
    return f"{share:.1%} differ" if share > MOST else None


def unlike(before: Image.Image, now: Image.Image) -> float:
    """The share of two pictures of one size that differs."""
    marks = ImageChops.difference(before, now).point(lambda value: value > NOTICED and 255)
    return marks.histogram()[255] / (now.width * now.height)
