"""The end of the day: who still waits is told the truth in the books."""

from __future__ import annotations

import datetime as dt

from ..domain.journal import Actor
from ..domain.ticket import Status, expire, finish
from ..store import Transaction, View, answers, staff, tickets


def due(view: View) -> bool:
    """Whether tickets are left over from a day that is over."""
    return bool(tickets.left_over(view)) or (_over(view) and bool(tickets.open_today(view)))


def close_day(tx: Transaction, actor: Actor, _command: None = None) -> int:
    """Expire everybody the centre did not get to; how many tickets that were.

    A visit nobody finished ends as it is known to have been: at the counter. It is finished with
    the outcome ``unknown`` and never counted as expired.
    """
    left = tickets.left_over(tx)
    if _over(tx):
        left += tickets.open_today(tx)
    for ticket in left:
        if ticket.status is Status.SERVING:
            ended = finish(ticket, tx.now, "unknown")
            tx.record("finished", actor, ticket, ended, "end_of_day")
        else:
            tx.record("expired", actor, ticket, expire(ticket, tx.now))
    answers.forget_old(tx)
    staff.forget_old_sessions(tx)
    return len(left)


def _over(view: View) -> bool:
    closes = view.centre.calendar.closes_at(view.day)
    late = dt.timedelta(minutes=view.centre.rules.expire_after_closing_min)
    return closes is not None and view.now > closes + late and not view.centre.calendar.always_open
