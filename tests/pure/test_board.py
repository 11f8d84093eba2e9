"""The board page as the browser gets it."""

import json
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from display_board import pages
from queue_server.runtime.i18n import Words
from queue_server.runtime.web import pages as shared
from queue_server.runtime.web import security


def a_browser(*boards: str, languages: tuple[str, ...] = ("vi", "en")) -> FlaskClient:
    """A browser at a server that has these boards."""
    app = Flask(__name__)
    security.protect(app)
    app.register_blueprint(shared.create())
    words = Words.load([pages.LOCALE], strict=True)
    app.register_blueprint(pages.create(words, dict.fromkeys(boards, "hall").get, languages))
    return app.test_client()


def block(html: str, name: str) -> Any:
    """The JSON the server wrote into the page under this name."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', html)
    assert found is not None
    return json.loads(found[1])


def test_a_board_page_knows_its_name_and_the_words_of_both_languages() -> None:
    html = a_browser("hall").get("/board/hall").get_data(as_text=True)
    assert block(html, "facts") == {"board": "hall", "kind": "hall", "languages": ["vi", "en"]}
    words = block(html, "words")
    assert words["vi"]["board.col.counter"] == "Quầy"
    assert words["en"]["board.col.counter"] == "Counter"
    assert '<html lang="vi">' in html


def test_a_board_shows_at_most_two_languages_the_first_one_first() -> None:
    html = a_browser("hall", languages=("en", "vi", "vi")).get("/board/hall").get_data(as_text=True)
    assert block(html, "facts")["languages"] == ["en", "vi"]
    assert '<html lang="en">' in html


def test_a_board_that_does_not_exist_is_told_in_both_languages() -> None:
    answer = a_browser("hall").get("/board/kitchen")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert "Không có bảng này" in html
    assert "No such board" in html
    assert "kitchen" not in html


def test_a_screen_on_a_board_that_is_not_there_yet_looks_again_by_itself() -> None:
    assert a_browser("hall").get("/board/kitchen").headers["Refresh"] == "30"
    assert "Refresh" not in a_browser("hall").get("/board/hall").headers


def test_every_script_and_style_of_the_page_is_served_to_the_browser() -> None:
    browser = a_browser("hall")
    html = browser.get("/board/hall").get_data(as_text=True)
    addresses = re.findall(r'(?:src|href)="(/[^"]+)"', html)
    assert "/board-static/bundle/board.js" in addresses
    for address in addresses:
        with browser.get(address) as answer:
            assert answer.status_code == 200, address


def test_scripts_are_served_as_javascript_whatever_the_system_believes() -> None:
    with a_browser("hall").get("/board-static/board.js") as answer:
        assert answer.mimetype == "text/javascript"


def test_files_outside_the_static_folder_are_not_served() -> None:
    assert a_browser("hall").get("/board-static/../pages.py").status_code == 404


def test_page_and_refusal_carry_the_strict_policy_and_hold_nothing_inline() -> None:
    for name in ("hall", "kitchen"):
        answer = a_browser("hall").get(f"/board/{name}")
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        html = answer.get_data(as_text=True)
        assert "style=" not in html
        assert "onclick" not in html.lower()
        scripts = re.findall(r"<script([^>]*)>", html)
        assert all("src=" in tag or "application/json" in tag for tag in scripts)


def test_the_page_is_never_stored_so_that_a_reload_shows_a_new_release() -> None:
    assert a_browser("hall").get("/board/hall").headers["Cache-Control"] == "no-store"
