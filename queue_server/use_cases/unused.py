"""Numbers of a day that nobody holds, and tickets nobody comes with: counted from the tables.

What each figure is stands in ``docs/operating.md``. The identity: given = issued + burnt, where
burnt = leased and without a ticket + reserve and without a ticket + skipped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ..domain import numbering
from ..domain.ticket import Status, Ticket
from ..messages import NumbersOfDay
from ..store import View, devices, journal, numbers, tickets
from .cancelling import BY_VISITOR


def numbers_of_day(view: View, day: dt.date) -> NumbersOfDay:
    """The numbers of a day, as long as leases and blocks of it are kept (30 days)."""
    of_day = tickets.of_day(view, day)
    given = numbers.given_on(view, day)
    leased, reserve = numbers.unused_leases(view, day), _unused_reserve(view, day, of_day)
    return NumbersOfDay(
        given=given,
        issued=len(of_day),
        leased_unused=leased,
        reserve_unused=reserve,
        skipped=given - len(of_day) - leased - reserve,
        by_visitor=_given_up(view, of_day),
        missed=sum(ticket.status is Status.MISSED for ticket in of_day),
        unprinted=_unprinted(view) if day == view.day else 0,
    )


def _unused_reserve(view: View, day: dt.date, of_day: Sequence[Ticket]) -> int:
    """Numbers of blocks that no ticket has. While the day lasts a kiosk may still give them."""
    used = {
        (ticket.series, numbering.index_of(ticket.number))
        for ticket in of_day
        if numbering.is_reserve(ticket.number)
    }
    return sum(
        (block.series, index) not in used
        for block in numbers.blocks_on(view, day)
        for index in range(block.first, block.first + block.count)
    )


def _given_up(view: View, of_day: Sequence[Ticket]) -> int:
    cancelled = [ticket.id for ticket in of_day if ticket.status is Status.CANCELLED]
    last = {row.ticket: row for row in journal.of_tickets(view, cancelled)} if cancelled else {}
    return sum(row.reason == BY_VISITOR for row in last.values())


def _unprinted(view: View) -> int:
    """What kiosks heard of today said last of tickets whose paper failed."""
    return sum(
        one.health.unprinted_tickets
        for one in devices.all_devices(view)
        if one.health and one.last_seen and view.centre.calendar.day(one.last_seen) == view.day
    )
