"""Lines of counter displays and pads as the program drives them, on pseudo-terminals."""

from __future__ import annotations

import queue
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from display_board.lines import DisplayLine, PadLine
from display_board.panel import Look
from printer_drivers.call_pads import read_pad
from printer_drivers.templates import template_text
from queue_server.messages import LineHealth
from queue_server.runtime.settings import SettingsError
from tests.devices.board_builders import (
    DISPLAYS,
    PADS,
    a_wall,
    board_file,
    board_settings,
)
from tests.devices.serial_ports import PATIENCE_S, Cable, until

ROOT = Path(__file__).parents[2]
PAD = read_pad(template_text("pad-speaking-xor"))


@contextmanager
def a_display_line(folder: Path, text: str = DISPLAYS) -> Iterator[DisplayLine]:
    settings = board_settings(folder, text).line[0]
    codec = settings.codec()
    assert codec
    line = DisplayLine(settings, codec)
    line.start()
    try:
        yield line
    finally:
        line.close()


def test_each_counter_has_its_look_and_the_others_are_dark(tmp_path: Path) -> None:
    with a_wall(tmp_path / "displays") as wall, a_display_line(tmp_path) as line:
        line.show({1: Look("A042", blink=True), 7: Look("B001")})
        until(lambda: wall.label(11) == "A042" and wall.label(12) == "")
        assert wall.shown[11].blink
        until(lambda: line.health() == LineHealth("displays", True, [], []))
        line.show({2: Look("B001")})
        until(lambda: wall.label(11) == "" and wall.label(12) == "B001")


def test_a_light_burns_while_its_number_blinks_and_is_dark_in_the_end(tmp_path: Path) -> None:
    lights = DISPLAYS.replace('displays = "display-ascii-sum"', 'lights = "light-relay-sum"')
    on, off = bytes.fromhex("A0 0B 01 AC"), bytes.fromhex("A0 0B 00 AB")
    with Cable(tmp_path / "displays") as cable:
        with a_display_line(tmp_path, lights) as line:
            line.show({1: Look("A042", blink=True)})
            assert on in cable.hear_frame(8)  # of both counters, in any order
            line.show({1: Look("A042")})
            assert cable.hear_frame(4) == off
            line.show({1: Look("A043", blink=True)})
            assert cable.hear_frame(4) == on
            until(lambda: line.health() == LineHealth("displays", True, [], [1, 2]))
        assert cable.hear_frame(4) == off


def test_displays_are_dark_when_the_program_has_ended(tmp_path: Path) -> None:
    with a_wall(tmp_path / "displays") as wall:
        with a_display_line(tmp_path) as line:
            line.show({1: Look("A042")})
            until(lambda: wall.label(11) == "A042")
        assert wall.label(11) == ""


def test_what_a_display_cannot_show_leaves_it_dark_and_is_told(tmp_path: Path) -> None:
    with a_wall(tmp_path / "displays") as wall, a_display_line(tmp_path) as line:
        line.show({1: Look("A042")})
        until(lambda: wall.label(11) == "A042")
        line.show({1: Look("A12345")})
        until(lambda: wall.label(11) == "")
        until(lambda: line.health().silent == [1])
        line.show({1: Look("A043")})
        until(lambda: wall.label(11) == "A043")
        until(lambda: line.health().silent == [])


def test_a_silent_display_and_a_lost_port_are_told_apart(tmp_path: Path) -> None:
    with Cable(tmp_path / "displays") as cable, a_display_line(tmp_path) as line:
        line.show({})
        until(lambda: line.health() == LineHealth("displays", True, [1, 2], []))
        cable.unplug()
        until(lambda: not line.health().up)


def test_nothing_is_known_of_displays_that_never_answer(tmp_path: Path) -> None:
    text = DISPLAYS.replace("ascii-sum", "bcd-xor")
    with Cable(tmp_path / "displays"), a_display_line(tmp_path, text) as line:
        line.show({1: Look("A042")})
        until(lambda: line.settled)
        assert line.health() == LineHealth("displays", True, [], [1, 2])


