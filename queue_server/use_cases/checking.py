"""``motcua check``: does the journal hold, and do the tickets say what it says?"""

from __future__ import annotations

from collections.abc import Iterator

from ..domain import journal as chain
from ..domain.ticket import AT_COUNTER, Ticket
from ..store import View, journal, tickets


def problems(view: View) -> Iterator[str]:
    """Every way in which the books of a centre do not hold; none in an honest one."""
    entries = list(journal.after(view, 0))
    for broken in chain.breaks(entries):
        yield f"journal row {broken.seq}: {broken.what}"
    end = entries[-1] if entries else None
    seq, last_hash, revision = (end.seq, end.hash, end.revision) if end else (0, chain.GENESIS, 0)
    if (seq, last_hash) != (view.head.journal_seq, view.head.journal_hash):
        yield f"the journal ends at row {seq}, its head says {view.head.journal_seq}"
    if revision != view.head.revision:
        yield "the revision does not match the journal"
    stored = {ticket.id: ticket for ticket in tickets.everything(view)}
    yield from _differences(stored, chain.replay(entries))
    yield from _doubles(stored)


def _differences(stored: dict[str, Ticket], replayed: dict[str, Ticket]) -> Iterator[str]:
    for id in stored.keys() - replayed.keys():
        yield f"ticket {stored[id].label} ({id}) is not in the journal"
    for id, ticket in replayed.items():
        if id not in stored:
            yield f"ticket {ticket.label} ({id}) is only in the journal"
        elif stored[id] != ticket:
            yield f"ticket {ticket.label} ({id}) differs from its journal"


def _doubles(stored: dict[str, Ticket]) -> Iterator[str]:
    numbers: set[tuple[object, ...]] = set()
    busy: set[int | None] = set()
    for ticket in stored.values():
        number = (ticket.day, ticket.series, ticket.number)
        if number in numbers:
            yield f"number {ticket.label} of {ticket.day} was given twice"
        numbers.add(number)
        if ticket.status in AT_COUNTER:
            if ticket.counter in busy:
                yield f"counter {ticket.counter} has two tickets"
            busy.add(ticket.counter)
