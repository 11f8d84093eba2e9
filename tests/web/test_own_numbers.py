"""A kiosk gives up a visitor's own number, and the manager is told what became of the numbers."""

from __future__ import annotations

from uuid import uuid4

from queue_server.messages import TicketQueued
from tests.builders import an_id
from tests.web.house import House, send


def a_number(house: House) -> str:
    """Somebody takes a ticket; its id."""
    answer = house.as_kiosk("POST", "/api/v1/tickets", service="HT")
    return str((answer.json or {})["ticket"])


def test_the_holder_of_a_number_gives_it_up_at_a_kiosk(house: House) -> None:
    id = a_number(house)
    path = f"/api/v1/tickets/{id}"
    assert (house.as_kiosk("GET", path).json or {})["status"] == "waiting"
    answers = [house.as_kiosk("POST", f"{path}/cancel") for _ in range(2)]
    assert [(one.status_code, (one.json or {})["status"]) for one in answers] == [
        (200, "cancelled")
    ] * 2
    assert set(answers[0].json or {}) == set(TicketQueued.__struct_fields__)


def test_a_called_number_is_not_given_up_but_told_its_counter(house: House) -> None:
    id = a_number(house)
    house.clerk("open")
    house.clerk("call_next")
    answer = house.as_kiosk("POST", f"/api/v1/tickets/{id}/cancel")
    told = answer.json or {}
    assert (answer.status_code, told["code"], told["about"]["counter"]) == (409, "called_now", 1)
    assert told["title"] == "Số A001 đang được gọi đến quầy 1"


def test_a_ticket_nobody_knows_is_404(house: House) -> None:
    answer = house.as_kiosk("POST", f"/api/v1/tickets/{an_id('x')}/cancel")
    assert (answer.status_code, (answer.json or {})["code"]) == (404, "ticket_unknown")


def test_the_manager_sees_where_the_numbers_of_the_day_are(house: House) -> None:
    a_number(house)
    house.as_kiosk("POST", "/api/v1/leases", ticket=str(uuid4()), service="HT")
    block = {"block": str(uuid4()), "service": "HT", "day": "2026-11-23", "count": 30}
    assert house.as_kiosk("POST", "/api/v1/reserves", **block).status_code == 200
    state = send(house.signed_in("hoa"), "GET", "/api/v1/manager").json or {}
    told = state["numbers"]
    assert (told["given"], told["issued"]) == (32, 1)
    assert (told["leased_unused"], told["reserve_unused"], told["skipped"]) == (1, 30, 0)
