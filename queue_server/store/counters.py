"""Counters: open, paused or closed, and who sits there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from .tables import counters
from .transaction import Transaction, View

OPEN, PAUSED, CLOSED = "open", "paused", "closed"

_all = sa.select(
    counters.c.counter, counters.c.state, counters.c.clerk, counters.c.since, counters.c.reason
).where(counters.c.centre == sa.bindparam("centre"))
_one = _all.where(counters.c.counter == sa.bindparam("counter"))
_save = (
    counters.update()
    .where(
        counters.c.centre == sa.bindparam("in_centre"),
        counters.c.counter == sa.bindparam("at_counter"),
    )
    .values(
        state=sa.bindparam("state"),
        clerk=sa.bindparam("clerk"),
        since=sa.bindparam("since"),
        reason=sa.bindparam("reason"),
    )
)


class CounterRow(Struct, frozen=True):
    counter: int
    state: str = CLOSED
    clerk: str | None = None
    since: dt.datetime | None = None
    reason: str | None = None


def find(view: View, counter: int) -> CounterRow:
    """The counter as it stands; one never opened is closed."""
    row = view.row(_one, {"counter": counter})
    return CounterRow(*row) if row else CounterRow(counter)


def by_number(view: View) -> dict[int, CounterRow]:
    return {row.counter: CounterRow(*row) for row in view.rows(_all)}


def save(tx: Transaction, row: CounterRow) -> None:
    values: dict[str, Any] = {
        "state": row.state,
        "clerk": row.clerk,
        "since": row.since,
        "reason": row.reason,
    }
    if tx.execute(_save, {**values, "at_counter": row.counter}).rowcount == 0:
        tx.execute(counters.insert(), {"counter": row.counter, **values})
