"""Slips from the order at a desk to the word of the printer."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from queue_server.messages import SLIP_VALUES
from tests.web.house import STAFF, House, send

BIRTH = "1_001193"
MAY = {
    "supplement": {"clerk", "reception", "manager"},
    "return": {"clerk", "reception", "manager"},
    "explanation": {"clerk", "reception", "manager"},
    "day": {"manager", "admin"},
}


def order(house: House, kind: str, who: str = "hoa", **given: Any) -> TestResponse:
    body = {"kind": kind, "device": "k1", **given}
    return send(house.signed_in(who), "POST", "/api/v1/slips", **body)


def told(answer: TestResponse) -> tuple[int, str]:
    assert answer.json is not None
    return answer.status_code, answer.json.get("code", "")


def visitor(house: House, language: str = "vi", procedure: str | None = BIRTH) -> str:
    """Somebody takes a number; the id."""
    wanted = {"service": "HT", "procedure": procedure, "language": language}
    return str((house.as_kiosk("POST", "/api/v1/tickets", **wanted).json or {})["ticket"])


def beat(house: House, kind: str = "kiosk", **said: Any) -> dict[str, Any]:
    headers = house.bearer(kind)
    answer = send(house.stranger(), "POST", "/api/v1/heartbeat", headers, version="1", **said)
    assert answer.status_code == 200, answer.text
    return answer.json or {}


def about(id: str) -> dict[str, dict[str, Any]]:
    """What each kind of slip needs, for a visitor with the number A001."""
    return {
        "supplement": {"ticket": id, "missing": [2]},
        "return": {"ticket": id},
        "explanation": {"day": "2026-11-23", "label": "A001"},
        "day": {},
    }


def test_each_kind_of_slip_can_be_ordered_by_those_it_concerns_and_nobody_else(
    house: House,
) -> None:
    given = about(visitor(house))
    for kind, roles in MAY.items():
        for name, role in STAFF.items():
            answer = order(house, kind, name, **given[kind])
            allowed = answer.status_code == 200
            assert allowed == (role in roles), (kind, role, answer.text)
            assert allowed or told(answer) == (403, "not_allowed")


def test_every_kind_comes_to_the_device_with_the_texts_of_the_contract(house: House) -> None:
    given = about(visitor(house, language="en"))
    for kind in SLIP_VALUES:
        assert order(house, kind, language="vi", **given[kind]).status_code == 200
    found = {slip["kind"]: slip for slip in beat(house)["slips"]}
    assert {kind: set(slip["values"]) for kind, slip in found.items()} == {
        kind: set(names) for kind, names in SLIP_VALUES.items()
    }
    assert {kind: slip["language"] for kind, slip in found.items()} == {
        "supplement": "en",  # a ticket's visitor reads in the language of the ticket
        "return": "en",
        "explanation": "en",
        "day": "vi",
    }


@pytest.mark.parametrize(
    ("ticket", "asked", "language"), [("fr", "en", "en"), ("fr", "de", "vi"), ("fr", None, "vi")]
)
def test_a_language_without_words_gives_way_to_the_one_asked_for(
    house: House, ticket: str, asked: str | None, language: str
) -> None:
    given = {"ticket": visitor(house, language=ticket), "language": asked}
    assert order(house, "return", **given).status_code == 200
    assert [slip["language"] for slip in beat(house)["slips"]] == [language]


def test_an_order_is_followed_from_the_desk_until_it_is_on_paper(house: House) -> None:
    slip = (order(house, "return", "nga", ticket=visitor(house)).json or {})["slip"]
    desk = house.signed_in("lan")

    def state() -> tuple[str, str | None]:
        known = desk.get(f"/api/v1/slips/{slip}").json or {}
        return known["state"], known["code"]

    assert state() == ("ordered", None)
    assert [one["slip"] for one in beat(house)["slips"]] == [slip]
    said = {"slip": slip, "state": "unknown", "code": "unproven"}
    assert beat(house, slips=[said])["slips"] == []
    assert state() == ("unknown", "unproven")
    beat(house, slips=[{"slip": slip, "state": "confirmed"}])
    assert state() == ("confirmed", None)


def test_the_same_order_with_the_same_key_is_one_slip_even_when_it_could_not_be_made_again(
    house: House,
) -> None:
    id = visitor(house)
    key = {"Idempotency-Key": str(uuid4())}
    body = {"kind": "return", "device": "k1", "ticket": id}
    first = send(house.signed_in("lan"), "POST", "/api/v1/slips", key, **body)
    house.clerk("open")
    assert house.clerk("call_next").status_code == 200  # now a return pass would be refused
    again = send(house.signed_in("lan"), "POST", "/api/v1/slips", key, **body)
    assert (again.status_code, again.json) == (200, first.json)
    assert len(beat(house)["slips"]) == 1
    other = send(house.signed_in("lan"), "POST", "/api/v1/slips", key, **body, language="en")
    assert told(other) == (409, "key_reused")
    assert told(order(house, "return", ticket=id)) == (409, "wrong_status")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"kind": "supplement"}, (400, "slip_incomplete")),
        ({"kind": "return"}, (400, "slip_incomplete")),
        ({"kind": "explanation", "day": "2026-11-23"}, (400, "slip_incomplete")),
        ({"kind": "explanation", "label": "Z9"}, (404, "ticket_unknown")),
        ({"kind": "return", "ticket": str(uuid4())}, (404, "ticket_unknown")),
        ({"kind": "supplement", "ticket": str(uuid4())}, (404, "ticket_unknown")),
        ({"kind": "day", "device": "k9"}, (404, "device_unknown")),
        ({"kind": "day", "device": "b1"}, (409, "no_printer")),
        ({"kind": "day", "day": "2026-11-24"}, (409, "day_not_open")),
        ({"kind": "poster"}, (400, "invalid")),
        ({"kind": "day", "device": ""}, (400, "invalid")),
        ({"kind": "supplement", "missing": [-1]}, (400, "invalid")),
        ({"kind": "supplement", "missing": ["Sổ hộ khẩu"]}, (400, "invalid")),
        ({"kind": "supplement", "text": "Sổ hộ khẩu"}, (400, "invalid")),
    ],
)
def test_what_cannot_be_printed_is_refused(
    busy_house: House, given: dict[str, Any], expected: tuple[int, str]
) -> None:
    body = {"device": "k1", **given}
    answer = send(busy_house.signed_in("hoa"), "POST", "/api/v1/slips", **body)
    assert told(answer) == expected


def test_a_visit_that_has_just_ended_still_gets_its_supplement_slip_with_its_counter(
    house: House,
) -> None:
    id = visitor(house, procedure=None)
    for verb in ("open", "call_next", "start"):
        assert house.clerk(verb).status_code == 200
    assert house.clerk("finish", outcome="supplement").status_code == 200
    asked = {"ticket": id, "missing": [2]}
    assert told(order(house, "supplement", **asked)) == (409, "procedure_missing")
    assert order(house, "supplement", **asked, procedure=BIRTH).status_code == 200
    (slip,) = beat(house)["slips"]
    assert (slip["values"]["counter"], slip["values"]["code"]) == ("1", "1.001193")


def test_no_name_of_staff_comes_to_paper(house: House) -> None:
    given = about(visitor(house))
    for kind in SLIP_VALUES:
        order(house, kind, **given[kind])
    text = str(beat(house)["slips"])
    assert "A001" in text
    assert "Hoa" not in text
    assert "staff:" not in text


def test_printers_and_scanners_are_told_to_staff(house: House) -> None:
    before = house.signed_in("hoa").get("/api/v1/manager").json or {}
    well = {"link": "up", "paper": "near_end", "cover_open": False}
    well |= {"online": True, "cutter_error": False}
    beat(house, printer=well, scanner="down")
    printers = (house.signed_in("nga").get("/api/v1/printers").json or {})["printers"]
    assert [(one["device"], one["problem"], one["near_end"]) for one in printers] == [
        ("k1", None, True)
    ]
    after = house.signed_in("hoa").get("/api/v1/manager").json or {}
    (kiosk,) = [one for one in after["devices"] if one["device"] == "k1"]
    assert kiosk["scanner"] == "down"
    assert after["revision"] == before["revision"]
    assert kiosk["printer"] == {**well, "stopped": None}


def test_what_a_newer_kiosk_knows_of_its_printer_is_passed_over(house: House) -> None:
    beat(house, printer={"link": "up", "paper": "out", "cover_open": False, "weather": "hot"})
    printers = (house.signed_in("nga").get("/api/v1/printers").json or {})["printers"]
    assert printers[0]["problem"] == "paper_out"


def test_a_printer_that_cannot_print_is_told_to_staff_and_never_as_fine(house: House) -> None:
    well = {"link": "up", "paper": "ok", "cover_open": False, "online": True, "cutter_error": False}
    told = ({"online": False}, {"cutter_error": True}, {"stopped": "line_bad"}, {"online": None})
    for changed in told:
        beat(house, printer=well | changed)
        printers = (house.signed_in("nga").get("/api/v1/printers").json or {})["printers"]
        assert printers[0]["problem"], changed
        state = house.signed_in("hoa").get("/api/v1/manager").json or {}
        (kiosk,) = [one for one in state["devices"] if one["device"] == "k1"]
        assert kiosk["printer"] == well | {"stopped": None} | changed


def test_what_a_kiosk_says_of_itself_reaches_the_manager_until_it_says_no_more(
    house: House,
) -> None:
    def notices() -> list[str]:
        told = house.signed_in("hoa").get("/api/v1/manager").json or {}
        return [code for one in told["devices"] for code in one["notices"]]

    beat(house, notices=["out_of_service", "of_tomorrow"])
    assert notices() == ["out_of_service", "of_tomorrow"]
    beat(house)
    assert notices() == []


def test_the_published_list_of_a_procedure_is_given_in_its_order(busy_house: House) -> None:
    desk = busy_house.signed_in("lan")
    papers = desk.get(f"/api/v1/procedures/{BIRTH}/papers").json or {}
    assert papers["name"] == {"vi": "Đăng ký khai sinh", "en": "Birth registration"}
    assert papers["verified"] is True
    assert [paper["by_data"] for paper in papers["documents"][:3]] == [True, True, False]
    missing = desk.get("/api/v1/procedures/nothing/papers")
    assert told(missing) == (404, "procedure_unknown")


def test_a_slip_nobody_ordered_is_not_found(busy_house: House) -> None:
    answer = busy_house.signed_in("lan").get(f"/api/v1/slips/{uuid4()}")
    assert told(answer) == (404, "slip_unknown")
