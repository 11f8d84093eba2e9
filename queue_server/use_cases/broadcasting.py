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
    ``Refused`` for more than anybody can mean, and for a closing that has come.
    """
    unknown = sorted(set(command.texts) - set(tx.centre.languages))
    if unknown or "vi" not in command.texts:
        raise Invalid("broadcast_text_missing", wanted=", ".join(unknown) or "vi")
    if rules.too_many(broadcasts.recent(tx), tx.now):
        raise Refused("broadcasts_enough")
    if rules.has_come(command.kind, tx.centre.calendar, tx.now, tx.now):
        raise Refused("closed_already")
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
        _keep(tx, actor, "broadcast_withdrawn", after)
    return broadcast_now(tx, after)


def next_due(view: View) -> dt.datetime | None:
    """The next moment at which something is to be said again, or not any more."""
    now, calendar = view.now, view.centre.calendar
    standing = [one for one in broadcasts.recent(view) if rules.stands(one, now)]
    found = [rules.due_at(one, now) for one in standing]
    found += [
        calendar.closes_at(calendar.day(one.made_at))
        for one in standing
        if one.kind == rules.CLOSING and not calendar.always_open
    ]
    return min((moment for moment in found if moment is not None), default=None)


def say_again(tx: Transaction, actor: Actor, _command: None = None) -> int:
    """Repeat whatever is due, and take back what has come; how many things that were."""
    known, done = broadcasts.recent(tx), len(tx.said)
    for one in known:
        over = rules.has_come(one.kind, tx.centre.calendar, one.made_at, tx.now)
        if over and rules.stands(one, tx.now):
            _keep(tx, actor, "broadcast_withdrawn", rules.withdrawn(one, actor.name, tx.now))
        elif not over and rules.is_due(one, tx.now):
            _keep(tx, actor, "broadcast_repeated", rules.again(one, tx.now))
    return len(tx.said) - done


def _keep(tx: Transaction, actor: Actor, kind: str, after: Broadcast) -> None:
    """Its news, for the loudspeakers and for the journal."""
    broadcasts.save(tx, after)
    tx.said.append(after)
    tx.note(kind, actor, facts=_about(after))


def texts_of(view: View, id: str) -> dict[str, str] | None:
    """The words of a broadcast that is being said, or waits for that; None for any other."""
    one = broadcasts.find(view, id)
    known = one is not None and rules.is_said(one, view.centre.calendar, view.now)
    return one.texts if one is not None and known else None


def recent(view: View) -> list[BroadcastNow]:
    """Those that stand, and those of the last minutes."""
    people = staff.names(view)
    return [broadcast_now(view, one, people) for one in broadcasts.recent(view)]


def broadcast_now(view: View, one: Broadcast, people: dict[str, str] | None = None) -> BroadcastNow:
    """One as a manager sees it."""
    by = one.made_by.partition(":")[2]
    standing = rules.is_said(one, view.centre.calendar, view.now)
    return BroadcastNow(
        broadcast=UUID(one.broadcast),
        kind=one.kind,
        text=one.texts,
        zones=one.zones,
        urgent=one.urgent,
        times=one.times,
        said=one.said,
        said_at=one.said_at,
        next_at=rules.due_at(one, view.now) if standing else None,
        by=(staff.names(view) if people is None else people).get(by, by),
        stands=standing,
        withdrawn=one.ended_at is not None,
    )


def _about(one: Broadcast) -> About:
    return About(one.broadcast, one.kind, one.texts, one.zones, one.urgent, one.said, one.times)
