"""What counter displays show, and what a key of a call pad does at its counter."""

from __future__ import annotations

import datetime as dt

from ..domain.counter import CLOSED, PAUSED, CounterRow
from ..domain.errors import Refused
from ..domain.journal import Actor
from ..messages import PadKey, PanelCounter, PanelState
from ..store import Transaction, View, counters, tickets
from .desk import AtCounter
from .desk_state import step
from .hall import Hall, look, state_name
from .verbs import act

LATE = dt.timedelta(seconds=5)
"""A press that is older was meant for somebody who has gone on."""

PAD = "pad"
"""The reason of a pause that a key asked for: a pad cannot ask why."""


def panel_state(view: View, hall: Hall | None = None) -> PanelState:
    """Every counter as its display shows it."""
    hall = hall or look(view)
    shown = [panel_counter(hall, counter.number) for counter in view.centre.counters]
    return PanelState(view.head.revision, view.now, shown)


def panel_counter(hall: Hall, number: int) -> PanelCounter:
    """One counter as its display shows it."""
    row, present = hall.rows.get(number, CounterRow(number)), hall.at_counters.get(number)
    status = state_name(row, present)
    if present is None:
        return PanelCounter(number, status)
    return PanelCounter(
        counter=number,
        status=status,
        label=present.label,
        call_id=present.call_id,
        nth=present.calls,
        called_at=present.called_at,
    )


def press(tx: Transaction, actor: Actor, command: PadKey) -> str:
    """Do what a key says, in the name of the clerk who holds the counter, by the clerk's own rules.

    The journal has a row with the pad's device before those of the clerk, in the same revision.
    """
    number = tx.centre.counter(command.counter).number
    if tx.now - command.pressed_at > LATE:
        raise Refused("press_late", counter=number)
    row = counters.find(tx, number)
    if row.state == CLOSED or row.clerk is None:
        raise Refused("counter_closed", counter=number)
    verb = _verb(tx, row, command.event)
    tx.note("pad_pressed", actor, reason=f"{number} {command.event}")
    reason = PAD if verb == "pause" else None
    at_counter = AtCounter(number, row.clerk, reason=reason)
    return act(tx, Actor(f"staff:{row.clerk}", number), (verb, at_counter))


def _verb(tx: Transaction, row: CounterRow, event: str) -> str:
    """``next`` is the clerk's one big button; ``pause`` pressed again ends the pause."""
    if event == "transfer":  # where to? a pad cannot say
        raise Refused("pad_needs_screen", counter=row.counter)
    if event == "pause" and row.state == PAUSED:
        return "back_to_work"
    if event != "next":
        return event
    button = step(row, tickets.at_counter(tickets.present(tx), row.counter))
    return "call_next" if button == "none" else button
