"""Alarms of visitors: a kiosk raises them, staff answer, a manager handles reports.

Every step is a row of the journal. For a report that is the evidence; and it makes an alarm news of
the hall, so that the manager's page hears of it at once.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from msgspec import Struct

from ..domain import alarm as rules
from ..domain.alarm import EXTRA_PAPERS, HELP, OVER, Alarm
from ..domain.errors import NotFound, Refused
from ..domain.journal import Actor
from ..messages import AlarmNow, AlarmSeen, RaiseAlarm
from ..store import Transaction, View, alarms, devices, staff
from .showing import counter_name

DEVICE = "device"


class Pressed(Struct, frozen=True):
    """A verb about an alarm, with what a manager found."""

    alarm: str
    verb: str
    reason: str | None = None


class About(Struct, frozen=True):
    """What the journal keeps of an alarm."""

    alarm: str
    kind: str
    at: str
    procedure: str | None
    counter: int | None


def raise_alarm(tx: Transaction, actor: Actor, command: RaiseAlarm) -> AlarmSeen:
    """Take in what a visitor pressed; the same alarm again changes nothing.

    A device has one call for help at a time: another one is answered with the one there is. A
    procedure or counter that is not described any more is kept as it was said. Raises ``Refused``
    for more alarms than anybody can mean.
    """
    device = actor.name.partition(":")[2]
    known = alarms.find(tx, str(command.alarm))
    if known is not None:
        if (known.device, known.kind) != (device, command.kind):
            raise Refused("alarm_differs")
        return _seen(tx, known)
    lasting = _lasting(tx, device)
    if command.kind == HELP and lasting:
        return _seen(tx, lasting[0])
    pressed = tx.now if command.kind == HELP else rules.pressed_at(command.at, tx.now)
    if pressed is not None and _too_many(tx, device, command.kind, pressed):
        raise Refused("alarms_enough")
    at = pressed or tx.now  # a wrong clock costs a report its time, and no more
    alarm = Alarm(
        alarm=str(command.alarm),
        kind=command.kind,
        device=device,
        day=tx.centre.calendar.day(at),
        at=at,
        procedure=command.procedure,
        counter=command.counter,
    )
    alarms.add(tx, alarm)
    tx.note("alarm_raised", actor, facts=_about(alarm))
    return _seen(tx, alarm)


def press(tx: Transaction, actor: Actor, command: Pressed) -> AlarmSeen:
    """Somebody is coming, is done, or has handled a report. A device may end its own call alone.

    Raises ``NotFound``, or ``Refused`` when the state of the alarm forbids it.
    """
    role, _, name = actor.name.partition(":")
    before = alarms.find(tx, command.alarm)
    if before is None or (role == DEVICE and before.device != name):
        raise NotFound("alarm_unknown")
    if command.verb == "coming":
        kind, after = "alarm_answered", rules.coming(before, name, tx.now)
    elif command.verb == "done":
        kind, after = "alarm_ended", rules.done(before, actor.name, tx.now)
    else:
        kind, after = "alarm_handled", rules.handled(before, name, tx.now, command.reason)
    if after != before:
        alarms.save(tx, after)
        tx.note(kind, actor, facts=_about(after), reason=after.reason)
    return _seen(tx, after)


def of_device(view: View, device: str) -> list[AlarmSeen]:
    """The call for help of a device that is not over; every heartbeat asks."""
    return [_seen(view, one) for one in _lasting(view, device)]


def open_alarms(view: View, *, reports: bool) -> list[AlarmNow]:
    """Everything that is not over, oldest first; ``reports``: those of extra papers, too."""
    found = [
        one
        for one in alarms.not_ended(view)
        if rules.standing(one, view.now) != OVER and (reports or one.kind == HELP)
    ]
    if not found:
        return []
    kiosks = {one.device: one.name for one in devices.all_devices(view)}
    people = staff.names(view)
    return [_now(view, one, kiosks, people) for one in found]


class Figures(Struct, frozen=True):
    """The alarms of a day, as they are counted."""

    help: int
    help_unanswered: int
    extra_papers: int


def figures(view: View, day: dt.date) -> Figures:
    """Of a business day."""
    found = alarms.of_day(view, day)
    return Figures(
        help=sum(one.kind == HELP for one in found),
        help_unanswered=sum(rules.unanswered(one, view.now) for one in found),
        extra_papers=sum(one.kind == EXTRA_PAPERS for one in found),
    )


def _too_many(view: View, device: str, kind: str, at: dt.datetime) -> bool:
    return rules.too_many(alarms.moments(view, device, kind, at - rules.WITHIN), at)


def _lasting(view: View, device: str) -> list[Alarm]:
    return [
        one
        for one in alarms.not_ended_of(view, device)
        if one.kind == HELP and rules.standing(one, view.now) != OVER
    ]


def _seen(view: View, alarm: Alarm) -> AlarmSeen:
    return AlarmSeen(UUID(alarm.alarm), alarm.kind, rules.standing(alarm, view.now))


def _about(alarm: Alarm) -> About:
    return About(alarm.alarm, alarm.kind, alarm.at.isoformat(), alarm.procedure, alarm.counter)


def _now(view: View, alarm: Alarm, kiosks: dict[str, str], people: dict[str, str]) -> AlarmNow:
    procedure = view.catalogue.find(alarm.procedure) if alarm.procedure else None
    counter = view.centre.counter_by_number.get(alarm.counter) if alarm.counter else None
    by = alarm.answered_by
    return AlarmNow(
        alarm=UUID(alarm.alarm),
        kind=alarm.kind,
        device=alarm.device,
        device_name=kiosks.get(alarm.device, alarm.device),
        at=alarm.at,
        state=rules.standing(alarm, view.now),
        answered_by=people.get(by, by) if by else None,
        procedure=alarm.procedure,
        procedure_name=(
            {"vi": procedure.name_short_vi, "en": procedure.name_en} if procedure else None
        ),
        counter=alarm.counter,
        counter_name=counter_name(counter) if counter else None,
    )
