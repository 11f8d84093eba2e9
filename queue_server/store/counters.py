"""Counters as they stand, and when their clerks were last seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import asdict

from ..domain.counter import CounterRow
from ..domain.journal import Actor
from .prepared import Prepared
from .tables import counters
from .transaction import Transaction, View

_FIELDS = CounterRow.__struct_fields__
_all = sa.select(*(counters.c[name] for name in _FIELDS)).where(
    counters.c.centre == sa.bindparam("centre")
)
_one = Prepared(_all.where(counters.c.counter == sa.bindparam("counter")))
_every = Prepared(_all)
_any_armed = Prepared(
    sa.select(counters.c.counter).where(
        counters.c.centre == sa.bindparam("centre"), counters.c.armed_since.is_not(None)
    )
)
_seen = Prepared(
    sa.select(counters.c.counter, counters.c.seen_at).where(
        counters.c.centre == sa.bindparam("centre"), counters.c.seen_at.is_not(None)
    )
)
_at = (
    counters.c.centre == sa.bindparam("in_centre"),
    counters.c.counter == sa.bindparam("at_counter"),
)
_save = Prepared(
    counters.update()
    .where(*_at)
    .values({name: sa.bindparam(name) for name in _FIELDS if name != "counter"})
)
_touch = Prepared(counters.update().where(*_at).values(seen_at=sa.bindparam("seen_at")))


def find(view: View, counter: int) -> CounterRow:
    """The counter as it stands; one never opened is closed."""
    rows = view.quick(_one, {"counter": counter})
    return CounterRow(*rows[0]) if rows else CounterRow(counter)


def by_number(view: View) -> dict[int, CounterRow]:
    found = [CounterRow(*row) for row in view.quick(_every)]
    return {row.counter: row for row in found}


def any_armed(view: View) -> bool:
    """Whether any counter waits for the next arrival."""
    return bool(view.quick(_any_armed))


def save(
    tx: Transaction, kind: str, actor: Actor, row: CounterRow, why: str | Struct | None = None
) -> None:
    """Save a counter and the journal row of what happened to it, which carries all of it.

    ``why`` is a reason in words, or the facts of a decision.
    """
    values: dict[str, Any] = asdict(row)
    del values["counter"]
    if tx.run(_save, {**values, "at_counter": row.counter}).rowcount == 0:
        tx.execute(counters.insert(), {"counter": row.counter, **values})
    tx.note(
        kind,
        Actor(actor.name, row.counter),
        reason=why if isinstance(why, str) else None,
        facts=why if isinstance(why, Struct) else None,
        changes=msgspec.json.encode(row).decode(),
    )


def seen(view: View) -> dict[int, dt.datetime]:
    """When each counter's clerk was last seen at the counter's page."""
    found: list[Any] = view.quick(_seen)
    return dict(found)


def touch(tx: Transaction, numbers: Iterable[int]) -> None:
    """The clerks of these counters are there now. No news: nothing of the hall changes."""
    for number in numbers:
        tx.run(_touch, {"at_counter": number, "seen_at": tx.now})
