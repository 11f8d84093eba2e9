"""Print jobs: paper that is owed, its state on the disk before and after every step.

queued → sending → releasing → confirmed | failed | unknown. ``releasing`` is committed before the
cut, so that after a crash it is known whether a visitor may be holding the paper.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from kiosk.ledger import Ledger, queue_job

JobState = Literal["queued", "sending", "releasing", "confirmed", "failed", "unknown"]
UNFINISHED: tuple[JobState, ...] = ("queued", "sending", "releasing")
MAX_COPIES = 2  # enough for a jam; more is paper for others


INTERRUPTED = "interrupted"
"""The code of a job whose process died while it printed."""


class Job(Struct, frozen=True):
    """``copy`` 0 is the first print of a ticket; ``code`` says why it is not (yet) on paper."""

    id: int
    ticket: UUID
    copy: int
    receipt: bytes
    state: JobState
    code: str | None
    queued_at: dt.datetime


class Jobs:
    """The print jobs of a ledger. All methods raise ``LedgerFailed``."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def next_queued(self) -> Job | None:
        """The oldest job that waits for the printer."""
        with self._ledger.reading() as db:
            row = db.execute("SELECT * FROM jobs WHERE state = 'queued' ORDER BY id").fetchone()
        return _job(row) if row else None

    def interrupted(self) -> list[Job]:
        """What a process that died was doing, or had found so and not begun again.

        Its paper may still hang on the roll: it must be marked and cut off before the next print.
        """
        with self._ledger.reading() as db:
            found = db.execute(
                "SELECT * FROM jobs WHERE state IN ('sending', 'releasing')"
                " OR (state = 'queued' AND code = ?) ORDER BY id",
                (INTERRUPTED,),
            ).fetchall()
        return [_job(row) for row in found]

    def of_ticket(self, ticket: UUID) -> Job | None:
        """The latest job of a ticket: its last copy."""
        with self._ledger.reading() as db:
            row = db.execute(
                "SELECT * FROM jobs WHERE ticket = ? ORDER BY copy DESC", (str(ticket),)
            ).fetchone()
        return _job(row) if row else None

    def move(
        self,
        job: int,
        before: tuple[JobState, ...],
        after: JobState,
        now: dt.datetime,
        code: str | None = None,
    ) -> bool:
        """Change the state if it still is one of ``before``; False when somebody was faster."""
        with self._ledger.writing() as db:
            cursor = db.execute(
                "UPDATE jobs SET state = ?, code = ?, changed_at = ?"
                " WHERE id = ? AND state IN (SELECT value FROM json_each(?))",
                (after, code, now.isoformat(), job, msgspec.json.encode(before).decode()),
            )
            return cursor.rowcount == 1

    def queue_copy(self, ticket: UUID, receipt: bytes, now: dt.datetime, copy: int) -> bool:
        """Queue copy number ``copy``; False when it, or more copies than allowed, exist already."""
        if copy > MAX_COPIES:
            return False
        with self._ledger.writing() as db:
            last = db.execute(
                "SELECT copy, state FROM jobs WHERE ticket = ? ORDER BY copy DESC", (str(ticket),)
            ).fetchone()
            if last is None or last["copy"] != copy - 1 or last["state"] in UNFINISHED:
                return False
            queue_job(db, ticket, receipt, now, copy)
            return True


def _job(row: sqlite3.Row) -> Job:
    values = {name: row[name] for name in Job.__struct_fields__}
    return msgspec.convert(values, Job, builtin_types=(bytes,))
