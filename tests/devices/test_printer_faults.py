"""Thousands of prints in virtual time while things break: what is said of each is what came out.

A failing schedule is named by its seed; ``morning(seed)`` plays it again, the same to the byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kiosk.jobs import JobState
from kiosk.printing import RETRY_S
from printer_drivers.api import Level, LinkDown, PrintState
from printer_drivers.raster import bands
from printer_drivers.replies import STATUS_QUERY
from printer_drivers.virtual import Fault, Habits, VirtualPrinter
from printer_drivers.virtual_line import Speeds, VirtualLine, VirtualPort
from tests.devices.printer_mornings import morning, must_be_true, wrongs
from tests.devices.printer_schedules import (
    COMMANDS,
    LAST,
    RENDERER,
    START,
    START_S,
    TICKETS,
    WIDTH,
    Crashed,
    Owner,
    Schedule,
    Tray,
    a_receipt,
    a_schedule,
    printer_off_and_on,
)


def naive_morning(seed: str) -> tuple[Schedule, dict[int, JobState]]:
    """The same schedule with what most programs do: write it all, ask whether it is well, retry."""
    schedule = a_schedule(seed)
    agent, said = Naive(schedule), dict[int, JobState]()
    while schedule.wanted or not schedule.line.quiet:
        schedule.alive = True
        try:
            schedule.line.sleep(RETRY_S)
            while schedule.wanted and schedule.wanted[0][0] <= schedule.line.monotonic():
                number = schedule.wanted[0][1]
                said[number] = "confirmed" if agent.print(number) else "failed"
                schedule.wanted.pop(0)
        except Crashed:
            schedule.line.sleep(1.0)
    schedule.line.sleep(10.0)
    return schedule, said


class Naive:
    """Believes in what was written and in a printer that says that it is well."""

    def __init__(self, schedule: Schedule) -> None:
        self._line = schedule.line

    def print(self, number: int) -> bool:
        until = self._line.monotonic() + 60.0
        page = b"".join(COMMANDS.band(band) for band in bands(RENDERER.strips(a_receipt(number))))
        ticket = COMMANDS.reset() + page.replace(COMMANDS.acknowledge(), b"") + COMMANDS.cut()
        while self._line.monotonic() < until:
            with suppress(LinkDown), closing(self._line.connect()) as port:
                if self._well(port) and port.write(ticket, until) and self._well(port):
                    return True
            self._line.sleep(RETRY_S)
        return False

    def _well(self, port: VirtualPort) -> bool:
        port.write(STATUS_QUERY[:3], self._line.monotonic() + 1.0)
        answer = port.read(self._line.monotonic() + 1.0)
        return bool(answer) and not answer[-1] & 0x08


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where there is such a place: here no power goes but the virtual printer's."""
    memory = Path("/dev/shm")  # noqa: S108
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as made:
        yield Path(made)


@pytest.mark.parametrize("batch", range(10))
def test_what_is_said_of_two_thousand_prints_is_what_came_out(batch: int, folder: Path) -> None:
    for seed in (f"fault-{batch * 50 + n}" for n in range(50)):
        kiosk = morning(seed, folder)
        must_be_true(seed, kiosk)
        assert len(kiosk.states) == TICKETS + 1
        assert kiosk.states[LAST] == "confirmed"  # whatever it was, it was got over


@pytest.mark.parametrize("buffer_bytes", [64, 150, 300])
def test_a_printer_whose_buffer_is_too_small_prints_or_says_no(
    buffer_bytes: int, folder: Path
) -> None:
    habits = Habits(paced=True, buffer_bytes=buffer_bytes)
    for seed in (f"tiny-{n}" for n in range(15)):
        must_be_true(seed, morning(seed, folder, habits))


def test_the_same_seed_is_the_same_morning(folder: Path) -> None:
    kiosks = [morning("fault-7", folder / name) for name in "ab"]
    ends = [(k.states, k.schedule.tray, k.schedule.line.monotonic()) for k in kiosks]
    assert ends[0] == ends[1]


def test_a_program_that_writes_and_asks_whether_all_is_well_says_what_is_not_so() -> None:
    found = [wrong for n in range(60) for wrong in wrongs(*naive_morning(f"fault-{n}"))]
    assert sum("confirmed" in wrong for wrong in found) > 20, found


