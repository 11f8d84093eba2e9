"""Print jobs: paper that is owed, its state on the disk before and after every step.

queued → sending → releasing → confirmed | failed | unknown. ``releasing`` is committed before the
cut, so that after a crash it is known whether a visitor may be holding the paper.

Beside its state stands what the job may have left hanging on the roll, until a later print or a
clean-up proves that it is gone: however often the process dies, nothing is printed on top of it.
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
Hanging = Literal["spoilt", "uncut"]
"""Part of a ticket that was not released, or a whole one whose cut may have been lost."""
UNFINISHED: tuple[JobState, ...] = ("queued", "sending", "releasing")
LEAVES: dict[JobState, Hanging] = {"sending": "spoilt", "releasing": "uncut"}
MAX_COPIES = 2  # enough for a jam; more is paper for others


class Job(Struct, frozen=True):
    """``copy`` 0 is the first print of a ticket; ``code`` says why it is not (yet) on paper."""

    id: int
    ticket: UUID
    copy: int
    receipt: bytes
    state: JobState
    code: str | None
    queued_at: dt.datetime
    hangs: Hanging | None


class Jobs:
    """The print jobs of a ledger. All methods raise ``LedgerFailed``."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def next_queued(self) -> Job | None:
        """The oldest job that waits for the printer."""
        with self._ledger.reading() as db:
            row = db.execute("SELECT * FROM jobs WHERE state = 'queued' ORDER BY id").fetchone()
        return _job(row) if row else None

    def hanging(self) -> list[Job]:
        """The jobs whose paper may still hang on the roll, in the order of their last change.

        It must be marked and cut off before the next print.
        """
        with self._ledger.reading() as db:
            found = db.execute(
                "SELECT * FROM jobs WHERE hangs IS NOT NULL ORDER BY changed_at, id"
            ).fetchall()
        return [_job(row) for row in found]

    def gone(self, job: int) -> None:
        """Nothing of this job hangs on the roll any more."""
        with self._ledger.writing() as db:
            db.execute("UPDATE jobs SET hangs = NULL WHERE id = ?", (job,))

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
                "UPDATE jobs SET state = ?, code = ?, changed_at = ?, hangs = ifnull(?, hangs)"
                " WHERE id = ? AND state IN (SELECT value FROM json_each(?))",
                (
                    after,
                    code,
                    now.isoformat(),
                    LEAVES.get(after),
                    job,
                    msgspec.json.encode(before).decode(),
                ),
            )
            moved = cursor.rowcount == 1
            if moved and after == "confirmed":  # the printer cleared its roll before it printed
                db.execute("UPDATE jobs SET hangs = NULL WHERE hangs IS NOT NULL")
            return moved

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
