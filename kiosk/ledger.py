"""The kiosk's own book: every number it gave, in a file that outlives power cuts and ``kill -9``.

One commit takes the number, writes the ticket and queues its print job. Whatever happens before
it, nothing was given; whatever happens after it, the ticket exists, is printed or accounted for,
and reaches the server. The file also remembers what the server said last, so that a kiosk can
start and issue without network.
"""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct

from kiosk import schema
from kiosk.numbers import Given, NoNumber, ReserveNumber, Tap, Ticket, choose, of_block
from queue_server.messages import Block, Leased, Wait

log = logging.getLogger(__name__)

T = TypeVar("T", bound=Struct)


class LedgerFailed(Exception):
    """Nothing was written; ``code`` is ``ledger_full`` or ``ledger_failed``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Ledger:
    """The open book. All methods may be called from any thread and raise ``LedgerFailed``."""

    def __init__(self, path: Path) -> None:
        """Raises ``schema.NewerLedger`` or ``sqlite3.Error`` when the file cannot be used."""
        self._db = schema.connect(path)
        self._lock = threading.RLock()

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed and on the disk at the end, or as if it had never begun.

        Inside another one it is a part of that.
        """
        with self._lock:
            if self._db.in_transaction:
                yield self._db
                return
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                self._db.execute("COMMIT")
            except BaseException as error:
                with suppress(sqlite3.Error):  # SQLite may have rolled back by itself
                    self._db.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise LedgerFailed(_code(error)) from error
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._db
            except sqlite3.Error as error:
                raise LedgerFailed(_code(error)) from error

    # ── tickets ──────────────────────────────────────────────────────────────────────────────────

    def issue(
        self,
        tap: Tap,
        answer: Leased | NoNumber | None,
        today: dt.date,
        now: dt.datetime,
        receipt_of: Callable[[Ticket], bytes],
    ) -> Ticket | NoNumber:
        """Give a number to a tap, write the ticket and queue its paper, all in one commit.

        A tap that already has a ticket gets that ticket again, whatever ``answer`` says. A number
        that is on paper already (of a server restored from yesterday) counts as no answer.
        """
        with self.writing() as db:
            known = _ticket_row(db, tap.ticket)
            if known:
                return _ticket(known)
            if isinstance(answer, Leased) and _is_given(db, answer):
                log.error("number leased twice", extra={"label": answer.label})
                answer = None
            got = choose(answer, _unused(db, tap.service, today), tap.service, today)
            if isinstance(got, NoNumber):
                return got
            ticket = _written(tap, got, now)
            _insert(db, ticket)
            if got.reserve:
                _use_up(db, got.reserve, tap.ticket)
            queue_job(db, ticket.uuid, receipt_of(ticket), now)
            return ticket

    def ticket(self, uuid: UUID) -> Ticket | None:
        with self.reading() as db:
            row = _ticket_row(db, uuid)
        return _ticket(row) if row else None

    def next_unsent(self) -> Ticket | None:
        """The oldest ticket the server has neither taken nor refused."""
        with self.reading() as db:
            row = db.execute(
                "SELECT * FROM tickets WHERE sent_at IS NULL AND refused_code IS NULL"
                " ORDER BY place LIMIT 1"
            ).fetchone()
        return _ticket(row) if row else None

    def mark_sent(self, uuid: UUID, now: dt.datetime) -> None:
        with self.writing() as db:
            db.execute(
                "UPDATE tickets SET sent_at = ?, refused_code = NULL WHERE uuid = ?",
                (now.isoformat(), str(uuid)),
            )

    def mark_refused(self, uuid: UUID, code: str) -> None:
        """Keep the ticket and why the server would not have it; it is not sent again."""
        with self.writing() as db:
            db.execute("UPDATE tickets SET refused_code = ? WHERE uuid = ?", (code, str(uuid)))

    def unsent(self) -> tuple[int, int]:
        """How many tickets the server does not have, and how many of them it refused."""
        with self.reading() as db:
            row = db.execute(
                "SELECT count(*), count(refused_code) FROM tickets WHERE sent_at IS NULL"
            ).fetchone()
        return int(row[0]), int(row[1])

    def latest(self) -> dt.datetime | None:
        """When the last ticket was given: a moment that has been, whatever a clock says now."""
        with self.reading() as db:
            row = db.execute("SELECT issued_at FROM tickets ORDER BY place DESC LIMIT 1").fetchone()
        return dt.datetime.fromisoformat(row[0]) if row else None

    # ── reserve ──────────────────────────────────────────────────────────────────────────────────

    def keep_block(self, block: Block) -> int:
        """Put a leased block into the reserve; a block that is there already changes nothing.

        Returns how many numbers are new. Raises ValueError when the block is malformed.
        """
        items = of_block(block)
        with self.writing() as db:
            arrived = db.execute("SELECT coalesce(max(arrived), 0) + 1 FROM reserve").fetchone()[0]
            before = db.total_changes
            db.executemany(
                "INSERT INTO reserve (block, position, service, day, series, number, label,"
                " arrived) VALUES (:block, :position, :service, :day, :series, :number, :label,"
                " :arrived) ON CONFLICT DO NOTHING",
                [{**msgspec.to_builtins(item), "arrived": arrived} for item in items],
            )
            return db.total_changes - before

    def reserve_left(self) -> Mapping[tuple[str, dt.date], int]:
        """Unused numbers by service and day."""
        with self.reading() as db:
            found = db.execute(
                "SELECT service, day, count(*) FROM reserve WHERE ticket IS NULL GROUP BY 1, 2"
            ).fetchall()
        return {(service, dt.date.fromisoformat(day)): count for service, day, count in found}

    def forget(self, reserves_before: dt.date, tickets_before: dt.date) -> None:
        """Drop reserves of past days, slips, old tickets and reports the server has or refused."""
        with self.writing() as db:
            db.execute("DELETE FROM reserve WHERE day < ?", (reserves_before.isoformat(),))
            db.execute(
                "DELETE FROM tickets"
                " WHERE day < ? AND (sent_at IS NOT NULL OR refused_code IS NOT NULL)",
                (tickets_before.isoformat(),),
            )
            db.execute("DELETE FROM slips WHERE taken_at < ?", (tickets_before.isoformat(),))
            db.execute(
                "DELETE FROM reports"
                " WHERE at < ? AND (sent_at IS NOT NULL OR refused_code IS NOT NULL)",
                (tickets_before.isoformat(),),
            )

    # ── memory ───────────────────────────────────────────────────────────────────────────────────

    def remember(self, name: str, message: Struct) -> None:
        with self.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO memory VALUES (?, ?)", (name, msgspec.json.encode(message))
            )

    def unlearn(self, name: str) -> None:
        with self.writing() as db:
            db.execute("DELETE FROM memory WHERE name = ?", (name,))

    def scrub(self) -> None:
        """Empty the write-ahead log, which still holds what was deleted before.

        While another process reads the file, what is left goes with the next checkpoint.
        """
        with self.reading() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def recall(self, name: str, kind: type[T]) -> T | None:
        """What was remembered; None when there is nothing or another version wrote it."""
        with self.reading() as db:
            row = db.execute("SELECT value FROM memory WHERE name = ?", (name,)).fetchone()
        try:
            return msgspec.json.decode(row[0], type=kind) if row else None
        except msgspec.MsgspecError:
            return None


