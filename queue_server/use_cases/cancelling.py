"""Visitors who give up their own number, at a kiosk."""

from __future__ import annotations

from ..domain import ticket as steps
from ..domain.errors import NotFound, Refused
from ..domain.journal import Actor
from ..domain.ticket import Status, Ticket
from ..messages import TicketQueued
from ..store import Transaction, View, tickets
from .issuing import queued

BY_VISITOR = "by_visitor"
"""The reason in the journal: nobody else has decided it."""


def cancel(tx: Transaction, actor: Actor, id: str) -> TicketQueued:
    """The holder of a number does not want it any more. Asked again, the same answer.

    Only while nobody works on it: who is called is told where to, and what a clerk has begun or
    put aside is ended by the clerk. A day that is over does not matter: the news may come late.
    """
    ticket = _known(tx, id)
    if ticket.status is Status.CANCELLED:
        return queued(tx, ticket)
    if ticket.status is Status.CALLED:
        raise Refused("called_now", label=ticket.label, counter=ticket.counter)
    steps.must(ticket, Status.BOOKED, Status.WAITING, Status.MISSED)
    gone = steps.cancel(ticket, tx.now)
    return queued(tx, tx.record("cancelled", actor, ticket, gone, BY_VISITOR))


def stands(view: View, id: str) -> TicketQueued:
    """How a ticket stands, for the kiosk that asks."""
    return queued(view, _known(view, id))


def _known(view: View, id: str) -> Ticket:
    ticket = tickets.find(view, id)
    if ticket is None:
        raise NotFound("ticket_unknown", ticket=id)
    return ticket
