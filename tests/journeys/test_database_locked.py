"""Somebody holds the database: a command waits for it, everybody else goes on being answered."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest

from tests.journeys.people import Clerk, ask, until
from tests.machines import premises

MODES = pytest.mark.parametrize("mode", ["eventlet", "threading"])
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@MODES
def test_boards_are_drawn_while_sqlite_is_locked(tmp_path: Path, mode: str) -> None:
    with premises(tmp_path, mode=mode) as hall:
        server = hall.server()
        clerk = Clerk(server.url, 1)
        with ThreadPoolExecutor(1) as pool:
            with _sqlite_locked(hall.database):
                opening = pool.submit(clerk.do, "open")
                for _ in range(5):
                    assert ask("GET", f"{server.url}/api/v1/boards/hall")[0] == 200
                assert not opening.done()
            assert opening.result()["state"] == "idle"


@pytest.mark.postgres
@MODES
def test_boards_are_drawn_while_a_row_of_postgresql_is_locked(
    tmp_path: Path, postgres_database: str, mode: str
) -> None:
    with premises(tmp_path, postgres_database, mode=mode) as hall:
        server = hall.server()
        clerk = Clerk(server.url, 1)
        with ThreadPoolExecutor(1) as pool, closing(_connected(postgres_database)) as watcher:
            watcher.autocommit = True
            with _row_locked(postgres_database):
                opening = pool.submit(clerk.do, "open")
                until(lambda: _count(watcher, WAITING) == 1, "the command at the lock")
                for _ in range(5):
                    assert ask("GET", f"{server.url}/api/v1/boards/hall")[0] == 200
                assert _count(watcher, WAITING) == 1
                assert not opening.done()
            assert opening.result()["state"] == "idle"


@contextmanager
def _sqlite_locked(database: str) -> Iterator[None]:
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.rollback()


@contextmanager
def _row_locked(database: str) -> Iterator[None]:
    with closing(_connected(database)) as holder:
        _count(holder, "SELECT 1 FROM centres FOR UPDATE")
        yield
        holder.rollback()


def _connected(database: str) -> "psycopg2.extensions.connection":
    return psycopg2.connect(database.replace("+psycopg2", ""))


def _count(connection: "psycopg2.extensions.connection", query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return int(row[0]) if row else 0
