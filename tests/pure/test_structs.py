"""Message types are learnt once, so that threads may read them at the same moment."""

import subprocess
import sys

PROGRAM = '''
import sys, threading
from msgspec import Struct, convert
from queue_server.runtime.structs import learn_structs

MESSAGE = """
from __future__ import annotations
import datetime as dt
from typing import Literal
from uuid import UUID

class Wait(Struct, frozen=True):
    low: int
    high: int

class Message(Struct, frozen=True):
    id: UUID
    day: dt.date
    at: dt.datetime | None
    wait: Wait | None
    source: Literal["lease", "reserve"]
"""
VALUE = {
    "id": "12345678-1234-5678-1234-567812345678",
    "day": "2026-01-01",
    "at": "2026-01-01T00:00:00Z",
    "wait": {"low": 1, "high": 2},
    "source": "lease",
}
sys.setswitchinterval(1e-6)  # threads meet at every step
for _ in range(int(sys.argv[1])):
    exec(MESSAGE)
    if sys.argv[2] == "learnt":
        learn_structs()
    gate = threading.Barrier(6)
    threads = [
        threading.Thread(target=lambda: (gate.wait(), convert(VALUE, Message))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
'''


def test_types_that_were_learnt_are_read_by_many_threads_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, "300", "learnt"], check=False)
    assert done.returncode == 0
