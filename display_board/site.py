"""A board for the centre's own site: `GET /public/board/<name>`, read only, without scripts.

Other sites may put it into a frame. It loads itself anew, and caches between may keep it for some
seconds, so that a thousand readers are no more to the server than a few.
"""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, make_response, render_template, request

from queue_server.messages import PublicBoard
from queue_server.runtime.i18n import Words
from queue_server.runtime.web.security import POLICY

KEPT_S = 5
AGAIN_S = 15
# Everything else of the policy stays; there is nothing on this page that could be clicked.
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")


def create(
    words: Words, look: Callable[[str], PublicBoard | None], languages: Sequence[str]
) -> Blueprint:
    """The blueprint of the page; `look` gives a board of that name, or `None`: there is none.

    `?lang=en` chooses one of the `languages`, of which the first is the usual one.
    """
    site = Blueprint("site", __name__, template_folder="templates")

    @site.get("/public/board/<name>")
    def page(name: str) -> Response:
        board = look(name)
        if board is None:
            abort(404)
        asked = request.args.get("lang", "")
        language = asked if asked in languages else languages[0]
        answer = make_response(render_template("board_site.html", **_shown(words, language, board)))
        answer.headers["Content-Security-Policy"] = FRAMED
        answer.headers["Cache-Control"] = f"public, max-age={KEPT_S}"
        answer.headers["Refresh"] = str(AGAIN_S)
        return answer

    return site


def _shown(words: Words, language: str, board: PublicBoard) -> dict[str, object]:
    zone = ZoneInfo(board.timezone)
    total = sum(one.waiting for one in board.waiting)
    return {
        "language": language,
        "board": board,
        "word": lambda key: words.text(language, key),
        "as_of": words.text(
            language, "board.site.as_of", time=f"{board.as_of.astimezone(zone):%H:%M}"
        ),
        "waiting": words.text(language, "board.waiting", n=total),
        "time": lambda moment: f"{moment.astimezone(zone):%H:%M}",
        "name": lambda texts: texts.get(language) or texts.get("vi", ""),
    }
