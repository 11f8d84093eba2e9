"""How the tickets of this kiosk look: the layout from its file, and what it gives on paper."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from kiosk.numbers import Ticket
from kiosk.settings import PrinterSettings
from kiosk.ticket import VALUES, Look, compose
from printer_drivers import profile
from printer_drivers.layout import BadLayout, parse
from printer_drivers.receipt import Receipt
from queue_server.messages import CentreAbout, Wait
from queue_server.runtime.i18n import Words

if TYPE_CHECKING:
    from PIL.Image import Image

SHIPPED = Path(__file__).with_name("layouts") / "ticket.txt"


def read(settings: PrinterSettings, words: Words) -> Look:
    """The look that the settings ask for.

    Raises ``ValueError`` naming file and line for a layout that cannot be printed: also for a word
    that the catalogues do not have.
    """
    file = Path(settings.layout) if settings.layout else SHIPPED
    try:
        layout = parse(file.read_text(encoding="utf-8"), VALUES)
        for line, key in layout.words():
            word = words.catalogue("vi", [key]).get(key)
            if word is None or "{" in word:
                lack = "need values of their own" if word else "do not have it"
                raise BadLayout(line, f"[{key}] cannot be used: the catalogues {lack}")
    except (OSError, ValueError) as error:
        raise ValueError(f"{file}: {error}") from error
    roll = profile.load(settings.profile).roll(settings.paper_mm)
    return Look(words, layout, roll.mm, settings.large_print, roll.dots.value)


def logo(settings: PrinterSettings) -> Image | None:
    """The picture of the centre as ink. Raises ``ValueError`` naming the file."""
    if not settings.logo:
        return None
    from printer_drivers.logo import read as ink_of

    dots = profile.load(settings.profile).roll(settings.paper_mm).dots.value
    return ink_of(Path(settings.logo), dots)


def sample(centre: CentreAbout, look: Look, language: str, now: dt.datetime) -> Receipt:
    """A ticket with everything on it that this centre can print: its longest checklist too."""
    procedure = max(centre.procedures, key=lambda one: len(one.documents), default=None)
    service = next(
        (one for one in centre.services if procedure and one.id == procedure.service),
        centre.services[0],
    )
    ticket = Ticket(
        uuid=UUID(int=0),
        service=service.id,
        day=now.date(),
        series=service.prefix,
        number=42,
        label=f"{service.prefix}042",
        procedure=procedure.id if procedure else None,
        priority="normal",
        language=language,
        issued_at=now,
        people_ahead=7,
        wait=Wait(10, 20),
        source="lease",
    )
    return compose(ticket, centre, look)
