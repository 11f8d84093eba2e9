"""Draws one SVG sprite from the few Lucide icons the pages use."""

import json
from pathlib import Path
from xml.sax.saxutils import quoteattr

# fmt: off
ICONS = (
    "a-large-small", "accessibility", "arrow-down", "arrow-left", "arrow-right",
    "arrow-right-left", "arrow-up", "baby", "bell", "calendar", "check", "chevron-left",
    "chevron-right", "circle-check", "circle-question-mark", "circle-x", "clock", "contrast",
    "delete", "door-open", "download", "file-check", "file-plus", "file-text", "hand",
    "heart-handshake", "house", "info", "keyboard", "landmark", "languages", "log-out",
    "map-pin", "megaphone", "minus", "monitor", "move-down", "package-check", "pause", "play",
    "plus", "printer", "qr-code", "refresh-cw", "repeat", "scroll-text", "search", "settings",
    "square", "star", "ticket", "triangle-alert", "undo-2", "user", "user-x", "users",
    "volume-2", "volume-x", "wifi", "wifi-off", "x",
)
# fmt: on


def draw(package: Path) -> str:
    """The sprite: one `<symbol>` per icon, its id the icon's Lucide name."""
    lucide = json.loads((package / "icons.json").read_text(encoding="utf-8"))
    about = json.loads((package / "info.json").read_text(encoding="utf-8"))
    credit = f"{about['name']}, {about['license']['title']}, {about['author']['url']}"
    box = quoteattr(f"0 0 {lucide['width']} {lucide['height']}")
    symbols = [
        f"<symbol id={quoteattr(name)} viewBox={box}>{lucide['icons'][name]['body']}</symbol>"
        for name in ICONS
    ]
    return "\n".join(
        [f"<!-- {credit} -->", '<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>\n"]
    )
