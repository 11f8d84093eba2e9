"""The staff's pages: home, sign-in, counter terminal, reception and manager page.

The pages are shells: what they show comes from the API and the socket, under the same session.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from urllib.parse import urlencode

import msgspec
from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from queue_server.messages import PriorityAbout, SignedIn
from queue_server.runtime.i18n import LANGUAGES, Words, negotiate

LANGUAGE_COOKIE = "motcua_language"
_LANGUAGE_AGE_S = 365 * 24 * 3600
VIETNAM = "Asia/Ho_Chi_Minh"
STYLES = ["/shared/vendor/uplot.css", "/web/staff.css", "/web/counter.css"]
PAPER_STYLES = ["/web/slips.css"]
PAPER_WORDS = ("print.", "printer.", "problem.")
"""What printing a slip needs of a page."""

DESK_WORDS: Mapping[str, tuple[str, ...]] = {
    "counter": ("clerk.", "counter.", "papers.", "reason.", "signin.", "mgr.longest"),
    "reception": ("alarm.", "reception.", "home.language.", "clerk.changed.", "signin."),
    "manager": (
        "account.",
        "alarm.",
        "manager.",
        "mgr.",
        "counter.",
        "reason.",
        "say.",
        "signin.",
        "unit.",
        "voice.",
    ),
}
"""The pages behind the sign-in, and the beginnings of the words their scripts say."""

WhoIsThere = Callable[[], SignedIn | None]


class Offered(msgspec.Struct, frozen=True):
    """The priority classes of today, and the languages of the centre."""

    classes: Sequence[PriorityAbout]
    languages: Sequence[str]


def create(
    words: Words,
    signed_in: WhoIsThere,
    timezone: str = VIETNAM,
    boards: Callable[[], Sequence[str]] = lambda: ("hall",),
    offered: Callable[[], Offered] = lambda: Offered([], LANGUAGES),
) -> Blueprint:
    """The blueprint of `/`, `/sign-in`, `/counter`, `/reception` and `/manager`.

    `signed_in` says who sent the current request; `timezone` is where clock times are read;
    `boards` names the boards to which the home page leads; `offered` is what a number may be given
    with at the reception. The scripts and styles are expected under `/web/`.
    """
    pages = Blueprint("pages", __name__, template_folder="templates")

    @pages.get("/")
    def home() -> ResponseReturnValue:
        more = {"who": signed_in(), "scripts": ["/web/session.js"], "boards": boards()}
        return _shown(words, "home.html", "home.title", (), more)

    @pages.get("/sign-in")
    def sign_in() -> ResponseReturnValue:
        more = {"scripts": ["/web/sign_in.js"]}
        return _shown(words, "sign_in.html", "signin.title", ("problem.",), more)

    def desk(name: str) -> ResponseReturnValue:
        who = signed_in()
        if who is None:
            return to_sign_in()
        facts: dict[str, object] = {"me": who, "timezone": timezone}
        if name == "reception":
            facts["offered"] = offered()
        more = {
            "page": name,
            "who": who,
            "facts": msgspec.to_builtins(facts),
            "styles": [*STYLES, *PAPER_STYLES],
            "scripts": [f"/web/{name}.js", "/web/session.js"],
        }
        prefixes = (*DESK_WORDS[name], *PAPER_WORDS)
        return _shown(words, "desk.html", f"{name}.title", prefixes, more)

    for name in DESK_WORDS:
        pages.add_url_rule(f"/{name}", name, partial(desk, name))
    return pages


def _shown(
    words: Words, template: str, title: str, prefixes: tuple[str, ...], more: Mapping[str, object]
) -> ResponseReturnValue:
    """A page in the reader's language; a language asked for in the address is remembered.

    `prefixes` name the words its scripts need, `more` is what only this page shows.
    """
    language = language_wanted()
    page = {
        **in_language(words, language),
        "title": words.text(language, title),
        "words": words.catalogue(language, prefixes),
        "styles": STYLES,
        "scripts": [],
        **more,
    }
    response = make_response(render_template(template, **page))
    if request.args.get("lang") == language:
        response.set_cookie(
            LANGUAGE_COOKIE, language, max_age=_LANGUAGE_AGE_S, httponly=True, samesite="Strict"
        )
    return response


def to_sign_in() -> ResponseReturnValue:
    """Off to sign in, and back to this very address."""
    there = request.full_path.rstrip("?")
    return redirect(f"/sign-in?{urlencode({'next': there})}")


def in_language(words: Words, language: str) -> dict[str, object]:
    """What every page in a language needs: the language, its texts, and this page in others."""
    return {
        "language": language,
        "others": {other: _here_in(other) for other in LANGUAGES if other != language},
        "t": partial(words.text, language),
    }


def _here_in(language: str) -> str:
    """The address of this very page in another language."""
    return "?" + urlencode({**request.args, "lang": language})


def language_wanted() -> str:
    """By the address, else as chosen before, else by what the browser prefers."""
    for wanted in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    return negotiate(request.headers.get("Accept-Language"))
