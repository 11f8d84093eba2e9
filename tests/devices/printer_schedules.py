"""A morning with a printer in virtual time: tickets, and what goes wrong meanwhile, from a seed."""

from __future__ import annotations

import datetime as dt
import functools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from PIL import Image

from printer_drivers.api import PrinterStatus, PrintResult
from printer_drivers.device import Device, Roll
from printer_drivers.escpos_commands import EscposCommands
from printer_drivers.job import Job, Press
from printer_drivers.receipt import Line, Receipt
from printer_drivers.render import Renderer, Strip, join
from printer_drivers.typist import Typist
from printer_drivers.virtual import Fault, Habits, Piece, VirtualPrinter
from printer_drivers.virtual_line import Speeds, VirtualLine

START = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
TICKETS = 3  # of a schedule
LAST = 99  # printed when all is well again: it brings down whatever still hung on the roll
START_S = 1.2  # a printer switched on is deaf for so long; real ones take one to three seconds
PATIENCE_S = 900.0  # virtual; a schedule that is not over by then hangs
WIDTH = 384  # dots of 58 mm paper
COMMANDS = EscposCommands()


class Crashed(BaseException):
    """The agent's process was killed: it goes past everything that could handle it."""


class CachedRenderer(Renderer):
    """Draws each receipt once: a schedule prints the same few again and again."""

    @functools.cache  # noqa: B019 (one for the whole run, by intention)
    def drawn(self, receipt: Receipt) -> list[Strip]:
        return list(super().strips(receipt))

    def strips(self, receipt: Receipt) -> Iterator[Strip]:
        return iter(self.drawn(receipt))


RENDERER = CachedRenderer()


def a_receipt(number: int) -> Receipt:
    blocks = (Line(f"A{number:03}", size="large"), Line("Hộ tịch"), Line("|·|·|", align="centre"))
    return Receipt(blocks, 58)


@functools.cache
def picture(number: int) -> bytes:
    return join(list(RENDERER.strips(a_receipt(number))), WIDTH).tobytes()


@dataclass
class Tray:
    """What came out, in words: numbers of whole tickets, and everything else."""

    tickets: Counter[int] = field(default_factory=Counter)
    void: int = 0
    scraps: int = 0  # paper with ink that is neither a whole ticket nor marked

    def take(self, piece: Piece) -> None:
        if piece.void:
            self.void += 1
        elif piece.image.getbbox():
            number = self._number(piece.image)
            if number is None:
                self.scraps += 1
            else:
                self.tickets[number] += 1

    def _number(self, image: Image.Image) -> int | None:
        ink = image.tobytes()
        return next((n for n in (*range(1, TICKETS + 1), LAST) if picture(n) == ink), None)


class Owner:
    """What ``LinePrinter`` does in its thread, done by whoever calls: the same press and device."""

    def __init__(
        self, line: VirtualLine, trusted_acks: bool = True, typist: Typist | None = None
    ) -> None:
        self._line = line
        self.device = Device("virtual", line.connect, lambda: COMMANDS, _nobody, line)
        self._press = Press(self.device, RENDERER, trusted_acks=trusted_acks, composer=typist)
        self._looks_at = 0.0

    def print(
        self,
        receipt: Receipt,
        *,
        releasing: Callable[[], None] | None = None,
        deadline_s: float = 60.0,
    ) -> PrintResult:
        asked = self._line.monotonic()
        return self._done(Job(asked, asked + deadline_s, receipt, releasing))

    def settle(self, *, released: bool, deadline_s: float = 15.0) -> PrintResult:
        asked = self._line.monotonic()
        roll = Roll.UNCUT if released else Roll.SPOILT
        return self._done(Job(asked, asked + deadline_s, roll=roll))

    def roll_clean(self) -> bool:
        return self.device.roll is Roll.CLEAN

    def status(self) -> PrinterStatus:
        return self.device.status

    def close(self) -> None:
        self.device.close()

    def rest(self, seconds: float) -> None:
        """Nothing to print: look after the printer for so long."""
        until = self._line.monotonic() + seconds
        while (now := self._line.monotonic()) < until:
            if now >= self._looks_at:
                self._looks_at = now + self.device.idle()
            else:
                self._line.sleep(min(self._looks_at, until) - now)

    @property
    def tidy(self) -> bool:
        return self.device.roll is Roll.CLEAN and self.status().ready

    def _done(self, job: Job) -> PrintResult:
        self._looks_at = 0.0
        return self._press.run(job)


def _nobody(status: PrinterStatus) -> None:
    del status


