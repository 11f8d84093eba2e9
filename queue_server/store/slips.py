"""Slips on order: what is to be printed where, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from ..domain.slip import Order, Texts
from .prepared import Prepared
from .tables import slips
from .transaction import Transaction, View

MOST_AT_ONCE = 20
"""As many as one heartbeat can tell of."""

_FIELDS = Order.__struct_fields__
_TEXTS = _FIELDS.index("texts")
_all = sa.select(*(slips.c[name] for name in _FIELDS)).where(
    slips.c.centre == sa.bindparam("centre")
)
_find = _all.where(slips.c.slip == sa.bindparam("slip"))
_of_ticket = _all.where(
    slips.c.ticket == sa.bindparam("ticket"), slips.c.kind == sa.bindparam("kind")
)
# A literal list, so that the partial index is used: every heartbeat asks this.
_to_print = Prepared(
    _all.where(
        slips.c.device == sa.bindparam("device"),
        sa.text("state IN ('ordered','taken')"),
        slips.c.ordered_at > sa.bindparam("since"),
    )
    .order_by(slips.c.ordered_at)
    .limit(MOST_AT_ONCE)
)
_change = (
    slips.update()
    .where(slips.c.centre == sa.bindparam("in_centre"), slips.c.slip == sa.bindparam("of_slip"))
    .values(state=sa.bindparam("to"), code=sa.bindparam("because"), changed_at=sa.bindparam("now"))
)


def _order(row: Sequence[Any]) -> Order:
    values = dict(zip(_FIELDS, row, strict=True))
    return Order(**{**values, "texts": msgspec.json.decode(row[_TEXTS], type=Texts)})


def add(tx: Transaction, order: Order) -> None:
    """Keep a new slip; this is no news of the hall and raises no revision."""
    values = {**msgspec.structs.asdict(order), "changed_at": tx.now}
    tx.execute(slips.insert(), {**values, "texts": msgspec.json.encode(order.texts).decode()})


def find(view: View, slip: str) -> Order | None:
    """The slip of that id."""
    row = view.row(_find, {"slip": slip})
    return _order(row) if row else None


def of_ticket(view: View, ticket: str, kind: str) -> list[Order]:
    """All slips of a kind that were ordered for a ticket."""
    return [_order(row) for row in view.rows(_of_ticket, {"ticket": ticket, "kind": kind})]


def to_print(view: View, device: str, since: dt.datetime) -> list[Order]:
    """What was ordered at a device behind ``since`` and it has told nothing of, oldest first."""
    return [_order(row) for row in view.quick(_to_print, {"device": device, "since": since})]


def save(tx: Transaction, order: Order) -> None:
    """Keep what became of a slip."""
    values = {"of_slip": order.slip, "to": order.state, "because": order.code, "now": tx.now}
    tx.execute(_change, values)


def forget_before(tx: Transaction, limit: dt.datetime) -> None:
    """Drop slips ordered before a moment."""
    tx.execute(
        slips.delete().where(
            slips.c.centre == sa.bindparam("centre"), slips.c.ordered_at < sa.bindparam("limit")
        ),
        {"limit": limit},
    )
