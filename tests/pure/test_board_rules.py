"""What hangs where: kinds of boards, their mistakes in the centre file, and how many rows fit."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.board import Board, belongs, crowded, rows_that_fit, shown_at_once
from queue_server.domain.centre_file import parse
from tests.house.files import ROOT
from tests.pure.test_centre_file import GOOD, mistakes

EXAMPLES = json.loads((ROOT / "tests/board_examples.json").read_text("utf-8"))


def a_board(**fields: object) -> Board:
    return Board(**{"id": "hall", "name": {"vi": "Sảnh"}, **fields})  # type: ignore[arg-type]


ONE = "a counter's display is for one counter: counters = [5]"
HALLS = "only an overflow board follows another, which is of the kind hall"


def with_board(*lines: str) -> str:
    return "\n".join([GOOD, "[[boards]]", 'id = "more"', 'name.vi = "Thêm"', *lines, ""])


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rows_follow_from_diagonal_farthest_seat_and_ticker(example: dict[str, float]) -> None:
    ticker = {"vi": ["Xin giữ phiếu"]} if example.get("ticker") else {}
    board = a_board(
        diagonal_in=example["diagonal"],
        seat_m=example["distance"],
        ticker=ticker,
        upright=bool(example.get("upright")),
    )
    assert rows_that_fit(board) == example["rows"]


@given(st.floats(7, 200), st.floats(1, 50), st.floats(1, 3))
def test_a_larger_screen_or_a_nearer_seat_never_has_fewer_rows(
    diagonal: float, seat: float, times: float
) -> None:
    rows = rows_that_fit(a_board(diagonal_in=diagonal, seat_m=seat))
    assert rows_that_fit(a_board(diagonal_in=diagonal * times, seat_m=seat)) >= rows
    assert rows_that_fit(a_board(diagonal_in=diagonal, seat_m=seat * times)) <= rows


def test_a_board_shows_the_large_call_and_its_rows_but_no_more_than_are_sent() -> None:
    near = a_board(diagonal_in=55, seat_m=5)
    assert (shown_at_once(near, 8), shown_at_once(near, 4)) == (6, 4)
    assert shown_at_once(a_board(diagonal_in=32, seat_m=40), 8) == 4  # three rows are the least
    assert (shown_at_once(a_board(), 8), shown_at_once(a_board(upright=True), 8)) == (8, 7)


def test_more_than_four_counters_for_each_row_are_too_many() -> None:
    far = a_board(diagonal_in=55, seat_m=10)
    assert rows_that_fit(far) == 2
    assert not crowded(far, 8)
    assert crowded(far, 9)
    assert not crowded(a_board(kind="missed", diagonal_in=55, seat_m=10), 9)


def test_a_ticket_belongs_to_the_boards_of_its_service_and_its_counter() -> None:
    assert belongs(a_board(), "HT", 3)
    assert not belongs(a_board(services=["CT"]), "HT", 3)
    assert belongs(a_board(services=["HT"], counters=[3]), "HT", 3)
    assert not belongs(a_board(counters=[3]), "HT", 4)


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (['services = ["XX"]'], 'there is no service "XX"'),
        (["counters = [9]"], "there is no counter 9"),
        (['kind = "counter"'], ONE),
        (['kind = "counter"', "counters = [1, 2]"], ONE),
        (
            ['kind = "counter"', "counters = [1]", 'ticker.vi = ["x"]'],
            "a counter's display has no ticker",
        ),
        (
            ['kind = "missed"', 'media = ["a.png"]'],
            'a board of the kind "missed" has no room for media',
        ),
        (['kind = "overflow"', 'follows = "none"'], HALLS),
        (['follows = "hall"'], HALLS),
        (["diagonal_in = 55"], "diagonal_in and seat_m belong together"),
        (
            ['media = ["../x.png"]'],
            '"../x.png" is not the name of a picture or a film (png jpg webp mp4 webm)',
        ),
        (['ticker.en = ["x"]'], "the Vietnamese pages are missing (ticker.vi)"),
        (['ticker.vi = ["  "]'], '"  " must have 1 to 120 letters'),
        (['kind = "results"'], 'no service has the role "results"'),
        (["ways.lft = [1]"], 'there is no direction "lft" (left, ahead, right, up, down)'),
        (["ways.left = [1, 9]"], "there is no counter 9"),
        (
            ["ways.left = [1]", "ways.right = [2, 1]"],
            "counter 1 is named twice: it lies in one direction",
        ),
        (
            ['kind = "missed"', "ways.left = [1]"],
            'a board of the kind "missed" shows no way to a counter',
        ),
        (
            ['kind = "counter"', "counters = [1]", "ways.left = [1]"],
            'a board of the kind "counter" shows no way to a counter',
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_a_board_is_told_in_words(lines: list[str], what: str) -> None:
    assert [told for _line, told in mistakes(with_board(*lines))] == [what]


def test_a_kind_nobody_knows_is_refused_with_its_line() -> None:
    text = with_board('kind = "hal"')
    ((line, what),) = mistakes(text)
    assert text.splitlines()[line - 1] == 'kind = "hal"'
    assert "hal" in what


def test_a_wrong_direction_is_told_with_its_line() -> None:
    for lines in (["ways.left = [1]", "ways.right = [9]"], ["", "ways = {left = [9]}"]):
        text = with_board(*lines)
        ((line, _what),) = mistakes(text)
        assert text.splitlines()[line - 1] == lines[1]


def test_an_overflow_has_ways_of_its_own_for_it_hangs_elsewhere() -> None:
    text = with_board('kind = "overflow"', "ways.up = [2]")
    assert parse(text).centre.board("more").ways == {"up": [2]}
    assert parse(text).centre.board("hall").ways == {}


def test_an_overflow_takes_over_what_the_board_it_follows_shows() -> None:
    board = parse(with_board('kind = "overflow"')).centre.board("more")
    assert (board.follows, board.services) == ("hall", ["HT"])


def test_a_board_of_results_shows_the_services_with_that_role() -> None:
    text = GOOD.replace('id = "CT"', 'id = "CT"\nrole = "results"')
    text += '[[boards]]\nid = "kq"\nname.vi = "Kết quả"\nkind = "results"\n'
    assert parse(text).centre.board("kq").services == ["CT"]


def test_a_centre_says_which_of_its_boards_are_too_small_for_its_counters() -> None:
    far = with_board("diagonal_in = 24", "seat_m = 30")
    assert list(parse(far).centre.crowded_boards()) == [
        'board "more": 0 rows can be read from its farthest seat, for 2 counters;'
        " hang up another one, or an overflow"
    ]
    assert list(parse(GOOD).centre.crowded_boards()) == []
