"""What a change of the rule would have done: the same past days under both, and who gains or loses.

Both runs have the same arrivals, hours and visits, so a difference comes from the rule alone. How
far the run under the rule of that day is from what really happened tells how far to trust it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from statistics import median

from msgspec import Struct

from .centre import Centre
from .discipline import Desk, Rule, choose_next
from .figures import quantile
from .pastday import PastDay
from .rerun import Choose, Shift, Visit, rerun
from .ticket import Status, Ticket

NOTICED_S = 60
"""A wait that differs by a minute or less is called the same."""


class Difference(Struct, frozen=True):
    """One visit's wait (seconds, from its arrival to its first call) in both runs.

    Who was not reached waited at least until going away, or until the last counter closed.
    ``real_s`` is what it really waited, where it was called.
    """

    priority: str
    service: str
    before_s: int
    after_s: int
    reached_before: bool
    reached_after: bool
    real_s: int | None


class Effect(Struct, frozen=True):
    """What a change does to a set of visits; ``longer`` and ``shorter`` by more than a minute."""

    visits: int
    median_before_s: int
    median_after_s: int
    p90_before_s: int
    p90_after_s: int
    mean_before_s: int
    mean_after_s: int
    longer: int
    shorter: int
    largest_loss_s: int
    unreached_before: int
    unreached_after: int


def compare(past: PastDay, before: Centre, after: Centre, day: dt.date) -> list[Difference]:
    """The visits of a day under the rules of both centres, in the order they came.

    Who was served without a ticket has not waited, and is not among them.
    """
    first, second = (waits(past, centre, day) for centre in (before, after))
    return [
        Difference(
            priority=visit.ticket.priority,
            service=visit.ticket.service,
            before_s=first[visit.ticket.id][0],
            after_s=second[visit.ticket.id][0],
            reached_before=first[visit.ticket.id][1],
            reached_after=second[visit.ticket.id][1],
            real_s=past.waited_s.get(visit.ticket.id),
        )
        for visit in past.visits
        if visit.ticket.status is Status.WAITING
    ]


def waits(past: PastDay, centre: Centre, day: dt.date) -> dict[str, tuple[int, bool]]:
    """By ticket: the seconds until the first call, and whether there was one."""
    rule = centre.rule_on(day)
    calls = rerun(past.visits, shifts(past, centre, day), by_rule(rule))
    called = {call.ticket: call.called_at for call in calls if call.stage == 0}
    closed = max((span.end for span in past.spans), default=None)
    return {
        visit.ticket.id: (
            _waited(visit, called.get(visit.ticket.id), closed),
            visit.ticket.id in called,
        )
        for visit in past.visits
    }


def by_rule(rule: Rule) -> Choose:
    """The discipline of a centre, as a rerun asks for it."""

    def choose(waiting: Sequence[Ticket], desk: Desk, _now: dt.datetime) -> Ticket | None:
        return choose_next(waiting, desk, rule)

    return choose


def shifts(past: PastDay, centre: Centre, day: dt.date) -> list[Shift]:
    """The hours of the day's counters; one the centre does not know calls nobody."""
    known = centre.counter_by_number
    return [
        Shift(centre.desk(known[span.counter], span.clerk, day), span.start, span.end)
        for span in past.spans
        if span.counter in known
    ]


def effect(differences: Sequence[Difference]) -> Effect | None:
    """What the change does to these visits; ``None`` when there are none."""
    if not differences:
        return None
    before = sorted(one.before_s for one in differences)
    after = sorted(one.after_s for one in differences)
    gains = [one.after_s - one.before_s for one in differences]
    return Effect(
        visits=len(differences),
        median_before_s=quantile(before, 0.5) or 0,
        median_after_s=quantile(after, 0.5) or 0,
        p90_before_s=quantile(before, 0.9) or 0,
        p90_after_s=quantile(after, 0.9) or 0,
        mean_before_s=sum(before) // len(before),
        mean_after_s=sum(after) // len(after),
        longer=sum(gain > NOTICED_S for gain in gains),
        shorter=sum(gain < -NOTICED_S for gain in gains),
        largest_loss_s=max(0, *gains),
        unreached_before=sum(not one.reached_before for one in differences),
        unreached_after=sum(not one.reached_after for one in differences),
    )


def distance_s(differences: Iterable[Difference]) -> int | None:
    """The median distance of the run under the old rule from what happened; ``None``: unknown."""
    apart = [abs(one.before_s - one.real_s) for one in differences if one.real_s is not None]
    return int(median(apart)) if apart else None


def _waited(visit: Visit, called: dt.datetime | None, closed: dt.datetime | None) -> int:
    arrived = visit.ticket.issued_at
    ends = [moment for moment in (visit.leaves_at, closed) if moment is not None]
    until = called or min(ends, default=arrived)
    return max(0, int((until - arrived).total_seconds()))
