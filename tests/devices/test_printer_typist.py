"""Tickets in the printer's own letters: what is sent, and what is on paper."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageOps

from kiosk import app, looks
from kiosk.settings import PrinterSettings
from printer_drivers.escpos_commands import EscposCommands
from printer_drivers.glyphs import PLACES, Glyphs
from printer_drivers.raster import BAND_BYTES, harmless
from printer_drivers.receipt import (
    Big,
    Block,
    Bullet,
    Check,
    Line,
    Pair,
    Qr,
    Receipt,
    Space,
    WidthMm,
)
from printer_drivers.render import Renderer
from printer_drivers.session import as_sent
from printer_drivers.typist import LABEL_PX, Letters, Pages, Typist
from printer_drivers.vietnamese import ASCII, Page, letters
from printer_drivers.virtual import Habits, Piece, VirtualPrinter
from tests.devices.kiosk_builders import a_plain_ticket

NUMBERS: dict[Page, int] = {"viscii": 51, "cp1258": 52, "tcvn3-lower": 30, "tcvn3-upper": 31}
COMMANDS, RENDERER = EscposCommands(), Renderer()
GLYPHS = Glyphs(RENDERER)
BY_PAGES = {
    "viscii": Pages("viscii", NUMBERS),
    "cp1258": Pages("cp1258", NUMBERS),
    "tcvn3": Pages("tcvn3", NUMBERS),
}
EVERY_WAY: dict[str, Letters] = {**BY_PAGES, "glyphs": GLYPHS}
WHITELIST = "tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
HARD = "Đặng Thị Ngữ, phường Bưởi: ĐĂNG KÝ, HỖ TRỢ, Ủy"
ONE_OF_EACH = (
    Line("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", bold=True, align="centre"),
    Line("Đăng ký khai sinh", size="large", align="right"),
    Check("Tờ khai đăng ký khai sinh theo mẫu, một bản chính"),
    Bullet("Sổ hộ khẩu"),
    Pair("Lệ phí", "không"),
    Space(2),
)


def sent(
    receipt: Receipt, way: Letters, kept: dict[str, int] | None = None, *, lossless: bool = False
) -> list[bytes]:
    typist = Typist(RENDERER, way, lossless=lambda: lossless)
    return [as_sent(part, COMMANDS) for part in typist.parts(receipt, {} if kept is None else kept)]


def on_paper(
    receipt: Receipt, way: Letters, habits: Habits | None = None, *, lossless: bool = False
) -> Piece:
    pieces: list[Piece] = []
    printer = VirtualPrinter(receipt.head_dots, pieces.append, habits)
    told = b"".join(sent(receipt, way, lossless=lossless))
    printer.feed(COMMANDS.reset() + told + COMMANDS.cut())
    assert (printer.unknown, printer.misfires, printer.overflowed) == (0, 0, 0)
    return pieces[0]


def plain(mm: WidthMm) -> Receipt:
    return a_plain_ticket(looks.read(PrinterSettings(paper_mm=mm), app.words()))


@pytest.mark.parametrize("way", BY_PAGES)
def test_each_kind_of_line_is_written_in_columns(way: str) -> None:
    text = on_paper(Receipt(ONE_OF_EACH, 58), BY_PAGES[way]).text
    assert text.split("\n") == [
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH",
        "CÔNG",
        "Đăng ký khai",
        "sinh",
        "[ ] Tờ khai đăng ký khai sinh",
        "    theo mẫu, một bản chính",
        "- Sổ hộ khẩu",
        "Lệ phí                     không",
    ]


@pytest.mark.parametrize("way", EVERY_WAY)
def test_every_way_puts_lines_of_the_same_length_at_the_same_place(way: str) -> None:
    sizes = {on_paper(Receipt(ONE_OF_EACH, 80), EVERY_WAY[one]).image.size for one in EVERY_WAY}
    assert len(sizes) == 1
    centred = on_paper(Receipt(ONE_OF_EACH[:1]), EVERY_WAY[way]).image
    left, _, right, _ = centred.getbbox() or (0, 0, 0, 0)
    assert abs(left - (576 - right)) <= 12


def test_large_print_is_of_double_size() -> None:
    usual, large = (
        on_paper(Receipt((Line("Hộ tịch"),), large=large), BY_PAGES["viscii"]).image
        for large in (False, True)
    )
    boxes = [image.getbbox() or (0, 0, 0, 0) for image in (usual, large)]
    widths = [right - left for left, _, right, _ in boxes]
    assert widths[1] == 2 * widths[0]


def test_a_printer_that_starts_in_chinese_prints_vietnamese() -> None:
    receipt = Receipt((Line(HARD),))
    assert on_paper(receipt, BY_PAGES["tcvn3"], Habits(chinese=True)).text == HARD
    pieces: list[Piece] = []
    printer = VirtualPrinter(576, pieces.append, Habits(chinese=True))
    printer.feed(b"".join(sent(receipt, BY_PAGES["tcvn3"])).replace(b"\x1c.", b"") + COMMANDS.cut())
    assert pieces[0].text != HARD  # the command is needed


def test_a_wrong_number_of_a_page_shows_as_wrong_letters() -> None:
    wrong = Pages("viscii", {**NUMBERS, "viscii": 16})
    assert on_paper(Receipt((Line(HARD),)), wrong).text != HARD


NOT_SAID = [("viscii", "BÀ KỸ"), ("cp1258", "naïve"), ("tcvn3", "10 €"), ("glyphs", "ß")]


@pytest.mark.parametrize(("way", "text"), NOT_SAID)
def test_a_line_with_a_sign_that_letters_lack_is_drawn_and_the_others_are_not(
    way: str, text: str
) -> None:
    lines = (Line("Số một"), Line(text, bold=True, align="centre"), Line("Số hai"))
    piece = on_paper(Receipt(lines), EVERY_WAY[way])
    drawn = on_paper(Receipt(lines[1:2]), EVERY_WAY[way])
    assert (len(piece.text.split("\n")), drawn.text) == (2, "")
    strips = list(RENDERER.strips(Receipt(lines[1:2])))
    assert [drawn.image.height] == [strip.rows for strip in strips]
    assert drawn.image.tobytes() == strips[0].image.tobytes()


def reading(data: bytes, kept: dict[str, int]) -> str:
    """Letters taught and the printer's own, as ESC % chooses."""
    places = {place: letter for letter, place in kept.items()}
    told = ""
    for chosen, run in re.findall(rb"(?:\x1b%([\x00\x01]))?([^\x1b]*)", data):
        own = chosen == b"\x01"
        told += "".join(places.get(byte, chr(byte)) if own else chr(byte) for byte in run)
    return told


