"""Alarms of visitors: who may raise them, who sees which, who answers."""

from __future__ import annotations

from ..domain.errors import NotAllowed, NotFound
from ..messages import AlarmCommand, Alarms, AlarmSeen, RaiseAlarm
from ..use_cases import alarms
from ..use_cases.alarms import Pressed
from .devices import KIOSK
from .door import Asked, Endpoint, Who
from .manager import MANAGER
from .reception import key_of
from .services import Services

WATCHING = Who(roles=frozenset({"reception", "manager", "admin"}))
MAY: dict[str, Who] = {"coming": WATCHING, "done": WATCHING, "handled": MANAGER}
"""The callers of each verb. A report may be about the desk next door: managers alone handle it."""


def raise_alarm(at: Services, asked: Asked) -> AlarmSeen:
    return at.write(alarms.raise_alarm, asked.caller.actor(), asked.body).result


def watch(at: Services, asked: Asked) -> Alarms:
    with at.look() as view:
        reports = bool(asked.caller.roles & MANAGER.roles)
        return Alarms(view.now, alarms.open_alarms(view, reports=reports))


def press(at: Services, asked: Asked) -> AlarmSeen:
    verb = asked.path["verb"]
    if verb not in MAY:
        raise NotFound("unknown_verb", verb=verb[:32])
    if not asked.caller.roles & MAY[verb].roles:
        raise NotAllowed("not_allowed")
    command = Pressed(str(asked.path["alarm"]), verb, asked.body.reason)
    return at.write(alarms.press, asked.caller.actor(), command, key_of(asked)).result


def take_back(at: Services, asked: Asked) -> AlarmSeen:
    command = Pressed(str(asked.path["alarm"]), "done")
    return at.write(alarms.press, asked.caller.actor(), command).result


ENDPOINTS = [
    Endpoint(
        "POST",
        "/api/v1/alarms",
        raise_alarm,
        "A visitor calls for help, or was asked for extra papers",
        AlarmSeen,
        takes=RaiseAlarm,
        who=KIOSK,
    ),
    Endpoint("GET", "/api/v1/alarms", watch, "What is open", Alarms, who=WATCHING),
    Endpoint(
        "POST",
        "/api/v1/alarms/<uuid:alarm>/<verb>",
        press,
        "Somebody is coming, is done, or has handled a report",
        AlarmSeen,
        takes=AlarmCommand,
        who=WATCHING,
        keyed=True,
    ),
    Endpoint(
        "PUT",
        "/api/v1/alarms/<uuid:alarm>/done",
        take_back,
        "The visitor needs no help any more",
        AlarmSeen,
        takes=AlarmCommand,
        who=KIOSK,
    ),
]
"""The alarms' part of the API."""
