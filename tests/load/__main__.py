"""``make load``: every figure beside its limit, all taken in the same run on this machine.

``python -m tests.load [issue fanout painted desk locked taps voice footprint]``; ``disciplines``,
``paper``, ``kiosk`` and ``voices`` only when named. Nothing here decides a test: timing on a shared
machine is news, not a verdict.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.load import (
    desk,
    disciplines,
    fanout,
    footprint,
    issue,
    kiosk,
    locked,
    painted,
    paper,
    taps,
    voice,
    voices,
)

BENCHMARKS = {
    "footprint": footprint.measure,
    "fanout": fanout.measure,
    "painted": painted.measure,
    "desk": desk.measure,
    "locked": locked.measure,
    "taps": taps.measure,
    "voice": voice.measure,
    "issue": issue.measure,
}


ON_DEMAND = {
    "disciplines": disciplines.measure,
    "paper": paper.measure,
    "kiosk": kiosk.measure,
    "voices": voices.measure,
}
"""Minutes of arithmetic with the same answer on every machine, and half an hour of visitors: only
when named."""


def main() -> None:
    for name in sys.argv[1:] or BENCHMARKS:
        with tempfile.TemporaryDirectory() as folder:
            for figure in {**BENCHMARKS, **ON_DEMAND}[name](Path(folder)):
                print(figure, flush=True)


if __name__ == "__main__":
    main()
