"""Saying something in the hall that is no call: closing soon, fire, a lost child."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from msgspec import Struct

from ..domain import broadcast as rules
from ..domain.broadcast import Broadcast
from ..domain.errors import Invalid, NotFound, Refused
from ..domain.journal import Actor
from ..messages import BroadcastNow
from ..store import Transaction, View, broadcasts, staff
from .voices import zone_of, zones

OWN = "own"


class Wanted(Struct, frozen=True, kw_only=True):
    """What to say, in words that are decided; no zones: all of them."""

    id: str
    kind: str
    texts: dict[str, str]
    zones: list[str]
    urgent: bool
    times: int
    gap_s: int


class About(Struct, frozen=True):
    """What the journal keeps of a broadcast."""

    broadcast: str
    kind: str
    texts: dict[str, str]
    zones: list[str]
    urgent: bool
    said: int
    times: int


def say(tx: Transaction, actor: Actor, command: Wanted) -> BroadcastNow:
    """Say something for the first time.

    Raises ``Invalid`` for a text in no or an unknown language, ``NotFound`` for an unknown zone,
    ``Refused`` for more than anybody can mean.
    """
    unknown = sorted(set(command.texts) - set(tx.centre.languages))
    if unknown or "vi" not in command.texts:
        raise Invalid("broadcast_text_missing", wanted=", ".join(unknown) or "vi")
    if rules.too_many(broadcasts.recent(tx), tx.now):
        raise Refused("broadcasts_enough")
    one = Broadcast(
        broadcast=command.id,
        kind=command.kind,
        texts=command.texts,
        zones=[zone_of(tx.centre, zone) for zone in command.zones] or zones(tx.centre),
        urgent=command.urgent,
        times=command.times,
        gap_s=command.gap_s,
        said=1,
        said_at=tx.now,
        made_at=tx.now,
        made_by=actor.name,
    )
    broadcasts.add(tx, one)
    tx.said.append(one)
    tx.note("broadcast_said", actor, facts=_about(one))
    return broadcast_now(tx, one)


def withdraw(tx: Transaction, actor: Actor, id: str) -> BroadcastNow:
    """Say it no more; what is over stays as it is. Raises ``NotFound``."""
    before = broadcasts.find(tx, id)
    if before is None:
        raise NotFound("broadcast_unknown")
    after = rules.withdrawn(before, actor.name, tx.now)
    if after != before:
        broadcasts.save(tx, after)
        tx.said.append(after)
        tx.note("broadcast_withdrawn", actor, facts=_about(after))
    return broadcast_now(tx, after)


def next_due(view: View) -> dt.datetime | None:
    """The next moment at which something is to be said again."""
    found = (rules.due_at(one) for one in broadcasts.recent(view) if rules.stands(one, view.now))
    return min((moment for moment in found if moment is not None), default=None)


def say_again(tx: Transaction, actor: Actor, _command: None = None) -> int:
    """Repeat whatever is due; how many things that were."""
    due = [one for one in broadcasts.recent(tx) if rules.is_due(one, tx.now)]
    for one in due:
        after = rules.again(one, tx.now)
        broadcasts.save(tx, after)
        tx.said.append(after)
        tx.note("broadcast_repeated", actor, facts=_about(after))
    return len(due)


def texts_of(view: View, id: str) -> dict[str, str] | None:
    """The words of a broadcast that is being said; None for any other."""
    one = broadcasts.find(view, id)
    return one.texts if one is not None and rules.stands(one, view.now) else None


def recent(view: View) -> list[BroadcastNow]:
    """Those that stand, and those of the last minutes."""
    people = staff.names(view)
    return [broadcast_now(view, one, people) for one in broadcasts.recent(view)]


def broadcast_now(view: View, one: Broadcast, people: dict[str, str] | None = None) -> BroadcastNow:
    """One as a manager sees it."""
    by = one.made_by.partition(":")[2]
    standing = rules.stands(one, view.now)
    return BroadcastNow(
        broadcast=UUID(one.broadcast),
        kind=one.kind,
        text=one.texts,
        zones=one.zones,
        urgent=one.urgent,
        times=one.times,
        said=one.said,
        said_at=one.said_at,
        next_at=rules.due_at(one) if standing else None,
        by=(staff.names(view) if people is None else people).get(by, by),
        stands=standing,
        withdrawn=one.ended_at is not None,
    )


def _about(one: Broadcast) -> About:
    return About(one.broadcast, one.kind, one.texts, one.zones, one.urgent, one.said, one.times)
