"""Whatever is sent: an answer, never a failure, and a problem is said in the language asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings

from queue_server.app import ENDPOINTS
from queue_server.domain.journal import Actor
from queue_server.use_cases.administering import sign_in
from tests.web.house import House, a_house, send, served
from tests.web.test_door import SAMPLES, address, named, someone_allowed

NASTY_BODIES: dict[str, bytes] = {
    "nothing": b"",
    "null": b"null",
    "a number": b"1e999",
    "not a number": b'{"count": NaN}',
    "invalid UTF-8": b'{"service": "\xff\xfe", "name": "\xc3\x28"}',
    "a lone surrogate": b'{"name": "\\ud800", "reason": "\\ud800"}',
    "a zero byte": b'{"name": "a\\u0000b", "password": "\\u0000", "reason": "\\u0000"}',
    "deep lists": b"[" * 20_000 + b"]" * 20_000,
    "deep objects": b'{"a":' * 9_000 + b"1" + b"}" * 9_000,
    "a huge number": b'{"version": ' + b"9" * 5_000 + b"}",
    "the same key twice": b'{"service": "HT", "service": "CT"}',
    "a byte order mark": b'\xef\xbb\xbf{"service": "HT"}',
    "UTF-16": '{"service": "HT"}'.encode("utf-16"),
}
VALUES: list[Any] = [
    None, True, -1, 0, 2**31, 2**53, 2**63, 2**64, 2**70, -(2**70), 1.5, "", "\u0000", "a\u0000b",
    "\ud800",
    "x" * 300, "💥", [], {}, [[]], "0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00", "2026-11-23T09:00:00", "2026-02-30", "00000000-0000-0000-0000",
    str(uuid4()), "'; DROP TABLE tickets; --",
]  # fmt: skip
GOOD: dict[str, dict[str, Any]] = {
    "/api/v1/enrol": {"code": "ABCDEFGHJK", "kind": "kiosk"},
    "/api/v1/heartbeat": {"version": "1", "centre_version": 1, "unsent_tickets": 0,
                          "reserve_left": 0, "clock": "2026-11-23T02:00:00Z", "scanner": "up",
                          "slips": [{"slip": str(uuid4()), "state": "failed", "code": "x"}]},
    "/api/v1/leases": {"ticket": str(uuid4()), "service": "HT", "procedure": "x",
                       "priority": "normal"},
    "/api/v1/reserves": {"block": str(uuid4()), "service": "HT", "day": "2026-11-23", "count": 5},
    "/api/v1/tickets/<uuid:ticket>": {"service": "HT", "day": "2026-11-23", "series": "A",
                                      "number": 1, "issued_at": "2026-11-23T02:00:00Z",
                                      "procedure": None, "language": "vi", "priority": "normal"},
    "/api/v1/tickets": {"service": "HT", "procedure": None, "priority": "normal"},
    "/api/v1/panel/keys": {"press": str(uuid4()), "counter": 1, "event": "next",
                           "pressed_at": "2026-11-23T02:00:00Z"},
    "/api/v1/sign-in": {"name": "nobody", "password": "x"},
    "/api/v1/counters/<int:counter>/<verb>": {"ticket": None, "version": 1, "reason": "x",
                                              "outcome": "received", "note": "x",
                                              "minutes": 5, "service": "HT",
                                              "procedure": "x", "to_counter": 1,
                                              "to_person": "lan", "revision": 1},
    "/api/v1/appointments": {"service": "HT", "at": "2026-11-23T02:30:00Z", "procedure": None,
                             "priority": "normal", "language": "vi"},
    "/api/v1/policy/preview": {"days": 1, "help_after_min": 5, "appointment_head_start_min": 60,
                               "head_start_min": {"elderly": 90}},
    "/api/v1/slips": {"kind": "explanation", "device": "k1", "ticket": str(uuid4()),
                      "procedure": "1_001193", "missing": [1], "day": "2026-11-23",
                      "label": "A001", "language": "vi"},
    "/api/v1/alarms": {"alarm": str(uuid4()), "kind": "extra_papers", "counter": 1,
                       "at": "2026-11-23T02:00:00Z", "procedure": "1_001193"},
    "/api/v1/alarms/<uuid:alarm>/<verb>": {"reason": "listed"},
    "/api/v1/alarms/<uuid:alarm>/done": {},
    "/api/v1/boards/<name>/voice": {"ready": True, "page": str(uuid4()), "problem": "suspended",
                                    "spoken": [{"id": str(uuid4()), "error": "http_503",
                                                "at": "2026-11-23T02:00:00Z"}]},
    "/api/v1/voices/<zone>": {"ready": False, "problem": "player_missing", "spoken": []},
    "/api/v1/broadcasts": {"kind": "own", "text": {"vi": "Xin chú ý."}, "zones": ["hall"],
                           "urgent": False, "times": 2, "gap_s": 60},
    "/api/v1/broadcasts/<uuid:broadcast>/withdraw": {},
}  # fmt: skip
TAKING = [one for one in ENDPOINTS if one.takes]
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(scope="module")
def house(shared_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One server on each database for everything that is thrown at it."""
    with a_house(tmp_path_factory.mktemp("fuzz"), database=shared_database) as opened:
        yield opened


