"""What a ticket says: number, wait, checklist and the visitor's rights, for the layout to place."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kiosk.explain import Explained, Paper, explain, pick, wait_text
from kiosk.numbers import Ticket
from printer_drivers.layout import Layout, Value, fill
from printer_drivers.receipt import Receipt, WidthMm
from queue_server.messages import CentreAbout, Procedure
from queue_server.runtime.i18n import Words

PAPERS_MAX = 15  # nine of ten procedures need no more; a longer list would be a metre of paper

VALUES = (
    *("centre", "address", "reprint", "label", "priority"),
    *("service", "where", "ahead", "wait", "no_wait", "reserve", "issued"),
    *("procedure", "elsewhere", "papers", "more_papers", "unverified", "not_required"),
    *("fee", "days", "code", "decision", "only_listed"),
    *("qr", "qr_use", "missed"),
)
"""What a layout of the ticket may name."""


class Look(NamedTuple):
    """How every ticket of a kiosk looks."""

    words: Words
    layout: Layout
    width_mm: WidthMm = 80
    large: bool = False
    dots: int | None = None


def compose(ticket: Ticket, centre: CentreAbout, look: Look, copy: int = 0) -> Receipt:
    """The ticket in its own language; ``copy`` above 0 prints the mark of a reprint."""
    say = _Speaker(look.words, ticket.language)
    values = {
        **_head(ticket, centre, say),
        "reprint": say("ticket.reprint") if copy else "",
        **_queue(ticket, centre, say),
        **_checklist(ticket, centre, say),
        **_foot(ticket, centre, say),
    }
    return Receipt(fill(look.layout, values, say), look.width_mm, look.large, look.dots)


def qr_data(ticket: Ticket, centre: CentreAbout) -> str:
    """What the code holds: the ticket's page where there is one, else its opaque id alone."""
    if centre.public_url:
        return f"{centre.public_url.rstrip('/')}/t/{ticket.uuid}"
    return f"motcua:{ticket.uuid}"


class _Speaker:
    def __init__(self, words: Words, language: str) -> None:
        self.words, self.language = words, language

    def __call__(self, key: str, **values: object) -> str:
        return self.words.text(self.language, key, **values)


def _head(ticket: Ticket, centre: CentreAbout, say: _Speaker) -> dict[str, Value]:
    return {
        "centre": pick(centre.name, ticket.language),
        "address": pick(centre.address, ticket.language),
        "label": ticket.label,
        "priority": say("ticket.mark.priority") if ticket.priority != "normal" else "",
    }


def _queue(ticket: Ticket, centre: CentreAbout, say: _Speaker) -> dict[str, Value]:
    local = ticket.issued_at.astimezone(ZoneInfo(centre.timezone))
    wait = wait_text(ticket.wait, ticket.language, say.words)
    ahead = "kiosk.detail.ahead" if ticket.people_ahead else "kiosk.detail.next"
    known = ticket.people_ahead is not None
    return {
        **_place(ticket, centre, say),
        "ahead": say(ahead, n=ticket.people_ahead) if known else "",
        "wait": wait if ticket.wait else "",
        "no_wait": "" if ticket.wait else wait,
        "reserve": say("ticket.reserve") if ticket.source == "reserve" else "",
        "issued": say("ticket.issued", time=f"{local:%H:%M}", date=f"{local:%d/%m/%Y}"),
    }


def _place(ticket: Ticket, centre: CentreAbout, say: _Speaker) -> dict[str, Value]:
    service = next((s for s in centre.services if s.id == ticket.service), None)
    if service is None:
        return {}
    counters = ", ".join(str(number) for number in service.counters)
    zone = pick(service.zone, ticket.language)
    where = say("ticket.counters", list=counters, zone=zone).rstrip(" –") if counters else zone
    return {"service": pick(service.name, ticket.language), "where": where}


def _checklist(ticket: Ticket, centre: CentreAbout, say: _Speaker) -> dict[str, Value]:
    procedure = next((p for p in centre.procedures if p.id == ticket.procedure), None)
    return _facts(procedure, centre, say) if procedure else {}


def _facts(procedure: Procedure, centre: CentreAbout, say: _Speaker) -> dict[str, Value]:
    known: Explained = explain(procedure, say.language, say.words)
    papers, more = known.papers[:PAPERS_MAX], len(known.papers) - PAPERS_MAX
    return {
        "procedure": known.name,
        "elsewhere": say("kiosk.where", place=known.elsewhere) if known.elsewhere else "",
        "papers": [_paper_line(paper) for paper in papers],
        "more_papers": say("ticket.more_papers", n=more) if more > 0 else "",
        "unverified": "" if known.verified else say("ticket.unverified"),
        "not_required": known.not_required,
        "fee": known.fee,
        "days": known.limit,
        "code": known.code,
        "decision": known.decision or "",
        "only_listed": say("ticket.only_listed", hotline=centre.hotline),
    }


def _paper_line(paper: Paper) -> str:
    text = f"{paper.name} ({paper.copies})" if paper.copies else paper.name
    return f"{text} – {paper.condition}" if paper.condition else text


def _foot(ticket: Ticket, centre: CentreAbout, say: _Speaker) -> dict[str, Value]:
    return {
        "qr": qr_data(ticket, centre),
        "qr_use": say("kiosk.paper.qr" if centre.public_url else "ticket.qr_staff"),
        "missed": say("ticket.note", n=centre.no_show_calls),
    }


def local_day(now: dt.datetime, timezone: str) -> dt.date:
    """The business day: the date at the centre, wherever the kiosk's clock thinks it stands."""
    return now.astimezone(ZoneInfo(timezone)).date()
