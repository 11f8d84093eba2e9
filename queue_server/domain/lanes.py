"""The waiting people in lanes, so that many desks can be told their queues cheaply.

Everybody of one lane may be called by the same desks, from the same distance. So a lane is in the
order of calls by itself, whichever desk looks, and a desk's queue is its lanes merged. The answers
are exactly those of ``discipline.order`` and ``discipline.explain``.
"""

from __future__ import annotations

import datetime as dt
from bisect import insort
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice
from operator import itemgetter

from .discipline import Desk, Key, Others, Rule, Why, eligible, why
from .ticket import Ticket

Who = tuple[str, int | None, str | None]
Place = tuple[dt.datetime, int, Ticket]
Lane = list[Place]

_in_order = itemgetter(0, 1)


class Lanes:
    """Everybody who waits, by service and reservation."""

    def __init__(self, waiting: Iterable[Ticket], rule: Rule) -> None:
        self.rule = rule
        self._everybody = {ticket.id: ticket for ticket in waiting}
        self._lanes: dict[Who, Lane] = {}
        for ticket in self._everybody.values():
            self._lanes.setdefault(_who(ticket), []).append(self._place(ticket))
        for lane in self._lanes.values():
            lane.sort(key=_in_order)

    def become(self, waiting: Iterable[Ticket]) -> Lanes:
        """The lanes of those who wait now. Whoever is in both stays, so this is quick."""
        now = {ticket.id: ticket for ticket in waiting}
        gone = [one for one in self._everybody.values() if now.get(one.id) is not one]
        came = [one for one in now.values() if self._everybody.get(one.id) is not one]
        if not gone and not came:
            return self
        changed = Lanes((), self.rule)
        changed._everybody = now
        changed._lanes = dict(self._lanes)
        for who in {_who(one) for one in [*gone, *came]}:
            lane = self._lanes.get(who, ())
            changed._lanes[who] = [place for place in lane if now.get(place[2].id) is place[2]]
        for one in came:
            insort(changed._lanes[_who(one)], self._place(one), key=_in_order)
        return changed

    def first(self, desk: Desk, most: int) -> list[Ticket]:
        """The first of the desk's queue, next first."""

        def keyed(lane: Lane) -> Iterator[tuple[Key, Ticket]]:
            return ((_key(place, desk), place[2]) for place in lane)

        merged = merge(*(keyed(lane) for lane in self._of(desk)), key=itemgetter(0))
        return [ticket for _key, ticket in islice(merged, most)]

    def explain(self, chosen: Ticket, desk: Desk, now: dt.datetime) -> Why:
        """The stored facts behind a call by the desk, as ``discipline.explain``."""
        desk = desk.serving(chosen.service)
        best = [one for one in self.first(desk, 2) if one.id != chosen.id]
        at, seq = chosen.issued_at, chosen.seq
        passed = sum(
            one.issued_at < at or (one.issued_at == at and one.seq < seq)  # ``came_before``
            for (service, *_), lane in self._lanes.items()
            if service in desk.services
            for _turn, _seq, one in lane
        )
        others = Others(best[0] if best else None, passed)
        return why(chosen, others, desk, self.rule, now)

    def count(self, desk: Desk) -> int:
        """How many wait for the desk."""
        return sum(len(lane) for lane in self._of(desk))

    def oldest(self, desk: Desk) -> dt.datetime | None:
        """The earliest number taken by anybody who waits for the desk."""
        found = (ticket.issued_at for lane in self._of(desk) for _turn, _seq, ticket in lane)
        return min(found, default=None)

    def take(self, desk: Desk) -> Ticket | None:
        """Take the desk's next out of these lanes; ``None`` when nobody waits for it."""
        lane = min(self._of(desk), key=lambda one: _key(one[0], desk), default=None)
        return lane.pop(0)[2] if lane else None

    def _place(self, ticket: Ticket) -> Place:
        return self.rule.turn(ticket), ticket.seq, ticket

    def _of(self, desk: Desk) -> Iterator[Lane]:
        return (lane for lane in self._lanes.values() if lane and eligible(lane[0][2], desk))


def _who(ticket: Ticket) -> Who:
    return ticket.service, ticket.reserved_for, ticket.reserved_person


def _key(place: Place, desk: Desk) -> Key:
    """As ``discipline.key``, with the turn that is known already."""
    turn, seq, ticket = place
    distance = desk.services[ticket.service]
    return turn + dt.timedelta(minutes=distance) if distance else turn, turn, seq