@given(st.lists(st.text(st.sampled_from([*letters(), *sorted(ASCII)]), max_size=48), max_size=6))
def test_taught_letters_read_as_the_text_whatever_was_taught_before(texts: list[str]) -> None:
    kept: dict[str, int] = {}
    for text in texts:
        before = dict(kept)
        taught = GLYPHS.load(text, kept)
        if taught is None:
            assert kept == before
            continue
        assert all(harmless(one) for one in taught)
        assert bool(taught) is (len(kept) > len(before))
        assert reading(GLYPHS.write(text, kept), kept) == text


def test_no_more_letters_are_taught_than_there_are_places_for() -> None:
    kept: dict[str, int] = {}
    assert GLYPHS.load("".join(letters()), kept) is None
    some = len(PLACES)
    assert GLYPHS.load("".join(letters()[:some]), kept) is not None
    assert GLYPHS.load(letters()[some], kept) is None


def test_what_was_taught_is_not_taught_again() -> None:
    kept: dict[str, int] = {}
    first, second = (b"".join(sent(plain(80), GLYPHS, kept)) for _ in range(2))
    assert len(kept) > 20
    assert b"\x1b&" in first
    assert b"\x1b&" not in second


blocks = st.one_of(
    st.builds(Line, st.text(st.sampled_from([*letters(), *sorted(ASCII)]), max_size=120)),
    st.builds(Space, st.floats(0, 50)),
    st.builds(Qr, st.text(st.sampled_from(sorted(ASCII)), min_size=1, max_size=60)),
    st.builds(Big, st.sampled_from(["A042", "7"])),
)


@given(st.lists(blocks, min_size=1, max_size=5), st.sampled_from(sorted(EVERY_WAY)))
def test_no_real_time_command_hides_in_a_part_and_none_is_too_large(
    found: list[Block], way: str
) -> None:
    parts = sent(Receipt(tuple(found)), EVERY_WAY[way])
    assert harmless(b"".join(parts))
    assert all(len(part) <= BAND_BYTES + 64 for part in parts)


