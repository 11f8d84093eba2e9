"""Print jobs: paper that is owed, its state on the disk before and after every step.

queued → sending → releasing → confirmed | failed | unknown. ``releasing`` is committed before the
cut, so that after a crash it is known whether a visitor may be holding the paper.

Beside its state stands what the job may have left hanging on the roll, until a later print or a
clean-up proves that the roll is clean: however often the process dies, nothing is printed on top
of it. There is one roll, so it is clean of all jobs at once. A state says nothing of the roll: a
visitor who has the paper does not know what hangs there now. The newest fact wins where it proves
something: a ticket that is released was printed on a clean roll, so nothing older hangs there, and
a print that never began left the roll as it was. A process that dies while it sends proves nothing.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Literal, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct

from kiosk.ledger import Ledger, queue_job

JobState = Literal["queued", "sending", "releasing", "confirmed", "failed", "unknown"]
Hanging = Literal["spoilt", "uncut"]
"""Part of a ticket that was not released, or a whole one whose cut may have been lost."""
UNFINISHED: tuple[JobState, ...] = ("queued", "sending", "releasing")
Proof = Literal["cut", "printed", "accepted", "none"]
"""How strong the evidence of a print is: the words of ``printer_drivers.api.Level``."""
Left = Literal["clean", "as_before", "something"]
"""What a print that ended left on the roll: nothing of any job, what hung there before, or more."""
LEAVES: dict[JobState, Hanging] = {"sending": "spoilt", "releasing": "uncut"}
_S = TypeVar("_S", bound=Struct)
STOPPED = "printing_stopped"
MAX_COPIES = 2  # enough for a jam; more is paper for others


class Job(Struct, frozen=True):
    """Paper of a ticket, ``copy`` 0 being its first print, or of a slip, which has no copies.

    ``code`` says why it is not (yet) on paper; ``hangs`` what earlier tries of this job may have
    left on the roll; ``attempts`` how many tries there were; ``proof`` what is known of the last
    print, None before one has ended.
    """

    id: int
    copy: int
    receipt: bytes
    state: JobState
    code: str | None
    queued_at: dt.datetime
    hangs: Hanging | None = None
    proof: Proof | None = None
    attempts: int = 0


class End(Struct, frozen=True):
    """How one print ended, what it ``left`` on the roll, and the tries it took."""

    state: JobState
    code: str | None
    left: Left
    proof: Proof
    attempts: int


class Paper(Struct, frozen=True):
    """A job as people ask for it: ``what`` is the label of a ticket or the kind of a slip."""

    what: str
    copy: int
    state: JobState
    code: str | None
    proof: Proof | None
    attempts: int
    changed_at: dt.datetime


class Stopped(Struct, frozen=True):
    """Since when nothing is printed any more."""

    since: dt.datetime


class Jobs:
    """The print jobs of a ledger. All methods raise ``LedgerFailed``."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def next_queued(self) -> Job | None:
        """The job that is to be printed next: the oldest ticket, and slips when there is none.

        A visitor waits for a ticket before the kiosk, with others behind.
        """
        with self._ledger.reading() as db:
            row = db.execute(
                "SELECT * FROM jobs WHERE state = 'queued' ORDER BY slip IS NOT NULL, id LIMIT 1"
            ).fetchone()
        return job_of(row) if row else None

    def interrupted(self) -> list[Job]:
        """The jobs that were with the printer when the process died, oldest first."""
        with self._ledger.reading() as db:
            found = db.execute(
                "SELECT * FROM jobs WHERE state IN ('sending', 'releasing') ORDER BY id"
            ).fetchall()
        return [job_of(row) for row in found]

    def hanging(self) -> Hanging | None:
        """What may hang on the roll; it must be seen to before the next print.

        Of several things the spoilt one counts, for it is never the older: what is released takes
        everything before it along. And what is marked void is cut off as well.
        """
        with self._ledger.reading() as db:
            rows = db.execute("SELECT DISTINCT hangs FROM jobs WHERE hangs IS NOT NULL").fetchall()
        found: set[Hanging] = {row["hangs"] for row in rows}
        return "spoilt" if "spoilt" in found else "uncut" if found else None

    def roll_clean(self) -> None:
        """Nothing of any job hangs on the roll any more."""
        with self._ledger.writing() as db:
            db.execute("UPDATE jobs SET hangs = NULL WHERE hangs IS NOT NULL")

    def stop(self, now: dt.datetime) -> None:
        """Remember, also over a restart, that nothing is printed any more."""
        self._ledger.remember(STOPPED, Stopped(now))

    def go_on(self) -> None:
        """Printing is tried again."""
        self._ledger.unlearn(STOPPED)

    def stopped_since(self) -> dt.datetime | None:
        """Since when nothing is printed; None while there is printing."""
        found = self._ledger.recall(STOPPED, Stopped)
        return found.since if found else None

    def of_ticket(self, ticket: UUID) -> Job | None:
        """The latest job of a ticket: its last copy."""
        with self._ledger.reading() as db:
            row = db.execute(
                "SELECT * FROM jobs WHERE ticket = ? ORDER BY copy DESC", (str(ticket),)
            ).fetchone()
        return job_of(row) if row else None

    def unprinted(self, day: dt.date) -> int:
        """How many tickets of a day are not on paper (their last job failed) nor given up."""
        with self._ledger.reading() as db:
            row = db.execute(
                "SELECT count(*) FROM tickets WHERE day = ? AND 'failed' = (SELECT state FROM jobs"
                "  WHERE ticket = tickets.uuid ORDER BY copy DESC LIMIT 1)"
                " AND NOT EXISTS (SELECT 1 FROM cancels"
                "  WHERE ticket = tickets.uuid AND cancels.refused_code IS NULL)",
                (day.isoformat(),),
            ).fetchone()
        return int(row[0])

    def first_receipt(self, ticket: UUID) -> bytes | None:
        """What was to be on the first paper of a ticket."""
        with self._ledger.reading() as db:
            row = db.execute(
                "SELECT receipt FROM jobs WHERE ticket = ? AND copy = 0", (str(ticket),)
            ).fetchone()
        return row["receipt"] if row else None

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
            return cursor.rowcount == 1

    def give_up(self, job: int, now: dt.datetime, code: str) -> bool:
        """Its paper would come for nobody; False when it has left, or ended otherwise.

        What the printer has of it cannot be released any more: it is marked void.
        """
        return self.move(job, ("queued", "sending"), "failed", now, code)

    def release(self, job: int, now: dt.datetime) -> bool:
        """The whole ticket is on paper and leaves now: nothing that hung there before is left.

        False when the job is not being sent.
        """
        with self._ledger.writing() as db:
            if not self.move(job, ("sending",), "releasing", now):
                return False
            db.execute("UPDATE jobs SET hangs = NULL WHERE hangs IS NOT NULL AND id <> ?", (job,))
            return True

    def end(self, job: Job, end: End, now: dt.datetime) -> bool:
        """Write how a print ended and, in the same commit, what it left on the roll.

        ``job`` as it was before the print. False when it was not with the printer any more.
        """
        with self._ledger.writing() as db:
            if end.left == "clean":
                self.roll_clean()
            if not self.move(job.id, ("sending", "releasing"), end.state, now, end.code):
                return False
            if end.left == "as_before":
                db.execute("UPDATE jobs SET hangs = ? WHERE id = ?", (job.hangs, job.id))
            db.execute(
                "UPDATE jobs SET proof = ?, attempts = attempts + ? WHERE id = ?",
                (end.proof, end.attempts, job.id),
            )
            return True

    def latest(self, count: int) -> list[Paper]:
        """The jobs that were queued last, newest first."""
        with self._ledger.reading() as db:
            rows = db.execute(
                "SELECT coalesce(label, kind) AS what, jobs.* FROM jobs"
                " LEFT JOIN tickets ON tickets.uuid = ticket LEFT JOIN slips ON slips.uuid = slip"
                " ORDER BY jobs.id DESC LIMIT ?",
                (count,),
            ).fetchall()
        return [_read(row, Paper) for row in rows]

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


def job_of(row: sqlite3.Row) -> Job:
    """A row of the table as a value."""
    return _read(row, Job)


def _read(row: sqlite3.Row, kind: type[_S]) -> _S:
    values = {name: row[name] for name in kind.__struct_fields__}
    return msgspec.convert(values, kind, builtin_types=(bytes,))
