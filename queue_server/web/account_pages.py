"""Why others were called first: for staff on the screen, for the citizen on paper.

These pages need no script. What they show is computed from the journal each time, so a slip that
is printed again says the same.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from urllib.parse import quote, urlencode

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ..domain.errors import MotcuaError
from ..messages import SignedIn
from ..runtime.i18n import Words
from ..store import View
from ..use_cases import explaining
from . import explained
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
from .reading import Reader
from .slips import MAY_ORDER

Look = Callable[[], AbstractContextManager[View]]


def create(words: Words, signed_in: WhoIsThere, look: Look) -> Blueprint:
    """The blueprint of `/call/<call>`, `/account` and `/account/<day>/<label>`, for staff.

    `look` gives a consistent look at the centre.
    """
    pages = Blueprint("accounts", __name__, template_folder="templates")

    def shown(make: Callable[[View, Member], ResponseReturnValue]) -> ResponseReturnValue:
        who = signed_in()
        if who is None:
            return to_sign_in()
        with look() as view:
            reader = Member(words, language_wanted(), view.centre.calendar.zone, who)
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


class Member(Reader, frozen=True):
    """A member of staff who reads a page."""

    who: SignedIn


def _page(template: str, view: View, reader: Member, title: str, **more: object) -> str:
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


def _asking(view: View, reader: Member, refusal: str = "") -> str:
    """The question; after a refusal with what was asked, to be mended."""
    more = {
        "refusal": refusal,
        "lang": request.args.get("lang"),
        "label": (request.view_args or {}).get("label", ""),
    }
    return _page("account_ask.html", view, reader, reader.say("account.ask"), **more)


def _account(day: str, label: str, view: View, reader: Member) -> str:
    account = explaining.account_of_ticket(view, a_day(day), label)
    title = reader.say("account.title", label=account.label)
    rows = [explained.overtaking(reader, account, one) for one in account.overtaken_by]
    return _page(
        "account.html",
        view,
        reader,
        title,
        account=account,
        rows=rows,
        over=explained.is_over(account),
        may_order=not MAY_ORDER["explanation"].roles.isdisjoint(reader.who.roles),
        rule=explained.rule_of(reader, account),
        life=[
            (reader.clock(one.at), explained.life(reader, one.kind), one) for one in account.life
        ],
    )


def _call(call: int, view: View, reader: Member) -> str:
    account = explaining.account_of_call(view, call)
    title = reader.say("account.call_title", label=account.label)
    return _page(
        "call.html",
        view,
        reader,
        title,
        account=account,
        rows=[explained.passed(reader, account, one) for one in account.passed],
        rule=explained.rule(reader, account.rule, helped=True),
        day=reader.day(account.issued_at),
    )
