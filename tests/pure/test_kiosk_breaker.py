"""When a kiosk stops printing, and when it tries again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.breaker import REST_S, WASTED, Breaker
from printer_drivers.api import (
    ATTEMPTS,
    Garbled,
    Level,
    Link,
    LinkDown,
    Paper,
    PrinterStatus,
    PrintResult,
    PrintState,
    Unproven,
)
from printer_drivers.cleaning import AWAY_S

WELL = PrinterStatus(Link.UP, True, Paper.OK, cover_open=False, cutter_error=False)
GONE = PrinterStatus()
PRINTED = PrintResult(PrintState.CONFIRMED, Level.CUT, attempts=1)
EARLY = PrintResult(PrintState.UNKNOWN, Level.ACCEPTED, Unproven("early"), attempts=1)
GARBLED = PrintResult(PrintState.FAILED, Level.NONE, Garbled("lost"), attempts=ATTEMPTS)
NEVER_BEGAN = PrintResult(PrintState.FAILED, Level.NONE, LinkDown("pulled"))


def broken(tries: int) -> PrintResult:
    return PrintResult(PrintState.FAILED, Level.NONE, Garbled("lost"), attempts=tries)


def a_breaker(*results: PrintResult) -> Breaker:
    breaker = Breaker()
    breaker.seen(WELL, 0.0)
    for result in results:
        breaker.ended(result, 0.0)
    return breaker


def test_after_three_tickets_in_a_row_that_were_given_up_nothing_is_printed() -> None:
    assert a_breaker(GARBLED, GARBLED).state == "well"
    assert a_breaker(GARBLED, GARBLED, GARBLED).state == "stopped"


@pytest.mark.parametrize("good", [PRINTED, EARLY])
def test_a_ticket_between_makes_it_begin_to_count_anew(good: PrintResult) -> None:
    assert a_breaker(GARBLED, GARBLED, good, GARBLED, GARBLED).state == "well"


def test_a_print_that_never_began_says_nothing_of_the_line() -> None:
    assert a_breaker(*[NEVER_BEGAN] * 50).state == "well"
    assert a_breaker(GARBLED, GARBLED, NEVER_BEGAN, GARBLED).state == "stopped"


def test_after_a_rest_one_ticket_is_tried_and_its_end_decides() -> None:
    breaker = a_breaker(GARBLED, GARBLED, GARBLED)
    breaker.seen(WELL, REST_S - 0.1)
    assert breaker.state == "stopped"
    breaker.seen(WELL, REST_S)
    assert breaker.state == "trying"
    breaker.ended(GARBLED, REST_S + 30)
    assert breaker.state == "stopped"
    breaker.seen(WELL, 2 * REST_S + 30)
    breaker.ended(PRINTED, 2 * REST_S + 31)
    assert breaker.state == "well"
    breaker.ended(GARBLED, 2 * REST_S + 60)
    assert breaker.state == "well"


@pytest.mark.parametrize(
    "touched",
    [
        PrinterStatus(Link.UP, False, Paper.OK, cover_open=True, cutter_error=False),
        PrinterStatus(Link.UP, False, Paper.OUT, cover_open=False, cutter_error=False),
    ],
)
def test_who_opens_the_printer_makes_it_try_at_once(touched: PrinterStatus) -> None:
    breaker = a_breaker(GARBLED, GARBLED, GARBLED)
    breaker.seen(touched, 5.0)
    assert breaker.state == "trying"


def test_a_printer_that_was_away_long_enough_for_a_hand_is_tried_at_once() -> None:
    breaker = a_breaker(GARBLED, GARBLED, GARBLED)
    breaker.seen(GONE, 5.0)
    breaker.seen(WELL, 5.0 + AWAY_S - 0.1)
    assert breaker.state == "stopped"
    breaker.seen(GONE, 30.0)
    breaker.seen(WELL, 30.0 + AWAY_S)
    assert breaker.state == "trying"


@given(st.lists(st.tuples(st.floats(0, 300), st.integers(0, ATTEMPTS)), max_size=60))
def test_on_a_bad_line_nobody_touches_few_tries_are_let_through(
    tickets: list[tuple[float, int]],
) -> None:
    breaker, at, tries = a_breaker(), 0.0, 0
    for gap, count in tickets:
        at += gap
        breaker.seen(WELL, at)
        if breaker.state != "stopped":
            tries += count
            breaker.ended(broken(count), at)
    last = ATTEMPTS - 1  # the ticket that stops it is brought to its end
    assert tries <= WASTED + last + (ATTEMPTS + last) * (1 + int(at / REST_S))
