"""Slips in the ledger: paper without a number, each committed once, with its job.

Those that the server ordered are told to it when they have ended, until it has answered.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec import Struct

from kiosk.jobs import Job, job_of
from kiosk.ledger import Ledger
from queue_server.messages import SlipPrinted

TOLD_AT_ONCE = 20  # the most a heartbeat may carry; the others go with the next
_CODE = re.compile(r"[a-z_]{1,40}")  # as the contract has it


class Paper(Struct, frozen=True):
    """A slip to be printed; without a ``receipt`` it has failed, and ``code`` says why.

    ``ordered``: a server waits to hear how it ends.
    """

    slip: UUID
    kind: str
    receipt: bytes | None
    queued_at: dt.datetime
    ordered: bool
    code: str | None = None


class Slips:
    """The slips of a ledger. All methods raise ``LedgerFailed``."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def take(self, paper: Paper) -> None:
        """Write a slip and queue its paper, in one commit. One that is known stays as it is."""
        at, state = paper.queued_at.isoformat(), "failed" if paper.receipt is None else "queued"
        slip, receipt = str(paper.slip), paper.receipt or b""
        with self._ledger.writing() as db:
            done = db.execute(
                "INSERT INTO slips VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (slip, paper.kind, at, int(paper.ordered)),
            )
            if done.rowcount:
                db.execute(
                    "INSERT INTO jobs (slip, copy, receipt, state, code, queued_at, changed_at)"
                    " VALUES (?, 0, ?, ?, ?, ?, ?)",
                    (slip, receipt, state, paper.code, at, at),
                )

    def job(self, slip: UUID) -> Job | None:
        """The job of a slip; None when it was never taken."""
        with self._ledger.reading() as db:
            row = db.execute("SELECT * FROM jobs WHERE slip = ?", (str(slip),)).fetchone()
        return job_of(row) if row else None

    def ended(self) -> list[SlipPrinted]:
        """How the slips ended of which the server has not heard yet, oldest first."""
        with self._ledger.reading() as db:
            rows = db.execute(
                "SELECT uuid, state, code FROM slips JOIN jobs ON slip = uuid"
                " WHERE untold = 1 AND state IN ('confirmed', 'failed', 'unknown')"
                " ORDER BY id LIMIT ?",
                (TOLD_AT_ONCE,),
            ).fetchall()
        return [SlipPrinted(UUID(row["uuid"]), row["state"], _sayable(row["code"])) for row in rows]

    def told(self, slips: Sequence[SlipPrinted]) -> None:
        """The server has heard of the end of these."""
        self._mark(0, [one.slip for one in slips])

    def tell_again(self, slip: UUID) -> None:
        """The server asks for it once more: it has not heard of it, or has forgotten."""
        self._mark(1, [slip])

    def _mark(self, untold: int, slips: Sequence[UUID]) -> None:
        if slips:
            with self._ledger.writing() as db:
                db.execute(
                    "UPDATE slips SET untold = ? WHERE untold <> ?"
                    " AND uuid IN (SELECT value FROM json_each(?))",
                    (untold, untold, msgspec.json.encode(slips).decode()),
                )


def _sayable(code: str | None) -> str | None:
    """A code as a heartbeat may carry it: one it may not would silence the whole kiosk."""
    return code if code is None or _CODE.fullmatch(code) else "other"
