"""Taking back a clerk's last command: compensating rows, so that the books and figures follow.

Whatever the command did is as before, tickets and counter alike. The journal keeps both. A call
that has been announced stays announced.
"""

from __future__ import annotations

import datetime as dt

import msgspec
from msgspec.structs import replace

from ..domain import counter as states
from ..domain import ticket as steps
from ..domain.counter import PAUSED, CounterRow
from ..domain.errors import Refused
from ..domain.journal import Actor, Entry, replay
from ..domain.ticket import AT_COUNTER
from ..domain.undoing import UNDONE, Undone, effective, last_command
from ..messages import Undoable
from ..store import Transaction, View, counters, journal, tickets
from .calling import DISARMED
from .desk import AtCounter
from .opening import sits_nowhere_else
from .visiting import WITHOUT_TICKET

USUAL_ROWS = 10
"""How many rows of a counter are read first: the last command seldom wrote more."""

ROWS = 40
"""How far back a counter's rows are read: more than anybody can do there in an undo's time."""


def undo(tx: Transaction, actor: Actor, command: AtCounter) -> str:
    """Take back the last command of this clerk at this counter, within the centre's seconds."""
    counter = tx.centre.counter(command.counter).number
    rows = _last(tx, counter, actor.name)
    if not rows:
        raise Refused("nothing_to_undo")
    if command.revision is not None and command.revision != rows[0].revision:
        raise Refused("too_late_to_undo")
    mark = Undone(rows[0].revision)
    last = ""
    for row in reversed(rows):
        if row.ticket is None:
            _counter_back(tx, actor, row, mark)
        elif row.ticket != last:
            _ticket_back(tx, actor, [one for one in rows if one.ticket == row.ticket], mark)
            last = row.ticket
    _at_work_again(tx, actor, counter, mark)
    return ""


def undoable(view: View, counter: int) -> Undoable | None:
    """What could be taken back at a counter now, and until when."""
    rows = _last(view, counter)
    if not rows:
        return None
    first = rows[0]
    ticket = tickets.find(view, first.ticket) if first.ticket else None
    return Undoable(
        revision=first.revision,
        kind=first.reason if first.reason == WITHOUT_TICKET else first.kind,
        by=first.actor.partition(":")[2],
        label=ticket.label if ticket else None,
        until=first.at + _span(view),
    )


def _last(view: View, counter: int, actor: str | None = None) -> list[Entry]:
    """The rows of the command to take back, all of them, however many it wrote."""
    most = USUAL_ROWS
    while True:
        read = journal.of_counter(view, counter, most)
        found = last_command(read, view.now, _span(view), actor)
        if len(read) < most or not found or found[0].revision > read[-1].revision:
            return found
        most *= 4


def _span(view: View) -> dt.timedelta:
    return dt.timedelta(seconds=view.centre.rules.undo_s)


def _ticket_back(tx: Transaction, actor: Actor, rows: list[Entry], mark: Undone) -> None:
    """Restore a ticket as it was before these rows, if nobody has changed it after them."""
    life = journal.of_ticket(tx, rows[0].ticket or "")
    present = tickets.find(tx, rows[0].ticket or "")
    if present is None:
        raise Refused("too_late_to_undo")
    if effective(life)[-1].seq != rows[-1].seq:
        if present.status in AT_COUNTER and present.counter != rows[0].counter:
            raise Refused("called_elsewhere", label=present.label, counter=present.counter)
        raise Refused("too_late_to_undo")
    before = replay(entry for entry in life if entry.seq < rows[0].seq).get(present.id)
    restored = steps.undo(present, before) if before else steps.void(present, tx.now)
    tx.record(UNDONE, actor, present, restored, mark)


def _at_work_again(tx: Transaction, actor: Actor, counter: int, mark: Undone) -> None:
    """A visitor who is back at a counter that has gone to lunch since finds it at work."""
    row = counters.find(tx, counter)
    if row.state == PAUSED and tickets.at_counter(tickets.present(tx), counter):
        counters.save(tx, UNDONE, actor, states.opened(row, row.clerk or "", tx.now), mark)


def _counter_back(tx: Transaction, actor: Actor, row: Entry, mark: Undone) -> None:
    """Restore the counter as it was before a row of its own, if that is its latest."""
    number = row.counter or 0
    own = journal.of_counter_alone(tx, number, ROWS)
    if effective(own)[0].seq != row.seq:
        raise Refused("too_late_to_undo")
    before = [one for one in own if one.seq < row.seq]
    state = (
        msgspec.json.decode(before[0].changes or "", type=CounterRow)
        if before
        else CounterRow(number, since=tx.now)
    )
    if state.clerk is not None:
        sits_nowhere_else(tx, state.clerk, number)
    if row.kind == DISARMED:  # by a call: armed again, the call just taken back would come at once
        state = replace(state, armed_since=None)
    counters.save(tx, UNDONE, actor, state, mark)
