"""What slips tell, before it has words: taken from the books, the rules and the catalogue."""

from __future__ import annotations

import datetime as dt
from collections import Counter as Tally
from collections.abc import Sequence

from msgspec import Struct

from ..domain import figures
from ..domain import procedure as law
from ..domain.centre import Words
from ..domain.errors import Invalid, NotFound, Refused
from ..domain.figures import Figures
from ..domain.ticket import Status, Ticket, keeps_turn_until, must
from ..store import View, tickets
from . import alarms
from .booking import punctuality
from .catalogue import known_procedure
from .overseeing import chosen
from .slips import nth_supplement


def of_ticket(view: View, id: str) -> Ticket:
    """The ticket of that id. Raises ``NotFound``."""
    ticket = tickets.find(view, id)
    if ticket is None:
        raise NotFound("ticket_unknown", ticket=id)
    return ticket


class Supplement(Struct, frozen=True):
    """Which papers of the published list are still missing; ``nth`` slip of this ticket."""

    ticket: Ticket
    procedure: law.Procedure
    missing: list[law.Document]
    nth: int


def supplement(
    view: View, ticket: Ticket, procedure: str | None, missing: Sequence[int]
) -> Supplement:
    """What an officer may ask a visitor for: papers of the published list, and nothing else.

    ``missing`` are places in that list. A paper that the State's data can replace is asked for only
    where the data was not found; the slip says so.

    Raises ``Invalid``, ``NotFound`` and ``Refused``.
    """
    wanted = procedure or ticket.procedure
    if wanted is None:
        raise Refused("procedure_missing", label=ticket.label)
    if ticket.procedure not in (None, wanted):
        raise Refused("procedure_differs", label=ticket.label)
    if not missing:
        raise Invalid("nothing_missing")
    known = known_procedure(view, wanted)
    papers = [_paper(known, place) for place in sorted(set(missing))]
    return Supplement(ticket, known, papers, nth_supplement(view, ticket.id))


def _paper(procedure: law.Procedure, place: int) -> law.Document:
    if place >= len(procedure.documents):
        raise NotFound("paper_unknown", n=place + 1)
    return procedure.documents[place]


class ReturnPass(Struct, frozen=True):
    """A ticket whose holder goes away for a while, and what the rules keep for it.

    ``until``: when what is kept ends; ``None``: nothing ends, or nothing is kept any more.
    ``keeps``: whether who is back by then, or soon after being absent at a call, keeps the turn.
    """

    ticket: Ticket
    until: dt.datetime | None
    keeps: bool


def return_pass(view: View, ticket: Ticket) -> ReturnPass:
    """What can be promised to the holder of a ticket who comes back. Raises ``Refused``."""
    must(ticket, Status.WAITING, Status.HELD, Status.MISSED, Status.BOOKED)
    if ticket.day < view.day:
        raise Refused("day_over", day=ticket.day.isoformat())
    until = _kept_until(view, ticket)
    if ticket.status in (Status.MISSED, Status.BOOKED):
        return ReturnPass(ticket, until, keeps=until is not None)
    return ReturnPass(ticket, until, keeps=ticket.absences == 0)


def _kept_until(view: View, ticket: Ticket) -> dt.datetime | None:
    rules = view.centre.rules
    if ticket.status is Status.HELD:
        return ticket.held_until
    if ticket.status is Status.BOOKED and ticket.booked_at is not None:
        until: dt.datetime | None = ticket.booked_at + punctuality(rules).grace
    else:
        until = keeps_turn_until(ticket, dt.timedelta(minutes=rules.return_grace_min))
    return until if until is not None and until >= view.now else None


class DayOfCentre(Struct, frozen=True):
    """A day in figures. ``chosen`` of its calls were made out of their order."""

    day: dt.date
    over: bool
    figures: Figures
    longest_s: int | None
    chosen: int
    outcomes: dict[str, int]
    services: list[tuple[str, Words, Figures]]
    """Letter, name, figures of each service that gave numbers."""
    extra_papers: int = 0
    """Reports that papers outside the list were demanded."""


def day_of_centre(view: View, day: dt.date | None) -> DayOfCentre:
    """The figures of a day, or of today so far. Raises ``Refused`` for a day to come."""
    wanted = day or view.day
    if wanted > view.day:
        raise Refused("day_not_open", day=wanted.isoformat())
    found = tickets.of_day(view, wanted)
    target = dt.timedelta(minutes=view.centre.rules.wait_target_min)
    whole = figures.figures(found, view.now, target)
    start = dt.datetime.combine(wanted, dt.time.min, view.centre.calendar.zone)
    return DayOfCentre(
        day=wanted,
        over=_is_over(view, wanted) and not whole.in_hall,
        figures=whole,
        longest_s=figures.longest_s(found, view.now),
        chosen=chosen(view, start, start + dt.timedelta(days=1)),
        outcomes=dict(Tally(one.outcome for one in found if one.outcome).most_common()),
        services=_by_service(view, found, target),
        extra_papers=alarms.figures(view, wanted).extra_papers,
    )


def _by_service(
    view: View, found: Sequence[Ticket], target: dt.timedelta
) -> list[tuple[str, Words, Figures]]:
    """In the centre's order; a service that is not described any more stands last, by its id."""
    known = view.centre.service_by_id
    there = {ticket.service: ticket.series for ticket in found}
    order = [id for id in known if id in there] + sorted(there.keys() - known.keys())
    rows = []
    for id in order:
        own = [ticket for ticket in found if ticket.service == id]
        letter = known[id].prefix if id in known else there[id]
        name = known[id].name if id in known else {"vi": id}
        rows.append((letter, name, figures.figures(own, view.now, target)))
    return rows


def _is_over(view: View, day: dt.date) -> bool:
    """Whether no more numbers are given on a day."""
    if day < view.day:
        return True
    closes = view.centre.calendar.closes_at(day)
    always = view.centre.calendar.always_open
    return not always and (closes is None or view.now >= closes)
