"""What each kind of board is told of the hall."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from queue_server.domain.errors import NotFound
from queue_server.messages import BoardState
from queue_server.use_cases import showing
from tests.builders import Clock, Office, an_office, at, centre_text
from tests.store.people import take

MORE = """
[[boards]]
id = "desk"
kind = "counter"
counters = [1]
name.vi = "Quầy 1"

[[boards]]
id = "vain"
kind = "missed"
name.vi = "Vắng mặt"

[[boards]]
id = "far"
name.vi = "Sảnh xa"
diagonal_in = 32
seat_m = 20
counters = [1, 2, 3, 4, 5, 6]
ways.up = [1]

[[boards]]
id = "rest"
kind = "overflow"
follows = "far"
name.vi = "Tiếp theo"
"""


@pytest.fixture
def hall(tmp_path: object) -> Iterator[Office]:
    """An office at nine o'clock with a board of every kind."""
    text = centre_text().replace("# Public holidays", MORE + "# Public holidays", 1)
    opened = an_office(f"sqlite:///{tmp_path}/motcua.db", Clock(), text)
    yield opened
    opened.close()


def board(office: Office, name: str) -> BoardState:
    return office.see(showing.board_state, name)


def called(office: Office, counter: int, service: str) -> str:
    """Somebody is called to a counter, which opens for it; the label."""
    take(office, service)
    office.act("open", counter)
    return office.act("call_next", counter) and board(office, "hall").calls[0].label


def test_a_counters_display_tells_its_state_and_who_is_there(hall: Office) -> None:
    (closed,) = board(hall, "desk").counters
    assert (closed.counter, closed.status, closed.label) == (1, "closed", None)
    assert closed.services[0]["vi"] == "Hộ tịch – Nuôi con nuôi"
    label = called(hall, 1, "HT")
    (calling,) = board(hall, "desk").counters
    assert (calling.status, calling.label, calling.nth) == ("calling", label, 1)
    hall.act("start")
    assert board(hall, "desk").counters[0].status == "serving"
    hall.act("finish")
    hall.act("pause", reason="meeting")
    assert (board(hall, "desk").counters[0].status, board(hall, "desk").calls) == ("paused", [])


def test_an_overflow_is_told_all_calls_and_how_many_the_other_board_shows(hall: Office) -> None:
    services = {1: "HT", 2: "NCC", 3: "CT", 4: "CU_TRU", 5: "CAN_CUOC", 6: "DD"}
    labels = [called(hall, counter, service) for counter, service in services.items()]
    rest = board(hall, "rest")
    assert [row.label for row in rest.calls] == labels[::-1]
    assert (rest.skip, rest.waiting, board(hall, "far").skip) == (4, [], 0)


def test_a_board_of_counters_shows_their_calls_and_who_waits_for_them(hall: Office) -> None:
    called(hall, 1, "HT")
    called(hall, 7, "TP")
    assert [row.counter for row in board(hall, "hall").calls] == [7, 1]
    assert [row.counter for row in board(hall, "far").calls] == [1]
    served = {row.service for row in board(hall, "far").waiting}
    assert "HT" in served
    assert "TP" not in served


def test_a_board_of_missed_numbers_has_them_and_nothing_else(hall: Office) -> None:
    label = called(hall, 1, "HT")
    hall.clock.jump(minutes=2)
    hall.act("no_show")
    assert board(hall, "vain").missed == [label]
    assert (board(hall, "vain").calls, board(hall, "desk").missed) == ([], [])


def test_what_happens_elsewhere_pushes_nothing_off_a_board_of_few_counters(hall: Office) -> None:
    """More numbers called, and missed, at counter 7 than a board is sent at all."""
    gone = called(hall, 1, "HT")
    hall.clock.jump(minutes=2)
    hall.act("no_show")
    awaited = called(hall, 1, "HT")
    hall.act("open", 7)
    for _ in range(5 * hall.see(lambda view: view.centre.rules.board_rows)):
        take(hall, "TP")
        hall.clock.jump(seconds=-58)
        hall.act("call_next", 7)
        hall.act("start", 7)
        hall.act("finish", 7)
    assert [row.label for row in board(hall, "far").calls] == [awaited]
    assert board(hall, "far").missed == [gone]


def test_calls_are_announced_on_boards_of_the_hall_and_of_results_alone(hall: Office) -> None:
    called(hall, 3, "KQ")
    centre = hall.see(lambda view: view.centre)
    (ticket,) = hall.see(showing.tickets.today)
    heard = {one.id for one in centre.boards if showing.on_board(ticket, one)}
    assert heard == {"hall", "results", "far"}


def test_a_closed_centre_rests_once_everybody_has_gone(day_office: Office) -> None:
    assert not board(day_office, "hall").resting
    id = take(day_office)
    day_office.clock.now = at("20:00")
    assert id
    assert not board(day_office, "hall").resting
    day_office.clock.jump(days=1)
    assert board(day_office, "hall").resting


def test_a_board_is_told_the_ways_to_counters_from_where_it_hangs(hall: Office) -> None:
    assert board(hall, "hall").ways == {"left": [1, 2, 3], "ahead": [4, 5], "right": [6, 7, 8]}
    assert board(hall, "far").ways == {"up": [1]}
    assert board(hall, "results").ways == {}


def test_the_worlds_board_has_numbers_and_places_and_no_ids(hall: Office) -> None:
    label = called(hall, 1, "HT")
    shown = hall.see(showing.public_board, "hall")
    assert [(row.label, row.counter) for row in shown.calls] == [(label, 1)]
    assert set(shown.calls[0].__struct_fields__) == {
        "label", "counter", "counter_name", "nth", "called_at",
    }  # fmt: skip
    with pytest.raises(NotFound, match="board_unknown"):
        hall.see(showing.public_board, "vain")
