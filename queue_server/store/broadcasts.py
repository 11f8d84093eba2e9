"""What managers say in the hall."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec.structs import asdict

from ..domain.broadcast import LASTS, LONGEST_GAP_S, Broadcast
from .tables import broadcasts
from .transaction import Transaction, View

_FIELDS = Broadcast.__struct_fields__
_all = sa.select(*(broadcasts.c[name] for name in _FIELDS)).where(
    broadcasts.c.centre == sa.bindparam("centre")
)
_find = _all.where(broadcasts.c.broadcast == sa.bindparam("broadcast"))
_since = _all.where(broadcasts.c.said_at > sa.bindparam("since")).order_by(
    broadcasts.c.made_at, broadcasts.c.broadcast
)
_change = (
    broadcasts.update()
    .where(
        broadcasts.c.centre == sa.bindparam("in_centre"),
        broadcasts.c.broadcast == sa.bindparam("of_broadcast"),
    )
    .values(
        {name: sa.bindparam(f"to_{name}") for name in ("said", "said_at", "ended_at", "ended_by")}
    )
)


def add(tx: Transaction, one: Broadcast) -> None:
    """Keep a new one."""
    lists = {name: msgspec.json.encode(getattr(one, name)).decode() for name in ("texts", "zones")}
    tx.execute(broadcasts.insert(), {**asdict(one), **lists})


def save(tx: Transaction, one: Broadcast) -> None:
    """Keep how often it was said, and that it was taken back."""
    values = {
        "to_said": one.said,
        "to_said_at": one.said_at,
        "to_ended_at": one.ended_at,
        "to_ended_by": one.ended_by,
    }
    tx.execute(_change, {"of_broadcast": one.broadcast, **values})


def find(view: View, broadcast: str) -> Broadcast | None:
    """The one of that id."""
    row = view.row(_find, {"broadcast": broadcast})
    return _broadcast(row) if row else None


def recent(view: View) -> list[Broadcast]:
    """All that may still be said, and those of the last minutes; the first made first."""
    since = view.now - dt.timedelta(seconds=LONGEST_GAP_S) - 2 * LASTS
    return [_broadcast(row) for row in view.rows(_since, {"since": since})]


def forget_before(tx: Transaction, limit: dt.datetime) -> None:
    """Drop those last said before a moment; the journal keeps them for good."""
    tx.execute(
        broadcasts.delete().where(
            broadcasts.c.centre == sa.bindparam("centre"),
            broadcasts.c.said_at < sa.bindparam("limit"),
        ),
        {"limit": limit},
    )


def _broadcast(row: sa.Row[Any]) -> Broadcast:
    values = dict(zip(_FIELDS, row, strict=True))
    lists = {name: msgspec.json.decode(values[name]) for name in ("texts", "zones")}
    return Broadcast(**{**values, **lists, "urgent": bool(values["urgent"])})