@pytest.mark.parametrize("mm", [58, 80])
@pytest.mark.parametrize("way", EVERY_WAY)
def test_a_ticket_is_on_the_line_for_little_more_than_a_second_at_9600_baud(
    way: str, mm: WidthMm
) -> None:
    kept: dict[str, int] = {}
    ticket = plain(mm)
    first, second = (sum(map(len, sent(ticket, EVERY_WAY[way], kept))) for _ in range(2))
    label = Receipt((Big("A042"),), mm)
    picture = sum(map(len, sent(label, EVERY_WAY[way])))
    assert picture <= 500
    assert second - picture <= 700
    assert first <= (2700 if way == "glyphs" else 1150)


@pytest.mark.parametrize("mm", [58, 80])
@pytest.mark.parametrize("way", EVERY_WAY)
def test_where_no_byte_gets_lost_the_label_is_written_and_a_ticket_has_700_bytes(
    way: str, mm: WidthMm
) -> None:
    kept: dict[str, int] = {}
    ticket = plain(mm)
    for _ in range(2):
        told = b"".join(sent(ticket, EVERY_WAY[way], kept, lossless=True))
    assert len(told) <= 700
    assert harmless(told)
    lines = on_paper(ticket, EVERY_WAY[way], lossless=True).text.split("\n")
    assert "A042" in lines
    assert (b"\x1dv0" in told) is False  # nothing is a picture


def test_a_written_label_is_as_large_as_the_paper_allows() -> None:
    for mm, text, wide, high in (
        (80, "A042", 48, 8),
        (58, "A042", 48, 8),
        (58, "AB1234567", 40, 3),
    ):
        label = on_paper(Receipt((Big(text),), mm), BY_PAGES["viscii"], lossless=True).image
        left, top, right, bottom = label.getbbox() or (0, 0, 0, 0)
        assert abs((right - left) / 8 - wide) < 6, text
        assert abs(left - (label.width - right)) <= 40
        assert (bottom - top) / 8 >= high


def run(*command: str) -> str:
    done = subprocess.run(
        command, capture_output=True, check=True, env=os.environ | {"OMP_THREAD_LIMIT": "1"}
    )
    return done.stdout.decode().strip()


@pytest.mark.parametrize(("way", "mm"), [("tcvn3", 80), ("glyphs", 58)])
def test_the_number_and_the_code_are_read_off_the_paper(
    way: str, mm: WidthMm, tmp_path: Path
) -> None:
    ticket = plain(mm)
    image = on_paper(ticket, EVERY_WAY[way]).image
    whole, label = tmp_path / "ticket.png", tmp_path / "label.png"
    ImageOps.expand(ImageOps.invert(image.convert("L")), 30, 255).save(whole)
    at = ticket.blocks.index(Big("A042"))
    above = on_paper(Receipt(ticket.blocks[:at], mm), EVERY_WAY[way]).image.height
    strip = RENDERER.label(ticket, Big("A042"), LABEL_PX)
    part = image.crop((0, above, image.width, above + strip.rows))
    ImageOps.expand(ImageOps.invert(part.convert("L")), 30, 255).save(label)
    assert run("tesseract", str(label), "-", "--psm", "7", "-c", WHITELIST) == "A042"
    assert run("zbarimg", "-q", "--raw", str(whole)).startswith("motcua:")


@pytest.mark.parametrize("way", EVERY_WAY)
def test_pictures_stand_where_they_should_whatever_the_line_before_was(way: str) -> None:
    strip = RENDERER.label(Receipt((Big("A042"),)), Big("A042"), LABEL_PX)
    wanted = strip.image.getbbox() or (0, 0, 0, 0)
    for blocks in ((Big("A042"),), (Line("Số", align="centre"), Big("A042"))):
        kept: dict[str, int] = {}
        pieces: list[Piece] = []
        printer = VirtualPrinter(576, pieces.append)
        printer.feed(b"".join(sent(Receipt((Line("Số", align="right"),)), EVERY_WAY[way], kept)))
        printer.feed(COMMANDS.cut())
        printer.feed(b"".join(sent(Receipt(blocks), EVERY_WAY[way], kept)) + COMMANDS.cut())
        image = pieces[1].image
        label = image.crop((0, image.height - strip.rows, image.width, image.height))
        left, _, right, _ = label.getbbox() or (0, 0, 0, 0)
        assert (left, right) == (2 * wanted[0], 2 * wanted[2])
