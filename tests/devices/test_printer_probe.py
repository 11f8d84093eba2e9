"""A printer that answers before it prints is found out by the time it takes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from printer_drivers import profile
from printer_drivers.__main__ import main
from printer_drivers.api import PaperOut, Silent
from printer_drivers.escpos_commands import EscposCommands
from printer_drivers.probe import Timing, time_acknowledgements
from printer_drivers.virtual import Fault, Habits, VirtualPrinter
from printer_drivers.virtual_line import Speeds, VirtualLine
from printer_drivers.virtual_pty import PtyPrinter, tell

START = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
SPEEDS = [
    Speeds(baud, mm_per_s, flow)
    for baud in (9600, 115200)
    for mm_per_s in (50.0, 150.0, 300.0)
    for flow in (False, True)
]


def a_line(habits: Habits, speeds: Speeds) -> VirtualLine:
    return VirtualLine(VirtualPrinter(576, lambda piece: None, habits), START, speeds)


def timing(line: VirtualLine) -> Timing:
    return time_acknowledgements(line.connect(), EscposCommands(), line)


@pytest.mark.parametrize("speeds", SPEEDS)
def test_a_printer_that_answers_after_feeding_is_believed_and_its_speed_known(
    speeds: Speeds,
) -> None:
    line = a_line(Habits(paced=True), speeds)
    found = timing(line)
    assert not found.early
    assert found.mm_per_s == pytest.approx(speeds.mm_per_s, rel=0.15)
    assert line.printer.hanging_rows == 0


@pytest.mark.parametrize("speeds", SPEEDS)
def test_a_printer_that_answers_on_arrival_is_found_out(speeds: Speeds) -> None:
    found = timing(a_line(Habits(paced=True, early=True), speeds))
    assert found.early
    assert found.mm_per_s is None


def test_a_printer_that_answers_nothing_is_silent_and_one_without_paper_says_so() -> None:
    with pytest.raises(Silent):
        timing(a_line(Habits(paced=True, mute=True), Speeds()))
    line = a_line(Habits(paced=True), Speeds())
    line.tell(Fault.PAPER_OUT)
    with pytest.raises(PaperOut):
        timing(line)


def test_the_verb_says_so_and_leaves_nothing_on_the_roll(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    device = tmp_path / "printer"
    with PtyPrinter(device, tmp_path / "tray") as virtual:  # which prints in no time at all
        assert main(["probe", str(device)]) == 1
        assert "early" in capsys.readouterr().out
        assert virtual.printer.hanging_rows == 0
    assert main(["probe", str(device)]) == 1
    assert capsys.readouterr().out == "link_down\n"


@pytest.mark.parametrize("base", profile.names())
def test_what_a_probe_finds_makes_a_profile_of_any_other(base: str) -> None:
    for early in (True, False):
        text = profile.probed(profile.text_of(base), early, "a probe")
        made = profile.parse(text, "made")
        assert made.answers_early == profile.Known(early, "probed", "a probe")
        assert made.paper == profile.load(base).paper
        assert profile.probed(text, early, "a probe") == text


def test_the_verb_writes_a_profile_and_never_over_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    device, file = tmp_path / "printer", tmp_path / "door.toml"
    with PtyPrinter(device, tmp_path / "tray"):
        main(["probe", str(device), "--write", str(file)])
        assert not profile.load(str(file)).trusted_acks
        assert main(["probe", str(device), "--write", str(file)]) == 1
    assert "is there already" in capsys.readouterr().err


def test_a_soak_counts_what_became_of_its_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    device = tmp_path / "printer"
    with PtyPrinter(device, tmp_path / "tray"):
        assert main(["soak", str(device), "--tickets", "3"]) == 0
        assert "3 confirmed; " in capsys.readouterr().out
        tell(device, "paper-out")
        assert main(["soak", str(device), "--tickets", "1"]) == 1
    assert "1 failed (paper_out); " in capsys.readouterr().out
    assert len(list((tmp_path / "tray").glob("*.json"))) == 3
