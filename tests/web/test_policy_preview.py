"""The manager tries another rule on past days."""

from __future__ import annotations

from queue_server.store import Store
from tests.a_past import a_day_in_the_office
from tests.builders import Office
from tests.web.house import House, send

PATH = "/api/v1/policy/preview"


def a_past(house: House) -> None:
    """One day that is over."""
    store: Store = house.server.services.store
    a_day_in_the_office(Office(store, house.clock, ""))


def test_a_manager_sees_who_would_have_waited_longer(house: House) -> None:
    a_past(house)
    answer = send(house.signed_in("hoa"), "POST", PATH, days=7, head_start_min={"elderly": 0})
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    assert answer.json["days"] == 1
    assert answer.json["everybody"]["visits"] == 5
    longer = {row["id"]: row["effect"]["longer"] for row in answer.json["classes"]}
    assert longer == {"normal": 0, "elderly": 1}
    assert [row["id"] for row in answer.json["services"]] == ["HT"]


def test_a_manager_sees_the_numbers_of_today(house: House) -> None:
    answer = house.signed_in("hoa").get("/api/v1/policy")
    assert answer.json is not None
    assert (answer.json["help_after_min"], answer.json["appointment_head_start_min"]) == (10, 60)
    elderly = answer.json["classes"][0]
    assert (elderly["id"], elderly["head_start_min"]) == ("elderly", 60)
    assert elderly["name"]["en"] == "Elderly person"


def test_looking_needs_no_key_and_raises_no_revision(house: House) -> None:
    a_past(house)
    with house.server.services.look() as view:
        before = view.head.revision
    answer = house.signed_in("hoa").post(PATH, json={"help_after_min": 0})
    assert answer.status_code == 200
    with house.server.services.look() as view:
        assert view.head.revision == before


def test_a_class_nobody_knows_is_refused(house: House) -> None:
    answer = send(house.signed_in("hoa"), "POST", PATH, head_start_min={"minister": 5})
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (400, "priority_unknown")


def test_clerks_have_no_business_here(house: House) -> None:
    assert send(house.signed_in("lan"), "POST", PATH).status_code == 403
