"""Which command at a counter can be taken back, from the latest rows of its journal.

A command is all rows of one revision that one actor wrote at one counter. What has been taken back
is not there to be taken back again; what was done before it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec
from msgspec import Struct

from .journal import Entry

UNDONE = "undone"


class Undone(Struct, frozen=True):
    """The facts of a row that takes back: the revision it takes back."""

    undoes: int


def taken_back(entries: Iterable[Entry]) -> set[int]:
    """The revisions that rows among these have taken back."""
    return {
        msgspec.json.decode(entry.facts, type=Undone).undoes
        for entry in entries
        if entry.kind == UNDONE and entry.facts
    }


def last_command(
    newest_first: Sequence[Entry], now: dt.datetime, span: dt.timedelta, actor: str | None = None
) -> list[Entry]:
    """The rows of the command to take back, oldest first; none where it is too late for any.

    Without an ``actor`` it is that of the latest row a member of staff wrote.
    """
    gone = taken_back(newest_first)
    for revision, rows in groupby(newest_first, key=lambda entry: entry.revision):
        found = [row for row in rows if row.kind != UNDONE and row.actor.startswith("staff:")]
        if actor is not None:
            found = [row for row in found if row.actor == actor]
        if not found or revision in gone:
            continue
        return found[::-1] if now - found[0].at <= span else []
    return []
