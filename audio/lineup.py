"""What an announcer has to say, in which order. Pure; the rules are those of the boards.

Messages go before calls, urgent ones before all; what has expired on arrival is not said, and what
had to wait for minutes neither.
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from queue_server.messages import Announcement

HEARD_KEPT = 300
"""Calls older than the latest few hundred cannot come again."""

LATE = dt.timedelta(minutes=3)
"""Behind its expiry: its visitor has been called again or has gone."""


class Lineup(Struct, frozen=True):
    """``waiting`` in the order in which it is said; ``heard`` are ids that are not said again."""

    waiting: tuple[Announcement, ...] = ()
    heard: tuple[str, ...] = ()


def arrive(lineup: Lineup, one: Announcement, now: dt.datetime) -> Lineup:
    """An announcement comes, for the first time or once more; or takes others back."""
    if one.kind == "withdrawn":
        begin = one.withdraws or one.call_id
        kept = tuple(each for each in lineup.waiting if not each.call_id.startswith(begin))
        return Lineup(kept, lineup.heard)
    here = any(each.call_id == one.call_id for each in lineup.waiting)
    if here or one.call_id in lineup.heard or one.expires_at <= now:
        return lineup
    before = [each for each in lineup.waiting if _rank(each) <= _rank(one)]
    behind = lineup.waiting[len(before) :]
    return Lineup((*before, one, *behind), lineup.heard)


def take(lineup: Lineup, now: dt.datetime) -> tuple[Lineup, Announcement | None]:
    """What is to be said now, out of the line."""
    waiting = [each for each in lineup.waiting if each.expires_at + LATE > now]
    if not waiting:
        return Lineup((), lineup.heard), None
    return Lineup(tuple(waiting[1:]), lineup.heard), waiting[0]


def said(lineup: Lineup, id: str) -> Lineup:
    """Its sound has begun, or could not be made: it is not said again."""
    waiting = tuple(each for each in lineup.waiting if each.call_id != id)
    return Lineup(waiting, (*lineup.heard, id)[-HEARD_KEPT:])


def silenced(lineup: Lineup) -> Lineup:
    """Another has the voice now, and says what waits."""
    return Lineup((), lineup.heard)


def _rank(one: Announcement) -> int:
    if one.kind != "message":
        return 2
    return 0 if one.urgent else 1
