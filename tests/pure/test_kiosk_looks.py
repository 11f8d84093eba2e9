"""How tickets look is a file of the centre, and a mistake in it is told before anybody waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk import looks
from kiosk.samples import sample
from kiosk.settings import PrinterSettings
from printer_drivers.escpos_commands import EscposCommands
from printer_drivers.raster import bands
from printer_drivers.receipt import Check, Line, Qr
from printer_drivers.render import Renderer
from tests.devices.kiosk_builders import NOW, a_centre, a_plain_ticket
from tests.pure.test_kiosk_ticket import lines, words


def test_a_layout_of_the_centre_is_what_is_printed(tmp_path: Path) -> None:
    own = "line bold: [ticket.title]\nbig: {label}\nqr: {qr}\n"
    (tmp_path / "ticket.txt").write_text(own, encoding="utf-8")
    settings = PrinterSettings(layouts=str(tmp_path), paper_mm=58, large_print=True)
    look = looks.read(settings, words())
    receipt = sample("ticket", look, "vi", NOW, a_centre())
    assert lines(receipt) == ["PHIẾU SỐ THỨ TỰ", "A042"]
    assert (receipt.width_mm, receipt.large) == (58, True)
    assert "PHIẾU QUAY LẠI" in lines(sample("return", look, "vi", NOW))  # as shipped


def test_the_sample_shows_the_longest_checklist_in_each_language() -> None:
    look = looks.read(PrinterSettings(), words())
    for language, title in (("vi", "PHIẾU SỐ THỨ TỰ"), ("en", "QUEUE TICKET")):
        receipt = sample("ticket", look, language, NOW, a_centre())
        assert title in lines(receipt)
        assert any(isinstance(block, Check) for block in receipt.blocks)
        assert any(isinstance(block, Qr) for block in receipt.blocks)
        assert isinstance(receipt.blocks[0], Line)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("line: {name}", "line 1: this slip has no value 'name'"),
        ("rule\nline: [no.such.word]", "line 2: .*do not have it"),
        ("line: [ticket.counters]", "line 1: .*need values of their own"),
    ],
)
def test_a_layout_that_cannot_be_printed_is_refused_with_file_and_line(
    tmp_path: Path, text: str, says: str
) -> None:
    file = tmp_path / "ticket.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=says) as told:
        looks.read(PrinterSettings(layouts=str(tmp_path)), words())
    assert str(file) in str(told.value)


def test_a_folder_that_is_not_there_or_holds_the_layout_of_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="away: there is no such folder"):
        looks.read(PrinterSettings(layouts=str(tmp_path / "away")), words())
    (tmp_path / "tickets.txt").write_text("rule\n", encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"tickets\.txt: no paper is called so; layouts are ticket"
    ):
        looks.read(PrinterSettings(layouts=str(tmp_path)), words())


@pytest.mark.parametrize(("mm", "most"), [(58, 14_000), (80, 17_000)])
def test_a_ticket_is_on_a_serial_line_for_a_second_and_a_half_at_most(mm: int, most: int) -> None:
    look = looks.read(PrinterSettings(paper_mm=mm), words())
    strips = Renderer().strips(a_plain_ticket(look))
    commands = EscposCommands()
    # At 115,200 baud, ten bits a byte: 1.2 s for 14 kB, 1.5 s for 17 kB.
    assert sum(len(commands.band(band)) for band in bands(strips)) <= most
