"""A request that needs no database, while another process holds SQLite's lock."""

from __future__ import annotations

import http.client
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

from tests.journeys.people import tap
from tests.load.measured import Figure, quantile
from tests.machines import premises

LOCK_S = 0.3
SECONDS = 8


def measure(folder: Path) -> Iterator[Figure]:
    """Probe ``/healthz`` while tickets are issued and the database is locked again and again."""
    with premises(folder) as centre:
        server = centre.server()
        kiosk = centre.kiosk(server, printer="none")
        stop = threading.Event()
        threads = [
            threading.Thread(target=_lock_often, args=(folder / "motcua.db", stop)),
            threading.Thread(target=_issue_always, args=(kiosk.url, stop)),
        ]
        for thread in threads:
            thread.start()
        probes = _probe(server.port)
        stop.set()
        for thread in threads:
            thread.join()
    name = f"a request without database while the lock is held {LOCK_S * 1000:.0f} ms"
    yield Figure(f"{name}: p99", quantile(probes, 0.99), 20, "ms")


def _probe(port: int) -> list[float]:
    spent = []
    connection = http.client.HTTPConnection("127.0.0.1", port)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        started = time.monotonic()
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        spent.append((time.monotonic() - started) * 1000)
        time.sleep(0.005)
    connection.close()
    return spent


def _lock_often(file: Path, stop: threading.Event) -> None:
    with closing(sqlite3.connect(file, isolation_level=None, timeout=10)) as connection:
        while not stop.is_set():
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(LOCK_S)
            connection.execute("ROLLBACK")
            time.sleep(1 - LOCK_S)


def _issue_always(kiosk: str, stop: threading.Event) -> None:
    while not stop.is_set():
        tap(kiosk, "HT", str(uuid4()))
        time.sleep(0.05)
