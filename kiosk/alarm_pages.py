"""The touch pages' verbs for calling somebody and for reporting extra papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint
from msgspec import Struct

from kiosk.alarms import Alarms
from kiosk.reports import Report
from queue_server.messages import CounterNumber, ProcedureId

DONE = "", 204


class CallForHelp(Struct, frozen=True, forbid_unknown_fields=True):
    """The visitor needs somebody; ``id`` is made by the page once per press."""

    id: UUID


class NoHelp(Struct, frozen=True, forbid_unknown_fields=True):
    """The visitor needs nobody any more."""


class ExtraPapers(Struct, frozen=True, forbid_unknown_fields=True):
    """The visitor was asked for papers outside the list; what is not known is left out."""

    id: UUID
    procedure: ProcedureId | None = None
    counter: CounterNumber | None = None


def serve(
    pages: Blueprint, alarms: Alarms, now: Callable[[], dt.datetime], body: Callable[[Any], Any]
) -> None:
    """Add the verbs; ``body`` reads the message of a request."""

    @pages.post("/api/help")
    def call_for_help() -> tuple[str, int]:
        alarms.call_for_help(body(CallForHelp).id)
        return DONE

    @pages.post("/api/no-help")
    def no_help() -> tuple[str, int]:
        body(NoHelp)
        alarms.take_back()
        return DONE

    @pages.post("/api/extra-papers")
    def extra_papers() -> tuple[str, int]:
        told = body(ExtraPapers)
        alarms.report(Report(told.id, told.procedure, told.counter, now()))
        return DONE
