"""The visit at a counter, from its start to its outcome, and everything in between."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from msgspec.structs import replace

from ..domain import numbering
from ..domain import ticket as steps
from ..domain.counter import CLOSED
from ..domain.errors import NotFound, Refused
from ..domain.journal import Actor
from ..domain.ticket import NORMAL, At, Status, Target, Ticket
from ..store import Transaction, counters, numbers, staff
from .calling import arm, then_next, waiting_in
from .desk import AtCounter, free, given_reason, held, named, of_today, present

SAME_VISIT = "same_visit"
WITHOUT_TICKET = "without_ticket"
"""Why a number was given at a counter, in the journal."""


def start(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """The citizen has come to the counter."""
    ticket = present(tx, command)
    return tx.record("started", actor, ticket, steps.start(ticket, tx.now)).id


def finish(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """The visit is over."""
    ticket = present(tx, command)
    done = steps.finish(ticket, tx.now, command.outcome, command.note)
    return tx.record("finished", actor, ticket, done, command.reason).id


def finish_next(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """The visit is over, and the next one please."""
    return finish(tx, actor, command) and then_next(tx, actor, command)


def hold(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Put the ticket at this counter aside, for a stored reason, until a moment at most.

    Others are called meanwhile, so it may not last longer than the centre's rules say.
    """
    ticket = present(tx, command)
    if not given_reason(command):
        raise Refused("reason_missing", label=ticket.label)
    minutes = min(command.minutes or tx.centre.rules.hold_min, tx.centre.rules.hold_most_min)
    aside = steps.hold(ticket, tx.now + dt.timedelta(minutes=minutes))
    return tx.record("held", actor, ticket, aside, command.reason).id


def resume(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Go on with a ticket held here."""
    counter, _hall = free(tx, command)
    ticket = named(tx, command)
    if ticket.counter != counter.number:
        raise Refused("wrong_status", label=ticket.label, status=ticket.status.value)
    at = At(counter.number, command.clerk, tx.now)
    arm(tx, actor, counter.number, None)
    return tx.record("resumed", actor, ticket, steps.resume(ticket, at)).id


def transfer(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Send the ticket on to a service, a counter or a person; it keeps its seniority.

    At a counter or a person it is kept for a while, then any counter of the service may call it.
    """
    ticket = present(tx, command)
    moved = steps.transfer(ticket, _target(tx, ticket, command), command.note)
    return tx.record("transferred", actor, ticket, moved, command.reason).id


def next_service(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Go on with another procedure of the same visit, without a new ticket.

    One visit is one wait; that is the reason kept towards those who wait for the other service.
    """
    ticket = present(tx, command)
    service = tx.centre.service(command.service or ticket.service)
    procedure = _procedure(tx, command.procedure)
    going_on = steps.next_service(ticket, service.id, procedure)
    return tx.record("next_service", actor, ticket, going_on, command.reason or SAME_VISIT).id


def without_ticket(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Serve somebody who has no ticket. A number is given, so that the visit counts.

    While others wait for this counter it needs a reason: they are passed.
    """
    counter, hall = free(tx, command)
    service = tx.centre.service(command.service or counter.services[0])
    desk = tx.centre.desk(counter, command.clerk, tx.day).serving(service.id)
    lanes = waiting_in(tx, hall)
    passes = lanes.count(desk) > 0
    if passes and not given_reason(command):
        raise Refused("reason_missing", label=service.prefix)
    given = _given(tx, service.prefix, service.id, _procedure(tx, command.procedure))
    queued = tx.record("queued", actor, None, given, WITHOUT_TICKET)
    why = lanes.explain(queued, desk, tx.now)
    at = At(counter.number, command.clerk, tx.now)
    called = steps.call(queued, at, str(uuid4()))
    called = tx.record(
        "called", actor, queued, called, replace(why, reason=command.reason if passes else None)
    )
    arm(tx, actor, counter.number, None)
    return tx.record("started", actor, called, steps.start(called, tx.now)).id


def return_missed(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """A missed citizen is back and waits again."""
    held(tx, command)
    return back_again(tx, actor, named(tx, command)).id


def back_again(tx: Transaction, actor: Actor, ticket: Ticket) -> Ticket:
    """Take a missed ticket into the queue again, by the centre's rule for those who return."""
    of_today(tx, ticket)
    grace = dt.timedelta(minutes=tx.centre.rules.return_grace_min)
    return tx.record("returned", actor, ticket, steps.return_(ticket, tx.now, grace))


def cancel(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """End a ticket that is not wanted any more, for a stored reason."""
    held(tx, command)
    ticket = named(tx, command)
    if not given_reason(command):
        raise Refused("reason_missing", label=ticket.label)
    gone = steps.cancel(ticket, tx.now)
    return tx.record("cancelled", actor, ticket, gone, command.reason).id


def _target(tx: Transaction, ticket: Ticket, command: AtCounter) -> Target:
    """Where a transfer goes. Whoever is kept for a desk must be able to be called there now."""
    counter = command.to_counter
    if command.to_person is not None:
        counter = _seat_of(tx, command.to_person)
    if counter is None:
        return Target(tx.centre.service(command.service or ticket.service).id)
    there = tx.centre.counter(counter)
    if counters.find(tx, counter).state == CLOSED:
        raise Refused("counter_closed", counter=counter)
    served = [*there.services, *there.helps]
    wanted = command.service or (ticket.service if ticket.service in served else served[0])
    if tx.centre.service(wanted).id not in served:
        raise Refused("service_elsewhere", counter=counter, service=wanted)
    until = tx.now + dt.timedelta(minutes=tx.centre.rules.reserved_min)
    return Target(wanted, command.to_counter, command.to_person, until)


def _seat_of(tx: Transaction, name: str) -> int:
    person = staff.find(tx, name)
    if person is None or person.disabled or "clerk" not in person.roles:
        raise NotFound("person_unknown", person=name)
    seats = [row.counter for row in counters.by_number(tx).values() if row.clerk == name]
    if not seats:
        raise Refused("person_away", person=person.name)
    return seats[0]


def _procedure(tx: Transaction, id: str | None) -> str | None:
    if id is not None and tx.catalogue.find(id) is None:
        raise NotFound("procedure_unknown", procedure=id)
    return id


def _given(tx: Transaction, series: str, service: str, procedure: str | None) -> Ticket:
    number = numbers.next_number(tx, series)
    return Ticket(
        id=str(uuid4()),
        day=tx.day,
        service=service,
        series=series,
        number=number,
        label=numbering.label(series, number),
        priority=NORMAL,
        language="vi",
        issued_at=tx.now,
        base_at=tx.now,
        procedure=procedure,
        origin="counter",
        status=Status.WAITING,
    )