def queue_job(
    db: sqlite3.Connection, ticket: UUID, receipt: bytes, now: dt.datetime, copy: int = 0
) -> None:
    """Queue paper for a ticket inside the caller's transaction; ``copy`` 0 is the first print."""
    db.execute(
        "INSERT INTO jobs (ticket, copy, receipt, state, queued_at, changed_at)"
        " VALUES (?, ?, ?, 'queued', ?, ?)",
        (str(ticket), copy, receipt, now.isoformat(), now.isoformat()),
    )


def _code(error: sqlite3.Error) -> str:
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the higher bits tell the details
    return "ledger_full" if primary == sqlite3.SQLITE_FULL else "ledger_failed"


def _unused(db: sqlite3.Connection, service: str, today: dt.date) -> list[ReserveNumber]:
    found = db.execute(
        "SELECT block, position, service, day, series, number, label FROM reserve"
        " WHERE ticket IS NULL AND service = ? AND day = ? AND NOT EXISTS ("
        "  SELECT 1 FROM tickets t WHERE (t.day, t.series, t.number)"
        "  = (reserve.day, reserve.series, reserve.number))"
        " ORDER BY arrived, block, position",
        (service, today.isoformat()),
    )
    return [
        ReserveNumber(**{**dict(row), "day": dt.date.fromisoformat(row["day"])}) for row in found
    ]


def _is_given(db: sqlite3.Connection, leased: Leased) -> bool:
    number = (leased.day.isoformat(), leased.series, leased.number)
    found = "SELECT 1 FROM tickets WHERE (day, series, number) = (?, ?, ?)"
    return db.execute(found, number).fetchone() is not None


def _use_up(db: sqlite3.Connection, item: ReserveNumber, ticket: UUID) -> None:
    db.execute(
        "UPDATE reserve SET ticket = ? WHERE block = ? AND position = ? AND ticket IS NULL",
        (str(ticket), item.block, item.position),
    )


def _written(tap: Tap, got: Given, now: dt.datetime) -> Ticket:
    return Ticket(
        uuid=tap.ticket,
        service=tap.service,
        day=got.day,
        series=got.series,
        number=got.number,
        label=got.label,
        procedure=tap.procedure,
        priority=tap.priority,
        language=tap.language,
        issued_at=now,
        people_ahead=got.people_ahead,
        wait=got.wait,
        source=got.source,
    )


def _insert(db: sqlite3.Connection, ticket: Ticket) -> None:
    values = msgspec.to_builtins(ticket)
    wait = values.pop("wait") or {"low_min": None, "high_min": None}
    db.execute(
        "INSERT INTO tickets (uuid, service, day, series, number, label, procedure, priority,"
        " language, issued_at, people_ahead, wait_low_min, wait_high_min, source)"
        " VALUES (:uuid, :service, :day, :series, :number, :label, :procedure, :priority,"
        " :language, :issued_at, :people_ahead, :low_min, :high_min, :source)",
        values | wait,
    )


def _ticket_row(db: sqlite3.Connection, uuid: UUID) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM tickets WHERE uuid = ?", (str(uuid),)
    ).fetchone()
    return row


def _ticket(row: sqlite3.Row) -> Ticket:
    values = {name: row[name] for name in row.keys() if name in Ticket.__struct_fields__}  # noqa: SIM118
    low, high = row["wait_low_min"], row["wait_high_min"]
    values["wait"] = Wait(low, high) if low is not None else None
    return msgspec.convert(values, Ticket)
