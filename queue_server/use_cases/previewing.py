"""What another rule would have done: past days run once more. Nothing is changed by looking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from ..domain import comparison
from ..domain.centre import Amendment, Centre, Words
from ..domain.comparison import Difference
from ..domain.errors import Invalid
from ..domain.pastday import Hours, Rows, past_day
from ..domain.ticket import APPOINTMENT, NORMAL
from ..messages import PolicyChange, PolicyClass, PolicyEffect, PolicyNow, PolicyPreview, PolicyRow
from ..store import View, past

Look = Callable[[], AbstractContextManager[View]]
Offload = Callable[..., Any]
Progress = Callable[[dt.date, int], None]


def _here(work: Callable[..., Any], *args: Any) -> Any:
    return work(*args)


def _silent(_day: dt.date, _visits: int) -> None:
    """Nobody is waiting for news."""


class Way(Struct, frozen=True):
    """How a preview is worked out.

    ``offload`` runs the arithmetic so that others go on, ``progress`` hears of each day and its
    visits, and behind ``most_visits`` no further day is begun.
    """

    offload: Offload = _here
    progress: Progress = _silent
    most_visits: int | None = None


AT_ONCE = Way()


def policy_now(view: View) -> PolicyNow:
    """The numbers of today's rule, which a change may be tried on."""
    rule = view.centre.rule_on(view.day)
    return PolicyNow(
        help_after_min=view.centre.help_after_on(view.day),
        appointment_head_start_min=rule.head_start_min[APPOINTMENT],
        classes=[
            PolicyClass(one.id, one.name, rule.head_start_min.get(one.id, one.head_start_min))
            for one in view.centre.priorities
        ],
    )


def preview(look: Look, change: PolicyChange, way: Way = AT_ONCE) -> PolicyPreview:
    """The latest days under their own rule and under the changed one, newest day first.

    Each day is read in a look of its own. Raises ``Invalid`` for a class the centre does not have.
    """
    with look() as view:
        centre = view.centre
        amendment = amend(centre, change)
        days = past.days(view, change.days)
    seen: list[dt.date] = []
    found: list[Difference] = []
    for day in reversed(days):
        if way.most_visits is not None and len(found) >= way.most_visits:
            break
        with look() as view:
            then, rows = read(view, day)
        differences = way.offload(_compared, rows, then, then.amended(amendment), day)
        way.progress(day, len(differences))
        found += differences
        seen.append(day)
    return _told(centre, seen, found)


def amend(centre: Centre, change: PolicyChange) -> Amendment:
    """The change as the centre's rules take it. Raises ``Invalid``."""
    for priority in change.head_start_min:
        if priority not in centre.priority_by_id:
            raise Invalid("priority_unknown", priority=priority)
    return Amendment(
        help_after_min=change.help_after_min,
        appointment_head_start_min=change.appointment_head_start_min,
        head_start_min=dict(change.head_start_min),
    )


def read(view: View, day: dt.date) -> tuple[Centre, Rows]:
    """The centre as it was on a day, and what its journal says of that day."""
    zone = view.centre.calendar.zone
    start = dt.datetime.combine(day, dt.time.min, zone).astimezone(dt.UTC)
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, zone).astimezone(dt.UTC)
    centre = past.centre_before(view, end)
    of_counters = past.of_counters(view, start, end, centre.counter_by_number)
    hours = Hours(start, centre.calendar.closes_at(day) or start)
    return centre, Rows(past.lives(view, day), of_counters, hours)


def _compared(rows: Rows, before: Centre, after: Centre, day: dt.date) -> list[Difference]:
    return comparison.compare(past_day(rows), before, after, day)


def _told(centre: Centre, seen: Sequence[dt.date], found: Sequence[Difference]) -> PolicyPreview:
    classes = {one.id: one.name for one in centre.priorities}
    services = {one.id: one.name for one in centre.services}
    return PolicyPreview(
        days=len(seen),
        first=min(seen, default=None),
        last=max(seen, default=None),
        everybody=_effect(found),
        classes=_rows({NORMAL: None, **classes}, ((one.priority, one) for one in found)),
        services=_rows({**services}, ((one.service, one) for one in found)),
        error_s=comparison.distance_s(found),
    )


def _rows(
    names: dict[str, Words | None], found: Iterable[tuple[str, Difference]]
) -> list[PolicyRow]:
    """In the order of the centre file, then those it knows no more; none without visits."""
    of: dict[str, list[Difference]] = {id: [] for id in names}
    for id, one in found:
        of.setdefault(id, []).append(one)
    rows = [(id, _effect(some)) for id, some in of.items()]
    return [PolicyRow(id, names.get(id), effect) for id, effect in rows if effect is not None]


def _effect(found: Sequence[Difference]) -> PolicyEffect | None:
    effect = comparison.effect(found)
    return PolicyEffect(**asdict(effect)) if effect else None
