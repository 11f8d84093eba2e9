"""The command line of a panel: whatever is wrong is a sentence, and nothing is used up for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from display_board.__main__ import main
from tests.devices.board_builders import PADS, board_file

NOBODY = "http://127.0.0.1:9"  # the discard port: no server answers
ENROL = ("enrol", "--code", "ABCDEFGHJK", "--server", NOBODY)


@pytest.mark.parametrize(
    ("arguments", "lines", "told"),
    [
        (ENROL, PADS, f"no answer from {NOBODY}"),
        ((*ENROL[:4], "ftp://x"), PADS, "not a server address"),
        (("run",), PADS, "not enrolled yet: motcua-board enrol"),
        (("run",), "", "no [[line]] in the settings"),
        (("show", "1", "A042"), PADS, "no [[line]] has a display for counter 1"),
        (("listen",), "", "no [[line]] has pads"),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    lines: str,
    told: str,
) -> None:
    config = board_file(tmp_path, lines)
    assert main([*arguments, "--config", str(config)]) == 1
    assert told in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_told_before_the_code_is_used_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    config = board_file(tmp_path, "")
    assert main([*ENROL, "--config", str(config)]) == 1
    assert "cannot use" in capsys.readouterr().err


def test_a_mistake_in_the_file_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = board_file(tmp_path, PADS.replace("2 = 22", "2000 = 22"))
    assert main(["run", "--config", str(config)]) == 2
    assert f"{config}, line 7: line[0].counters" in capsys.readouterr().err
