"""The board page of a hall: `GET /board/<name>`, its own files under `/board-static/`, and the
pictures and films it shows under `/board-media/`.

Its scripts come as one (`bundle/board.js`, made by `tools/build/bundle.py`), in the language of
2015: many a television that hangs in a hall knows no newer one.

The address says what only the screen on the wall knows: `?diagonal=55&distance=8` (inches; metres
to the farthest seat) makes the letters of the list as large as that takes, `?sound=off` leaves the
voice to others of the zone, `?test=1` shows bars to measure and plays a sample.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from flask import Blueprint, Response, make_response, render_template

from queue_server.runtime.i18n import LANGUAGES, Words
from queue_server.runtime.web.pages import check_vendor, send_shared

HERE = Path(__file__).parent
LOCALE = HERE / "locale"
STATIC = HERE / "static"
BUNDLE = HERE / "bundle"
TRY_AGAIN_S = 30


def create(
    words: Words, boards: Callable[[str], str | None], languages: Sequence[str] = LANGUAGES
) -> Blueprint:
    """The blueprint of the boards; `boards` says the kind of a board, or `None`: there is none.

    A board shows the first two of the `languages` at once, the first one larger. The page needs
    `/shared` and the security headers of the application that mounts it. Raises AssetsMissing
    where its script was never made.
    """
    check_vendor(BUNDLE)
    shown = tuple(languages)[:2]
    pages = Blueprint("board", __name__, template_folder="templates")

    @pages.get("/board/<name>")
    def board(name: str) -> Response:
        kind = boards(name)
        if kind is None:
            return _missing(words, shown)
        texts = {language: words.catalogue(language, ("board.",)) for language in shown}
        page = render_template(
            "board.html",
            language=shown[0],
            title=words.text(shown[0], "board.title"),
            words=texts,
            facts={"board": name, "kind": kind, "languages": shown},
            styles=["/board-static/board.css", "/board-static/kinds.css"],
            classic=["/board-static/bundle/board.js"],
        )
        return make_response(page)

    @pages.get("/board-static/bundle/board.js")
    def script() -> Response:
        return send_shared(BUNDLE, "board.js")

    @pages.get("/board-static/<path:name>")
    def file(name: str) -> Response:
        return send_shared(STATIC, name)

    return pages


def _missing(words: Words, languages: Sequence[str]) -> Response:
    lines = [
        (
            language,
            words.text(language, "board.missing.title"),
            words.text(language, "board.missing"),
        )
        for language in languages
    ]
    page = render_template(
        "board_missing.html",
        language=languages[0],
        title=lines[0][1],
        lines=lines,
        words={},
        styles=["/board-static/board.css"],
    )
    answer = make_response(page, 404)
    # A board described later, or a server set up later, shows without anybody touching the screen.
    answer.headers["Refresh"] = str(TRY_AGAIN_S)
    return answer
