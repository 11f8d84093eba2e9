"""Paper as pictures, dot for dot as it prints: for who edits a layout."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiosk import looks, report, schema
from kiosk.papers import VALUES, Look
from kiosk.samples import sample
from kiosk.settings import KioskSettings, PrinterSettings
from printer_drivers import profile
from printer_drivers.render import Renderer
from queue_server.messages import CentreAbout
from queue_server.runtime import device
from queue_server.runtime.i18n import Words


class Wish(Struct, frozen=True):
    """What is wanted; without a ``centre`` it is drawn for a sample one."""

    printer: PrinterSettings
    language: str
    now: dt.datetime
    centre: CentreAbout | None


def own_centre(settings: KioskSettings) -> CentreAbout | None:
    """The centre of this kiosk, as far as it is enrolled and has heard of it.

    Raises ``OSError`` or ``ValueError`` for what cannot be read.
    """
    enrolled = device.read(settings.kiosk.data)
    try:
        return report.centre(settings, enrolled) if enrolled else None
    except LookupError:
        return None
    except (sqlite3.Error, schema.NewerLedger) as error:
        raise OSError(f"the ledger in {settings.kiosk.data} cannot be read: {error}") from error


def draw(wish: Wish, words: Words, kind: str, picture: Path) -> None:
    """One paper. Raises ``ValueError`` for a layout that cannot be printed, or ``OSError``."""
    _draw(wish, looks.read(wish.printer, words), kind, picture)


def draw_all(wish: Wish, words: Words, folder: Path) -> None:
    """One picture for each kind and width the printer takes, or the width that was asked for.

    Raises as ``draw``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for mm in _widths(wish.printer):
        look = looks.read(replace(wish.printer, paper_mm=mm), words)
        for kind in VALUES:
            _draw(wish, look, kind, folder / f"{kind}-{mm}.png")


def _draw(wish: Wish, look: Look, kind: str, picture: Path) -> None:
    paper = sample(kind, look, wish.language, wish.now, wish.centre)
    picture.write_bytes(Renderer(logo=looks.logo(wish.printer)).preview(paper))


def _widths(printer: PrinterSettings) -> list[int]:
    if printer.paper_mm:
        return [printer.paper_mm]
    return [paper.mm for paper in profile.load(printer.profile).paper]
