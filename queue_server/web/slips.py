"""Slips on order: who may order which, what they say, and how far they have come."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ..domain.errors import Invalid, NotAllowed
from ..domain.slip import Texts
from ..domain.ticket import Ticket
from ..messages import OrderSlip, Papers, Printers, SlipNow
from ..runtime.i18n import DEFAULT, LANGUAGES
from ..store import View, answers
from ..use_cases import catalogue, explaining, printers, slip_facts, slips
from ..use_cases.slips import Draft
from . import slip_texts
from .door import Asked, Endpoint, Who
from .manager import MANAGER
from .reading import Reader
from .reception import key_of
from .services import Services
from .session import STAFF

Value = TypeVar("Value")

HALL = Who(roles=frozenset({"clerk", "reception", "manager"}))
MAY_ORDER: dict[str, Who] = {
    "supplement": HALL,
    "return": HALL,
    "explanation": HALL,
    "day": MANAGER,
}
"""The roles of each kind of slip."""


def order(at: Services, asked: Asked) -> SlipNow:
    wanted: OrderSlip = asked.body
    if not (asked.caller.roles & MAY_ORDER[wanted.kind].roles):
        raise NotAllowed("not_allowed")
    key = key_of(asked)
    with at.look() as view:  # an explanation takes its time, and is composed before the write
        slip = answers.find(view, key.key, key.request)
        draft = None if slip else _COMPOSED[wanted.kind](at, view, wanted)
    if draft is not None:
        slip = at.write(slips.order, asked.caller.actor(), draft, key).result
    return _now(at, slip)


def slip(at: Services, asked: Asked) -> SlipNow:
    return _now(at, str(asked.path["slip"]))


def _now(at: Services, id: str) -> SlipNow:
    with at.look() as view:
        return slips.slip_now(view, id)


def where(at: Services, _asked: Asked) -> Printers:
    with at.look() as view:
        return printers.printers(view)


def papers(at: Services, asked: Asked) -> Papers:
    with at.look() as view:
        return catalogue.papers(view, asked.path["procedure"])


def _supplement(at: Services, view: View, wanted: OrderSlip) -> Draft:
    ticket = _ticket(view, wanted)
    told = slip_facts.supplement(view, ticket, wanted.procedure, wanted.missing)
    reader = _reader(at, view, wanted, ticket)
    texts = slip_texts.supplement(reader, view.centre, told, view.now)
    return _draft(wanted, reader, texts, ticket, told.nth)


def _return(at: Services, view: View, wanted: OrderSlip) -> Draft:
    ticket = _ticket(view, wanted)
    told = slip_facts.return_pass(view, ticket)
    reader = _reader(at, view, wanted, ticket)
    texts = slip_texts.return_pass(reader, view.centre, told, view.now)
    return _draft(wanted, reader, texts, ticket)


def _explanation(at: Services, view: View, wanted: OrderSlip) -> Draft:
    day, label = wanted.day or view.day, _given(wanted.label, "label")
    ticket = explaining.by_label(view, day, label)
    account = explaining.account_of_ticket(view, day, label)
    reader = _reader(at, view, wanted, ticket)
    texts = slip_texts.explanation(reader, view.centre, account, view.now)
    return _draft(wanted, reader, texts, ticket)


def _day(at: Services, view: View, wanted: OrderSlip) -> Draft:
    told = slip_facts.day_of_centre(view, wanted.day)
    reader = _reader(at, view, wanted)
    texts = slip_texts.day(reader, told, view.centre.rules.wait_target_min, view.now)
    return _draft(wanted, reader, texts)


_COMPOSED: dict[str, Callable[[Services, View, OrderSlip], Draft]] = {
    "supplement": _supplement,
    "return": _return,
    "explanation": _explanation,
    "day": _day,
}


def _ticket(view: View, wanted: OrderSlip) -> Ticket:
    return slip_facts.of_ticket(view, str(_given(wanted.ticket, "ticket")))


def _given(value: Value | None, what: str) -> Value:
    if value is None:
        raise Invalid("slip_incomplete", what=what)
    return value


def _draft(
    wanted: OrderSlip, reader: Reader, texts: Texts, ticket: Ticket | None = None, nth: int = 1
) -> Draft:
    return Draft(
        kind=wanted.kind,
        device=wanted.device,
        language=reader.language,
        texts=texts,
        ticket=ticket.id if ticket else None,
        nth=nth,
    )


def _reader(at: Services, view: View, wanted: OrderSlip, ticket: Ticket | None = None) -> Reader:
    """The visitor reads in the language of the ticket; who has none, in the one asked for."""
    wishes = (ticket.language if ticket else None, wanted.language)
    language = next((one for one in wishes if one in LANGUAGES), DEFAULT)
    return Reader(at.words, language, view.centre.calendar.zone)


ENDPOINTS = [
    Endpoint(
        "POST",
        "/api/v1/slips",
        order,
        "Print a slip at a device",
        SlipNow,
        takes=OrderSlip,
        who=STAFF,
        keyed=True,
    ),
    Endpoint("GET", "/api/v1/slips/<uuid:slip>", slip, "A slip's way", SlipNow, who=STAFF),
    Endpoint("GET", "/api/v1/printers", where, "Where slips are printed", Printers, who=STAFF),
    Endpoint(
        "GET",
        "/api/v1/procedures/<procedure>/papers",
        papers,
        "What a supplement slip chooses from",
        Papers,
        who=STAFF,
    ),
]
"""The slips' part of the API."""
