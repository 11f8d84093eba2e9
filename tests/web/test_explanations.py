"""Who may ask why others were called first, and what each page tells to whom."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from queue_server.store import tickets
from queue_server.web.slips import MAY_ORDER
from tests.web.house import STAFF, House

DAY = "2026-11-23"
OWN_WORDS = "quen biết chị Hằng"


@pytest.fixture
def asked(house: House) -> House:
    """Two tickets, of which the later one was called at counter 1."""
    house.take()
    house.clock.jump(minutes=3)
    house.take()
    house.clock.jump(minutes=3)
    assert house.clerk("open").status_code == 200
    with house.server.services.look() as view:
        later = tickets.by_number(view, view.day, "A", 2)
    assert later is not None
    called = house.clerk("call", ticket=later.id, version=later.version, reason=OWN_WORDS)
    assert called.status_code == 200, called.text
    return house


def last_call(house: House) -> int:
    return int((house.signed_in("lan").get("/api/v1/counters/1").json or {})["call"])


def get(house: House, path: str, who: str = "lan") -> TestResponse:
    return house.signed_in(who).get(path)


@pytest.mark.parametrize("who", sorted(STAFF))
def test_all_staff_may_ask(asked: House, who: str) -> None:
    for path in (f"/api/v1/calls/{last_call(asked)}", f"/api/v1/accounts/{DAY}/A001"):
        assert get(asked, path, who).status_code == 200


@pytest.mark.parametrize(("who", "role"), sorted(STAFF.items()))
def test_the_slip_of_an_account_is_offered_to_those_who_may_order_it(
    asked: House, who: str, role: str
) -> None:
    page = get(asked, f"/account/{DAY}/A001", who).text
    assert ('id="slip"' in page) == (role in MAY_ORDER["explanation"].roles)


@pytest.mark.parametrize("day", ["today", "2026-13-01", "2026-11-23T09:00", "23.11.2026", "١"])
def test_a_day_that_is_none_is_a_wrong_request(busy_house: House, day: str) -> None:
    answer = get(busy_house, f"/api/v1/accounts/{day}/A001")
    assert (answer.status_code, (answer.json or {})["code"]) == (400, "invalid")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/api/v1/calls/999999", "call_unknown"),
        (f"/api/v1/calls/{10**30}", "call_unknown"),
        (f"/api/v1/accounts/{DAY}/Z9", "ticket_unknown"),
        (f"/api/v1/accounts/{DAY}/{'9' * 300}", "ticket_unknown"),
        (f"/api/v1/accounts/{DAY}/%00", "ticket_unknown"),
    ],
)
def test_what_is_not_in_the_books_is_not_found(busy_house: House, path: str, code: str) -> None:
    answer = get(busy_house, path)
    assert (answer.status_code, (answer.json or {})["code"]) == (404, code)


@pytest.mark.parametrize("path", ["/call/1", "/account", f"/account/{DAY}/A001"])
def test_the_pages_send_strangers_to_sign_in_and_back(busy_house: House, path: str) -> None:
    answer = busy_house.stranger().get(path)
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")


def test_a_form_leads_to_the_account_in_its_language(busy_house: House) -> None:
    asked = f"/account?label=+A12%2F&day={DAY}"
    assert get(busy_house, asked).location == f"/account/{DAY}/A12%2F"
    assert get(busy_house, f"{asked}&lang=en").location == f"/account/{DAY}/A12%2F?lang=en"


@pytest.mark.parametrize(
    ("path", "status"), [(f"/account/{DAY}/Z9", 404), ("/account/x/A001", 400), ("/call/77", 404)]
)
def test_a_page_that_finds_nothing_asks_again(busy_house: House, path: str, status: int) -> None:
    answer = get(busy_house, path)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert 'id="label"' in answer.text


def language_of(page: str) -> str:
    found = re.search(r'<html lang="(\w+)">', page)
    assert found
    return found[1]


def test_a_slip_in_english_does_not_change_the_language_of_the_desk(asked: House) -> None:
    browser: FlaskClient = asked.signed_in("lan")
    assert language_of(browser.get(f"/account/{DAY}/A001?lang=en").text) == "en"
    assert language_of(browser.get(f"/account/{DAY}/A001").text) == "vi"


def test_a_slip_says_who_made_it_and_for_which_centre(asked: House) -> None:
    slip = get(asked, f"/account/{DAY}/A001", "hoa").text
    for words in ("Người lập: Hoa", "phường Mẫu", "1900 0000", "23/11/2026", "09:00"):
        assert words in slip


def test_a_clerks_own_words_are_for_staff_and_on_paper_only_that_they_are_kept(
    asked: House,
) -> None:
    slip = get(asked, f"/account/{DAY}/A001").text
    assert "Cán bộ gọi A002 ngoài thứ tự; lý do: lý do khác, được lưu trong sổ" in slip
    assert OWN_WORDS not in slip
    assert OWN_WORDS in get(asked, f"/call/{last_call(asked)}").text


def test_an_address_is_shown_as_text_never_as_markup(busy_house: House) -> None:
    page = get(busy_house, f"/account/{DAY}/%3Cscript%3E").text
    assert "<script>" not in page
    assert 'value="&lt;script&gt;"' in page
