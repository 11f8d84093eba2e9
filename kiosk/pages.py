"""The touch pages and their JSON interface, for the one browser on this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from uuid import UUID

import msgspec
from flask import Blueprint, Response, render_template, request
from msgspec import Meta, Struct

from kiosk import alarm_pages, own_pages
from kiosk.alarms import Alarms, NotHeard
from kiosk.answers import Refused, as_json, body, problem
from kiosk.cancelling import Cancelling
from kiosk.checklists import Checklists, NotListed, Wish
from kiosk.explain import LONG_WAIT_MIN, Explained, explain
from kiosk.hall import Hall
from kiosk.issuing import Issuing, NotIssued
from kiosk.jobs import MAX_COPIES, UNFINISHED, Job, Jobs, JobState
from kiosk.ledger import Ledger, LedgerFailed
from kiosk.mode import Modes
from kiosk.modules import needed
from kiosk.numbers import Tap, Ticket
from kiosk.practice import Practice
from kiosk.printing import EXPIRED
from kiosk.scanned import Scans
from kiosk.settings import ScreenSettings
from kiosk.speaking import Speaker, Unspoken
from kiosk.view import Known, ListNow, TicketNow, list_now, page_state, ticket_now
from kiosk.volume import STEPS, Volume
from queue_server.messages import CentreAbout, Language, ProcedureId, ServiceId
from queue_server.runtime.i18n import Words
from queue_server.runtime.web.pages import ADDRESSES, send_shared

STATIC = Path(__file__).parent / "static"
SCRIPT = "/static/kiosk.js"
STYLES = ("kiosk", "steps", "staff", "places")
POLLS = 4  # pages that may wait at once: there is one, and the ones it left behind
POLL_S = 4.0  # a page asks again at least this often, so that staleness shows by itself
TOO_MANY = ("list_just_printed", "lists_enough", "alarms_enough")
QuestionId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,23}\Z")]
Answers = Annotated[dict[QuestionId, bool], Meta(max_length=16)]


class Take(Struct, frozen=True, forbid_unknown_fields=True):
    """One tap; ``ticket`` is made by the page once per tap and makes pressing twice harmless."""

    ticket: UUID
    service: ServiceId
    procedure: ProcedureId | None = None
    priority: str = "normal"
    language: Language = "vi"
    answers: Answers = {}
    another: bool = False


class Printed(Struct, frozen=True, forbid_unknown_fields=True):
    """The visitor's answer to "did your ticket come out?"."""

    ticket: UUID
    printed: bool


class Reprint(Struct, frozen=True, forbid_unknown_fields=True):
    ticket: UUID


class PrintList(Struct, frozen=True, forbid_unknown_fields=True):
    """The list of papers without a number; ``id`` is made by the page once per press."""

    id: UUID
    procedure: ProcedureId
    language: Language = "vi"
    answers: Answers = {}


class Noted(Struct, frozen=True, forbid_unknown_fields=True):
    """The visitor left with the number alone."""

    ticket: UUID


class Forget(Struct, frozen=True, forbid_unknown_fields=True):
    """The visit is over: what was scanned goes with it."""


