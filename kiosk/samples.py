"""Sample papers: to try a layout before anybody prints it, and to prove what can be read.

They come from a file beside this module: a centre with two procedures of the shipped catalogue, one
of them its longest, and slips as a server orders them.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from uuid import UUID

import msgspec
from msgspec import Struct

from kiosk.case import Case
from kiosk.listing import compose_checklist
from kiosk.numbers import Ticket
from kiosk.papers import CHECKLIST, TICKET, Look
from kiosk.slip import compose_slip
from kiosk.ticket import compose
from printer_drivers.receipt import Receipt
from queue_server.messages import CentreAbout, Slip, Wait

FILE = Path(__file__).with_name("data") / "samples.json"
ID = UUID("0192f000-0000-7000-8000-000000000042")


class Samples(Struct, frozen=True):
    """``slips``: values by language and kind."""

    centre: CentreAbout
    slips: dict[str, dict[str, dict[str, str | list[str]]]]


def shipped() -> Samples:
    return msgspec.json.decode(FILE.read_bytes(), type=Samples)


def sample(
    kind: str, look: Look, language: str, now: dt.datetime, centre: CentreAbout | None = None
) -> Receipt:
    """A paper of this kind with everything on it that ``centre`` can print; None: a sample centre.

    Of procedures it is the one with the longest checklist.
    """
    samples = shipped()
    centre = centre or samples.centre
    if kind == TICKET:
        return compose(_ticket(centre, language, now), centre, look)
    if kind == CHECKLIST:
        known = [*centre.procedures, *samples.centre.procedures]
        longest = max(known, key=lambda one: len(one.documents))
        return compose_checklist(Case(longest), language, centre, look, now)
    values = samples.slips[language][kind]
    return compose_slip(Slip(ID, kind, language, now, values), centre, look)


def _ticket(centre: CentreAbout, language: str, now: dt.datetime) -> Ticket:
    procedure = max(centre.procedures, key=lambda one: len(one.documents), default=None)
    service = next(
        (one for one in centre.services if procedure and one.id == procedure.service),
        centre.services[0],
    )
    return Ticket(
        uuid=ID,
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
