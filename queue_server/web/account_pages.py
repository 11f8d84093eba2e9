"""Why others were called first: for staff on the screen, for the citizen on paper.

These pages need no script. What they show is computed from the journal each time, so a slip that
is printed again says the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from ..domain.errors import MotcuaError
from ..messages import CallAccount, Overtaking, Passed, RuleAbout, SignedIn, TicketAccount, Words
from ..runtime.i18n import DEFAULT
from ..runtime.i18n import Words as Catalogue
from ..store import View
from ..use_cases import explaining
from .explaining import a_day
from .pages import (
    PAPER_STYLES,
    PAPER_WORDS,
    WhoIsThere,
    in_language,
    language_wanted,
    to_sign_in,
)
from .problems import status_of

Look = Callable[[], AbstractContextManager[View]]

REASON = "reason."
ENDED = ("finished", "cancelled", "expired")
LIFE = "account.life."


def create(words: Catalogue, signed_in: WhoIsThere, look: Look) -> Blueprint:
    """The blueprint of `/call/<call>`, `/account` and `/account/<day>/<label>`, for staff.

    `look` gives a consistent look at the centre.
    """
    pages = Blueprint("accounts", __name__, template_folder="templates")

    def shown(make: Callable[[View, Reader], ResponseReturnValue]) -> ResponseReturnValue:
        who = signed_in()
        if who is None:
            return to_sign_in()
        with look() as view:
            reader = Reader(words, language_wanted(), view.centre.calendar.zone, who)
            try:
                return make(view, reader)
            except MotcuaError as error:
                sentence = words.text(reader.language, f"problem.{error.code}", **error.about)
                return _asking(view, reader, sentence), status_of(error)

    @pages.get("/call/<int:call>")
    def call(call: int) -> ResponseReturnValue:
        return shown(partial(_call, call))

    @pages.get("/account/<day>/<label>")
    def account(day: str, label: str) -> ResponseReturnValue:
        return shown(partial(_account, day, label))

    @pages.get("/account")
    def ask() -> ResponseReturnValue:
        day, label = request.args.get("day", ""), request.args.get("label", "").strip()
        if day and label:
            there = f"/account/{quote(day, safe='')}/{quote(label, safe='')}"
            lang = request.args.get("lang", "")
            return redirect(f"{there}?{urlencode({'lang': lang})}" if lang else there)
        return shown(_asking)

    return pages


class Reader(Struct, frozen=True):
    """Who reads a page, in which language, by which clock."""

    words: Catalogue
    language: str
    zone: ZoneInfo
    who: SignedIn

    def say(self, key: str, **values: object) -> str:
        return self.words.text(self.language, key, **values)

    def pick(self, texts: Words) -> str:
        """A name in the reader's language, else in Vietnamese."""
        return texts.get(self.language) or texts.get(DEFAULT, "")

    def clock(self, moment: dt.datetime | None) -> str:
        return moment.astimezone(self.zone).strftime("%H:%M") if moment else "–"

    def date(self, day: dt.date) -> str:
        return day.strftime("%d/%m/%Y" if self.language == DEFAULT else "%d %b %Y")

    def day(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self.zone).date()

    def reason(self, reason: str | None, *, aloud: bool) -> str:
        """A stored reason. Free text is for staff; a citizen reads that it is in the books."""
        known = self.words.catalogue(self.language, (REASON,))
        found = known.get(REASON + (reason or ""))
        return found or (reason if reason and aloud else self.say("account.reason_other"))


def _page(template: str, view: View, reader: Reader, title: str, **more: object) -> str:
    return render_template(
        template,
        **in_language(reader.words, reader.language),
        title=title,
        words=reader.words.catalogue(reader.language, PAPER_WORDS),
        styles=["/web/staff.css", *PAPER_STYLES, "/web/account.css"],
        scripts=["/web/print.js", "/web/account_slip.js", "/web/session.js"],
        who=reader.who,
        reader=reader,
        centre=view.centre,
        now=view.now,
        today=view.day,
        **more,
    )