def test_a_press_is_told_with_its_counter_and_a_stranger_with_nothing(tmp_path: Path) -> None:
    heard: queue.SimpleQueue[tuple[int, str]] = queue.SimpleQueue()
    settings = board_settings(tmp_path, PADS).line[0]
    line = PadLine(settings, PAD, lambda counter, event: heard.put((counter, event)))
    with Cable(tmp_path / "pads") as cable:
        line.start()
        try:
            until(lambda: line.health().up)
            cable.say(PAD.said(99, "next") + PAD.said(22, "recall"))
            assert heard.get(timeout=PATIENCE_S) == (2, "recall")
            assert heard.empty()
            assert line.health() == LineHealth("pads", True, [], [1, 2])
        finally:
            line.close()


def board(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "display_board", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_display_is_tried_by_hand_and_stays_as_it_is(tmp_path: Path) -> None:
    config = str(board_file(tmp_path))
    with a_wall(tmp_path / "displays") as wall:
        done = board("show", "2", "A042", "--config", config)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "displays: counter 2: the display has answered\n"
        assert wall.label(12) == "A042"
        done = board("show", "2", "A12345", "--config", config)
        assert (done.returncode, "does_not_fit" in done.stderr) == (1, True)
        assert wall.label(12) == "A042"
    done = board("show", "3", "A042", "--config", config)
    assert "no [[line]] has a display for counter 3" in done.stderr


def test_what_pads_say_is_printed(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "display_board", "listen", "--config", str(board_file(tmp_path))]
    with (
        Cable(tmp_path / "pads") as cable,
        subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program,
    ):
        assert program.stdout
        assert program.stdout.readline().startswith("listening at pads")
        told: list[str] = []

        def hears() -> bool:
            cable.say(PAD.said(21, "next"))  # bytes before the port is open are lost
            return bool(cable_told(program, told))

        until(hears)
        program.terminate()
        assert told == ["counter 1: next\n"]
        assert program.wait(PATIENCE_S) == 0


def cable_told(program: subprocess.Popen[str], told: list[str]) -> list[str]:
    """What the program has printed, within a moment."""
    assert program.stdout
    if select.select([program.stdout], [], [], 0.5)[0]:
        told.append(program.stdout.readline())
    return told


LINE = DISPLAYS + PADS


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('displays = "display-ascii-sum"', "", "line[0]: displays, lights or pads"),
        (
            'displays = "display-ascii-sum"',
            'displays = "x"\npads = "y"',
            "displays, lights or pads",
        ),
        ("display-ascii-sum", "display-nowhere", "no template 'display-nowhere'"),
        ("2 = 12", "2 = 11", "an address is there twice"),
        ("2 = 12", "2 = 999", "2 = 999: does_not_fit"),
        ("2 = 22", "2 = 999", "line[1]: counters: 2 = 999: does_not_fit"),
        ("2 = 12", "0 = 12", "line[0].counters"),
        ("{folder}/pads", "{folder}/displays", "is there twice"),
        ("counters = {{ 1 = 11, 2 = 12 }}", "", "line[0].counters"),
        ("counters = {{ 1 = 11, 2 = 12 }}", "baud = 9601\nbaudd = 1", "line[0].baudd"),
    ],
)
def test_a_mistake_in_the_settings_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in LINE
    with pytest.raises(SettingsError) as refused:
        board_settings(tmp_path, LINE.replace(old, new, 1))
    assert told in str(refused.value)


def test_a_pad_whose_frames_have_no_address_is_the_only_one_on_its_line(tmp_path: Path) -> None:
    template = template_text("pad-speaking-xor").replace('["address", "key"]', '["key"]')
    (tmp_path / "own.toml").write_text(template, encoding="utf-8")
    own = PADS.replace("pad-speaking-xor", "{folder}/own.toml")
    alone = own.replace("1 = 21, 2 = 22", "3 = 0")
    assert board_settings(tmp_path, alone).line[0].counters == {3: 0}
    with pytest.raises(SettingsError, match="has_no_address"):
        board_settings(tmp_path, own)
