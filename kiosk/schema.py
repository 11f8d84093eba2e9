"""The tables of ``ledger.db`` and the steps that bring an older file up to date."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

FILE = "ledger.db"
BUSY_MS = 5_000  # another process looking into the file (``status``) is gone long before

STEPS = (
    """
    CREATE TABLE reserve (
        block TEXT NOT NULL,
        position INTEGER NOT NULL,
        service TEXT NOT NULL,
        day TEXT NOT NULL,
        series TEXT NOT NULL,
        number INTEGER NOT NULL,
        label TEXT NOT NULL,
        arrived INTEGER NOT NULL,
        ticket TEXT UNIQUE,
        PRIMARY KEY (block, position),
        UNIQUE (day, series, number)
    ) STRICT;
    CREATE TABLE tickets (
        place INTEGER PRIMARY KEY AUTOINCREMENT,
        uuid TEXT NOT NULL UNIQUE,
        service TEXT NOT NULL,
        day TEXT NOT NULL,
        series TEXT NOT NULL,
        number INTEGER NOT NULL,
        label TEXT NOT NULL,
        procedure TEXT,
        priority TEXT NOT NULL,
        language TEXT NOT NULL,
        issued_at TEXT NOT NULL,
        people_ahead INTEGER,
        wait_low_min INTEGER,
        wait_high_min INTEGER,
        source TEXT NOT NULL CHECK (source IN ('lease', 'reserve')),
        sent_at TEXT,
        refused_code TEXT,
        UNIQUE (day, series, number)
    ) STRICT;
    CREATE INDEX unsent ON tickets (place) WHERE sent_at IS NULL;
    CREATE TABLE jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        ticket TEXT NOT NULL REFERENCES tickets (uuid) ON DELETE CASCADE,
        copy INTEGER NOT NULL,
        receipt BLOB NOT NULL,
        state TEXT NOT NULL CHECK (
            state IN ('queued', 'sending', 'releasing', 'confirmed', 'failed', 'unknown')
        ),
        code TEXT,
        queued_at TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        UNIQUE (ticket, copy)
    ) STRICT;
    CREATE INDEX unfinished ON jobs (id) WHERE state IN ('queued', 'sending', 'releasing');
    CREATE TABLE memory (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
    """,
    """
    ALTER TABLE jobs ADD COLUMN hangs TEXT CHECK (hangs IN ('spoilt', 'uncut'));
    UPDATE jobs SET hangs = 'spoilt' WHERE state = 'sending';
    UPDATE jobs SET hangs = 'uncut' WHERE state = 'releasing';
    """,
    # One index for each question: SQLite takes a partial one only where its very words are asked.
    """
    DROP INDEX unfinished;
    CREATE INDEX queued ON jobs (id) WHERE state = 'queued';
    CREATE INDEX under_way ON jobs (id) WHERE state IN ('sending', 'releasing');
    CREATE INDEX hanging ON jobs (hangs) WHERE hangs IS NOT NULL;
    """,
    # Slips are paper without a number: a job belongs to a ticket or to a slip. A slip is untold
    # until the server that ordered it has heard how it ended.
    """
    CREATE TABLE slips (
        uuid TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        taken_at TEXT NOT NULL,
        untold INTEGER NOT NULL CHECK (untold IN (0, 1))
    ) STRICT;
    CREATE INDEX untold ON slips (uuid) WHERE untold = 1;
    CREATE TABLE jobs_of_both (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        ticket TEXT REFERENCES tickets (uuid) ON DELETE CASCADE,
        slip TEXT UNIQUE REFERENCES slips (uuid) ON DELETE CASCADE,
        copy INTEGER NOT NULL,
        receipt BLOB NOT NULL,
        state TEXT NOT NULL CHECK (
            state IN ('queued', 'sending', 'releasing', 'confirmed', 'failed', 'unknown')
        ),
        code TEXT,
        queued_at TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        hangs TEXT CHECK (hangs IN ('spoilt', 'uncut')),
        UNIQUE (ticket, copy),
        CHECK ((ticket IS NULL) <> (slip IS NULL))
    ) STRICT;
    INSERT INTO jobs_of_both
        (id, ticket, copy, receipt, state, code, queued_at, changed_at, hangs)
        SELECT id, ticket, copy, receipt, state, code, queued_at, changed_at, hangs FROM jobs;
    DROP TABLE jobs;
    ALTER TABLE jobs_of_both RENAME TO jobs;
    CREATE INDEX queued ON jobs (slip IS NOT NULL, id) WHERE state = 'queued';
    CREATE INDEX under_way ON jobs (id) WHERE state IN ('sending', 'releasing');
    CREATE INDEX hanging ON jobs (hangs) WHERE hangs IS NOT NULL;
    """,
    # How strong the evidence of the last print is (NULL: none has ended since this was kept), and
    # how often the job was begun.
    """
    ALTER TABLE jobs ADD COLUMN proof TEXT
        CHECK (proof IN ('cut', 'printed', 'accepted', 'none'));
    ALTER TABLE jobs ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0);
    """,
    # What visitors report, until the server has it.
    """
    CREATE TABLE reports (
        place INTEGER PRIMARY KEY AUTOINCREMENT,
        uuid TEXT NOT NULL UNIQUE,
        procedure TEXT,
        counter INTEGER,
        at TEXT NOT NULL,
        sent_at TEXT,
        refused_code TEXT
    ) STRICT;
    CREATE INDEX unsent_reports ON reports (place)
        WHERE sent_at IS NULL AND refused_code IS NULL;
    """,
    # How many papers came out since the roll was changed: the staff's list asks again and again.
    """
    CREATE INDEX on_paper ON jobs (changed_at) WHERE state IN ('confirmed', 'unknown');
    """,
    # Numbers that visitors gave up, until the server has it; whose card a number was given to, by
    # a mark that is worth nothing without the day's key; the last number of a service.
    """
    CREATE TABLE cancels (
        place INTEGER PRIMARY KEY AUTOINCREMENT,
        ticket TEXT NOT NULL UNIQUE REFERENCES tickets (uuid) ON DELETE CASCADE,
        at TEXT NOT NULL,
        sent_at TEXT,
        refused_code TEXT
    ) STRICT;
    CREATE INDEX unsent_cancels ON cancels (place)
        WHERE sent_at IS NULL AND refused_code IS NULL;
    CREATE TABLE cards (
        ticket TEXT PRIMARY KEY REFERENCES tickets (uuid) ON DELETE CASCADE,
        mark BLOB NOT NULL
    ) STRICT;
    CREATE INDEX of_service ON tickets (service, place);
    """,
)


class NewerLedger(Exception):
    """The file was written by a newer version of the kiosk; nothing in it was touched."""


def connect(path: Path) -> sqlite3.Connection:
    """Open or create the ledger, durable against power loss, readable by its owner alone.

    Raises ``NewerLedger`` or ``sqlite3.Error``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    db.row_factory = sqlite3.Row
    try:
        db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")  # a commit is on the disk when it returns
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
        _migrate(db)
    except BaseException:
        db.close()
        raise
    return db


def alone(path: Path) -> None:
    """Raises ``sqlite3.OperationalError`` ("database is locked") while a process has it open."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA busy_timeout = 0")
        db.execute("PRAGMA journal_mode = DELETE")  # only the last user of a file may do this


def set_aside(path: Path, stamp: str) -> Path:
    """Rename a ledger nobody uses; its new place. Raises ``sqlite3.Error`` or OSError."""
    alone(path)  # it also brings everything from the side files into the one that is renamed
    return path.rename(path.with_name(f"{path.stem}-{stamp}{path.suffix}"))


def _migrate(db: sqlite3.Connection) -> None:
    done = db.execute("PRAGMA user_version").fetchone()[0]
    if done > len(STEPS):
        raise NewerLedger(f"ledger version {done}, this kiosk knows {len(STEPS)}")
    for version, step in enumerate(STEPS[done:], done + 1):
        db.executescript(f"BEGIN IMMEDIATE; {step} PRAGMA user_version = {version}; COMMIT;")
