"""What a ticket says: number, wait, checklist and the visitor's rights, for the layout to place."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec

from kiosk.case import NO_ANSWERS, Answers, Case
from kiosk.explain import wait_text
from kiosk.listing import facts
from kiosk.numbers import Ticket
from kiosk.papers import TICKET, Look, Speaker, head, local, place
from printer_drivers.layout import Value
from printer_drivers.receipt import Line, Receipt
from queue_server.messages import CentreAbout
from queue_server.runtime.i18n import Words

PAPERS_MAX = 15  # nine of ten procedures need no more; a longer list would be a metre of paper


def compose(
    ticket: Ticket, centre: CentreAbout, look: Look, answers: Answers = NO_ANSWERS
) -> Receipt:
    """The ticket in its own language; ``answers`` are the visitor's about its procedure."""
    say = Speaker(look.words, ticket.language)
    values = {
        **_head(ticket, centre, say),
        **_queue(ticket, centre, say),
        **_checklist(ticket, centre, say, answers),
        **_foot(ticket, centre, say),
    }
    return look.paper(TICKET, ticket.language, values)


def marked_copy(first: Receipt, language: str, words: Words) -> Receipt:
    """What the visitor had, whatever has changed since, with the mark of a reprint at its head."""
    mark = Line(words.text(language, "ticket.reprint"), bold=True, align="centre")
    return msgspec.structs.replace(first, blocks=(mark, *first.blocks))


def qr_data(ticket: Ticket, centre: CentreAbout) -> str:
    """What the code holds: the ticket's page where there is one, else its opaque id alone."""
    if centre.public_url:
        return f"{centre.public_url.rstrip('/')}/t/{ticket.uuid}"
    return f"motcua:{ticket.uuid}"


def _head(ticket: Ticket, centre: CentreAbout, say: Speaker) -> dict[str, Value]:
    return {
        **head(centre, ticket.language),
        "label": ticket.label,
        "priority": say("ticket.mark.priority") if ticket.priority != "normal" else "",
    }


def _queue(ticket: Ticket, centre: CentreAbout, say: Speaker) -> dict[str, Value]:
    wait = wait_text(ticket.wait, ticket.language, say.words)
    ahead = "kiosk.detail.ahead" if ticket.people_ahead else "kiosk.detail.next"
    known = ticket.people_ahead is not None
    return {
        **place(ticket.service, centre, say),
        "ahead": say(ahead, n=ticket.people_ahead) if known else "",
        "wait": wait if ticket.wait else "",
        "no_wait": "" if ticket.wait else wait,
        "reserve": say("ticket.reserve") if ticket.source == "reserve" else "",
        "issued": say("ticket.issued", **local(ticket.issued_at, centre)),
    }


def _checklist(
    ticket: Ticket, centre: CentreAbout, say: Speaker, answers: Answers
) -> dict[str, Value]:
    procedure = next((p for p in centre.procedures if p.id == ticket.procedure), None)
    return facts(Case(procedure, answers), centre, say, PAPERS_MAX) if procedure else {}


def _foot(ticket: Ticket, centre: CentreAbout, say: Speaker) -> dict[str, Value]:
    return {
        **({} if ticket.source == "practice" else _code(ticket, centre, say)),
        "missed": say("ticket.note", n=centre.no_show_calls),
    }


def _code(ticket: Ticket, centre: CentreAbout, say: Speaker) -> dict[str, Value]:
    return {
        "qr": qr_data(ticket, centre),
        "qr_use": say("kiosk.paper.qr" if centre.public_url else "ticket.qr_staff"),
    }


def local_day(now: dt.datetime, timezone: str) -> dt.date:
    """The business day: the date at the centre, wherever the kiosk's clock thinks it stands."""
    return now.astimezone(ZoneInfo(timezone)).date()
