"""When time alone changes a ticket."""

from __future__ import annotations

import datetime as dt

from .centre import Rules
from .ticket import Status, Ticket

LATEST_CALL = dt.timedelta(minutes=5)


def due(ticket: Ticket, rules: Rules) -> dt.datetime | None:
    """The moment at which something happens to the ticket by itself; ``None``: nothing ever.

    A call is repeated, a hold ends, a reservation ends, a booked time has been missed.
    """
    if ticket.status is Status.CALLED:
        return repeated_at(ticket, rules)
    if ticket.status is Status.HELD:
        return ticket.held_until
    if ticket.status is Status.WAITING:
        return ticket.reserved_until
    if ticket.status is Status.BOOKED and ticket.booked_at is not None:
        return ticket.booked_at + dt.timedelta(minutes=rules.appointment_missed_min, seconds=1)
    return None


def is_due(ticket: Ticket, rules: Rules, now: dt.datetime) -> bool:
    """Whether something is to happen to the ticket by itself now.

    What a silence of the server has made late is made up for; only a call is not: nobody wants to
    hear it half an hour later.
    """
    moment = due(ticket, rules)
    if moment is None or moment > now:
        return False
    return ticket.status is not Status.CALLED or now - moment <= LATEST_CALL


def repeated_at(ticket: Ticket, rules: Rules) -> dt.datetime | None:
    """When a called ticket is announced again; a clerk's own recall counts as one of the calls.

    No call comes before the last one has been spoken.
    """
    offsets = sorted(rules.reannounce_s)
    if not 1 <= ticket.calls <= len(offsets):
        return None
    since, last = ticket.calling_since, ticket.called_at
    if since is None or last is None:
        return None
    earliest = last + dt.timedelta(seconds=rules.announcement_expires_s)
    return max(since + dt.timedelta(seconds=offsets[ticket.calls - 1]), earliest)
