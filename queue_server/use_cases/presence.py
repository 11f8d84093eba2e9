"""Whether the clerks who hold counters are there: by their open pages and by what they do."""

from __future__ import annotations

import datetime as dt

from ..domain.counter import CLOSED, CounterRow
from ..domain.journal import Actor
from ..store import Transaction, View, counters


def is_lost(view: View, row: CounterRow, seen: dt.datetime | None) -> bool:
    """Whether the counter is held and its clerk's page has been gone for longer than the rule."""
    since = last_seen(row, seen)
    limit = dt.timedelta(seconds=view.centre.rules.takeover_after_s)
    return since is not None and view.now - since > limit


def note_presence(tx: Transaction, _actor: Actor, here: set[tuple[int, str]]) -> bool:
    """Remember that these clerks have their counters' pages open now. No news of the hall."""
    rows = counters.by_number(tx)
    there = [number for number, who in sorted(here) if _holds(rows.get(number), who)]
    counters.touch(tx, there)
    return True


def _holds(row: CounterRow | None, who: str) -> bool:
    return row is not None and row.clerk == who


def last_seen(row: CounterRow, seen: dt.datetime | None) -> dt.datetime | None:
    """When the holder of a counter was last known to be there; ``None`` where nobody holds it."""
    if row.state == CLOSED or row.since is None:
        return None
    return max(row.since, seen) if seen else row.since


def note_restart(tx: Transaction, _actor: Actor, _command: None = None) -> bool:
    """After a silence of the server nobody counts as gone: their pages could not be seen."""
    held = [row.counter for row in counters.by_number(tx).values() if row.state != CLOSED]
    counters.touch(tx, held)
    return True
