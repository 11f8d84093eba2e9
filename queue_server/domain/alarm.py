"""A visitor at a kiosk calls for help, or reports that papers outside the list were demanded.

A call for help lasts ten minutes: whoever still stands there then goes to the desk. A report lasts
until a manager has handled it. Officials may ask for the published papers and no others, so a
report is evidence, and its demand is never forgotten by time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from .errors import Refused

HELP, EXTRA_PAPERS = "help", "extra_papers"
OPEN, COMING, OVER = "open", "coming", "over"

LASTS = dt.timedelta(minutes=10)
"""A call for help is over so long after it was made, or after somebody said to be coming."""

WITHIN = dt.timedelta(minutes=10)
AT_MOST = 6
"""Of each kind from one device within that time: more is a child who plays."""

BELIEVED = dt.timedelta(days=30)
"""No kiosk keeps a report longer without a server; one that says so has a wrong clock."""


class Alarm(Struct, frozen=True, kw_only=True):
    """An alarm as it is kept. ``at``: when the button was pressed, on the business day ``day``."""

    alarm: str
    kind: str
    device: str
    day: dt.date
    at: dt.datetime
    procedure: str | None = None
    counter: int | None = None
    answered_at: dt.datetime | None = None
    answered_by: str | None = None
    ended_at: dt.datetime | None = None
    ended_by: str | None = None
    reason: str | None = None


def standing(alarm: Alarm, now: dt.datetime) -> str:
    """``open``, ``coming`` or ``over``."""
    if alarm.ended_at is not None:
        return OVER
    if alarm.kind == HELP and now - (alarm.answered_at or alarm.at) >= LASTS:
        return OVER
    return OPEN if alarm.answered_at is None else COMING


def unanswered(alarm: Alarm, now: dt.datetime) -> bool:
    """Whether it was a call for help to which nobody came, and the visitor did not take it back."""
    over = alarm.ended_at is None and standing(alarm, now) == OVER
    return alarm.kind == HELP and alarm.answered_at is None and over


def coming(alarm: Alarm, by: str, now: dt.datetime) -> Alarm:
    """Somebody is on the way; who said so first stays the one. Raises ``Refused``."""
    _demand(alarm, HELP)
    state = standing(alarm, now)
    if state == OVER:
        raise Refused("alarm_over")
    return replace(alarm, answered_at=now, answered_by=by) if state == OPEN else alarm


def done(alarm: Alarm, by: str, now: dt.datetime) -> Alarm:
    """Helped, or not needed any more; what is over stays as it is. Raises ``Refused``."""
    _demand(alarm, HELP)
    return alarm if standing(alarm, now) == OVER else replace(alarm, ended_at=now, ended_by=by)


def handled(alarm: Alarm, by: str, now: dt.datetime, reason: str | None) -> Alarm:
    """A manager has looked into a report, and says what was found. Raises ``Refused``."""
    _demand(alarm, EXTRA_PAPERS)
    if reason is None:
        raise Refused("reason_missing")
    if alarm.ended_at is not None:
        raise Refused("alarm_over")
    return replace(alarm, ended_at=now, ended_by=by, reason=reason)


def _demand(alarm: Alarm, kind: str) -> None:
    if alarm.kind != kind:
        raise Refused("alarm_of_other_kind")


def too_many(earlier: Iterable[dt.datetime], at: dt.datetime) -> bool:
    """Whether as many alarms as are heard came from a device shortly before this one."""
    return sum(at - WITHIN < one <= at for one in earlier) >= AT_MOST


def pressed_at(said: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """When a button was pressed, to the millisecond; None for a moment nobody can believe."""
    try:
        utc = said.astimezone(dt.UTC)
    except OverflowError:  # an hour at the edge of the calendar
        return None
    believed = now - BELIEVED <= utc <= now
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000) if believed else None
