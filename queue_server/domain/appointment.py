"""Booked times, merged into the one queue by the rule of head starts.

Who checks in by the booked time plus a grace counts as having come at the booked time, with the
head start of appointments, and enters the queue a few minutes before it at the earliest. Who comes
later is a walk-in from that moment. Who has not come long after the time has missed it.
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from .discipline import Rule
from .ticket import APPOINTMENT, Status, Ticket, must


class Punctuality(Struct, frozen=True):
    """The minutes of a centre's rules around a booked time."""

    early: dt.timedelta
    grace: dt.timedelta
    missed: dt.timedelta


def check_in(ticket: Ticket, now: dt.datetime, times: Punctuality, rule: Rule) -> Ticket:
    """The visitor of a booked time is here.

    A class with a larger head start than that of appointments is kept instead of it.
    """
    must(ticket, Status.BOOKED)
    booked = ticket.booked_at or now
    if now > booked + times.grace:
        return replace(ticket, status=Status.WAITING, issued_at=now, base_at=now)
    enters = max(now, booked - times.early)
    return replace(
        ticket,
        status=Status.WAITING,
        priority=rule.greater(ticket.priority, APPOINTMENT),
        issued_at=enters,
        base_at=booked,
        enters_at=enters,
    )


def is_missed(ticket: Ticket, now: dt.datetime, times: Punctuality) -> bool:
    """Whether nobody has checked in long after the booked time."""
    booked = ticket.booked_at
    return ticket.status is Status.BOOKED and booked is not None and now > booked + times.missed


def miss(ticket: Ticket, now: dt.datetime) -> Ticket:
    """Nobody came for the booked time. A late visitor may still return, and counts from then."""
    must(ticket, Status.BOOKED)
    return replace(ticket, status=Status.MISSED, ended_at=now)
