"""Opening the database: SQLite by default, PostgreSQL by URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ..domain.errors import Invalid

BUSY_TIMEOUT_MS = 5_000
LOCK_TIMEOUT_MS = 5_000
UNSTORABLE = (ValueError, OverflowError)
"""What drivers raise for values they cannot send, as psycopg2 for a text with U+0000."""


def is_sqlite(url: str) -> bool:
    return sa.make_url(url).get_backend_name() == "sqlite"


def open_engine(url: str, *, writes: bool) -> sa.Engine:
    """An engine whose transactions begin as they must.

    SQLite: WAL, an fsync with every commit, ``BEGIN IMMEDIATE`` for writers so that a transaction
    never has to be given up half-way. PostgreSQL: readers see one consistent moment.
    """
    engine = _sqlite(url, writes=writes) if is_sqlite(url) else _postgres(url, writes=writes)
    sa.event.listen(engine, "handle_error", _explain)
    return engine


def _explain(context: sa.engine.ExceptionContext) -> None:
    """A value the database cannot hold is a wrong request, and no failure of ours."""
    from_driver = context.sqlalchemy_exception is None  # errors of our own column types are wrapped
    if from_driver and isinstance(context.original_exception, UNSTORABLE):
        raise Invalid("invalid") from context.original_exception


def _postgres(url: str, *, writes: bool) -> sa.Engine:
    return sa.create_engine(
        url,
        pool_pre_ping=True,
        pool_size=4,  # two pools a server: together at most 30 of PostgreSQL's usual 100
        max_overflow=11,
        pool_timeout=5,
        isolation_level="READ COMMITTED" if writes else "REPEATABLE READ",
        connect_args={"options": f"-c lock_timeout={LOCK_TIMEOUT_MS}"},
    )


def _sqlite(url: str, *, writes: bool) -> sa.Engine:
    database = sa.make_url(url).database
    if database:
        Path(database).absolute().parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"check_same_thread": False, "timeout": 5})

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
