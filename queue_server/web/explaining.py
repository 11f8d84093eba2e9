"""Why this one before that one: what staff may ask of the books."""

from __future__ import annotations

import datetime as dt

from ..domain.errors import Invalid
from ..messages import CallAccount, TicketAccount
from ..use_cases import explaining
from .door import Asked, Endpoint
from .services import Services
from .session import STAFF


def call(at: Services, asked: Asked) -> CallAccount:
    with at.look() as view:
        return explaining.account_of_call(view, asked.path["call"])


def account(at: Services, asked: Asked) -> TicketAccount:
    day = a_day(asked.path["day"])
    with at.look() as view:
        return explaining.account_of_ticket(view, day, asked.path["label"])


def a_day(text: str) -> dt.date:
    """A day as an address has it, ``2026-11-23``. Raises ``Invalid``."""
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a date has no zone
    except ValueError:
        raise Invalid("invalid", what=text[:32]) from None


ENDPOINTS = [
    Endpoint(
        "GET",
        "/api/v1/calls/<int:call>",
        call,
        "A call, and everybody it passed",
        CallAccount,
        who=STAFF,
    ),
    Endpoint(
        "GET",
        "/api/v1/accounts/<day>/<label>",
        account,
        "Why others were called before a ticket",
        TicketAccount,
        who=STAFF,
    ),
]
"""Explanations."""
