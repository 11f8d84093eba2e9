"""What is printed on a ticket: number, wait, checklist and the visitor's rights. No I/O."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kiosk.explain import Explained, Paper, explain, pick, wait_text
from kiosk.numbers import Ticket
from printer_drivers.receipt import (
    Big,
    Block,
    Bullet,
    Check,
    Line,
    Pair,
    Qr,
    Receipt,
    Rule,
    Space,
    WidthMm,
)
from queue_server.messages import CentreAbout
from queue_server.runtime.i18n import Words

PAPERS_MAX = 15  # nine of ten procedures need no more; a longer list would be a metre of paper


class Press(NamedTuple):
    """What every ticket of a kiosk is made with."""

    centre: CentreAbout
    words: Words
    width_mm: WidthMm = 80
    dots: int | None = None


def compose(ticket: Ticket, press: Press, copy: int = 0) -> Receipt:
    """The ticket in its own language; ``copy`` above 0 prints the mark of a reprint."""
    say = _Speaker(press.words, ticket.language)
    blocks = [
        *_head(ticket, press, say, copy),
        *_queue(ticket, press, say),
        *_checklist(ticket, press, say),
        *_foot(ticket, press, say),
    ]
    return Receipt(tuple(blocks), press.width_mm, press.dots)


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


def _head(ticket: Ticket, press: Press, say: _Speaker, copy: int) -> Iterator[Block]:
    yield Line(pick(press.centre.name, ticket.language), bold=True, align="centre")
    if address := pick(press.centre.address, ticket.language):
        yield Line(address, size="small", align="centre")
    yield Line(say("ticket.title"), bold=True, align="centre")
    if copy:
        yield Line(say("ticket.reprint"), bold=True, align="centre")
    yield Big(ticket.label)
    if ticket.priority != "normal":
        yield Line(say("ticket.mark.priority"), size="large", bold=True, align="centre")


def _queue(ticket: Ticket, press: Press, say: _Speaker) -> Iterator[Block]:
    service = next((s for s in press.centre.services if s.id == ticket.service), None)
    if service:
        yield Line(pick(service.name, ticket.language), bold=True, align="centre")
        counters = ", ".join(str(number) for number in service.counters)
        zone = pick(service.zone, ticket.language)
        if counters:
            where = say("ticket.counters", list=counters, zone=zone).rstrip(" –")
            yield Line(where, align="centre")
        elif zone:
            yield Line(zone, align="centre")
    if ticket.people_ahead is not None:
        key = "kiosk.detail.ahead" if ticket.people_ahead else "kiosk.detail.next"
        yield Line(say(key, n=ticket.people_ahead), align="centre")
    wait = wait_text(ticket.wait, ticket.language, press.words)
    yield Line(wait, bold=ticket.wait is not None, align="centre")
    if ticket.source == "reserve":
        yield Line(say("ticket.reserve"), size="small", align="centre")
    local = ticket.issued_at.astimezone(ZoneInfo(press.centre.timezone))
    yield Line(
        say("ticket.issued", time=f"{local:%H:%M}", date=f"{local:%d/%m/%Y}"), align="centre"
    )


def _checklist(ticket: Ticket, press: Press, say: _Speaker) -> Iterator[Block]:
    procedure = next((p for p in press.centre.procedures if p.id == ticket.procedure), None)
    if procedure is None:
        return
    known = explain(procedure, ticket.language, press.words)
    yield Rule()
    yield Line(known.name, bold=True)
    if known.elsewhere:
        yield Line(say("kiosk.where", place=known.elsewhere), bold=True)
    yield Line(say("kiosk.detail.docs") + ":")
    for paper in known.papers[:PAPERS_MAX]:
        yield Check(_paper_line(paper))
    if len(known.papers) > PAPERS_MAX:
        yield Line(say("ticket.more_papers", n=len(known.papers) - PAPERS_MAX))
    yield from _facts(known, press, say)


def _facts(known: Explained, press: Press, say: _Speaker) -> Iterator[Block]:
    if not known.verified:
        yield Line(say("ticket.unverified"), size="small")
    if known.not_required:
        yield Line(say("kiosk.detail.not_required") + ":", bold=True)
        for name in known.not_required:
            yield Bullet(name)
    yield Space(1)
    yield Pair(say("kiosk.detail.fee"), known.fee)
    yield Pair(say("kiosk.detail.days"), known.limit)
    yield Pair(say("kiosk.detail.code"), known.code)
    if known.decision:
        yield Pair(say("kiosk.detail.decision"), known.decision)
    yield Line(say("ticket.only_listed", hotline=press.centre.hotline), size="small")


def _paper_line(paper: Paper) -> str:
    text = f"{paper.name} ({paper.copies})" if paper.copies else paper.name
    return f"{text} – {paper.condition}" if paper.condition else text


def _foot(ticket: Ticket, press: Press, say: _Speaker) -> Iterator[Block]:
    yield Rule()
    yield Qr(qr_data(ticket, press.centre))
    key = "kiosk.paper.qr" if press.centre.public_url else "ticket.qr_staff"
    yield Line(say(key), size="small", align="centre")
    yield Line(say("ticket.note", n=press.centre.no_show_calls), size="small", align="centre")
    yield Line(say("ticket.thanks"), align="centre")


def local_day(now: dt.datetime, timezone: str) -> dt.date:
    """The business day: the date at the centre, wherever the kiosk's clock thinks it stands."""
    return now.astimezone(ZoneInfo(timezone)).date()