@pytest.fixture(scope="module")
def url(house: House) -> Iterator[str]:
    with served(house) as address:
        yield address


def fits(status: int, kind: str, text: str) -> None:
    """An answer may be anything but a failure; what is refused is explained in English."""
    assert status < 500, text
    assert "Traceback" not in text
    if status >= 400:
        assert kind == "application/problem+json", text
        title = json.loads(text)["title"]
        assert title
        assert title.isascii(), f"{title} is not English"
        assert not title.startswith("problem."), f"{title} has no words"


def test_everything_the_document_describes_can_be_thrown_at_the_server(
    house: House, url: str
) -> None:
    schema = schemathesis.openapi.from_url(f"{url}/api/openapi.json")
    cookie = house.server.services.write(sign_in, Actor("staff:lan"), "lan").result
    seen = set()
    with requests.Session() as session:
        for found in schema.get_all_operations():
            operation = found.ok()
            seen.add(operation.label)

            @settings(max_examples=10, suppress_health_check=list(HealthCheck))
            @given(case=operation.as_strategy())
            def throw(case: schemathesis.Case) -> None:
                house.seconds += 60  # so that those who guess are not slowed down
                credentials = house.bearer() if "counters" not in case.path else {}
                answer = case.call(
                    base_url=url,
                    session=session,
                    headers={**ENGLISH, **credentials},
                    cookies={"motcua_session": cookie},
                )
                kind = answer.headers.get("content-type", [""])[0].partition(";")[0]
                fits(answer.status_code, kind, answer.text)

            throw()
    assert len(seen) == len(ENDPOINTS)


@pytest.mark.parametrize("endpoint", TAKING, ids=named)
@pytest.mark.parametrize("what", NASTY_BODIES)
def test_nasty_bodies_are_refused(house: House, endpoint: Any, what: str) -> None:
    knock(house, endpoint, data=NASTY_BODIES[what], content_type="application/json")
    still_stands(house)


@pytest.mark.parametrize("endpoint", TAKING, ids=named)
def test_nasty_values_in_good_places_harm_nobody(house: House, endpoint: Any) -> None:
    good = GOOD[endpoint.path]
    for field in good:
        for value in VALUES:
            knock(house, endpoint, json={**good, field: value})
    still_stands(house)


@pytest.mark.parametrize("endpoint", [one for one in ENDPOINTS if "<" in one.path], ids=named)
@pytest.mark.parametrize(
    "part",
    ["0", "-1", "1" * 40, "%00", "%ff", "..%2f..%2fetc%2fpasswd", "é", "💥", "a b", "1.0", "%2e"],
)
def test_nasty_addresses_harm_nobody(house: House, endpoint: Any, part: str) -> None:
    whole = address(endpoint)
    for sample in SAMPLES.values():
        if f"/{sample}" in whole:
            knock(house, endpoint, whole.replace(f"/{sample}", f"/{part}"), json={})
    still_stands(house)


def test_a_huge_body_is_refused_and_the_next_request_answered(url: str) -> None:
    with requests.Session() as session:
        answer = session.post(
            f"{url}/api/v1/sign-in",
            data=b"x" * 5_000_000,
            headers={"Content-Type": "application/json", **ENGLISH},
        )
        fits(answer.status_code, answer.headers["Content-Type"], answer.text)
        assert answer.status_code == 413
        assert session.get(f"{url}/healthz").status_code == 200


def test_commands_out_of_order_are_refused_one_by_one(house: House) -> None:
    for verb in ("finish", "start", "recall", "no_show", "call_next", "close", "back_to_work"):
        answer = house.clerk(verb, 5, "minh")
        assert answer.status_code == 409, verb
    still_stands(house)


def test_a_ticket_and_a_version_nobody_ever_saw_are_refused(house: House) -> None:
    house.clerk("open", 6, "minh")
    for version in (0, 7, 2**53 - 1):
        answer = house.clerk("start", 6, "minh", ticket=str(uuid4()), version=version)
        assert answer.status_code == 409
    house.clerk("close", 6, "minh")


def knock(house: House, endpoint: Any, path: str = "", **body: Any) -> None:
    who = "kiosk" if endpoint.who.everybody else someone_allowed(endpoint)
    house.seconds += 60
    is_staff = who not in ("kiosk", "board", "announcer")
    browser = house.signed_in(who) if is_staff else house.stranger()
    credentials = {} if is_staff else house.bearer(who)
    headers = {"Idempotency-Key": str(uuid4()), **ENGLISH, **credentials}
    answer = browser.open(
        path or address(endpoint), method=endpoint.method, headers=headers, **body
    )
    fits(answer.status_code, answer.mimetype, answer.text)


def still_stands(house: House) -> None:
    """The hall can still be looked at from everywhere."""
    assert house.stranger().get("/api/v1/boards/hall").status_code == 200
    assert house.signed_in("hoa").get("/api/v1/manager").status_code == 200
    assert house.signed_in("hoa").get("/api/v1/counters").status_code == 200
    answer = send(house.stranger(), "POST", "/api/v1/heartbeat", house.bearer(), version="1")
    assert answer.status_code == 200
