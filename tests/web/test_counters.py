"""What the clerk's page is told about counters."""

from typing import get_args

from queue_server.messages import Step
from queue_server.use_cases import verbs
from tests.web.house import House


def test_who_sits_where_is_told_by_sign_in_name_because_names_may_be_shared(house: House) -> None:
    house.clerk("open", 2)
    (row,) = [
        row
        for row in house.signed_in("minh").get("/api/v1/counters").get_json()["counters"]
        if row["clerk"] is not None
    ]
    assert (row["counter"], row["clerk"], row["clerk_name"]) == (2, "lan", "Lan")


def test_after_a_break_the_next_step_is_the_command_that_ends_it(house: House) -> None:
    house.clerk("open")
    assert house.clerk("pause", reason="break").get_json()["step"] == "back_to_work"
    assert house.clerk("back_to_work").get_json()["state"] == "idle"


def test_every_step_is_called_like_the_command_it_gives() -> None:
    assert set(get_args(Step)) - {"none"} <= set(verbs.VERBS)
