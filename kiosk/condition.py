"""How this kiosk is, for those who look after it: on the staff page, and in the heartbeat."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from msgspec import Struct

from kiosk import schema
from kiosk.clock import Clock
from kiosk.hall import Hall
from kiosk.ledger import Ledger
from kiosk.mode import Mode, Modes
from kiosk.roll import Roll, paper_since
from kiosk.scanner import State
from kiosk.view import trouble
from printer_drivers.api import Printer

MEMORY = Path("/proc/meminfo")
MEGABYTE = 1_000_000
DISK_NEARLY_FULL = 200 * MEGABYTE  # a busy day of the ledger is one; the rest is time to react
CLOCK_OFF_S = 120.0  # times on tickets follow the server; at a restart without it they would not

Notice = Literal["out_of_service", "practice", "disk_nearly_full", "clock_off"]


class PrinterFacts(Struct, frozen=True):
    """``trouble`` is the code of what is to be put right; the others are as the printer said."""

    trouble: str | None
    link: str
    online: bool | None
    paper: str
    cover_open: bool | None
    cutter_error: bool | None
    stuck: bool
    last_seen: dt.datetime | None


class Identity(Struct, frozen=True):
    """What does not change while the agent runs."""

    version: str
    server: str
    device: str
    centre: str
    data: Path


class Condition(Struct, frozen=True):
    """Sizes in bytes. ``clock_off_s``: how far this machine's clock is behind the server's.

    ``unsent`` counts the tickets that the server has not yet taken, without those it ``refused``.
    """

    version: str
    server: str
    device: str
    centre: str
    link: bool
    enrolled: bool
    mode: Mode
    out: bool
    practising: bool
    clock_off_s: float
    printer: PrinterFacts
    scanner: State
    roll: Roll
    unsent: int
    refused: int
    reserve_left: int
    ledger: int
    disk_free: int
    memory_free: int | None
    notices: list[Notice]


def notices(mode: Mode, disk_free: int, clock_off_s: float) -> list[Notice]:
    """What the manager must know of a kiosk; nothing when all is as usual."""
    found: list[tuple[bool, Notice]] = [
        (mode == "out", "out_of_service"),
        (mode == "practice", "practice"),
        (disk_free < DISK_NEARLY_FULL, "disk_nearly_full"),
        (abs(clock_off_s) > CLOCK_OFF_S, "clock_off"),
    ]
    return [notice for is_so, notice in found if is_so]


class Doctor:
    """Looks at everything anew each time.

    ``scanner`` says how the scanner is, ``stopped`` why the kiosk prints nothing on a printer that
    says it is well.
    """

    def __init__(self, identity: Identity, ledger: Ledger, hall: Hall, clock: Clock) -> None:
        self._identity, self._ledger, self._hall, self._clock = identity, ledger, hall, clock
        self.scanner: Callable[[], State] = lambda: "none"
        self.stopped: Callable[[], str | None] = lambda: None

    def notices(self, mode: Mode) -> list[Notice]:
        """Raises OSError where the disk does not answer."""
        return notices(mode, self._disk_free(), self._clock.offset_s())

    def look(self, modes: Modes, printer: Printer) -> Condition:
        """Raises ``LedgerFailed`` or OSError."""
        missing, refused = self._ledger.unsent()
        identity = self._identity
        return Condition(
            version=identity.version,
            server=identity.server,
            device=identity.device,
            centre=identity.centre,
            link=self._hall.link_up,
            enrolled=self._hall.enrolled,
            mode=modes.now,
            out=modes.out,
            practising=modes.practising,
            clock_off_s=round(self._clock.offset_s(), 1),
            printer=_printer(printer, self.stopped()),
            scanner=self.scanner(),
            roll=paper_since(self._ledger),
            unsent=missing - refused,
            refused=refused,
            reserve_left=sum(self._ledger.reserve_left().values()),
            ledger=_size(identity.data / schema.FILE),
            disk_free=self._disk_free(),
            memory_free=_memory_free(MEMORY),
            notices=self.notices(modes.now),
        )

    def _disk_free(self) -> int:
        return shutil.disk_usage(self._identity.data).free


def _printer(printer: Printer, stopped: str | None) -> PrinterFacts:
    status = printer.status()
    return PrinterFacts(
        trouble=trouble(printer, stopped),
        link=status.link.value,
        online=status.online,
        paper=status.paper.value,
        cover_open=status.cover_open,
        cutter_error=status.cutter_error,
        stuck=status.stuck,
        last_seen=status.last_seen,
    )


def _size(ledger: Path) -> int:
    """With what SQLite has beside the file."""
    return sum(file.stat().st_size for file in ledger.parent.glob(f"{ledger.name}*"))


def _memory_free(told: Path) -> int | None:
    """What programs can still get (``MemAvailable`` of proc_meminfo(5)); None elsewhere."""
    try:
        lines = told.read_text("ascii").splitlines()
    except OSError:
        return None
    sizes = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(sizes[0]) * 1024 if sizes else None