def test_a_printer_that_answers_nothing_prints_nothing_and_is_not_believed() -> None:
    for seed in (f"mute-{n}" for n in range(10)):
        schedule = a_schedule(seed, Habits(paced=True, mute=True), crashes=0)
        owner = Owner(schedule.line)
        for number in (1, 2):
            owner.rest(1.0)
            result = owner.print(a_receipt(number), deadline_s=10.0)
            assert (result.state, result.level) == (PrintState.FAILED, Level.NONE), seed
        assert schedule.tray == Tray(), seed


def test_a_printer_that_answers_early_is_never_said_to_have_printed(folder: Path) -> None:
    for seed in (f"early-{n}" for n in range(60)):
        kiosk = morning(seed, folder, Habits(paced=True, early=True), trusted=False)
        assert set(kiosk.states.values()) <= {"unknown", "failed"}, seed
        assert kiosk.states[LAST] == "unknown"
        assert kiosk.hangs is None, seed  # a print without proof takes along what hung before it
        if printer_off_and_on.__name__ not in str(kiosk.schedule.story):
            must_be_true(seed, kiosk)  # none twice, none that failed and came out, no scraps


def test_who_believes_a_printer_that_answers_early_is_deceived(folder: Path) -> None:
    kiosks = [morning(f"early-{n}", folder, Habits(paced=True, early=True)) for n in range(30)]
    found = [wrong for k in kiosks for wrong in wrongs(k.schedule, k.states)]
    assert any("confirmed" in wrong for wrong in found)


def a_stalled_line(tray: Tray, baud: int) -> VirtualLine:
    printer = VirtualPrinter(WIDTH, tray.take, Habits(paced=True))
    return VirtualLine(printer, START, Speeds(baud, 50.0, flow=True))


@pytest.mark.parametrize("baud", [9600, 19200, 115200])
def test_a_line_that_was_stalled_is_used_again_and_its_late_answers_prove_nothing(
    baud: int,
) -> None:
    tray = Tray()
    line = a_stalled_line(tray, baud)
    owner = Owner(line)
    owner.rest(10.0)
    line.cut_through = True
    assert owner.print(a_receipt(1), deadline_s=30.0).state is PrintState.FAILED
    owner.rest(60.0)
    line.cut_through = False
    owner.rest(30.0)
    hung: list[int] = []
    for number in (1, 2):
        result = owner.print(
            a_receipt(number), releasing=lambda: hung.append(line.printer.hanging_rows)
        )
        assert (result.state, result.level) == (PrintState.CONFIRMED, Level.CUT)
        assert tray.tickets[number] == 1
    assert hung == [sum(strip.rows for strip in RENDERER.strips(a_receipt(1)))] * 2


@pytest.mark.parametrize("baud", [19200, 115200])
def test_a_printer_that_starts_anew_in_the_middle_of_a_ticket_is_noticed(baud: int) -> None:
    for moment in range(0, 400, 5):
        tray = Tray()
        line = a_stalled_line(tray, baud)
        owner = Owner(line)
        owner.rest(10.0)
        line.at(line.monotonic() + moment / 1000, lambda: line.tell(Fault.SILENT))  # noqa: B023
        line.at(line.monotonic() + moment / 1000 + START_S, lambda: line.tell(Fault.SPEAK))  # noqa: B023
        result = owner.print(a_receipt(1), deadline_s=30.0)
        owner.rest(10.0)
        assert tray.scraps == 0, moment
        assert tray.tickets[1] == (result.state is PrintState.CONFIRMED), (moment, result)


def test_a_printer_that_begins_to_listen_in_the_middle_of_a_ticket_is_noticed() -> None:
    for moment in range(0, 60, 2):
        tray = Tray()
        printer = VirtualPrinter(WIDTH, tray.take, Habits(paced=True))
        line = VirtualLine(printer, START, Speeds())
        owner = Owner(line)
        owner.rest(10.0)
        owner.print(a_receipt(2))
        owner.rest(0.1)  # it has just said that it is well
        line.tell(Fault.SILENT)
        line.sleep(START_S)
        line.at(line.monotonic() + moment / 1000, lambda: line.tell(Fault.SPEAK))  # noqa: B023
        result = owner.print(a_receipt(1), deadline_s=30.0)
        owner.rest(10.0)
        assert tray.scraps == 0, moment
        assert tray.tickets[1] == (result.state is PrintState.CONFIRMED), (moment, result)
