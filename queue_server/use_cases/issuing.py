"""Giving numbers and putting tickets into the queue."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from ..domain import numbering
from ..domain.centre import Service
from ..domain.errors import Invalid, Refused
from ..domain.journal import Actor
from ..domain.ticket import NORMAL, Ticket
from ..messages import Block, Lease, ReserveWanted, TakeTicket, TicketQueued, TicketTaken
from ..store import Transaction, View, numbers, tickets
from .calling import meet_arrivals


def lease(tx: Transaction, actor: Actor, command: Lease) -> numbers.Lease:
    """Hold a number for a tap; asked again for the same ticket, the same number."""
    held = numbers.find_lease(tx, str(command.ticket))
    if held is not None:
        if held.device != _device(actor):
            raise Refused("conflict")
        return held
    service = _open_service(tx, command.service)
    known_class(tx, command.priority)
    return numbers.lease(tx, str(command.ticket), _device(actor), service.prefix)


def reserve(tx: Transaction, actor: Actor, command: ReserveWanted) -> Block:
    """Set numbers aside for a kiosk, for today or the next business day."""
    held = numbers.find_block(tx, str(command.block))
    if held is None:
        service = tx.centre.service(command.service)
        if command.day not in (tx.day, tx.centre.calendar.next_day(tx.day)):
            raise Refused("day_not_open", day=command.day.isoformat())
        held = numbers.reserve(
            tx,
            numbers.Block(
                block=str(command.block),
                device=_device(actor),
                day=command.day,
                service=service.id,
                series=service.prefix,
                first=0,
                count=command.count,
            ),
        )
    elif held.device != _device(actor):
        raise Refused("conflict")
    given = [numbering.reserve(held.first + place) for place in range(held.count)]
    return Block(
        block=command.block,
        service=held.service,
        day=held.day,
        series=held.series,
        numbers=given,
        labels=[numbering.label(held.series, number) for number in given],
    )


def queue(tx: Transaction, actor: Actor, command: tuple[str, TicketTaken]) -> TicketQueued:
    """Take a ticket a kiosk has printed into the queue; it is there exactly once.

    A printed number is never refused for lack of a lease: the citizen holds the paper. It is
    queued all the same and the journal says so.
    """
    id, taken = command
    known = tickets.find(tx, id)
    if known is not None:
        return _queued_before(tx, known, taken)
    service = tx.centre.service(taken.service)
    if taken.series != service.prefix:
        raise Invalid("series_unknown", series=taken.series)
    if taken.day > tx.centre.calendar.next_day(tx.day):
        raise Refused("day_not_open", day=taken.day.isoformat())
    known_class(tx, taken.priority)
    same = tickets.by_number(tx, taken.day, taken.series, taken.number)
    if same is not None:
        raise Refused("number_taken", label=same.label)
    held = _lease_of(tx, actor, id, taken)
    given = held or numbers.holds(tx, _device(actor), taken.day, taken.series, taken.number)
    if not given:
        numbers.never_again(tx, taken.day, taken.series, taken.number)
    issued_at = held.at if held else _issued_at(tx, taken)
    ticket = Ticket(
        id=id,
        day=taken.day,
        service=service.id,
        series=taken.series,
        number=taken.number,
        label=numbering.label(taken.series, taken.number),
        priority=taken.priority,
        language=taken.language,
        issued_at=issued_at,
        base_at=issued_at,
        procedure=taken.procedure,
        origin="reserve" if numbering.is_reserve(taken.number) else "lease",
    )
    reason = None if given else "number_not_leased"
    return _arrived(tx, tx.record("queued", actor, None, ticket, reason))


def take(tx: Transaction, actor: Actor, wanted: TakeTicket) -> TicketQueued:
    """Number a ticket and queue it in one go, for the reception desk; the journal keeps why."""
    service = _open_service(tx, wanted.service)
    known_class(tx, wanted.priority)
    number = numbers.next_number(tx, service.prefix)
    ticket = Ticket(
        id=str(uuid4()),
        day=tx.day,
        service=service.id,
        series=service.prefix,
        number=number,
        label=numbering.label(service.prefix, number),
        priority=wanted.priority,
        language=wanted.language,
        issued_at=tx.now,
        base_at=tx.now,
        procedure=wanted.procedure,
        origin="desk",
    )
    return _arrived(tx, tx.record("queued", actor, None, ticket, wanted.reason))


def _arrived(tx: Transaction, ticket: Ticket) -> TicketQueued:
    """Somebody is new in the queue: a counter that waits for the next arrival calls at once."""
    answer = queued(tx, ticket)
    meet_arrivals(tx)
    return answer


def _lease_of(tx: Transaction, actor: Actor, id: str, taken: TicketTaken) -> numbers.Lease | None:
    """The lease behind a ticket, if this kiosk holds just this number for it.

    The moment of the lease is the moment of the tap by our own clock, whatever the kiosk's says.
    """
    held = numbers.find_lease(tx, id)
    claimed = (_device(actor), taken.day, taken.series, taken.number)
    if held is None or (held.device, held.day, held.series, held.number) != claimed:
        return None
    return held


def _queued_before(tx: Transaction, known: Ticket, taken: TicketTaken) -> TicketQueued:
    if (known.day, known.series, known.number) != (taken.day, taken.series, taken.number):
        raise Refused("ticket_differs", label=known.label)
    return queued(tx, known)


def queued(tx: View, ticket: Ticket) -> TicketQueued:
    """How a ticket stands, for the one who brought it."""
    return TicketQueued(
        ticket=ticket.id,
        label=ticket.label,
        service=ticket.service,
        status=ticket.status.value,
        queued_at=tx.now,
        revision=tx.head.revision,
    )


def _open_service(tx: Transaction, id: str) -> Service:
    service = tx.centre.service(id)
    if not tx.centre.calendar.is_open(tx.now):
        raise Refused("centre_closed")
    if service.suspended:
        raise Refused("service_suspended", service=id)
    limit = tx.centre.rules.daily_limit
    if limit and tickets.issued(tx, id) >= limit:
        raise Refused("service_full", service=id)
    return service


def known_class(tx: Transaction, priority: str) -> None:
    """Raise ``Invalid`` unless the centre has that priority class."""
    if priority not in (NORMAL, *tx.centre.priority_by_id):
        raise Invalid("priority_unknown", priority=priority)


def _device(actor: Actor) -> str:
    return actor.name.partition(":")[2]


def _issued_at(tx: Transaction, taken: TicketTaken) -> dt.datetime:
    """When the ticket was taken, to the millisecond, as the journal and the database keep it.

    A kiosk whose clock is wrong may claim any hour. One that lies ahead or on another day than the
    ticket's is not believed: the ticket counts from now.
    """
    try:
        utc = taken.issued_at.astimezone(dt.UTC)
        believed = utc <= tx.now and tx.centre.calendar.day(utc) == taken.day
    except OverflowError:  # an hour at the edge of the calendar
        believed = False
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000) if believed else tx.now
