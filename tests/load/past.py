"""A centre with a long past: tickets and journal rows of earlier days, written in bulk."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from msgspec.structs import asdict, replace

from queue_server.domain.journal import Actor, Entry, changes, seal
from queue_server.domain.ticket import Status, Ticket
from queue_server.store import Store, heads
from queue_server.store.tables import journal, tickets

A_DAY = 1_000
CHUNK = 10_000


def fill(store: Store, centre: str, how_many: int, actor: Actor) -> None:
    """Add finished tickets, a thousand a day going back from yesterday, with an honest journal."""
    today = dt.datetime.now(dt.UTC)
    with store.raw() as connection:
        head = heads.read(connection, centre, lock=True)
        rows: list[dict[str, object]] = []
        entries: list[dict[str, object]] = []
        for number in range(how_many):
            at = today - dt.timedelta(days=1 + number // A_DAY, seconds=number % A_DAY)
            ticket = _ticket(number, at.replace(microsecond=0), head.journal_seq + 1)
            entry = Entry(
                seq=head.journal_seq + 1,
                revision=head.revision + 1,
                at=ticket.issued_at,
                kind="queued",
                actor=actor.name,
                ticket=ticket.id,
                after=ticket.status.value,
                changes=changes(None, ticket),
            )
            entry = replace(entry, hash=seal(entry, head.journal_hash))
            head = replace(
                head, revision=entry.revision, journal_seq=entry.seq, journal_hash=entry.hash
            )
            rows.append({"centre": centre, **asdict(ticket)})
            entries.append({"centre": centre, **asdict(entry)})
            if len(rows) == CHUNK or number == how_many - 1:
                connection.execute(tickets.insert(), rows)
                connection.execute(journal.insert(), entries)
                rows, entries = [], []
        heads.save(connection, centre, head)
        connection.execute(sa.text("ANALYZE"))


def _ticket(number: int, at: dt.datetime, seq: int) -> Ticket:
    return Ticket(
        id=f"00000000-0000-4000-8000-{number:012x}",
        day=at.date(),
        service="HT",
        series="A",
        number=number + 1,
        label=f"A{number % A_DAY + 1:03d}",
        priority="normal",
        language="vi",
        issued_at=at,
        base_at=at,
        seq=seq,
        version=1,
        status=Status.FINISHED,
        counter=1 + number % 8,
        calls=1,
        first_called_at=at + dt.timedelta(minutes=5),
        called_at=at + dt.timedelta(minutes=5),
        started_at=at + dt.timedelta(minutes=6),
        ended_at=at + dt.timedelta(minutes=16),
        outcome="received",
    )
