"""Booked times: taking them, and the visitor who comes for one."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from ..domain import appointment, numbering
from ..domain.appointment import Punctuality
from ..domain.centre import Rules
from ..domain.errors import Invalid, NotFound, Refused
from ..domain.journal import Actor
from ..domain.ticket import Status, Ticket
from ..messages import Book, TicketQueued
from ..store import Transaction, numbers, tickets
from .calling import meet_arrivals
from .desk import AtCounter, held, named, of_today
from .issuing import known_class, queued
from .visiting import back_again

AHEAD = dt.timedelta(days=60)


def book(tx: Transaction, actor: Actor, wanted: Book) -> TicketQueued:
    """Give a number for a time at which the centre is open, today or in the next two months."""
    service = tx.centre.service(wanted.service)
    known_class(tx, wanted.priority)
    if not tx.now < wanted.at <= tx.now + AHEAD:
        raise Invalid("appointment_past")
    at = wanted.at.astimezone(dt.UTC).replace(microsecond=0)
    if service.suspended:
        raise Refused("service_suspended", service=service.id)
    if not tx.centre.calendar.is_open(at):
        raise Refused("centre_closed")
    day = tx.centre.calendar.day(at)
    number = numbers.next_number(tx, service.prefix, day)
    ticket = Ticket(
        id=str(uuid4()),
        day=day,
        service=service.id,
        series=service.prefix,
        number=number,
        label=numbering.label(service.prefix, number),
        priority=wanted.priority,
        language=wanted.language,
        issued_at=at,
        base_at=at,
        booked_at=at,
        procedure=wanted.procedure,
        origin="booking",
        status=Status.BOOKED,
    )
    return queued(tx, tx.record("booked", actor, None, ticket))


def arrive(tx: Transaction, actor: Actor, id: str) -> TicketQueued:
    """Somebody with a number is back, or here for a booked time (kiosk, reception, desk)."""
    ticket = tickets.find(tx, id)
    if ticket is None:
        raise NotFound("ticket_unknown", ticket=id)
    if ticket.status is Status.BOOKED:
        ticket = _check_in(tx, actor, ticket)
    elif ticket.status is Status.MISSED:
        ticket = back_again(tx, actor, ticket)
    meet_arrivals(tx)
    return queued(tx, tickets.find(tx, id) or ticket)


def check_in(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """A clerk sees the visitor of a booked time."""
    held(tx, command)
    return _check_in(tx, actor, named(tx, command)).id


def punctuality(rules: Rules) -> Punctuality:
    """The centre's minutes around a booked time."""
    return Punctuality(
        early=dt.timedelta(minutes=rules.appointment_early_min),
        grace=dt.timedelta(minutes=rules.appointment_grace_min),
        missed=dt.timedelta(minutes=rules.appointment_missed_min),
    )


def _check_in(tx: Transaction, actor: Actor, ticket: Ticket) -> Ticket:
    of_today(tx, ticket)
    times, rule = punctuality(tx.centre.rules), tx.centre.rule_on(tx.day)
    here = appointment.check_in(ticket, tx.now, times, rule)
    return tx.record("checked_in", actor, ticket, here)
