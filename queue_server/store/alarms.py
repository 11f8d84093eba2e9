"""Alarms of visitors, and what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from msgspec.structs import asdict

from ..domain.alarm import HELP, LASTS, Alarm
from .prepared import Prepared
from .tables import alarms
from .transaction import Transaction, View

_FIELDS = Alarm.__struct_fields__
_all = sa.select(*(alarms.c[name] for name in _FIELDS)).where(
    alarms.c.centre == sa.bindparam("centre")
)
_find = _all.where(alarms.c.alarm == sa.bindparam("alarm"))
_still = _all.where(alarms.c.ended_at.is_(None)).order_by(alarms.c.at, alarms.c.alarm)
_may_last = _still.where(
    sa.or_(alarms.c.kind != sa.bindparam("kind"), alarms.c.at > sa.bindparam("since"))
)
# Every heartbeat asks this: the partial index holds nothing but what is open.
_still_of_device = Prepared(
    _still.where(alarms.c.device == sa.bindparam("device"), alarms.c.at > sa.bindparam("since"))
)
_of_day = _all.where(alarms.c.day == sa.bindparam("day"))
_moments = sa.select(alarms.c.at).where(
    alarms.c.centre == sa.bindparam("centre"),
    alarms.c.device == sa.bindparam("device"),
    alarms.c.kind == sa.bindparam("kind"),
    alarms.c.at > sa.bindparam("since"),
)
_change = (
    alarms.update()
    .where(alarms.c.centre == sa.bindparam("in_centre"), alarms.c.alarm == sa.bindparam("of_alarm"))
    .values({name: sa.bindparam(f"to_{name}") for name in _FIELDS if name != "alarm"})
)


def _alarm(row: Sequence[Any]) -> Alarm:
    return Alarm(**dict(zip(_FIELDS, row, strict=True)))


def add(tx: Transaction, alarm: Alarm) -> None:
    """Keep a new alarm."""
    tx.execute(alarms.insert(), asdict(alarm))


def save(tx: Transaction, alarm: Alarm) -> None:
    """Keep what became of an alarm."""
    values = {f"to_{name}": value for name, value in asdict(alarm).items() if name != "alarm"}
    tx.execute(_change, {"of_alarm": alarm.alarm, **values})


def find(view: View, alarm: str) -> Alarm | None:
    """The alarm of that id."""
    row = view.row(_find, {"alarm": alarm})
    return _alarm(row) if row else None


def not_ended(view: View) -> list[Alarm]:
    """All that nobody has ended, oldest first: reports, and calls for help that may still last."""
    values = {"kind": HELP, "since": view.now - 2 * LASTS}
    return [_alarm(row) for row in view.rows(_may_last, values)]


def not_ended_of(view: View, device: str) -> list[Alarm]:
    """Those of a device that are young enough to be a call for help that still lasts."""
    values = {"device": device, "since": view.now - 2 * LASTS}
    return [_alarm(row) for row in view.quick(_still_of_device, values)]


def of_day(view: View, day: dt.date) -> list[Alarm]:
    """All that were raised on a business day."""
    return [_alarm(row) for row in view.rows(_of_day, {"day": day})]


def moments(view: View, device: str, kind: str, since: dt.datetime) -> list[dt.datetime]:
    """When a device raised alarms of a kind, behind a moment."""
    values = {"device": device, "kind": kind, "since": since}
    return [row.at for row in view.rows(_moments, values)]


def forget_before(tx: Transaction, limit: dt.datetime, kind: str) -> None:
    """Drop alarms of before a moment that are over: calls for help, and whatever was ended."""
    tx.execute(
        alarms.delete().where(
            alarms.c.centre == sa.bindparam("centre"),
            alarms.c.at < sa.bindparam("limit"),
            sa.or_(alarms.c.ended_at.is_not(None), alarms.c.kind == sa.bindparam("kind")),
        ),
        {"limit": limit, "kind": kind},
    )
