"""How fast tickets are issued over HTTP: authenticated, validated, journaled, durable."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from msgspec import Struct

from queue_server.domain.journal import Actor
from queue_server.messages import Enrol, Enrolled
from queue_server.runtime.uplink import Uplink
from tests.load.measured import Figure
from tests.load.past import fill
from tests.machines import CENTRE, Machine, Premises, premises

HERE = Path(__file__).parent
ROUNDS, SECONDS = 3, 2
SHARE_OF_BARE = 0.35
PAST_TICKETS = 1_000_000
_seeds = count(int(time.time()))
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


class Load(Struct, frozen=True):
    """What wrk saw: requests per second, and two quantiles in milliseconds."""

    rate: float
    p50_ms: float
    p99_ms: float


def measure(folder: Path) -> Iterator[Figure]:
    """Issue against the bare rate at 8 and 32 connections; then alone, with a long past."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing: apt install wrk")
    with premises(folder) as centre:
        server = centre.server("tests.load.server")
        token = _token(centre, server)
        yield from _against_bare(server, token, 8, "lease")
        yield from _against_bare(server, token, 8)
        yield from _against_bare(server, token, 32)
        young = _alone(server, token)
        server.kill()
        with centre.books() as store:
            fill(store, CENTRE, PAST_TICKETS, Actor("load"))
        server.start()
        old = _alone(server, token)
        name = f"issue p50 with {PAST_TICKETS:,} past tickets, against none"
        yield Figure(name, old / young, 1.2, "x")


def _against_bare(
    server: Machine, token: str, connections: int, what: str = "issue"
) -> Iterator[Figure]:
    bare, issue = [], []
    for _ in range(ROUNDS):
        bare.append(_wrk(server, "bare", token, connections))
        issue.append(_wrk(server, what, token, connections))
    ratio = statistics.median(one.rate / two.rate for one, two in zip(issue, bare, strict=True))
    name = f"{what}, {connections} connections"
    yield Figure(f"{name}: rate against a bare POST", ratio, SHARE_OF_BARE, "x", True)
    p50 = statistics.median(one.p50_ms for one in issue)
    p99 = statistics.median(one.p99_ms for one in issue)
    if connections == 8:
        yield Figure(f"{name}: p50", p50, 10, "ms")
    yield Figure(f"{name}: p99 against p50 (no starvation)", p99 / p50, 10, "x")


def _alone(server: Machine, token: str) -> float:
    return statistics.median(_wrk(server, "issue", token, 1).p50_ms for _ in range(ROUNDS))


def _wrk(server: Machine, what: str, token: str, connections: int) -> Load:
    script = "bare.lua" if what == "bare" else "issue.lua"
    options = [f"-c{connections}", f"-d{SECONDS}s", "--latency", "-s", str(HERE / script)]
    said = subprocess.run(
        ["wrk", "-t1", *options, server.url],
        env={
            **os.environ,
            "WHAT": what,
            "TOKEN": token,
            "SERVICE": "HT",
            "SEED": str(next(_seeds)),
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if rate is None or "Non-2xx" in said:
        raise SystemExit(f"{what}: {said}")
    return Load(float(rate[1]), _quantile(said, "50%"), _quantile(said, "99%"))


def _quantile(said: str, which: str) -> float:
    found = re.search(rf"{which}\s+([\d.]+)(us|ms|s)", said)
    return float(found[1]) * _UNITS[found[2]] if found else float("nan")


def _token(centre: Premises, server: Machine) -> str:
    return Uplink(server.url, "").post("/api/v1/enrol", Enrol(centre.code()), Enrolled).token
