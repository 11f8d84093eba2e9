"""What may be said of a slip, from its order to its end."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from queue_server.domain.slip import TAKEN_WITHIN, TOLD_WITHIN, Order, may_be_on_paper, standing
from queue_server.domain.slip import told as hear
from tests.builders import an_id, at

NOW = at("09:00")
MOMENT = dt.timedelta(milliseconds=1)
ENDS = ("confirmed", "failed", "unknown")


def an_order(**fields: str) -> Order:
    known = Order(
        slip=an_id("slip"),
        device="k1",
        kind="supplement",
        language="vi",
        texts={},
        ordered_at=NOW,
        ordered_by="staff:lan",
    )
    return replace(known, **fields)


@pytest.mark.parametrize(
    ("state", "after", "expected"),
    [
        ("ordered", TAKEN_WITHIN - MOMENT, ("ordered", None)),
        ("ordered", TAKEN_WITHIN, ("failed", "expired")),
        ("taken", TOLD_WITHIN - MOMENT, ("ordered", None)),
        ("taken", TOLD_WITHIN, ("unknown", "device_silent")),
        ("confirmed", TOLD_WITHIN, ("confirmed", None)),
    ],
)
def test_a_slip_nobody_came_for_has_expired_and_one_that_was_taken_may_be_on_paper(
    state: str, after: dt.timedelta, expected: tuple[str, str | None]
) -> None:
    assert standing(an_order(state=state), NOW + after) == expected


@pytest.mark.parametrize("before", ["ordered", "taken", *ENDS])
@pytest.mark.parametrize("said", ENDS)
def test_what_the_device_says_counts_even_after_the_slip_had_expired(
    before: str, said: str
) -> None:
    after = hear(an_order(state=before), said, "stale")
    assert after.state == ("confirmed" if before == "confirmed" else said)
    assert standing(after, NOW + dt.timedelta(days=1))[0] == after.state


@given(st.lists(st.tuples(st.sampled_from(ENDS), st.sampled_from([None, "paper_out"]))))
def test_a_confirmed_slip_stays_confirmed_and_what_is_repeated_changes_nothing(
    news: list[tuple[str, str | None]],
) -> None:
    order = an_order(state="taken")
    for state, code in news:
        was_confirmed = order.state == "confirmed"
        order = hear(order, state, code)
        assert hear(order, state, code) == order
        assert order.state == "confirmed" or not was_confirmed


@pytest.mark.parametrize(
    ("state", "after", "counts"),
    [
        ("ordered", dt.timedelta(0), True),
        ("ordered", TAKEN_WITHIN, False),
        ("taken", TOLD_WITHIN, True),
        ("failed", dt.timedelta(0), False),
        ("unknown", dt.timedelta(0), True),
        ("confirmed", dt.timedelta(days=1), True),
    ],
)
def test_what_certainly_never_came_to_paper_is_nobodys_slip(
    state: str, after: dt.timedelta, counts: bool
) -> None:
    assert may_be_on_paper(an_order(state=state), NOW + after) is counts
