"""The serial driver against a virtual printer on a real pseudo-terminal."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from printer_drivers.api import Level, Link, Paper, Printer, PrinterStatus, PrintResult, PrintState
from printer_drivers.connection import Connection
from printer_drivers.opening import open_printer
from printer_drivers.receipt import Big, Line, Receipt
from printer_drivers.render import Renderer
from printer_drivers.virtual_pty import PtyPrinter, tell

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TICKET = Receipt((Line("Số thứ tự của bạn"), Big("A042"), Line("Đăng ký kết hôn", bold=True)))
PATIENCE_S = 30.0  # far beyond anything a test waits for: it only turns a hang into a failure


@dataclass
class Desk:
    """A printer with its driver, and what has come out of it."""

    device: Path
    tray: Path
    printer: Printer
    releases: list[str] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def print(self, deadline_s: float = 10.0) -> PrintResult:
        return self.printer.print(TICKET, releasing=self._released, deadline_s=deadline_s)

    def _released(self) -> None:
        self.releases.append("released")

    def pieces(self) -> list[str]:
        about = [json.loads(path.read_text()) for path in sorted(self.tray.glob("*.json"))]
        return ["void" if piece["void"] else "ticket" for piece in about]

    def wait_for(self, wanted: Callable[[PrinterStatus], bool]) -> PrinterStatus:
        with self.changed:
            seen = self.changed.wait_for(lambda: wanted(self.printer.status()), PATIENCE_S)
        assert seen, self.printer.status()
        return self.printer.status()


@contextmanager
def a_desk(directory: Path) -> Iterator[Desk]:
    device, tray = directory / "printer", directory / "tray"
    changed = threading.Condition()

    def on_change(status: PrinterStatus) -> None:
        del status
        with changed:
            changed.notify_all()

    with PtyPrinter(device, tray):
        printer = open_printer(Connection(str(device)), lambda: NOW, on_change)
        try:
            desk = Desk(device, tray, printer, changed=changed)
            desk.wait_for(lambda status: status.ready)
            yield desk
        finally:
            printer.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as made:
        yield made


def test_a_printed_ticket_is_its_preview_dot_for_dot(desk: Desk) -> None:
    result = desk.print()
    assert (result.state, result.level) == (PrintState.CONFIRMED, Level.CUT)
    assert (desk.tray / "0001.png").read_bytes() == Renderer().preview(TICKET)
    assert desk.releases == ["released"]
    assert result.first_byte_s is not None
    state = json.loads(tell(desk.device, "state"))
    assert (state["misfires"], state["unknown"], state["overflowed"]) == (0, 0, 0)


def test_the_release_comes_when_everything_is_on_paper_and_before_the_cut(desk: Desk) -> None:
    seen: list[tuple[int, int]] = []

    def releasing() -> None:
        state = json.loads(tell(desk.device, "state"))
        seen.append((state["pieces"], state["hanging_rows"]))

    desk.printer.print(TICKET, releasing=releasing, deadline_s=10)
    rows = sum(strip.rows for strip in Renderer().strips(TICKET))
    assert seen == [(0, rows)]
    assert desk.pieces() == ["ticket"]


def test_a_caller_who_cannot_record_the_release_gets_a_void_strip_and_no_ticket(
    desk: Desk,
) -> None:
    def releasing() -> None:
        raise OSError("disk full")

    result = desk.printer.print(TICKET, releasing=releasing, deadline_s=10)
    assert (result.state, result.code) == (PrintState.FAILED, "not_released")
    assert desk.pieces() == ["void"]


@pytest.mark.parametrize(
    ("fault", "code"),
    [("paper-out", "paper_out"), ("cover-open", "cover_open"), ("silent", "silent")],
)
def test_a_printer_that_fails_half_way_gives_no_ticket_and_says_why(
    desk: Desk, fault: str, code: str
) -> None:
    tell(desk.device, f"{fault} 60")
    result = desk.print(deadline_s=1.0)
    assert (result.state, result.level, result.code) == (PrintState.FAILED, Level.NONE, code)
    assert desk.releases == []
    assert desk.pieces() == []


@pytest.mark.parametrize(
    ("fault", "remedy"),
    [("paper-out", "paper-in"), ("cover-open", "cover-close"), ("silent", "speak")],
)
def test_a_half_ticket_is_marked_void_once_the_printer_is_well_and_the_next_one_is_whole(
    desk: Desk, fault: str, remedy: str
) -> None:
    tell(desk.device, f"{fault} 60")
    desk.print(deadline_s=1.0)
    tell(desk.device, remedy)
    desk.wait_for(lambda status: status.ready)
    assert desk.print().state is PrintState.CONFIRMED
    assert desk.pieces() == ["void", "ticket"]
    assert (desk.tray / "0002.png").read_bytes() == Renderer().preview(TICKET)


def test_paper_changed_in_time_lets_the_same_ticket_go_on_without_a_void_strip(
    desk: Desk,
) -> None:
    tell(desk.device, "paper-out 60")
    results: list[PrintResult] = []
    thread = threading.Thread(target=lambda: results.append(desk.print(PATIENCE_S)))
    thread.start()
    desk.wait_for(lambda status: status.paper is Paper.OUT)
    tell(desk.device, "paper-in")
    thread.join()
    assert results[0].state is PrintState.CONFIRMED
    assert desk.pieces() == ["ticket"]


@pytest.mark.parametrize("count", [1, 7, 300])
def test_lost_bytes_are_noticed_and_the_ticket_is_printed_again(desk: Desk, count: int) -> None:
    tell(desk.device, f"lose {count}")
    result = desk.print(PATIENCE_S)
    assert (result.state, result.attempts) == (PrintState.CONFIRMED, 2)
    assert desk.pieces() == ["void", "ticket"]
    assert (desk.tray / "0002.png").read_bytes() == Renderer().preview(TICKET)


def test_a_printer_that_is_known_to_be_unable_prints_nothing(desk: Desk) -> None:
    tell(desk.device, "paper-out")
    desk.wait_for(lambda status: status.paper is Paper.OUT)
    result = desk.print()
    assert (result.state, result.code, result.attempts) == (PrintState.FAILED, "paper_out", 0)


def test_a_silent_printer_is_unknown_in_everything_and_never_fine(desk: Desk) -> None:
    tell(desk.device, "silent")
    status = desk.wait_for(lambda status: status.online is None)
    assert status == PrinterStatus(link=Link.UP, last_seen=NOW)
    assert not status.ready
    assert status.paper is Paper.UNKNOWN


def test_low_paper_warns_and_prints(desk: Desk) -> None:
    tell(desk.device, "paper-low")
    desk.wait_for(lambda status: status.paper is Paper.NEAR_END)
    assert desk.print().state is PrintState.CONFIRMED


def test_an_unplugged_printer_is_link_down_and_comes_back_by_itself(desk: Desk) -> None:
    tell(desk.device, "unplug")
    desk.wait_for(lambda status: status.link is Link.DOWN)
    assert desk.print().code == "link_down"
    tell(desk.device, "plug")
    desk.wait_for(lambda status: status.ready)
    assert desk.print().state is PrintState.CONFIRMED


def test_a_cable_pulled_between_release_and_cut_is_unknown_and_cut_when_it_is_back(
    desk: Desk,
) -> None:
    def releasing() -> None:
        tell(desk.device, "unplug")

    result = desk.printer.print(TICKET, releasing=releasing, deadline_s=1.0)
    assert (result.state, result.level) == (PrintState.UNKNOWN, Level.PRINTED)
    tell(desk.device, "plug")
    desk.wait_for(lambda status: status.ready)
    assert desk.print().state is PrintState.CONFIRMED
    assert desk.pieces() == ["ticket", "ticket"]


def test_a_printer_switched_off_and_on_between_release_and_cut_is_cut_again(desk: Desk) -> None:
    def releasing() -> None:
        tell(desk.device, "silent")
        threading.Timer(1.0, tell, (desk.device, "speak")).start()

    result = desk.printer.print(TICKET, releasing=releasing, deadline_s=PATIENCE_S)
    assert (result.state, result.level) == (PrintState.CONFIRMED, Level.PRINTED)
    assert desk.pieces() == ["ticket"]


def settled_by_a_new_process(desk: Desk, *, released: bool) -> PrintResult:
    desk.printer.close()
    tell(desk.device, "plug")
    second = open_printer(Connection(str(desk.device)), lambda: NOW)
    result = second.settle(released=released)
    second.close()
    return result


def test_what_a_process_stopped_before_the_release_left_on_the_roll_is_marked_void(
    desk: Desk,
) -> None:
    tell(desk.device, "paper-out 60")
    desk.print(deadline_s=0.2)
    desk.printer.close()
    tell(desk.device, "paper-in")
    result = settled_by_a_new_process(desk, released=False)
    assert (result.state, result.error) == (PrintState.FAILED, None)
    assert desk.pieces() == ["void"]


def test_what_a_process_stopped_after_the_release_left_on_the_roll_is_cut_off_whole(
    desk: Desk,
) -> None:
    def releasing() -> None:
        tell(desk.device, "unplug")

    desk.printer.print(TICKET, releasing=releasing, deadline_s=0.5)
    result = settled_by_a_new_process(desk, released=True)
    assert (result.state, result.level) == (PrintState.CONFIRMED, Level.PRINTED)
    assert desk.pieces() == ["ticket"]
    assert (desk.tray / "0001.png").read_bytes() == Renderer().preview(TICKET)


def test_a_printer_killed_in_the_middle_never_confirms(tmp_path: Path) -> None:
    device, tray = tmp_path / "printer", tmp_path / "tray"
    command = [sys.executable, "-m", "printer_drivers", "virtual", "--baud", "9600"]
    killed = subprocess.Popen([*command, "--device", str(device), "--paper", str(tray)])
    changed = threading.Event()
    printer = open_printer(Connection(str(device)), lambda: NOW, lambda _: changed.set())
    try:
        while not printer.status().ready:
            assert changed.wait(PATIENCE_S)
            changed.clear()
        threading.Timer(0.5, killed.kill).start()
        result = printer.print(TICKET, deadline_s=PATIENCE_S)
    finally:
        killed.kill()
        killed.wait()
        printer.close()
    assert result.state is PrintState.FAILED
    assert result.code in {"link_down", "silent"}
    assert not list(tray.glob("*.json"))


def test_closing_is_polite_twice_and_a_closed_printer_says_so(desk: Desk) -> None:
    desk.printer.close()
    desk.printer.close()
    assert desk.print().code == "link_down"
