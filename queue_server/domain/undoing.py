"""Which command at a counter can be taken back, from the latest rows of its journal.

A command is all rows of one revision that one actor wrote at one counter. What has been taken back
is not there to be taken back again; what was done before it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

import msgspec
from msgspec import Struct

from .journal import Entry

UNDONE = "undone"


class Undone(Struct, frozen=True):
    """The facts of a row that takes back: the revision it takes back."""

    undoes: int


def effective(entries: Sequence[Entry]) -> list[Entry]:
    """The rows that still count: neither taken back nor taking back. The order stays.

    Nobody takes back what somebody else did, so a row is known by its revision and its actor.
    """
    gone = {
        (msgspec.json.decode(entry.facts, type=Undone).undoes, entry.actor)
        for entry in entries
        if entry.kind == UNDONE and entry.facts
    }
    return [
        entry
        for entry in entries
        if entry.kind != UNDONE and (entry.revision, entry.actor) not in gone
    ]


def last_command(
    newest_first: Sequence[Entry], now: dt.datetime, span: dt.timedelta, actor: str | None = None
) -> list[Entry]:
    """The rows of the command to take back, oldest first; none where it is too late for any.

    Without an ``actor`` it is that of the latest row a member of staff wrote.
    """
    for _revision, rows in groupby(effective(newest_first), key=lambda entry: entry.revision):
        found = [row for row in rows if row.actor.startswith("staff:")]
        if actor is not None:
            found = [row for row in found if row.actor == actor]
        if found:
            return found[::-1] if now - found[0].at <= span else []
    return []
