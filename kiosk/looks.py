"""How the paper of this kiosk looks: a layout of each kind, the centre's own or as shipped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.papers import VALUES, Look
from kiosk.settings import PrinterSettings
from printer_drivers import profile
from printer_drivers.layout import BadLayout, Layout, parse
from queue_server.runtime.i18n import Words

if TYPE_CHECKING:
    from PIL.Image import Image

SHIPPED = Path(__file__).with_name("layouts")


def read(settings: PrinterSettings, words: Words) -> Look:
    """The look that the settings ask for.

    Raises ``ValueError`` naming file and line for a layout that cannot be printed: also for a word
    that the catalogues do not have, and for a file that is the layout of nothing.
    """
    layouts = {kind: _layout(file, kind, words) for kind, file in _files(settings).items()}
    roll = profile.load(settings.profile).roll(settings.paper_mm)
    return Look(words, layouts, roll.mm, settings.large_print, roll.dots.value)


def _files(settings: PrinterSettings) -> dict[str, Path]:
    """The file of each kind: the centre's own where there is one."""
    shipped = {kind: SHIPPED / f"{kind}.txt" for kind in VALUES}
    if not settings.layouts:
        return shipped
    folder = Path(settings.layouts)
    if not folder.is_dir():
        raise ValueError(f"{folder}: there is no such folder of layouts")
    own = {file.stem: file for file in sorted(folder.glob("*.txt"))}
    for kind, file in own.items():
        if kind not in VALUES:
            raise ValueError(f"{file}: no paper is called so; layouts are {', '.join(VALUES)}")
    return shipped | own


def _layout(file: Path, kind: str, words: Words) -> Layout:
    try:
        layout = parse(file.read_text(encoding="utf-8"), VALUES[kind])
        for line, key in layout.words():
            word = words.catalogue("vi", [key]).get(key)
            if word is None or "{" in word:
                lack = "need values of their own" if word else "do not have it"
                raise BadLayout(line, f"[{key}] cannot be used: the catalogues {lack}")
    except (OSError, ValueError) as error:
        raise ValueError(f"{file}: {error}") from error
    return layout


def logo(settings: PrinterSettings) -> Image | None:
    """The picture of the centre as ink. Raises ``ValueError`` naming the file."""
    if not settings.logo:
        return None
    from printer_drivers.logo import read as ink_of

    dots = profile.load(settings.profile).roll(settings.paper_mm).dots.value
    return ink_of(Path(settings.logo), dots)