class Speech(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of the screen that are to be heard."""

    language: Language
    text: Annotated[str, Meta(min_length=1, max_length=400)]


class Fault(Struct, frozen=True):
    """A script error on the page."""

    message: Annotated[str, Meta(max_length=500)]


class Rooms(Struct, frozen=True):
    """What the pages work with."""

    ledger: Ledger
    jobs: Jobs
    hall: Hall
    issuing: Issuing
    trouble: Callable[[], str | None]
    words: Words
    scans: Scans
    checklists: Checklists
    alarms: Alarms
    cancelling: Cancelling
    modes: Modes
    volume: Volume
    practice: Practice
    screen: ScreenSettings
    speaker: Speaker
    wake_printer: Callable[[], None]
    report: Callable[[str], None]
    page_loaded: Callable[[], None]


def create(rooms: Rooms) -> Blueprint:
    """The blueprint of the whole kiosk; mount it at the root of an application of its own."""
    pages = Blueprint("kiosk", __name__, template_folder="templates")
    desk = _Desk(rooms)
    _serve_shell(pages, desk, rooms.words)
    _serve_news(pages, desk)
    _serve_verbs(pages, desk)
    alarm_pages.serve(pages, rooms.alarms, rooms.issuing.now, body)
    own_pages.serve(pages, rooms.cancelling, rooms.practice, rooms.modes, body)
    _explain_refusals(pages)

    @pages.post("/api/fault")
    def fault() -> tuple[str, int]:
        rooms.report(body(Fault).message)
        return "", 204

    return pages


def _serve_shell(pages: Blueprint, desk: _Desk, words: Words) -> None:
    modules = needed(SCRIPT, {"/static": STATIC, **ADDRESSES})

    @pages.get("/")
    def shell() -> str:
        desk.page_loaded()
        return render_template(
            "kiosk.html",
            language="vi",
            title=words.text("vi", "kiosk.attract.title"),
            words=words.catalogue("vi", ["kiosk."]),
            facts=desk.facts(),
            styles=[f"/static/{name}.css" for name in STYLES],
            scripts=[SCRIPT],
            modules=modules,
            body_class="kiosk",
        )

    @pages.get("/static/<path:name>")
    def static_file(name: str) -> Response:
        return send_shared(STATIC, name)


def _serve_news(pages: Blueprint, desk: _Desk) -> None:
    @pages.get("/api/state")
    def state() -> Response:
        return as_json(desk.state())

    @pages.get("/api/procedures/<language>")
    def procedures(language: str) -> Response:
        return as_json(desk.procedures(language))


def _serve_verbs(pages: Blueprint, desk: _Desk) -> None:
    @pages.post("/api/take")
    def take() -> Response:
        return as_json(desk.take(body(Take)))

    @pages.post("/api/printed")
    def printed() -> Response:
        return as_json(desk.printed(body(Printed)))

    @pages.post("/api/reprint")
    def reprint() -> Response:
        return as_json(desk.reprint(body(Reprint)))

    @pages.post("/api/checklist")
    def checklist() -> Response:
        return as_json(desk.checklist(body(PrintList)))

    @pages.post("/api/forget")
    def forget() -> tuple[str, int]:
        body(Forget)
        desk.forget()
        return "", 204

    @pages.post("/api/noted")
    def noted() -> Response:
        return as_json(desk.noted(body(Noted)))

    @pages.post("/api/speech")
    def speech() -> Response:
        sound = Response(desk.speech(body(Speech)), mimetype="audio/wav")
        sound.headers["Cache-Control"] = "no-store"
        return sound


def _explain_refusals(pages: Blueprint) -> None:
    @pages.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        return problem(error.code, error.status)

    @pages.errorhandler(NotIssued)
    def not_issued(error: NotIssued) -> Response:
        return problem(error.code, 409, **error.about)

    @pages.errorhandler(NotListed)
    def not_listed(error: NotListed) -> Response:
        return problem(error.code, 429 if error.code in TOO_MANY else 409)

    @pages.errorhandler(NotHeard)
    def not_heard(error: NotHeard) -> Response:
        return problem(error.code, 429 if error.code in TOO_MANY else 409)

    @pages.errorhandler(Unspoken)
    def unspoken(error: Unspoken) -> Response:
        return problem("no_voice", 503)

    @pages.errorhandler(LedgerFailed)
    def ledger_failed(error: LedgerFailed) -> Response:
        return problem(error.code, 503)


class _Desk:
    """Answers the pages; knows nothing of HTTP but the query of a poll."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._explained: tuple[CentreAbout | None, dict[str, list[Explained]]] = (None, {})
        self._polls = threading.Semaphore(POLLS)

    def page_loaded(self) -> None:
        self._rooms.page_loaded()

    def facts(self) -> dict[str, object]:
        screen, words = self._rooms.screen, self._rooms.words
        return {
            **msgspec.to_builtins(screen),
            "px_per_mm": screen.px_per_mm,
            "long_wait_min": LONG_WAIT_MIN,
            "max_copies": MAX_COPIES,
            "words": {name: words.catalogue(name, ["kiosk."]) for name in words.languages},
            "speech": {**self._rooms.speaker.facts(), "steps": STEPS},
        }

    def state(self) -> Struct:
        version = self._news_beyond(request.args.get("seen", 0, type=int))
        state = page_state(version, self._centre(), self._known(), self._rooms.trouble())
        uuid = request.args.get("ticket", type=UUID)
        shown = self._ticket_now(uuid) if uuid else None
        list_ = request.args.get("list", type=UUID)
        return msgspec.structs.replace(
            state,
            mode=self._rooms.modes.now,
            volume=self._rooms.volume.percent / 100,
            ticket=shown,
            scanned=own_pages.labelled(self._rooms.scans.now(), self._rooms.ledger),
            help=call.state if (call := self._rooms.alarms.call) else None,
            list=list_now(list_, self._rooms.checklists.job(list_)) if list_ else None,
        )

    def _news_beyond(self, version: int) -> int:
        """Wait for news, but not with every thread: the taps need some."""
        if not self._polls.acquire(blocking=False):
            return self._rooms.hall.version
        try:
            return self._rooms.hall.wait_beyond(version, POLL_S)
        finally:
            self._polls.release()

    def _known(self) -> Known:
        hall = self._rooms.hall
        return Known(
            at=self._rooms.issuing.now(),
            link=hall.link_up,
            enrolled=hall.enrolled,
            waiting=hall.waiting,
            services=hall.services(),
        )

    def procedures(self, language: str) -> list[Explained]:
        if language not in self._rooms.words.languages:
            raise Refused("no_such_language", 404)
        centre = self._centre()
        if self._explained[0] is not centre:
            self._explained = (centre, {})
        known = self._explained[1]
        if language not in known:
            words = self._rooms.words
            known[language] = [
                explain(p, language, words, centre.questions) for p in centre.procedures
            ]
        return known[language]

    def take(self, take: Take) -> TicketNow:
        ticket = self._given(msgspec.convert(take, Tap, from_attributes=True))
        self._rooms.scans.forget()
        return self._shown(ticket)

    def _given(self, tap: Tap) -> Ticket:
        practice, issuing = self._rooms.practice, self._rooms.issuing
        if self._rooms.modes.now == "practice" and not self._rooms.ledger.ticket(tap.ticket):
            issuing.check(tap)
            return practice.give(tap)
        return practice.ticket(tap.ticket) or issuing.take(tap)

    def printed(self, answer: Printed) -> TicketNow:
        ticket = self._ticket(answer.ticket)
        job = self._job(ticket)
        if job:
            after: JobState = "confirmed" if answer.printed else "failed"
            code = None if answer.printed else "not_seen"
            self._rooms.jobs.move(job.id, ("unknown",), after, self._rooms.issuing.now(), code)
            self._rooms.hall.touch()
        return self._shown(ticket)

    def reprint(self, wish: Reprint) -> TicketNow:
        ticket = self._ticket(wish.ticket)
        job = self._job(ticket)
        copy = job.copy + 1 if job else 1
        if job and job.state in UNFINISHED:
            raise Refused("still_printing")
        if copy > MAX_COPIES or not self._copied(ticket, copy):
            raise Refused("no_more_copies")
        self._rooms.wake_printer()
        self._rooms.hall.touch()
        return self._shown(ticket)

    def _copied(self, ticket: Ticket, copy: int) -> bool:
        if ticket.source == "practice":
            return self._rooms.practice.copy(ticket)
        first = self._rooms.jobs.first_receipt(ticket.uuid)
        if first is None:  # a ticket and its first job are one commit
            raise Refused("no_such_ticket", 404)
        receipt, now = self._rooms.issuing.copy_of(ticket, first), self._rooms.issuing.now()
        return self._rooms.jobs.queue_copy(ticket.uuid, receipt, now, copy)

    def noted(self, leaving: Noted) -> TicketNow:
        """Paper that has not left the printer is given up: it would come for nobody."""
        ticket = self._ticket(leaving.ticket)
        job = self._job(ticket)
        if job:
            now = self._rooms.issuing.now()
            self._rooms.jobs.give_up(job.id, now, EXPIRED)
            self._rooms.hall.touch()
        return self._shown(ticket)

    def checklist(self, wish: PrintList) -> ListNow | None:
        lists = self._rooms.checklists
        lists.print(Wish(wish.id, wish.procedure, wish.language, wish.answers))
        return list_now(wish.id, lists.job(wish.id))

    def speech(self, wish: Speech) -> bytes:
        return self._rooms.speaker.sound(wish.text, wish.language)

    def forget(self) -> None:
        self._rooms.scans.forget()

    def _centre(self) -> CentreAbout:
        centre = self._rooms.hall.centre
        if centre is None:
            raise Refused("no_centre", 503)
        return centre

    def _ticket(self, uuid: UUID) -> Ticket:
        ticket = self._known_ticket(uuid)
        if ticket is None:
            raise Refused("no_such_ticket", 404)
        return ticket

    def _known_ticket(self, uuid: UUID) -> Ticket | None:
        return self._rooms.ledger.ticket(uuid) or self._rooms.practice.ticket(uuid)

    def _job(self, ticket: Ticket) -> Job | None:
        if ticket.source == "practice":
            return self._rooms.practice.job(ticket)
        return self._rooms.jobs.of_ticket(ticket.uuid)

    def _ticket_now(self, uuid: UUID) -> TicketNow | None:
        ticket = self._known_ticket(uuid)
        return self._shown(ticket) if ticket else None

    def _shown(self, ticket: Ticket) -> TicketNow:
        return ticket_now(ticket, self._job(ticket), self._centre())
