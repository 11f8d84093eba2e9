"""The kinds of paper a kiosk prints: what each can say, and how all of them look. No I/O."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct

from kiosk.explain import pick
from printer_drivers.layout import Layout, Value, fill
from printer_drivers.receipt import Receipt, WidthMm
from queue_server.messages import SLIP_VALUES, CentreAbout
from queue_server.runtime.i18n import Words

TICKET = "ticket"
CHECKLIST = "checklist"

_CENTRE = ("centre", "address")
_FACTS = (
    *("procedure", "elsewhere", "papers", "more_papers", "unverified", "spared", "not_required"),
    *("fee", "days", "code", "decision", "only_listed"),
)
VALUES: dict[str, tuple[str, ...]] = {
    TICKET: (
        *(*_CENTRE, "label", "priority"),
        *("service", "where", "ahead", "wait", "no_wait", "reserve", "issued"),
        *(*_FACTS, "qr", "qr_use", "missed"),
    ),
    CHECKLIST: (*_CENTRE, "service", "where", *_FACTS, "made"),
    **{kind: (*_CENTRE, *names) for kind, names in SLIP_VALUES.items()},
}
"""What a layout of each kind may name; the shipped layouts have the names of the kinds."""


class Speaker(Struct, frozen=True):
    """The words of the catalogues in one language."""

    words: Words
    language: str

    def __call__(self, key: str, **values: object) -> str:
        return self.words.text(self.language, key, **values)


class Look(NamedTuple):
    """How all paper of a kiosk looks; ``layouts`` has one for each kind."""

    words: Words
    layouts: Mapping[str, Layout]
    width_mm: WidthMm = 80
    large: bool = False
    dots: int | None = None

    def paper(self, kind: str, language: str, values: Mapping[str, Value]) -> Receipt:
        """A piece of paper of this kind. Raises ``ValueError`` for what no paper can hold."""
        blocks = fill(self.layouts[kind], values, Speaker(self.words, language))
        return Receipt(blocks, self.width_mm, self.large, self.dots)


def head(centre: CentreAbout, language: str) -> dict[str, Value]:
    """What stands at the top of every paper."""
    return {"centre": pick(centre.name, language), "address": pick(centre.address, language)}


def place(service: str, centre: CentreAbout, say: Speaker) -> dict[str, Value]:
    """The name of a service, and where its counters are."""
    found = next((one for one in centre.services if one.id == service), None)
    if found is None:
        return {}
    counters = ", ".join(str(number) for number in found.counters)
    zone = pick(found.zone, say.language)
    where = say("ticket.counters", list=counters, zone=zone).rstrip(" –") if counters else zone
    return {"service": pick(found.name, say.language), "where": where}


def local(moment: dt.datetime, centre: CentreAbout) -> dict[str, str]:
    """Time and date at the centre."""
    there = moment.astimezone(ZoneInfo(centre.timezone))
    return {"time": f"{there:%H:%M}", "date": f"{there:%d/%m/%Y}"}
