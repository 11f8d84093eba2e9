"""The shells of the staff's pages: who may see them, in which language, under which policy."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from queue_server.messages import PriorityAbout, SignedIn
from queue_server.runtime.i18n import Words
from queue_server.runtime.web import pages as shared
from queue_server.runtime.web import security
from queue_server.web import pages
from tests.house.files import ROOT

LAN = SignedIn(staff="s1", name="Lan <b>", roles=["clerk"])
STATIC = ROOT / "queue_server/web/static"


def a_browser(who: SignedIn | None = LAN) -> FlaskClient:
    app = Flask("tests")
    security.protect(app)
    app.register_blueprint(shared.create())
    words = Words.load([ROOT / "queue_server/locale"], strict=True)
    app.register_blueprint(pages.create(words, lambda: who))
    return app.test_client()


@pytest.mark.parametrize("path", ["/counter", "/reception", "/manager"])
def test_a_desk_sends_strangers_to_sign_in(path: str) -> None:
    answer = a_browser(None).get(path)
    assert (answer.status_code, answer.location) == (302, f"/sign-in?next=%2F{path[1:]}")


def test_signing_in_leads_back_to_the_counter_chosen_before() -> None:
    answer = a_browser(None).get("/counter?counter=3")
    assert answer.location == "/sign-in?next=%2Fcounter%3Fcounter%3D3"


@pytest.mark.parametrize("path", ["/", "/sign-in"])
def test_home_and_sign_in_are_open_to_all(path: str) -> None:
    assert a_browser(None).get(path).status_code == 200


def test_the_home_page_leads_to_every_board_of_the_centre() -> None:
    app = Flask("tests")
    app.register_blueprint(shared.create())
    words = Words.load([ROOT / "queue_server/locale"], strict=True)
    app.register_blueprint(pages.create(words, lambda: None, boards=lambda: ["hall", "floor-2"]))
    page = app.test_client().get("/").text
    assert re.findall(r'href="/board/([^"]+)"', page) == ["hall", "floor-2"]


def test_the_reception_may_give_numbers_in_the_centres_classes_and_languages() -> None:
    app = Flask("tests")
    app.register_blueprint(shared.create())
    words = Words.load([ROOT / "queue_server/locale"], strict=True)
    offered = pages.Offered([PriorityAbout("elderly", {"vi": "Người cao tuổi"})], ["vi"])
    app.register_blueprint(pages.create(words, lambda: LAN, offered=lambda: offered))
    page = app.test_client().get("/reception").text
    facts = json.loads(re.findall(r'id="facts">(.+?)</script>', page)[0])
    assert facts["offered"]["languages"] == ["vi"]
    assert [one["id"] for one in facts["offered"]["classes"]] == ["elderly"]


def language_of(browser: FlaskClient, path: str = "/", wish: str = "") -> str:
    page = browser.get(path, headers={"Accept-Language": wish}).text
    found = re.search(r'<html lang="(\w+)">', page)
    assert found
    return found[1]


def test_a_page_is_vietnamese_unless_the_browser_prefers_english() -> None:
    assert language_of(a_browser()) == "vi"
    assert language_of(a_browser(), wish="en-GB,en;q=0.9") == "en"


def test_a_language_chosen_once_stays_and_beats_the_browser() -> None:
    browser = a_browser()
    assert language_of(browser, "/?lang=en", wish="vi") == "en"
    assert language_of(browser, "/sign-in", wish="vi") == "en"


def test_an_unknown_language_is_ignored_and_not_remembered() -> None:
    browser = a_browser()
    assert language_of(browser, "/?lang=xx") == "vi"
    assert browser.get_cookie(pages.LANGUAGE_COOKIE) is None


def test_the_language_link_keeps_the_rest_of_the_address() -> None:
    assert "?counter=3&amp;lang=en" in a_browser().get("/counter?counter=3").text


@pytest.mark.parametrize("path", ["/", "/sign-in", "/counter", "/reception", "/manager"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_carries_inline_scripts_or_styles(path: str, language: str) -> None:
    page = a_browser().get(f"{path}?lang={language}").text
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []


@pytest.mark.parametrize("path", ["/", "/sign-in", "/counter", "/reception", "/manager"])
def test_every_file_a_page_asks_for_exists(path: str) -> None:
    browser = a_browser()
    page = browser.get(path).text
    for address in re.findall(r'(?:src|href)="(/(?:web|shared)/[^"]+)"', page):
        if address.startswith("/web/"):
            assert (STATIC / address.removeprefix("/web/")).is_file(), address
        else:
            assert browser.get(address, buffered=True).status_code == 200, address


def test_a_name_is_text_never_markup() -> None:
    page = a_browser().get("/counter").text
    assert "Lan <b>" not in page
    assert "Lan &lt;b&gt;" in page
