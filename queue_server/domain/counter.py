"""A counter during the day: closed, open or paused, who holds it, and whether it calls by itself.

As with tickets, a step gives the new state and does nothing else; the journal carries it whole, so
that replaying the rows gives the counters too.
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

OPEN, PAUSED, CLOSED = "open", "paused", "closed"


class CounterRow(Struct, frozen=True):
    """``since`` is when the state began; ``armed_since``: the next arrival is called by itself."""

    counter: int
    state: str = CLOSED
    clerk: str | None = None
    since: dt.datetime | None = None
    reason: str | None = None
    armed_since: dt.datetime | None = None


def opened(row: CounterRow, clerk: str, now: dt.datetime) -> CounterRow:
    """Somebody sits there and works."""
    return CounterRow(row.counter, OPEN, clerk, now)


def paused(row: CounterRow, now: dt.datetime, reason: str | None) -> CounterRow:
    """Still held, but calling nobody for a while."""
    return CounterRow(row.counter, PAUSED, row.clerk, now, reason)


def closed(row: CounterRow, now: dt.datetime) -> CounterRow:
    """Nobody sits there."""
    return CounterRow(row.counter, CLOSED, None, now)


def armed(row: CounterRow, now: dt.datetime | None) -> CounterRow:
    """Whether the next arrival is to be called by itself, and since when."""
    return replace(row, armed_since=now)
