"""The journal: what happened to each ticket and counter, one row after the other, chained.

Each row's hash covers its content and the hash before it, so a row changed, removed or slipped in
later breaks the chain from there on. Tickets and counters carry nothing the journal does not:
replaying the rows gives exactly those that are stored.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from .counter import CounterRow
from .ticket import Ticket

GENESIS = "0" * 64


class Actor(Struct, frozen=True):
    """Who did it: ``staff:lan``, ``device:k1``, ``server``; and at which counter, if any."""

    name: str
    counter: int | None = None


class Entry(Struct, frozen=True, kw_only=True):
    """One row. ``changes`` is JSON: the fields of the ticket that took new values."""

    seq: int
    revision: int
    at: dt.datetime
    kind: str
    actor: str
    counter: int | None = None
    ticket: str | None = None
    before: str | None = None
    after: str | None = None
    reason: str | None = None
    facts: str | None = None
    changes: str | None = None
    hash: str = ""


_encode = msgspec.json.Encoder(order="deterministic").encode


def seal(entry: Entry, previous_hash: str) -> str:
    """The hash (SHA-256, hex) of an entry that follows ``previous_hash``."""
    content = (
        entry.seq,
        entry.revision,
        entry.at,
        entry.kind,
        entry.actor,
        entry.counter,
        entry.ticket,
        entry.before,
        entry.after,
        entry.reason,
        entry.facts,
        entry.changes,
    )
    return hashlib.sha256(previous_hash.encode() + _encode(content)).hexdigest()


def changes(before: Ticket | None, after: Ticket) -> str:
    """The JSON text of the fields in which ``after`` differs (all of them for a new ticket)."""
    if before is None:
        return msgspec.json.encode(after).decode()
    fields = {
        name: getattr(after, name)
        for name in after.__struct_fields__
        if getattr(after, name) != getattr(before, name)
    }
    return msgspec.json.encode(fields).decode()


def replay(entries: Iterable[Entry]) -> dict[str, Ticket]:
    """The tickets as the entries left them, by id."""
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        if entry.ticket is not None and entry.changes is not None:
            found.setdefault(entry.ticket, {}).update(msgspec.json.decode(entry.changes))
    return {id: msgspec.convert(values, Ticket) for id, values in found.items()}


def replay_counters(entries: Iterable[Entry]) -> dict[int, CounterRow]:
    """The counters as the entries left them, by number; each row carries all of its counter."""
    return {
        entry.counter: msgspec.json.decode(entry.changes, type=CounterRow)
        for entry in entries
        if entry.ticket is None and entry.counter is not None and entry.changes is not None
    }


class Break(Struct, frozen=True):
    """Where the chain does not hold, and how."""

    seq: int
    what: str


def breaks(entries: Iterable[Entry], previous_hash: str = GENESIS) -> Iterator[Break]:
    """Every place where rows are missing or altered; none in an honest journal.

    Revisions grow by one from one effective command to the next; several rows may share one.
    """
    expected, revision = 1, 0
    for entry in entries:
        if entry.seq != expected:
            yield Break(entry.seq, f"row {expected} is missing")
        if entry.revision not in (revision, revision + 1):
            yield Break(entry.seq, f"revision {entry.revision} follows {revision}")
        if seal(entry, previous_hash) != entry.hash:
            yield Break(entry.seq, "the row does not match its hash")
        expected, revision, previous_hash = entry.seq + 1, entry.revision, entry.hash
