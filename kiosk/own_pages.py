"""The visitor's own number on the touch pages: which it is, and giving it up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from msgspec import Struct
from msgspec.structs import replace

from kiosk.answers import as_json, problem
from kiosk.cancelling import Cancelling, NotCancelled
from kiosk.ledger import Ledger
from kiosk.mode import Modes
from kiosk.practice import Practice
from kiosk.scanned import Scanned


class GiveUp(Struct, frozen=True, forbid_unknown_fields=True):
    """The visitor does not want this number any more, and was asked once."""

    ticket: UUID


class GivenUp(Struct, frozen=True):
    label: str


def labelled(found: Scanned | None, ledger: Ledger) -> Scanned | None:
    """A scan with the number of the ticket, where this kiosk gave it."""
    own = ledger.ticket(UUID(found.ticket)) if found and found.ticket else None
    return replace(found, label=own.label) if found and own else found


def serve(
    pages: Blueprint,
    cancelling: Cancelling,
    practice: Practice,
    modes: Modes,
    body: Callable[[Any], Any],
) -> None:
    """Add the verb; ``body`` reads the message of a request. Practice gives up nothing."""

    @pages.post("/api/cancel")
    def cancel() -> Response:
        uuid = body(GiveUp).ticket
        if practised := practice.ticket(uuid):
            return as_json(GivenUp(practised.label))
        if modes.now == "practice":
            raise NotCancelled("practising")
        return as_json(GivenUp(cancelling.cancel(uuid)))

    @pages.errorhandler(NotCancelled)
    def not_cancelled(error: NotCancelled) -> Response:
        return problem(error.code, 409, **error.about)
