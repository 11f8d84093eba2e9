"""Why this one before that one: the discipline read backwards, out of the journal.

Nothing here is remembered or guessed: a call is judged by the tickets as the rows before it left
them, and by the centre's description that held then. So the answer is the same at the counter and
in a complaint weeks later, whatever has been changed since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from .centre import Centre
from .discipline import Desk, Rule, came_before, eligible, key
from .journal import Entry
from .ticket import Status, Ticket, waits
from .undoing import effective

GOING_ON = "next_service"
_PASSING = ("called", GOING_ON)

Code = Literal[
    "head_start",
    "help",
    "earlier_turn",
    "kept",
    "called_back",
    "chosen",
    "other_service",
    "not_yet_known",
    "same_visit",
]
"""Why a ticket was called before one that came earlier.

``head_start``: it counts as having come earlier, by a priority class or an appointment;
``help``: the other's service is only helped there, and was not far enough ahead;
``earlier_turn``: its arrival counts from an earlier moment, though its number was taken later;
``kept``: the other was reserved for another counter or person;
``called_back``: it had been called there before and put aside;
``chosen``: the clerk chose it out of its order;
``other_service``: that counter does not serve the other's service;
``not_yet_known``: the other's number had not reached the server;
``same_visit``: it was being served, and went on to the other's service in the same visit.
"""


class Before(Struct, frozen=True):
    """Why, and by how many minutes (rounded down) where the rule of turns decided."""

    code: Code
    minutes: int | None = None


def why_before(winner: Ticket, loser: Ticket, desk: Desk, rule: Rule) -> Before:
    """Why the desk called ``winner`` while ``loser`` waited; both as they were just before.

    Where the winner was first by the rule the rule is the reason, whoever pressed which key.
    """
    if loser.service not in desk.serving(winner.service).services:
        return Before("other_service")
    if not eligible(loser, desk.serving(winner.service)):
        return Before("kept")
    if not eligible(winner, desk) or key(winner, desk, rule) > key(loser, desk, rule):
        back = winner.status is Status.HELD and winner.counter == desk.counter
        return Before("called_back" if back else "chosen")
    ahead = key(loser, desk, rule)[0] - key(winner, desk, rule)[0]
    return Before(_weightiest(winner, loser, desk, rule), ahead // dt.timedelta(minutes=1))


def _weightiest(winner: Ticket, loser: Ticket, desk: Desk, rule: Rule) -> Code:
    """What counted most for the winner, of the three things that make an order."""
    helped = desk.services[loser.service] - desk.services[winner.service]
    head_starts = (loser.base_at - rule.turn(loser)), (winner.base_at - rule.turn(winner))
    shares: dict[Code, dt.timedelta] = {
        "help": dt.timedelta(minutes=helped),
        "head_start": head_starts[1] - head_starts[0],
        "earlier_turn": loser.base_at - winner.base_at,
    }
    most = max(shares.values())
    if most <= dt.timedelta(0):  # all alike: the earlier place in the queue has decided
        return "earlier_turn"
    return next(code for code, share in shares.items() if share == most)


class Call(Struct, frozen=True):
    """A call as the books tell it.

    ``winner`` is the ticket just before; the desk and the rule are those that held then.
    """

    seq: int
    at: dt.datetime
    winner: Ticket
    desk: Desk
    rule: Rule
    reason: str | None = None

    def may_serve(self, service: str) -> bool:
        """Whether this call could have been of that service."""
        return service in self.desk.serving(self.winner.service).services


class Passed(Struct, frozen=True):
    """Somebody who came earlier and still waited, and why the other went first."""

    ticket: Ticket
    before: Before


def passed_by(call: Call, waiting: Iterable[Ticket]) -> tuple[list[Passed], int]:
    """Whom a call passed, in the order they came, and how many earlier comers it did not concern.

    The latter wait for services that counter does not serve.
    """
    earlier = sorted(
        (one for one in waiting if came_before(one, call.winner)),
        key=attrgetter("issued_at", "seq"),
    )
    passed = [
        Passed(one, why_before(call.winner, one, call.desk, call.rule))
        for one in earlier
        if call.may_serve(one.service)
    ]
    return passed, len(earlier) - len(passed)


class Books:
    """The tickets as the rows read so far left them."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, Any]] = {}

    def read(self, entry: Entry) -> None:
        """Go on by one row; rows that change no ticket are passed over."""
        if entry.ticket is not None and entry.changes is not None:
            known = self._fields.setdefault(entry.ticket, {})
            known.update(msgspec.json.decode(entry.changes))

    def find(self, id: str) -> Ticket | None:
        """The ticket, once it has come."""
        known = self._fields.get(id)
        return msgspec.convert(known, Ticket) if known else None

    def waiting(self, now: dt.datetime) -> list[Ticket]:
        """Everybody who could be called."""
        found = (
            msgspec.convert(known, Ticket)
            for known in self._fields.values()
            if known["status"] == Status.WAITING
        )
        return [ticket for ticket in found if waits(ticket, now)]

    def going_on(self, entry: Entry, centre: Centre) -> Call | None:
        """Read a row that leads a visit on; a call of its new service, ``None`` within the same."""
        call = self.call(entry, centre)
        after = self.find(entry.ticket or "")
        if call is None or after is None or after.service == call.winner.service:
            return None
        return replace(call, winner=after)

    def call(self, entry: Entry, centre: Centre) -> Call | None:
        """Read the row of a call, and judge it by the description of the centre that held then.

        ``None`` when the row tells of no ticket in the books.
        """
        winner = self.find(entry.ticket or "")
        self.read(entry)
        called = self.find(entry.ticket or "")
        if winner is None or called is None or called.counter is None:
            return None
        day = centre.calendar.day(entry.at)
        desk = centre.desk(centre.counter(called.counter), called.clerk, day)
        return Call(entry.seq, entry.at, winner, desk, centre.rule_on(day), entry.reason)


