"""Reports of extra papers in the kiosk's ledger: kept until the server has them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from uuid import UUID

from msgspec import Struct

from kiosk.ledger import Ledger

WITHIN = dt.timedelta(minutes=10)
AT_MOST = 6  # within that time, as the server has it: nobody is thanked for what it will refuse


class Report(Struct, frozen=True):
    """What a visitor told: procedure and counter as far as known, and when; nothing of a person."""

    uuid: UUID
    procedure: str | None
    counter: int | None
    at: dt.datetime


class Reports:
    """The reports of a ledger. All methods raise ``LedgerFailed``."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def keep(self, report: Report) -> bool:
        """Write a report, once for each id; False when too many came shortly before."""
        with self._ledger.writing() as db:
            if db.execute("SELECT 1 FROM reports WHERE uuid = ?", (str(report.uuid),)).fetchone():
                return True
            found = db.execute(  # not those of a clock that was ahead: they lie before nobody
                "SELECT count(*) FROM reports WHERE at > ? AND at <= ?",
                ((report.at - WITHIN).isoformat(), report.at.isoformat()),
            ).fetchone()
            if found[0] >= AT_MOST:
                return False
            db.execute(
                "INSERT INTO reports (uuid, procedure, counter, at) VALUES (?, ?, ?, ?)",
                (str(report.uuid), report.procedure, report.counter, report.at.isoformat()),
            )
            return True

    def next_unsent(self) -> Report | None:
        """The oldest report the server has neither taken nor refused."""
        with self._ledger.reading() as db:
            row: sqlite3.Row | None = db.execute(
                "SELECT * FROM reports WHERE sent_at IS NULL AND refused_code IS NULL"
                " ORDER BY place LIMIT 1"
            ).fetchone()
        if row is None:
            return None
        at = dt.datetime.fromisoformat(row["at"])
        return Report(UUID(row["uuid"]), row["procedure"], row["counter"], at)

    def mark_sent(self, uuid: UUID, now: dt.datetime) -> None:
        with self._ledger.writing() as db:
            db.execute(
                "UPDATE reports SET sent_at = ? WHERE uuid = ?", (now.isoformat(), str(uuid))
            )

    def mark_refused(self, uuid: UUID, code: str) -> None:
        """Keep the report and why the server would not have it; it is not sent again."""
        with self._ledger.writing() as db:
            db.execute("UPDATE reports SET refused_code = ? WHERE uuid = ?", (code, str(uuid)))
