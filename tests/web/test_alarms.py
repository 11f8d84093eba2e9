"""Alarms by HTTP: who may do what, what a kiosk hears, and what is refused."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.web.house import STAFF, House, send

AT = "2026-11-23T02:00:00Z"
MAY = {
    "coming": {"reception", "manager", "admin"},
    "done": {"reception", "manager", "admin"},
    "handled": {"manager", "admin"},
}


def raised(house: House, kind: str = "help", **more: Any) -> str:
    id = str(uuid4())
    answer = house.as_kiosk(
        "POST", "/api/v1/alarms", **{"alarm": id, "kind": kind, "at": AT}, **more
    )
    assert answer.status_code == 200, answer.text
    return str((answer.json or {})["alarm"])


def pressed(house: House, id: str, verb: str, who: str, **body: Any) -> TestResponse:
    return send(house.signed_in(who), "POST", f"/api/v1/alarms/{id}/{verb}", **body)


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, (answer.json or {}).get("code", "")


def seen(house: House, who: str) -> list[dict[str, Any]]:
    return list((house.signed_in(who).get("/api/v1/alarms").json or {})["alarms"])


def test_each_verb_is_for_those_it_concerns(house: House) -> None:
    for verb, roles in MAY.items():
        id = raised(house, "extra_papers" if verb == "handled" else "help")
        for name, role in STAFF.items():
            answer = pressed(house, id, verb, name, reason="other")
            if role not in roles:
                assert code(answer) == (403, "not_allowed"), (verb, role)
            elif verb != "handled" or role == "manager":
                assert answer.status_code == 200, (verb, role, answer.text)


def test_the_reception_sees_calls_for_help_and_managers_the_reports_too(house: House) -> None:
    raised(house)
    raised(house, "extra_papers", procedure="1_001193", counter=1)
    kinds = {who: {one["kind"] for one in seen(house, who)} for who in ("nga", "hoa", "an")}
    both = {"help", "extra_papers"}
    assert kinds == {"nga": {"help"}, "hoa": both, "an": both}
    assert house.signed_in("lan").get("/api/v1/alarms").status_code == 403
    state = house.signed_in("hoa").get("/api/v1/manager").json or {}
    assert sorted(one["kind"] for one in state["alarms"]) == ["extra_papers", "help"]
    assert (state["today"]["help"], state["today"]["extra_papers"]) == (1, 1)


def test_a_kiosk_hears_with_its_heartbeat_that_somebody_is_coming(house: House) -> None:
    def told() -> list[dict[str, Any]]:
        return list((house.as_kiosk("POST", "/api/v1/heartbeat", version="1").json or {})["alarms"])

    id = raised(house)
    assert told() == [{"alarm": id, "kind": "help", "state": "open"}]
    assert pressed(house, id, "coming", "nga").status_code == 200
    assert told() == [{"alarm": id, "kind": "help", "state": "coming"}]
    answer = house.as_kiosk("PUT", f"/api/v1/alarms/{id}/done")
    assert (answer.json or {})["state"] == "over"
    assert told() == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"alarm": "x", "kind": "help", "at": AT},
        {"alarm": str(uuid4()), "kind": "fire", "at": AT},
        {"alarm": str(uuid4()), "kind": "help", "at": "2026-11-23T02:00:00"},
        {"alarm": str(uuid4()), "kind": "extra_papers", "at": AT, "counter": 0},
        {"alarm": str(uuid4()), "kind": "extra_papers", "at": AT, "procedure": "a b"},
        {"alarm": str(uuid4()), "kind": "extra_papers", "at": AT, "text": "Lan"},
    ],
)
def test_what_is_no_alarm_is_refused_and_nothing_is_kept(
    house: House, body: dict[str, Any]
) -> None:
    assert code(house.as_kiosk("POST", "/api/v1/alarms", **body)) == (400, "invalid")
    assert seen(house, "hoa") == []


def test_a_verb_that_is_none_and_a_reason_that_is_none_are_refused(house: House) -> None:
    id = raised(house, "extra_papers")
    assert code(pressed(house, id, "burn", "hoa")) == (404, "unknown_verb")
    assert code(pressed(house, id, "handled", "hoa", reason="because")) == (400, "invalid")
    assert code(pressed(house, id, "handled", "hoa")) == (409, "reason_missing")
    assert code(pressed(house, id, "coming", "hoa")) == (409, "alarm_of_other_kind")
    assert code(pressed(house, str(uuid4()), "coming", "hoa")) == (404, "alarm_unknown")


@pytest.mark.parametrize("kind", ["board", "announcer", "panel"])
def test_only_kiosks_raise_alarms(house: House, kind: str) -> None:
    body = {"alarm": str(uuid4()), "kind": "help", "at": AT}
    answer = send(house.stranger(), "POST", "/api/v1/alarms", house.bearer(kind), **body)
    assert code(answer) == (403, "not_allowed")


def test_the_day_strip_tells_of_reports(house: House) -> None:
    raised(house, "extra_papers")
    order = {"kind": "day", "device": "k1"}
    send(house.signed_in("hoa"), "POST", "/api/v1/slips", **order)
    answer = house.as_kiosk("POST", "/api/v1/heartbeat", version="1").json or {}
    [slip] = answer["slips"]
    assert slip["values"]["outcomes"] == ["Phản ánh bị yêu cầu thêm giấy tờ: 1"]
