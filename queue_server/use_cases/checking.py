"""``motcua check``: does the journal hold, and do the tickets say what it says?

A centre's books may hold a million tickets, so they are read page by page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ..domain import journal as chain
from ..domain.journal import Entry
from ..domain.ticket import Ticket
from ..store import View, counters, journal, tickets


def problems(view: View) -> Iterator[str]:
    """Every way in which the books of a centre do not hold; none in an honest one."""
    yield from _chain(view)
    for page in tickets.pages(view):
        yield from _differences(page, journal.of_tickets(view, [ticket.id for ticket in page]))
    told = chain.replay_counters(journal.of_counters(view))
    for number, row in counters.by_number(view).items():
        if told.get(number) != row:
            yield f"counter {number} differs from its journal"
    for id in journal.without_ticket(view):
        yield f"ticket {id} is only in the journal"
    for label, day in tickets.given_twice(view):
        yield f"number {label} of {day} was given twice"
    for counter in tickets.crowded_counters(view):
        yield f"counter {counter} has two tickets"


def _chain(view: View) -> Iterator[str]:
    seq, revision, end = 0, 0, chain.GENESIS

    def passing() -> Iterator[Entry]:
        nonlocal seq, revision, end
        for entry in journal.after(view, 0):
            seq, revision, end = entry.seq, entry.revision, entry.hash
            yield entry

    for broken in chain.breaks(passing()):
        yield f"journal row {broken.seq}: {broken.what}"
    if (seq, end) != (view.head.journal_seq, view.head.journal_hash):
        yield f"the journal ends at row {seq}, its head says {view.head.journal_seq}"
    if revision != view.head.revision:
        yield "the revision does not match the journal"


def _differences(page: list[Ticket], entries: Iterable[Entry]) -> Iterator[str]:
    lives: dict[str | None, list[Entry]] = {}
    for entry in entries:
        lives.setdefault(entry.ticket, []).append(entry)
    for ticket in page:
        try:
            replayed = chain.replay(lives.get(ticket.id, [])).get(ticket.id)
        except msgspec.MsgspecError:
            yield f"ticket {ticket.label} ({ticket.id}): its journal cannot be replayed"
            continue
        if replayed is None:
            yield f"ticket {ticket.label} ({ticket.id}) is not in the journal"
        elif replayed != ticket:
            yield f"ticket {ticket.label} ({ticket.id}) differs from its journal"
