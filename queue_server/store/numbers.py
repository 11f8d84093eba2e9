"""Handing out numbers: the counters of each series and day, and who holds which number."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from ..domain import numbering
from .prepared import Prepared
from .tables import blocks, leases, numbers, tickets
from .transaction import Transaction, View

_where_series = (
    numbers.c.centre == sa.bindparam("in_centre"),
    numbers.c.day == sa.bindparam("on_day"),
    numbers.c.series == sa.bindparam("of_series"),
    numbers.c.kind == sa.bindparam("of_kind"),
)
_advance = Prepared(
    numbers.update()
    .where(*_where_series)
    .values(given=numbers.c.given + sa.bindparam("more"))
    .returning(numbers.c.given)
)
_raise_to = (
    numbers.update()
    .where(*_where_series, numbers.c.given < sa.bindparam("at_least"))
    .values(given=sa.bindparam("at_least"))
)
_lease = sa.select(
    leases.c.ticket, leases.c.device, leases.c.day, leases.c.series, leases.c.number, leases.c.at
).where(leases.c.centre == sa.bindparam("centre"), leases.c.ticket == sa.bindparam("ticket"))
_blocks = sa.select(
    blocks.c.block,
    blocks.c.device,
    blocks.c.day,
    blocks.c.service,
    blocks.c.series,
    blocks.c.first,
    blocks.c.count,
).where(blocks.c.centre == sa.bindparam("centre"))
_block = _blocks.where(blocks.c.block == sa.bindparam("block"))
_blocks_on = _blocks.where(blocks.c.day == sa.bindparam("day"))
_given_on = sa.select(sa.func.coalesce(sa.func.sum(numbers.c.given), 0)).where(
    numbers.c.centre == sa.bindparam("centre"), numbers.c.day == sa.bindparam("day")
)
_unused_leases = sa.select(sa.func.count()).where(
    leases.c.centre == sa.bindparam("centre"),
    leases.c.day == sa.bindparam("day"),
    ~sa.exists().where(
        tickets.c.centre == leases.c.centre,
        tickets.c.day == leases.c.day,
        tickets.c.series == leases.c.series,
        tickets.c.number == leases.c.number,
    ),
)
_holding = sa.select(blocks.c.block).where(
    blocks.c.centre == sa.bindparam("centre"),
    blocks.c.device == sa.bindparam("device"),
    blocks.c.day == sa.bindparam("day"),
    blocks.c.series == sa.bindparam("series"),
    blocks.c.first <= sa.bindparam("index"),
    blocks.c.first + blocks.c.count > sa.bindparam("index"),
)


class Lease(Struct, frozen=True):
    """One number held for one ticket of one device."""

    ticket: str
    device: str
    day: dt.date
    series: str
    number: int
    at: dt.datetime


class Block(Struct, frozen=True):
    """``count`` numbers of the reserve order from index ``first``, held by one device."""

    block: str
    device: str
    day: dt.date
    service: str
    series: str
    first: int
    count: int


def next_number(tx: Transaction, series: str, day: dt.date | None = None) -> int:
    """The next number of a day's series (today's); never given twice, gaps may stay."""
    return numbering.normal(_take(tx, day or tx.day, series, "normal", 1))


def lease(tx: Transaction, ticket: str, device: str, series: str) -> Lease:
    """Hold the next number of a series for a ticket."""
    held = Lease(ticket, device, tx.day, series, next_number(tx, series), tx.now)
    tx.execute(leases.insert(), _values(held))
    return held


def find_lease(view: View, ticket: str) -> Lease | None:
    row = view.row(_lease, {"ticket": ticket})
    return Lease(**row._mapping) if row else None


def reserve(tx: Transaction, wanted: Block) -> Block:
    """Set aside the next ``wanted.count`` numbers of the reserve order (``first`` is filled in)."""
    first = _take(tx, wanted.day, wanted.series, "reserve", wanted.count)
    held = Block(
        wanted.block, wanted.device, wanted.day, wanted.service, wanted.series, first, wanted.count
    )
    tx.execute(blocks.insert(), _values(held))
    return held


def find_block(view: View, block: str) -> Block | None:
    row = view.row(_block, {"block": block})
    return Block(**row._mapping) if row else None


def holds(view: View, device: str, day: dt.date, series: str, number: int) -> bool:
    """Whether a number lies in a reserve block of the device."""
    index = numbering.index_of(number)
    values = {"device": device, "day": day, "series": series, "index": index}
    return numbering.is_reserve(number) and view.row(_holding, values) is not None


def given_on(view: View, day: dt.date) -> int:
    """How many numbers of a day were given out of all series, blocks of the reserve included."""
    row = view.row(_given_on, {"day": day})
    return int(row[0]) if row else 0


def unused_leases(view: View, day: dt.date) -> int:
    """Numbers leased for a tap which no ticket has (yet): it came too late, or is not here."""
    row = view.row(_unused_leases, {"day": day})
    return int(row[0]) if row else 0


def blocks_on(view: View, day: dt.date) -> list[Block]:
    """The blocks of reserve numbers that kiosks hold for a day."""
    return [Block(**row._mapping) for row in view.rows(_blocks_on, {"day": day})]


def never_again(tx: Transaction, day: dt.date, series: str, number: int) -> None:
    """Move the series past a number that turned up without a lease (a restored database)."""
    kind = "reserve" if numbering.is_reserve(number) else "normal"
    _take(tx, day, series, kind, 0)
    values = {**_series(day, series, kind), "at_least": numbering.index_of(number) + 1}
    tx.execute(_raise_to, values)


def _take(tx: Transaction, day: dt.date, series: str, kind: str, count: int) -> int:
    """Advance a series by ``count``; the index of the first number taken."""
    row = tx.run(_advance, {**_series(day, series, kind), "more": count}).fetchone()
    if row is not None:
        return int(row[0]) - count
    tx.execute(numbers.insert(), {"day": day, "series": series, "kind": kind, "given": count})
    return 0


def _series(day: dt.date, series: str, kind: str) -> dict[str, Any]:
    return {"on_day": day, "of_series": series, "of_kind": kind}


def _values(held: Struct) -> dict[str, Any]:
    return {name: getattr(held, name) for name in held.__struct_fields__}


def forget_before(tx: Transaction, day: dt.date) -> None:
    """Drop who held which number before a day; the tickets themselves stay."""
    for table in (numbers, leases, blocks):
        tx.execute(
            table.delete().where(
                table.c.centre == sa.bindparam("centre"), table.c.day < sa.bindparam("limit")
            ),
            {"limit": day},
        )
