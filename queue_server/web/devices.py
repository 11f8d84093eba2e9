"""What kiosks and other devices ask."""

from __future__ import annotations

from msgspec.structs import replace

from ..domain import numbering
from ..domain.journal import Actor
from ..messages import (
    Block,
    CentreAbout,
    Enrol,
    Enrolled,
    HallNow,
    Heartbeat,
    Lease,
    Leased,
    PadKey,
    PanelCounter,
    ReserveWanted,
    TicketQueued,
    TicketTaken,
)
from ..store.store import Key
from ..use_cases import administering, cancelling, hall, issuing, panel
from ..use_cases.catalogue import centre_about
from .door import Asked, Endpoint, Who
from .services import Services

KIOSK = Who(devices=frozenset({"kiosk"}))
PANEL = Who(devices=frozenset({"panel"}))
DEVICE = Who(devices=frozenset({"kiosk", "board", "announcer", "panel"}))


def enrol(at: Services, asked: Asked) -> Enrolled:
    return at.write(administering.enrol, Actor("anybody"), asked.body).result


def centre(at: Services, _asked: Asked) -> CentreAbout:
    with at.look() as view:
        return centre_about(view)


def heartbeat(at: Services, asked: Asked) -> HallNow:
    told = at.write(administering.heartbeat, asked.caller.actor(), asked.body).result
    return replace(hall.hall_now(at.halls.now()), slips=told.slips, alarms=told.alarms)


def lease(at: Services, asked: Asked) -> Leased:
    held = at.write(issuing.lease, asked.caller.actor(), asked.body).result
    hopes = hall.expected(at.halls.now(), asked.body.service, asked.body.priority)
    return Leased(
        ticket=asked.body.ticket,
        day=held.day,
        series=held.series,
        number=held.number,
        label=numbering.label(held.series, held.number),
        at=held.at,
        people_ahead=hopes.people_ahead,
        wait=hopes.wait,
    )


def reserve(at: Services, asked: Asked) -> Block:
    return at.write(issuing.reserve, asked.caller.actor(), asked.body).result


def queue(at: Services, asked: Asked) -> TicketQueued:
    command = (str(asked.path["ticket"]), asked.body)
    return at.write(issuing.queue, asked.caller.actor(), command).result


def stands(at: Services, asked: Asked) -> TicketQueued:
    with at.look() as view:
        return cancelling.stands(view, str(asked.path["ticket"]))


def cancel(at: Services, asked: Asked) -> TicketQueued:
    id = str(asked.path["ticket"])
    return at.write(cancelling.cancel, asked.caller.actor(), id).result


def press(at: Services, asked: Asked) -> PanelCounter:
    caller, body = asked.caller, asked.body
    key = Key(f"{caller.device}:{body.press}", f"{body.counter} {body.event}")
    at.write(panel.press, caller.actor(), body, key)
    with at.look() as view:
        return panel.panel_counter(hall.look(view), body.counter)


ENDPOINTS = [
    Endpoint(
        "POST",
        "/api/v1/enrol",
        enrol,
        "Exchange a single-use code for a device token",
        Enrolled,
        takes=Enrol,
        limit="code",
    ),
    Endpoint("GET", "/api/v1/centre", centre, "The centre", CentreAbout, who=DEVICE),
    Endpoint(
        "POST",
        "/api/v1/heartbeat",
        heartbeat,
        "A device is alive; the answer is what it shows",
        HallNow,
        takes=Heartbeat,
        who=DEVICE,
    ),
    Endpoint(
        "POST",
        "/api/v1/leases",
        lease,
        "A number for the ticket being taken now",
        Leased,
        takes=Lease,
        who=KIOSK,
    ),
    Endpoint(
        "POST",
        "/api/v1/reserves",
        reserve,
        "Numbers to live on while the server is silent",
        Block,
        takes=ReserveWanted,
        who=KIOSK,
    ),
    Endpoint(
        "PUT",
        "/api/v1/tickets/<uuid:ticket>",
        queue,
        "Queue a ticket the kiosk has committed to its ledger",
        TicketQueued,
        takes=TicketTaken,
        who=KIOSK,
    ),
    Endpoint(
        "GET",
        "/api/v1/tickets/<uuid:ticket>",
        stands,
        "How a ticket stands",
        TicketQueued,
        who=KIOSK,
    ),
    Endpoint(
        "POST",
        "/api/v1/tickets/<uuid:ticket>/cancel",
        cancel,
        "The holder of a number does not want it any more",
        TicketQueued,
        who=KIOSK,
    ),
    Endpoint(
        "POST",
        "/api/v1/panel/keys",
        press,
        "A key of a call pad, in the name of the clerk who holds its counter",
        PanelCounter,
        takes=PadKey,
        who=PANEL,
    ),
]
"""The devices' part of the API."""