@dataclass
class Schedule:
    """One morning. ``wanted``: when (virtual seconds) each number is taken. ``story``: what was
    put down to go wrong, for people.
    """

    line: VirtualLine
    tray: Tray
    wanted: list[tuple[float, int]]
    rng: random.Random
    faults: int = 0
    crash_at_commit: int = 0  # the agent dies at its n-th look at the clock before a commit
    story: list[str] = field(default_factory=list)
    alive: bool = False  # the agent

    def crash(self) -> None:
        if not self.alive:
            return
        self.alive = False
        self.line.let_go(keep_sending=self.rng.random() < 0.5)
        raise Crashed


def a_schedule(
    seed: str, habits: Habits | None = None, crashes: int = 3, tray: Tray | None = None
) -> Schedule:
    rng = random.Random(seed)
    tray = tray or Tray()
    usual = Habits(paced=True, deaf_in_pictures=rng.random() < 0.3, nameless=rng.random() < 0.2)
    printer = VirtualPrinter(WIDTH, tray.take, habits or usual)
    speeds = Speeds(
        baud=rng.choice((19200, 38400, 115200, 115200)),
        mm_per_s=rng.choice((50.0, 100.0, 200.0)),
        flow=rng.random() < 0.5,
    )
    line = VirtualLine(printer, START, speeds)
    times = sorted(rng.uniform(0.0, 3.0) for _ in range(TICKETS))
    schedule = Schedule(line, tray, [(at, n) for n, at in enumerate(times, 1)], rng)
    for _ in range(rng.choice((1, 1, 2, 3))):
        kind = rng.choice(KINDS if crashes else WITHOUT_CRASHES)
        crashes -= kind in CRASHES
        at = rng.uniform(0.0, 5.0)
        kind(schedule, at)
        schedule.faults += 1
        schedule.story.append(f"{kind.__name__} at {at:.3f}")
    return schedule


def _for_a_while(schedule: Schedule) -> float:
    return schedule.rng.choice((0.01, 0.2, 1.0, 4.0, 20.0, 130.0)) * schedule.rng.uniform(0.5, 1.5)


def _told(begins: Fault, ends: Fault) -> Callable[[Schedule, float], None]:
    def kind(schedule: Schedule, at: float) -> None:
        back = at + _for_a_while(schedule)
        schedule.line.at(at, lambda: schedule.line.tell(begins))
        schedule.line.at(back, lambda: schedule.line.tell(ends))

    kind.__name__ = begins.value
    return kind


def printer_off_and_on(schedule: Schedule, at: float) -> None:
    line, off_s = schedule.line, START_S + _for_a_while(schedule)

    def off() -> None:
        if not line.printer.silent:
            line.tell(Fault.SILENT)
            line.at(line.monotonic() + off_s, lambda: line.tell(Fault.SPEAK))

    line.at(at, off)


def adapter_pulled(schedule: Schedule, at: float) -> None:
    schedule.line.at(at, schedule.line.unplug)
    schedule.line.at(at + _for_a_while(schedule), schedule.line.plug)


def wire_pulled(schedule: Schedule, at: float) -> None:
    def pulled(now: bool) -> None:
        schedule.line.cut_through = now

    schedule.line.at(at, lambda: pulled(True))
    schedule.line.at(at + _for_a_while(schedule), lambda: pulled(False))


def picture_bytes_lost(schedule: Schedule, at: float) -> None:
    count = schedule.rng.randint(1, 20)
    schedule.line.at(at, lambda: schedule.line.tell(Fault.LOSE, count))


def bytes_lost(schedule: Schedule, at: float) -> None:
    """Of anything that is sent then."""
    schedule.line.at(at, lambda: setattr(schedule.line, "to_lose", schedule.rng.randint(1, 20)))


def agent_killed(schedule: Schedule, at: float) -> None:
    schedule.line.at(at, schedule.crash)


def agent_killed_at_a_commit(schedule: Schedule, at: float) -> None:
    del at
    schedule.crash_at_commit = schedule.rng.randint(1, 3 * TICKETS)


KINDS: tuple[Callable[[Schedule, float], None], ...] = (
    printer_off_and_on,
    printer_off_and_on,
    _told(Fault.PAPER_OUT, Fault.PAPER_IN),
    _told(Fault.COVER_OPEN, Fault.COVER_CLOSE),
    _told(Fault.CUTTER_JAM, Fault.CUTTER_FREE),
    adapter_pulled,
    wire_pulled,
    picture_bytes_lost,
    agent_killed,
    agent_killed_at_a_commit,
)
CRASHES = (agent_killed, agent_killed_at_a_commit)
WITHOUT_CRASHES = tuple(kind for kind in KINDS if kind not in CRASHES)
