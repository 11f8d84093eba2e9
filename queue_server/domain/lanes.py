"""The waiting people in lanes, so that many desks can be told their queues cheaply.

Everybody of one lane may be called by the same desks, from the same distance. So a lane is in the
order of calls by itself, whichever desk looks, and a desk's queue is its lanes merged. The answers
are exactly those of ``discipline.order``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice

from .discipline import Desk, Key, Rule, eligible, key
from .ticket import Ticket

Lane = list[Ticket]


class Lanes:
    """Everybody who waits, by service and reservation."""

    def __init__(self, waiting: Iterable[Ticket], rule: Rule) -> None:
        self._rule = rule
        self._lanes: dict[tuple[str, int | None, str | None], Lane] = {}
        for ticket in waiting:
            who = (ticket.service, ticket.reserved_for, ticket.reserved_person)
            self._lanes.setdefault(who, []).append(ticket)
        for lane in self._lanes.values():
            lane.sort(key=lambda ticket: (rule.turn(ticket), ticket.seq))

    def first(self, desk: Desk, most: int) -> list[Ticket]:
        """The first of the desk's queue, next first."""

        def keyed(lane: Lane) -> Iterator[tuple[Key, Ticket]]:
            return ((key(ticket, desk, self._rule), ticket) for ticket in lane)

        merged = merge(*(keyed(lane) for lane in self._of(desk)), key=lambda pair: pair[0])
        return [ticket for _key, ticket in islice(merged, most)]

    def count(self, desk: Desk) -> int:
        """How many wait for the desk."""
        return sum(len(lane) for lane in self._of(desk))

    def oldest(self, desk: Desk) -> dt.datetime | None:
        """The earliest number taken by anybody who waits for the desk."""
        found = (ticket.issued_at for lane in self._of(desk) for ticket in lane)
        return min(found, default=None)

    def take(self, desk: Desk) -> Ticket | None:
        """Take the desk's next out of the queue; ``None`` when nobody waits for it."""
        lanes = list(self._of(desk))
        lane = min(lanes, key=lambda one: key(one[0], desk, self._rule), default=None)
        return lane.pop(0) if lane else None

    def _of(self, desk: Desk) -> Iterator[Lane]:
        return (lane for lane in self._lanes.values() if lane and eligible(lane[0], desk))