def _asking(view: View, reader: Reader, refusal: str = "") -> str:
    """The question; after a refusal with what was asked, to be mended."""
    more = {
        "refusal": refusal,
        "lang": request.args.get("lang"),
        "label": (request.view_args or {}).get("label", ""),
    }
    return _page("account_ask.html", view, reader, reader.say("account.ask"), **more)


def _account(day: str, label: str, view: View, reader: Reader) -> str:
    account = explaining.account_of_ticket(view, a_day(day), label)
    title = reader.say("account.title", label=account.label)
    rows = [_overtaking(reader, account, one) for one in account.overtaken_by]
    helped = any(one.code == "help" for one in account.overtaken_by)
    return _page(
        "account.html",
        view,
        reader,
        title,
        account=account,
        rows=rows,
        over=account.status in ENDED,
        rule=_rule(reader, account.rule, helped=helped),
        life=[(reader.clock(step.at), _life(reader, step.kind), step) for step in account.life],
    )


def _call(call: int, view: View, reader: Reader) -> str:
    account = explaining.account_of_call(view, call)
    title = reader.say("account.call_title", label=account.label)
    return _page(
        "call.html",
        view,
        reader,
        title,
        account=account,
        rows=[_passed(reader, account, one) for one in account.passed],
        rule=_rule(reader, account.rule, helped=True),
        day=reader.day(account.issued_at),
    )


def _rule(reader: Reader, rule: RuleAbout, *, helped: bool) -> str:
    """The discipline in a plain sentence, and a second one where helping matters."""
    p, a = rule.priority_head_start_min, rule.appointment_head_start_min
    if not rule.alike:
        sentence = reader.say("account.rule_up_to", p=p, a=a)
    elif p == a:
        sentence = reader.say("account.rule_same", p=p)
    else:
        sentence = reader.say("account.rule_apart", p=p, a=a)
    help = reader.say("account.rule_help", m=rule.help_after_min) if helped else ""
    return f"{sentence} {help}".strip()


def _life(reader: Reader, kind: str) -> str:
    known = reader.words.catalogue(reader.language, (LIFE,))
    return known.get(LIFE + kind) or reader.say("account.life.other")


class Row(Struct, frozen=True):
    """One line of a list: a number, when it came and was called, where, and why."""

    label: str
    service: str
    taken: str
    why: str
    call: int | None = None
    called: str = ""
    counter: str = ""


def _overtaking(reader: Reader, account: TicketAccount, one: Overtaking) -> Row:
    told = {
        "first": one.label,
        "second": account.label,
        "reason": reader.reason(one.reason, aloud=False),
    }
    return Row(
        label=one.label,
        service=reader.pick(one.service_name),
        taken=reader.clock(one.issued_at),
        why=_why(reader, one, told, appointment=one.appointment),
        call=None if one.code == "same_visit" else one.call,
        called=reader.clock(one.called_at),
        counter=reader.pick(one.counter_name),
    )


def _passed(reader: Reader, account: CallAccount, one: Passed) -> Row:
    told = {
        "first": account.label,
        "second": one.label,
        "reason": reader.reason(account.why.reason, aloud=True),
    }
    return Row(
        label=one.label,
        service=reader.pick(one.service_name),
        taken=reader.clock(one.issued_at),
        why=_why(reader, one, told, appointment=account.appointment),
    )


def _why(
    reader: Reader, one: Overtaking | Passed, told: dict[str, str], *, appointment: bool
) -> str:
    """Why the first of two numbers was called before the second."""
    code = one.code
    if code == "head_start" and appointment:
        code = "appointment"
    if code == "earlier_turn" and not one.minutes:
        code = "earlier_place"
    return reader.say(f"account.code.{code}", m=one.minutes, **told)
