"""How quickly the processes are ready, and how much memory they keep while idle."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from tests.load.measured import Figure
from tests.machines import Machine, premises

STARTS = 5
IDLE_S = 3.0


def measure(folder: Path) -> Iterator[Figure]:
    """Start the server a few times; then look at both processes at rest."""
    with premises(folder) as centre:
        server = centre.server()
        starts = []
        for _ in range(STARTS):
            server.kill()
            started = time.monotonic()
            server.start()
            starts.append(time.monotonic() - started)
        kiosk = centre.kiosk(server)
        time.sleep(IDLE_S)
        yield Figure("server start → readyz", statistics.median(starts), 1.5, "s")
        yield Figure("server idle, resident", resident_mb(server), 90, "MB")
        yield Figure("kiosk agent idle, resident", resident_mb(kiosk), 70, "MB")


def resident_mb(machine: Machine) -> float:
    """Of its process, at this moment."""
    for line in Path(f"/proc/{machine.pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"{machine.name} is not running")
