"""Who speaks in a zone: at most one loudspeaker, the best there is, and soon another when it fails.

Candidates say every two seconds how they are (a *beat*); each beat is judged by itself. The answer
lends the voice for six seconds, which the holder counts by its own monotonic clock from the moment
it asked, so it falls silent by itself before anybody else may speak.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

ANNOUNCER, BOARD = "announcer", "board"

BEAT_S = 2.0
LENT = dt.timedelta(seconds=6)
"""Two beats may be lost; a dead holder is followed after this and one beat: within 8 s."""


class Candidate(Struct, frozen=True, kw_only=True):
    """A loudspeaker of a zone. ``lent_at`` and ``until``: when the voice was last lent to it.

    ``problem`` is the code of why it is not ``ready``. ``lent_at`` is None when it gave the voice
    back by itself, or another has had it since.
    """

    who: str
    kind: str
    name: str
    ready: bool
    heard_at: dt.datetime
    problem: str | None = None
    lent_at: dt.datetime | None = None
    until: dt.datetime | None = None


class Beat(Struct, frozen=True, kw_only=True):
    """What a candidate says of itself now."""

    who: str
    kind: str
    name: str
    ready: bool
    problem: str | None = None


def beat(known: Sequence[Candidate], said: Beat, now: dt.datetime) -> list[Candidate]:
    """The candidates that change by a beat, the one who spoke first among them."""
    before = next((one for one in known if one.who == said.who), None)
    others = [one for one in known if one.who != said.who]
    me = Candidate(
        who=said.who,
        kind=said.kind,
        name=said.name,
        ready=said.ready,
        problem=said.problem,
        heard_at=now,
        lent_at=before.lent_at if before else None,
        until=before.until if before else None,
    )
    if lent(before, now):
        keeps = said.ready and not any(_better(one, me, now) for one in others)
        return _lend_alone(me, others, now) if keeps else [_give_back(me, now)]
    owner = _owner(others, now)
    if owner is not None and _set_back(owner, now):
        # Nobody knows how much of its time has passed: it may have all of it once more.
        return [me, _lend(owner, now)]
    if owner is not None or not said.ready or any(_better(one, me, now) for one in others):
        return [me]
    if not _here_since(before, others):
        return [me]
    return _lend_alone(me, others, now)


def speaker(known: Sequence[Candidate], now: dt.datetime) -> Candidate | None:
    """Whose voice is heard in the zone."""
    return _owner(known, now)


def fresh(one: Candidate, now: dt.datetime) -> bool:
    """Whether it has been heard of so lately that it counts as being there."""
    return dt.timedelta(0) <= now - one.heard_at < LENT


def silent_since(known: Sequence[Candidate], now: dt.datetime) -> dt.datetime | None:
    """Since when nobody has spoken for the zone; None while somebody does, or nobody ever did."""
    if _owner(known, now) is not None:
        return None
    return max((one.until for one in known if one.until is not None), default=None)


def _owner(known: Sequence[Candidate], now: dt.datetime) -> Candidate | None:
    return next((one for one in known if lent(one, now)), None)


def lent(one: Candidate | None, now: dt.datetime) -> bool:
    """Whether the voice is lent to it."""
    return one is not None and one.lent_at is not None and one.until is not None and now < one.until


def _set_back(owner: Candidate, now: dt.datetime) -> bool:
    return owner.lent_at is not None and owner.lent_at > now


def _better(other: Candidate, me: Candidate, now: dt.datetime) -> bool:
    """An announcer goes before boards; among equals whoever speaks goes on."""
    return other.kind == ANNOUNCER != me.kind and other.ready and fresh(other, now)


def _here_since(before: Candidate | None, others: Sequence[Candidate]) -> bool:
    """Whether the candidate has been heard between the last holder's last beat and now.

    Else the time may be up because the clock was set forward: a living holder then is heard first.
    """
    last = max((one.lent_at for one in others if one.lent_at is not None), default=None)
    return last is None or (before is not None and before.heard_at >= last)


def _lend(one: Candidate, now: dt.datetime) -> Candidate:
    return replace(one, lent_at=now, until=now + LENT)


def _lend_alone(one: Candidate, others: Sequence[Candidate], now: dt.datetime) -> list[Candidate]:
    """Nobody else has it any more, also not when a clock that is set back makes their time last."""
    return [_lend(one, now), *(replace(each, lent_at=None) for each in others if each.lent_at)]


def _give_back(one: Candidate, now: dt.datetime) -> Candidate:
    return replace(one, lent_at=None, until=now)
