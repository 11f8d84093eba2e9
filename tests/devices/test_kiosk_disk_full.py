"""A disk that is really full: a small file system of its own, which the agent keeps its book on.

Where nobody may mount one, the kernel refuses to let the agent's files grow instead.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from printer_drivers.virtual_pty import PtyPrinter
from tests.devices.kiosk_process import ROOT, fill
from tests.devices.spool_builders import pieces, wait_until
from tests.journeys.people import ask

SIZE = "2m"
MOST = 400  # taps; each takes some kilobytes
# A namespace of its own needs no rights on most machines, and ends with the agent.
ALONE = ("unshare", "--user", "--map-root-user", "--mount")
STARTED = 'mount -t tmpfs -o size={size} none "$1" && cp -a "$2/." "$1" && shift 2 && exec "$@"'


class Machine(NamedTuple):
    """A running agent and its disk, as seen from outside."""

    address: str
    disk: Path
    limited: int  # the process whose files may not grow; 0 where the disk is a small one

    def tap(self, ticket: str) -> tuple[int, str]:
        """Status and label, or the code of a refusal."""
        status, told = ask("POST", f"{self.address}api/take", {"ticket": ticket, "service": "SA"})
        return status, told["label" if status == 200 else "code"]

    def fill_up(self) -> None:
        if self.limited:
            self._files_end_at(64 * 1024)
            return
        with suppress(OSError), (self.disk / "junk").open("wb", buffering=0) as junk:
            while junk.write(b"x" * 4096):
                continue

    def make_room(self) -> None:
        if self.limited:
            self._files_end_at(resource.RLIM_INFINITY)
        else:
            (self.disk / "junk").unlink()

    def _files_end_at(self, size: int) -> None:
        limits = (size, resource.RLIM_INFINITY)
        resource.prlimit(self.limited, resource.RLIMIT_FSIZE, limits)


def mounting() -> tuple[str, ...]:
    """How somebody here may mount a file system of their own; nothing where nobody may."""
    for way in (ALONE, ("unshare", "--mount")):
        tried = [*way, "mount", "-t", "tmpfs", "none", "/mnt"]
        if subprocess.run(tried, capture_output=True, check=False).returncode == 0:
            return way
    return ()


@contextmanager
def a_kiosk_on_a_small_disk(folder: Path) -> Iterator[Machine]:
    seed, disk, printer = folder / "seed", folder / "disk", folder / "printer"
    seed.mkdir()
    disk.mkdir()
    mounts = mounting()
    config = folder / "kiosk.toml"
    config.write_text(fill(seed, printer).read_text("utf-8").replace(str(seed), str(disk)))
    program = [sys.executable, "-m", "kiosk", "run", "--config", str(config)]
    words = [*mounts, "sh", "-c", STARTED.format(size=SIZE), "sh", str(disk), str(seed), *program]
    if not mounts:
        seed.rename(disk)
        words = program
    with (
        PtyPrinter(printer, folder / "tray"),
        subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as agent,
    ):
        assert agent.stdout
        found = re.search(r"http://\S+/", agent.stdout.readline())
        assert found
        try:
            limited = 0 if mounts else agent.pid
            yield Machine(found[0], Path(f"/proc/{agent.pid}/root{disk}"), limited)
        finally:
            agent.terminate()


def test_a_full_disk_gives_no_number_says_so_and_the_next_one_comes_when_there_is_room(
    tmp_path: Path,
) -> None:
    with a_kiosk_on_a_small_disk(tmp_path) as kiosk:
        first = kiosk.tap(str(uuid4()))
        kiosk.fill_up()
        assert kiosk.limited or shutil.disk_usage(kiosk.disk).free == 0
        given = [first]
        for _ in range(MOST):
            tap = str(uuid4())
            answer = kiosk.tap(tap)
            if answer[0] != 200:
                break
            given.append(answer)
        assert answer[0] == 503
        assert answer[1] == "ledger_full" or (kiosk.limited and answer[1].startswith("ledger_"))
        assert ask("GET", f"{kiosk.address}healthz")[0] == 200  # a restart would make no room
        assert ask("GET", f"{kiosk.address}api/state")[0] == 200
        kiosk.make_room()
        given.append(kiosk.tap(tap))
        assert given == [(200, f"A{900 + place}") for place in range(len(given))]
        wait_until(lambda: pieces(tmp_path).count(True) == len(given))
