"""Every command of ours that a document or a unit names is one our programs accept."""

import argparse
import json
import re
import shlex
from collections.abc import Callable, Iterator

import pytest

import audio.__main__ as announcer
import display_board.__main__ as board
import kiosk.__main__ as kiosk
import printer_drivers.__main__ as printer
import queue_server.__main__ as server
from tests.house.files import ROOT

PARSERS: dict[str, Callable[[], argparse.ArgumentParser]] = {
    "motcua": server._parser,
    "motcua-kiosk": kiosk._parser,
    "motcua-printer": printer._parser,
    "motcua-announcer": announcer._parser,
    "motcua-board": board._parser,
}
PROGRAM = re.compile(r"(?:^|[\s'\"=/])(motcua(?:-kiosk|-printer|-announcer|-board)?) (?=[-a-z])")
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)
AS_SOMEBODY = re.compile(r"\bsudo (?:-u \S+ )?(?:env \S+ +)?")
OTHER_PROGRAMS = re.compile(r"\b(?:systemctl|adduser|apt|pip|sqlite3|install|make|alias|cp|rm)\b")


def lines() -> Iterator[str]:
    """What is written to be typed, and what units start."""
    for page in sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))):
        for block in BLOCK.findall(page.read_text("utf-8")):
            for line in block.replace("\\\n", " ").splitlines():
                yield AS_SOMEBODY.sub("", re.split(r" [#>]", line)[0])
    for unit in sorted((ROOT / "deploy" / "systemd").glob("*.service")):
        yield from re.findall(r"^ExecStart=(.*)", unit.read_text("utf-8"), re.M)


def commands() -> list[tuple[str, tuple[str, ...]]]:
    """Program and arguments."""
    found = set()
    for line in lines():
        match = None if OTHER_PROGRAMS.search(line) else PROGRAM.search(line)
        if match:
            words = shlex.split(line[match.start(1) :])
            found.add((words[0], tuple(words[1:])))
    return sorted(found)


@pytest.mark.parametrize(
    ("program", "arguments"), commands(), ids=lambda part: part if isinstance(part, str) else ""
)
def test_a_documented_command_is_accepted(program: str, arguments: tuple[str, ...]) -> None:
    assert PARSERS[program]().parse_args(list(arguments))  # leaves with SystemExit when it is not


def test_the_documents_name_commands_of_every_program() -> None:
    assert {program for program, _ in commands()} == set(PARSERS)


@pytest.mark.parametrize("name", ["motcua-kiosk.json", "motcua-board.json"])
def test_the_browsers_policies_are_json_objects(name: str) -> None:
    policies = json.loads((ROOT / "deploy" / "chromium" / name).read_text("utf-8"))
    assert policies["AutoplayAllowed"] is True