def account_of_call(
    entries: Iterable[Entry], seq: int, centre: Centre
) -> tuple[Call, list[Passed], int] | None:
    """The call that stands at row ``seq``, and as ``passed_by``; ``None`` when it is no call.

    ``entries``: the rows of that day's tickets, at least those up to ``seq``.
    """
    books = Books()
    for entry in sorted(entries, key=attrgetter("seq")):
        if entry.seq == seq:
            waiting = books.waiting(entry.at)
            call = books.call(entry, centre) if entry.kind == "called" else None
            if call is None:
                return None
            others = (one for one in waiting if one.id != call.winner.id)
            return call, *passed_by(call, others)
        books.read(entry)
    return None


class Overtaken(Struct, frozen=True):
    """A call of a ticket that came later, while the one in question waited."""

    call: Call
    before: Before


def overtakings(
    entries: Iterable[Entry], id: str, in_force: Callable[[int], Centre]
) -> tuple[list[Overtaken], int]:
    """Every call that passed a ticket, and how many calls of later comers did not concern it.

    A visit that goes on to the service the ticket waits for counts as a call.

    The latter were made at counters that do not serve its service. ``entries``: the rows of that
    day's tickets; ``in_force`` gives the description of the centre that held at a row.
    """
    rows = sorted(entries, key=attrgetter("seq"))
    counts, books = {row.seq for row in effective(rows)}, Books()
    first = next(
        (msgspec.json.decode(r.changes, type=Ticket) for r in rows if r.ticket == id and r.changes),
        None,
    )
    found: list[Overtaken] = []
    elsewhere = 0
    for row in rows:
        if row.kind not in _PASSING or row.seq not in counts or row.ticket == id or first is None:
            books.read(row)
            continue
        known, centre, goes_on = books.find(id), in_force(row.seq), row.kind == GOING_ON
        call = books.going_on(row, centre) if goes_on else books.call(row, centre)
        if call is None:
            continue
        if goes_on:
            before = _gone_on_before(call, known or first)
        else:
            before = _overtaken(call, known or first, known=known is not None)
        if before and before.code != "other_service":
            found.append(Overtaken(call, before))
        elsewhere += before is not None and before.code == "other_service"
    return found, elsewhere


def _gone_on_before(call: Call, mine: Ticket) -> Before | None:
    """Why a visit went on to the service this ticket waits for; ``None`` for any other."""
    concerned = mine.service == call.winner.service and waits(mine, call.at)
    return Before("same_visit") if concerned and came_before(mine, call.winner) else None


def _overtaken(call: Call, mine: Ticket, *, known: bool) -> Before | None:
    """Why the call went before this ticket; ``None`` when it did not wait or came later."""
    if not waits(mine, call.at) or not came_before(mine, call.winner):
        return None
    if known:
        return why_before(call.winner, mine, call.desk, call.rule)
    if mine.issued_at > call.at:
        return None
    return Before("not_yet_known" if call.may_serve(mine.service) else "other_service")
