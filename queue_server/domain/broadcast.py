"""What a manager says in the hall: a text, said once or several times, that can be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from .centre import Calendar

CLOSING = "closing"
PHRASES = (CLOSING, "fire", "power", "lost_child")
"""Prepared ones, in the order of the page; their words are in the catalogue."""

URGENT = frozenset({"fire", "power"})
"""Nobody waits for a call to be read to the end of its time on the screen before these."""

LASTS = dt.timedelta(seconds=60)
"""It is said within this or not at all: a board that was away does not say it afterwards."""

IN_LINE = dt.timedelta(minutes=3)
"""So long it may wait for its turn at a loudspeaker behind others."""

LONGEST_GAP_S = 600

CHIME_S, LETTER_S, LONGEST_S = 2.0, 0.1, 20.0
"""A voice that speaks slowly, and what one language may take."""

WITHIN = dt.timedelta(minutes=1)
AT_MOST = 10
"""Made within that time: more is a key that hangs, and the hall would hear nothing else."""


class Broadcast(Struct, frozen=True, kw_only=True):
    """A broadcast as it is kept. ``said``: how often so far, the latest at ``said_at``."""

    broadcast: str
    kind: str
    texts: dict[str, str]
    zones: list[str]
    urgent: bool
    times: int
    gap_s: int
    said: int
    said_at: dt.datetime
    made_at: dt.datetime
    made_by: str
    ended_at: dt.datetime | None = None
    ended_by: str | None = None

    @property
    def utterance(self) -> str:
        """The id under which it was said the latest time."""
        return f"{self.broadcast}.{self.said}"


def due_at(one: Broadcast, now: dt.datetime) -> dt.datetime | None:
    """When it is to be said again; None when it is not: what is overdue by more than ``LASTS``
    belongs to the past.

    The gap begins when it has been said, so that calls are heard between. Now, if the clock has
    been set back: what was said in a time to come would else be silent until then.
    """
    if one.ended_at is not None or one.said >= one.times:
        return None
    if one.said_at > now + LASTS:  # by less, another server's clock may be ahead
        return now
    due = one.said_at + speech(one) + dt.timedelta(seconds=one.gap_s)
    return due if now < due + LASTS else None


def speech(one: Broadcast) -> dt.timedelta:
    """How long it takes to say it, rather too long than too short."""
    spoken = sum(min(len(text) * LETTER_S, LONGEST_S) for text in one.texts.values())
    return dt.timedelta(seconds=CHIME_S + spoken)


def is_due(one: Broadcast, now: dt.datetime) -> bool:
    """Whether to say it again now."""
    due = due_at(one, now)
    return due is not None and due <= now


def stands(one: Broadcast, now: dt.datetime) -> bool:
    """Whether it is being said, waits for that at a loudspeaker, or will be said again."""
    latest = due_at(one, now) or one.said_at
    return one.ended_at is None and now < latest + LASTS + IN_LINE


def has_come(kind: str, calendar: Calendar, made_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether it tells of a closing, and that has come: it is not true any more."""
    if kind != CLOSING or calendar.always_open:
        return False
    closes = calendar.closes_at(calendar.day(made_at))
    return closes is not None and now >= closes


def is_said(one: Broadcast, calendar: Calendar, now: dt.datetime) -> bool:
    """Whether the hall may hear it now or again; ``stands`` knows nothing of a closing."""
    return stands(one, now) and not has_come(one.kind, calendar, one.made_at, now)


def too_many(recent: Iterable[Broadcast], now: dt.datetime) -> bool:
    """Whether as many as the hall bears have just been made."""
    return sum(now - WITHIN < one.made_at <= now for one in recent) >= AT_MOST


def again(one: Broadcast, now: dt.datetime) -> Broadcast:
    """Said once more."""
    return replace(one, said=one.said + 1, said_at=now)


def withdrawn(one: Broadcast, by: str, now: dt.datetime) -> Broadcast:
    """Not to be said any more; one that is over stays as it is."""
    return replace(one, ended_at=now, ended_by=by) if stands(one, now) else one
