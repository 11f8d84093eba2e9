"""The database drops its connections under load: nothing worse than a repetition."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2
import pytest

from tests.journeys.people import Clerk, Refused, ask, tap, until
from tests.machines import premises

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

DROPS = 30
EVERYBODY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_dropped_connections_cost_a_repetition_and_nothing_else(
    tmp_path: Path, postgres_database: str, mode: str
) -> None:
    with premises(tmp_path, postgres_database, mode=mode) as hall:
        server = hall.server()
        kiosk = hall.kiosk(server, "none")
        clerk = Clerk(server.url, 1)
        clerk.do("open")
        enough = threading.Event()
        done = Counter({"called": 0, "looked": 0, "taken": 0})
        with ThreadPoolExecutor(3) as pool:
            work = [
                pool.submit(_serve, clerk, enough, done),
                pool.submit(_watch, server.url, enough, done),
                pool.submit(_visit, kiosk.url, enough, done),
            ]
            try:
                _drop(postgres_database)
                until(lambda: min(done.values()) > 0, "work of everybody")
            finally:
                enough.set()
            for one in work:
                one.result()
        until(lambda: kiosk.unsent == 0, "the upload of everything")
        hall.check()


def _drop(database: str) -> None:
    connection = psycopg2.connect(database.replace("+psycopg2", ""))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            for _ in range(DROPS):
                time.sleep(0.1)
                cursor.execute(EVERYBODY)
    finally:
        connection.close()


def _serve(clerk: Clerk, enough: threading.Event, done: Counter[str]) -> None:
    while not enough.is_set():
        if clerk.do("call_next")["ticket"]:
            done["called"] += 1
            clerk.do("start")
            clerk.do("finish")


def _watch(server: str, enough: threading.Event, done: Counter[str]) -> None:
    while not enough.is_set():
        status, told = ask("GET", f"{server}/api/v1/boards/hall")
        assert status in (200, 503), told
        done["looked"] += status == 200
        enough.wait(0.05)


def _visit(kiosk: str, enough: threading.Event, done: Counter[str]) -> None:
    while not enough.is_set():
        try:
            tap(kiosk, "HT")
            done["taken"] += 1
        except Refused as refused:
            assert refused.code == "no_reserve"  # noqa: PT017  # the only honest no here
        enough.wait(0.05)
