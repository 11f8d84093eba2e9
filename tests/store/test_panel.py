"""Keys of call pads: what they do is what the clerk who holds the counter would have done."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

import pytest

from queue_server.domain.errors import NotFound, Refused
from queue_server.domain.journal import Actor
from queue_server.domain.ticket import Status
from queue_server.messages import PadEvent, PadKey, PanelCounter
from queue_server.store import View, journal
from queue_server.store.store import Key
from queue_server.use_cases import desk_state, panel
from tests.builders import Office
from tests.store.people import served, take, ticket

PANEL = Actor("device:p1")


def press(office: Office, event: PadEvent, counter: int = 1, late_s: float = 0) -> None:
    pressed_at = office.clock.now - dt.timedelta(seconds=late_s)
    office.do(panel.press, PadKey(uuid4(), counter, event, pressed_at), PANEL)


def shown(office: Office, counter: int = 1) -> PanelCounter:
    state = office.see(panel.panel_state)
    return next(one for one in state.counters if one.counter == counter)


def last_rows(office: Office) -> list[tuple[str, str, int | None]]:
    """Kind, actor and counter of the rows of the last command."""

    def rows(view: View) -> list[tuple[str, str, int | None]]:
        found = list(journal.after(view, 0))
        return [
            (row.kind, row.actor, row.counter)
            for row in found
            if row.revision == view.head.revision
        ]

    return office.see(rows)


def test_next_is_the_clerks_one_big_button(office: Office) -> None:
    first, second = take(office), take(office)
    office.act("open")
    press(office, "next")
    assert ticket(office, first).status is Status.CALLED
    press(office, "next")
    assert ticket(office, first).status is Status.SERVING
    press(office, "next")
    assert (ticket(office, first).outcome, ticket(office, first).status) == (
        "received",
        Status.FINISHED,
    )
    assert ticket(office, second).status is Status.CALLED
    assert office.problems() == []


def test_with_nobody_waiting_next_arms_the_counter_and_pressing_it_again_changes_nothing(
    office: Office,
) -> None:
    office.act("open")
    press(office, "next")
    press(office, "next")
    assert office.see(desk_state.counter_state, 1).armed
    first = take(office)
    assert ticket(office, first).status is Status.CALLED


def test_the_journal_names_the_pads_device_and_then_the_clerk(office: Office) -> None:
    take(office)
    office.act("open")
    press(office, "next")
    assert last_rows(office)[:2] == [
        ("pad_pressed", "device:p1", None),
        ("called", "staff:clerk1", 1),
    ]


def test_what_a_key_did_the_clerk_can_take_back(office: Office) -> None:
    first = take(office)
    office.act("open")
    press(office, "next")
    office.act("undo")
    assert ticket(office, first).status is Status.WAITING
    assert office.problems() == []


def test_a_counter_nobody_holds_is_not_moved_by_a_key(office: Office) -> None:
    take(office)
    before = office.revision()
    with pytest.raises(Refused, match="counter_closed"):
        press(office, "next")
    with pytest.raises(NotFound, match="counter_unknown"):
        press(office, "next", counter=99)
    assert office.revision() == before


def test_a_late_press_is_refused_and_one_of_five_seconds_is_not(office: Office) -> None:
    first = take(office)
    office.act("open")
    with pytest.raises(Refused, match="press_late"):
        press(office, "next", late_s=5.001)
    assert ticket(office, first).status is Status.WAITING
    press(office, "next", late_s=5)
    assert ticket(office, first).status is Status.CALLED


def test_a_press_sent_twice_acts_once(office: Office) -> None:
    first = take(office)
    office.act("open")
    key = PadKey(UUID(int=7), 1, "next", office.clock.now)
    for _ in range(2):
        office.write(panel.press, key, PANEL, Key("p1:7", "1 next"))
    assert ticket(office, first).status is Status.CALLED


def test_the_clerks_own_rules_hold_for_keys(office: Office) -> None:
    first = take(office)
    office.act("open")
    press(office, "next")
    with pytest.raises(Refused, match="too_early"):
        press(office, "no_show")
    press(office, "recall")
    assert ticket(office, first).calls == 2
    with pytest.raises(Refused, match="counter_busy"):
        press(office, "pause")
    office.clock.jump(seconds=90)
    press(office, "no_show")
    assert ticket(office, first).status is Status.MISSED
    with pytest.raises(Refused, match="nobody_here"):
        press(office, "finish")


def test_a_transfer_needs_a_screen(office: Office) -> None:
    visitor = served(office)
    with pytest.raises(Refused, match="pad_needs_screen"):
        press(office, "transfer")
    press(office, "finish")
    assert ticket(office, visitor).status is Status.FINISHED


def test_the_key_for_pauses_begins_one_for_its_own_reason_and_ends_it(office: Office) -> None:
    office.act("open")
    press(office, "pause")
    state = office.see(desk_state.counter_state, 1)
    assert (state.state, state.reason) == ("paused", "pad")
    press(office, "pause")
    assert shown(office).status == "idle"
    press(office, "pause")
    press(office, "next")
    assert shown(office).status == "idle"


def test_a_display_is_told_who_is_called_to_its_counter_or_served_there(office: Office) -> None:
    assert shown(office) == PanelCounter(1, "closed")
    visitor = take(office)
    office.act("open")
    assert shown(office) == PanelCounter(1, "idle")
    office.act("call_next")
    office.clock.jump(seconds=5)
    office.act("recall")
    called = ticket(office, visitor)
    assert shown(office) == PanelCounter(
        1, "calling", called.label, called.call_id, 2, office.clock.now
    )
    office.act("start")
    assert shown(office).status == "serving"
    office.act("hold", reason="form")
    assert shown(office) == PanelCounter(1, "idle")
    assert shown(office, 2) == PanelCounter(2, "closed")
