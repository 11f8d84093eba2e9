"""Paper as pictures, for who edits a layout: of the own centre, or before there is one."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from kiosk.__main__ import main
from kiosk.ledger import Ledger
from kiosk.papers import VALUES
from queue_server.runtime import device
from tests.devices.kiosk_builders import a_centre, a_procedure

OWN = "line: {centre}\nonly papers\n  each papers\n    check: {papers}\n"


def preview(folder: Path, *words: str) -> int:
    config = folder / "kiosk.toml"
    config.write_text(f'[kiosk]\ndata = "{folder}"\n', encoding="utf-8")
    return main(["preview", "--config", str(config), *words])


def size(file: Path) -> tuple[int, int]:
    with Image.open(file) as picture:
        return picture.size


def test_before_the_kiosk_is_enrolled_all_papers_are_drawn_for_a_sample_centre(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures = tmp_path / "pictures"
    assert preview(tmp_path, "--slip", "all", "--language", "en", str(pictures)) == 0
    widths = {file.name: size(file)[0] for file in pictures.iterdir()}
    assert widths == {
        f"{kind}-{mm}.png": dots for kind in VALUES for mm, dots in ((58, 384), (80, 576))
    }
    assert "sample" in capsys.readouterr().err


def test_a_layout_is_tried_with_the_longest_list_of_this_centre(tmp_path: Path) -> None:
    device.write(tmp_path, device.Device("http://127.0.0.1:9", "k1", "mau", "token"))
    papers = a_procedure().documents
    (tmp_path / "ticket.txt").write_text(OWN, encoding="utf-8")
    heights = []
    for count in (1, 3):
        with closing(Ledger(tmp_path / "ledger.db")) as ledger:
            procedures = [a_procedure(documents=papers[:count])]
            ledger.remember("centre", a_centre(procedures=procedures))
        file = tmp_path / "ticket.png"
        assert preview(tmp_path, "--layouts", str(tmp_path), str(file)) == 0
        heights.append(size(file)[1])
    assert heights[0] < heights[1]


def test_what_cannot_be_drawn_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "slip.png")
    (tmp_path / "day.txt").write_text("rule\nbig: {label}\n", encoding="utf-8")
    assert preview(tmp_path, "--layouts", str(tmp_path), file) == 1
    assert f"{tmp_path / 'day.txt'}: line 2: this slip has no value 'label'" in (
        capsys.readouterr().err
    )
    (tmp_path / "ledger.db").write_bytes(b"not a ledger, but longer than a header is" * 9)
    device.write(tmp_path, device.Device("http://127.0.0.1:9", "k1", "mau", "token"))
    assert preview(tmp_path, file) == 1
    assert "ledger" in capsys.readouterr().err
