"""A slip on order, and what may be said of it: nothing is printed until its device says so."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

ORDERED, TAKEN, CONFIRMED, FAILED, UNKNOWN = "ordered", "taken", "confirmed", "failed", "unknown"

TAKEN_WITHIN = dt.timedelta(minutes=2)
"""A device that comes later finds nobody at the printer any more."""

TOLD_WITHIN = TAKEN_WITHIN + dt.timedelta(minutes=1)
"""A kiosk drops its own jobs after two minutes, and says so with one of its next heartbeats."""

EXPIRED = "expired"
DEVICE_SILENT = "device_silent"

Texts = dict[str, str | list[str]]


class Order(Struct, frozen=True, kw_only=True):
    """A slip as it is kept. ``state``: ordered, taken (told to its device), or how it ended."""

    slip: str
    device: str
    kind: str
    language: str
    texts: Texts
    ordered_at: dt.datetime
    ordered_by: str
    ticket: str | None = None
    state: str = ORDERED
    code: str | None = None


def standing(order: Order, now: dt.datetime) -> tuple[str, str | None]:
    """State and code as they are told: ordered, confirmed, failed or unknown.

    What no device took in time has ``expired``. What one took and never told of may be on paper.
    """
    age = now - order.ordered_at
    if order.state == ORDERED and age >= TAKEN_WITHIN:
        return FAILED, EXPIRED
    if order.state == TAKEN:
        return (UNKNOWN, DEVICE_SILENT) if age >= TOLD_WITHIN else (ORDERED, None)
    return order.state, order.code


def told(order: Order, state: str, code: str | None) -> Order:
    """What its device says of it; what is confirmed stays so, whatever is told later."""
    return order if order.state == CONFIRMED else replace(order, state=state, code=code)


def may_be_on_paper(order: Order, now: dt.datetime) -> bool:
    """Whether somebody may hold this slip, now or in a moment."""
    return standing(order, now)[0] != FAILED
