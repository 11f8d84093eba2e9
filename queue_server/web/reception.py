"""What the help desk does for visitors, and a kiosk for those who need no block of numbers."""

from __future__ import annotations

from ..messages import Book, TakeTicket, TicketQueued
from ..store.store import Key
from ..use_cases import booking, issuing
from .door import Asked, Endpoint, Who
from .services import Services

RECEPTION = Who(devices=frozenset({"kiosk"}), roles=frozenset({"reception", "manager"}))


def take(at: Services, asked: Asked) -> TicketQueued:
    return at.write(issuing.take, asked.caller.actor(), asked.body, key_of(asked)).result


def arrive(at: Services, asked: Asked) -> TicketQueued:
    id = str(asked.path["ticket"])
    return at.write(booking.arrive, asked.caller.actor(), id, key_of(asked)).result


def book(at: Services, asked: Asked) -> TicketQueued:
    return at.write(booking.book, asked.caller.actor(), asked.body, key_of(asked)).result


def key_of(asked: Asked) -> Key:
    """The key of a command: nobody is answered with somebody else's."""
    caller = asked.caller
    return Key(f"{caller.device or caller.staff}:{asked.key}", asked.fingerprint)


ENDPOINTS = [
    Endpoint(
        "POST",
        "/api/v1/tickets",
        take,
        "Number a ticket and queue it in one go",
        TicketQueued,
        takes=TakeTicket,
        who=RECEPTION,
        keyed=True,
    ),
    Endpoint(
        "POST",
        "/api/v1/tickets/<uuid:ticket>/arrive",
        arrive,
        "Somebody with a number is back, or here for a booked time",
        TicketQueued,
        who=RECEPTION,
        keyed=True,
    ),
    Endpoint(
        "POST",
        "/api/v1/appointments",
        book,
        "Give a number for a time to come",
        TicketQueued,
        takes=Book,
        who=RECEPTION,
        keyed=True,
    ),
]
"""The reception's part of the API."""
