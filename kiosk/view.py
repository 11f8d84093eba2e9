"""What the touch pages show at this moment, as one value. No I/O."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from msgspec import Struct

from kiosk.jobs import Job
from kiosk.numbers import Ticket
from kiosk.ticket import qr_data
from printer_drivers.api import Link, Paper, PrinterStatus
from queue_server.messages import (
    CentreAbout,
    HallNow,
    PrinterHealth,
    PriorityAbout,
    ServiceAbout,
    ServiceNow,
    Wait,
    Words,
)


class ServiceTile(Struct, frozen=True):
    """One button. ``waiting`` and ``wait`` are None while nothing fresh is known."""

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


class PageState(Struct, frozen=True):
    """``printer`` is the code of what is wrong with it, None when it is ready."""

    version: int
    centre_version: int
    name: Words
    hotline: str
    timezone: str
    languages: list[str]
    link: bool
    waiting: int | None
    services: list[ServiceTile]
    priorities: list[PriorityAbout]
    printer: str | None
    ticket: TicketNow | None


def page_state(
    version: int,
    centre: CentreAbout,
    hall: HallNow | None,
    link: bool,
    printer: PrinterStatus,
) -> PageState:
    """``hall`` is None when what is known is too old to be shown."""
    now = {item.service: item for item in hall.services} if hall else {}
    return PageState(
        version=version,
        centre_version=centre.version,
        name=centre.name,
        hotline=centre.hotline,
        timezone=centre.timezone,
        languages=centre.languages,
        link=link,
        waiting=hall.waiting if hall else None,
        services=[_tile(s, now.get(s.id), hall, centre.timezone) for s in centre.services],
        priorities=centre.priorities,
        printer=printer.problem.code if printer.problem else None,
        ticket=None,
    )


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
        online=bool(centre.public_url),
    )


def health(status: PrinterStatus) -> PrinterHealth:
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
    )


def _tile(
    about: ServiceAbout, now: ServiceNow | None, hall: HallNow | None, timezone: str
) -> ServiceTile:
    return ServiceTile(
        id=about.id,
        prefix=about.prefix,
        name=about.name,
        example=about.example,
        zone=about.zone,
        counters=about.counters,
        state=now.state if now else "open",
        waiting=now.waiting if now else None,
        wait=now.wait if now else None,
        opens_at=_opening(now.opens_at, hall, timezone) if now and hall else None,
    )


def _opening(at: dt.datetime | None, hall: HallNow, timezone: str) -> str | None:
    """``13:30`` for today, with the date for another day."""
    if at is None:
        return None
    local = at.astimezone(ZoneInfo(timezone))
    return f"{local:%H:%M}" if local.date() == hall.day else f"{local:%H:%M, %d/%m}"
