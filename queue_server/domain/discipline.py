"""Who is next: the head-start rule.

A ticket's *turn* is its arrival minus the head start of its class (minutes, data of the centre);
a counter calls the earliest turn among the tickets it may serve, and helps services that are not
its own only when they are ``help_after`` minutes ahead. Ties go to the earlier turn, then to the
earlier place in the queue, so the order is total. Nothing is random, and no clock is read, so the
same hall gives the same answer tomorrow.

A head start shared by all members of a class is the accumulating priority queue with equal slopes
(Kleinrock 1964; Stanford, Taylor, Ziedins 2014): overtaking is bounded by the head start, and
nobody starves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from operator import itemgetter

from msgspec import Struct
from msgspec.structs import replace

from .ticket import Ticket

Key = tuple[dt.datetime, dt.datetime, int]


class Desk(Struct, frozen=True):
    """What a counter may serve: service → minutes that service must be ahead (0 for its own)."""

    counter: int
    services: Mapping[str, int]
    clerk: str | None = None

    def serving(self, service: str) -> Desk:
        """The same desk, which also may call that service, at no distance where it is new."""
        if service in self.services:
            return self
        return replace(self, services={**self.services, service: 0})


class Rule(Struct, frozen=True):
    """Head start in minutes by priority class; a class not named has none."""

    head_start_min: Mapping[str, int]

    def turn(self, ticket: Ticket) -> dt.datetime:
        """The moment this ticket counts as having arrived."""
        minutes = self.head_start_min.get(ticket.priority)
        return ticket.base_at - dt.timedelta(minutes=minutes) if minutes else ticket.base_at

    def greater(self, one: str, other: str) -> str:
        """Of two classes the one with the larger head start, the second when they are alike."""
        heads = self.head_start_min
        return one if heads.get(one, 0) > heads.get(other, 0) else other


def eligible(ticket: Ticket, desk: Desk) -> bool:
    """Whether the desk may call the ticket: its service, and not reserved for somebody else."""
    return (
        ticket.service in desk.services
        and ticket.reserved_for in (None, desk.counter)
        and ticket.reserved_person in (None, desk.clerk)
    )


def key(ticket: Ticket, desk: Desk, rule: Rule) -> Key:
    """The total order in which the desk calls."""
    turn, distance = rule.turn(ticket), desk.services[ticket.service]
    return turn + dt.timedelta(minutes=distance) if distance else turn, turn, ticket.seq


def order(waiting: Iterable[Ticket], desk: Desk, rule: Rule) -> list[Ticket]:
    """The desk's queue, next first."""
    keyed = [(key(ticket, desk, rule), ticket) for ticket in waiting if eligible(ticket, desk)]
    return [ticket for _, ticket in sorted(keyed, key=itemgetter(0))]


def choose_next(waiting: Iterable[Ticket], desk: Desk, rule: Rule) -> Ticket | None:
    """The ticket to call, or ``None`` when nobody the desk may serve is waiting."""
    return min(
        (ticket for ticket in waiting if eligible(ticket, desk)),
        key=lambda ticket: key(ticket, desk, rule),
        default=None,
    )


class Why(Struct, frozen=True):
    """Why this ticket was chosen, in minutes, as stored with the call.

    ``score_min`` = waited + head start - help; ``runner_up`` is the best of the others. ``passed``
    counts those this desk serves or helps who came earlier and still waited. ``reason`` is there
    when the clerk chose the ticket out of its order.
    """

    label: str
    waited_min: int
    head_start_min: int
    help_min: int
    score_min: int
    runner_up: str | None
    runner_up_score_min: int | None
    passed: int = 0
    reason: str | None = None


def came_before(one: Ticket, other: Ticket) -> bool:
    """Whether one took its number before the other; who looks at the paper sees this order."""
    return (one.issued_at, one.seq) < (other.issued_at, other.seq)


def explain(
    chosen: Ticket, waiting: Iterable[Ticket], desk: Desk, rule: Rule, now: dt.datetime
) -> Why:
    """The stored facts behind "why this one?", also where the clerk chose it out of its order."""
    desk, hall = desk.serving(chosen.service), list(waiting)
    second = choose_next((other for other in hall if other.id != chosen.id), desk, rule)
    passed = sum(one.service in desk.services and came_before(one, chosen) for one in hall)
    return why(chosen, Others(second, passed), desk, rule, now)


class Others(Struct, frozen=True):
    """Who else was there at a call: the best of them, and how many were passed."""

    best: Ticket | None
    passed: int


def why(chosen: Ticket, others: Others, desk: Desk, rule: Rule, now: dt.datetime) -> Why:
    """The facts of a call as they are stored, once it is known who else was there."""

    def score(ticket: Ticket) -> int:
        return _minutes(now - key(ticket, desk, rule)[0])

    return Why(
        label=chosen.label,
        waited_min=_minutes(now - chosen.base_at),
        head_start_min=rule.head_start_min.get(chosen.priority, 0),
        help_min=desk.services[chosen.service],
        score_min=score(chosen),
        runner_up=others.best.label if others.best else None,
        runner_up_score_min=score(others.best) if others.best else None,
        passed=others.passed,
    )


def _minutes(span: dt.timedelta) -> int:
    return int(span.total_seconds() // 60)
