"""What the touch pages show at this moment, as one value. No I/O."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from kiosk.jobs import Job
from kiosk.mode import Mode
from kiosk.numbers import Ticket
from kiosk.scanned import Scanned
from kiosk.ticket import local_day, qr_data
from kiosk.unprinted import NoPrinter
from printer_drivers.api import Link, Paper, Printer, PrinterStatus, Stuck
from queue_server.messages import (
    CentreAbout,
    PrinterHealth,
    PriorityAbout,
    ServiceAbout,
    ServiceNow,
    Wait,
    Words,
)

NO_PRINTER = "no_printer"


class ServiceTile(Struct, frozen=True):
    """One button. ``waiting`` and ``wait`` are None while the link is down."""

    id: str
    prefix: str
    name: Words
    example: Words
    zone: Words
    counters: list[int]
    state: str
    waiting: int | None
    wait: Wait | None
    opens_at: str | None
    role: str | None


class TicketNow(Struct, frozen=True):
    """A ticket on the screen; ``print`` is the state of its last paper, ``code`` why not yet."""

    ticket: str
    label: str
    service: str
    source: str
    people_ahead: int | None
    wait: Wait | None
    print: str
    code: str | None
    copy: int
    qr: str
    online: bool


class ListNow(Struct, frozen=True):
    """A checklist that was asked for by ``id``; ``print`` and ``code`` as of a ticket."""

    id: str
    print: str
    code: str | None


class Known(Struct, frozen=True):
    """What the kiosk can say of its hall ``at`` this moment."""

    at: dt.datetime
    link: bool
    enrolled: bool
    waiting: int | None
    services: Mapping[str, ServiceNow]


class PageState(Struct, frozen=True):
    """``printer`` is the code of what is wrong with it, None when it is ready.

    ``enrolled`` is False when the server does not know this kiosk, so that no number can be given.
    ``help``: ``open`` when the visitor has called, ``coming`` when somebody is on the way.
    ``volume``: how loud a visit starts, 0 to 1; 0 when staff muted the kiosk.
    """

    version: int
    centre_version: int
    name: Words
    hotline: str
    timezone: str
    languages: list[str]
    link: bool
    enrolled: bool
    waiting: int | None
    services: list[ServiceTile]
    priorities: list[PriorityAbout]
    printer: str | None
    ticket: TicketNow | None
    reception: Words
    mode: Mode = "service"
    volume: float = 0.0
    scanned: Scanned | None = None
    list: ListNow | None = None
    help: str | None = None


def page_state(version: int, centre: CentreAbout, known: Known, printer: str | None) -> PageState:
    """``printer`` is the code of ``trouble``."""
    return PageState(
        version=version,
        centre_version=centre.version,
        name=centre.name,
        hotline=centre.hotline,
        timezone=centre.timezone,
        languages=centre.languages,
        link=known.link,
        enrolled=known.enrolled,
        waiting=known.waiting,
        services=[_tile(service, known, centre.timezone) for service in centre.services],
        priorities=centre.priorities,
        printer=printer,
        ticket=None,
        reception=centre.reception,
    )


def trouble(printer: Printer, stopped: str | None) -> str | None:
    """The code of what is wrong with the printer; ``no_printer`` where none was ever fitted.

    ``stopped``: why the kiosk prints nothing on one that says it is well.
    """
    if isinstance(printer, NoPrinter):
        return NO_PRINTER
    problem = printer.status().problem
    return problem.code if problem else stopped


def ticket_now(ticket: Ticket, job: Job | None, centre: CentreAbout) -> TicketNow:
    return TicketNow(
        ticket=str(ticket.uuid),
        label=ticket.label,
        service=ticket.service,
        source=ticket.source,
        people_ahead=ticket.people_ahead,
        wait=ticket.wait,
        print=job.state if job else "failed",
        code=job.code if job else None,
        copy=job.copy if job else 0,
        qr=qr_data(ticket, centre),
        online=bool(centre.public_url) and ticket.source != "practice",
    )


def list_now(id: UUID, job: Job | None) -> ListNow | None:
    return ListNow(str(id), job.state, job.code) if job else None


def health(status: PrinterStatus, stopped: str | None = None) -> PrinterHealth:
    """What the server is told of the printer: silence is not fine, it is unknown."""
    if status.link is Link.DOWN:
        return PrinterHealth(link="down")
    if status.online is None:
        return PrinterHealth(link="unknown")
    paper = {Paper.OK: "ok", Paper.NEAR_END: "near_end", Paper.OUT: "out"}.get(status.paper)
    return PrinterHealth(
        link="up",
        paper=paper or "unknown",  # type: ignore[arg-type]  # the words of both are the same
        cover_open=status.cover_open,
        online=status.online,
        cutter_error=status.cutter_error,
        stopped=Stuck.code if status.stuck else stopped,
    )


def _tile(about: ServiceAbout, known: Known, timezone: str) -> ServiceTile:
    now = known.services.get(about.id)
    return ServiceTile(
        id=about.id,
        prefix=about.prefix,
        name=about.name,
        example=about.example,
        zone=about.zone,
        counters=about.counters,
        state=now.state if now else "open",
        waiting=now.waiting if now and known.link else None,
        wait=now.wait if now and known.link else None,
        opens_at=_opening(now.opens_at, known.at, timezone) if now else None,
        role=about.role,
    )


def _opening(opens_at: dt.datetime | None, now: dt.datetime, timezone: str) -> str | None:
    """``13:30`` for today, with the date for another day."""
    if opens_at is None:
        return None
    local = opens_at.astimezone(ZoneInfo(timezone))
    today = local.date() == local_day(now, timezone)
    return f"{local:%H:%M}" if today else f"{local:%H:%M, %d/%m}"
