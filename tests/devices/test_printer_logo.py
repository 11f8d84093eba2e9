"""A centre's picture on its tickets: out of the printer's memory, else drawn, else nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from kiosk import looks
from kiosk.settings import PrinterSettings
from printer_drivers import logo, profile
from printer_drivers.__main__ import main
from printer_drivers.api import Silent
from printer_drivers.composing import Composer, Pictures, composer_for
from printer_drivers.escpos_commands import EscposCommands
from printer_drivers.layout import fill, parse
from printer_drivers.raster import harmless
from printer_drivers.receipt import Line, Logo, Receipt
from printer_drivers.render import Renderer
from printer_drivers.session import as_sent
from printer_drivers.typist import Pages, Typist
from printer_drivers.virtual import Habits, Piece, VirtualPrinter
from printer_drivers.virtual_line import Speeds, VirtualLine
from printer_drivers.virtual_pty import PtyPrinter

START = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
COMMANDS = EscposCommands()
TICKET = Receipt((Line("Số thứ tự", align="right"), Logo(), Line("Cảm ơn")))


def ink(width: int = 200, height: int = 60) -> Image.Image:
    drawn = Image.new("1", (width, height))
    ImageDraw.Draw(drawn).ellipse((0, 0, width - 1, height - 1), outline=255, width=5)
    return drawn


def a_file(folder: Path, drawn: Image.Image) -> Path:
    path = folder / "logo.png"
    drawn.point(lambda value: 255 - value).save(path)
    return path


def on_paper(composer: Composer, memory: dict[bytes, Image.Image] | None = None) -> Image.Image:
    pieces: list[Piece] = []
    printer = VirtualPrinter(576, pieces.append)
    printer.memory.update(memory or {})
    body = b"".join(as_sent(part, COMMANDS) for part in composer.parts(TICKET, {}))
    printer.feed(COMMANDS.reset() + body + COMMANDS.cut())
    assert printer.unknown == 0
    return pieces[0].image


def known_to_have(kept: str) -> profile.Profile:
    text = profile.text_of("generic-80")
    return profile.parse(
        profile.with_logo(text, profile.StoredLogo(logo.KEY, kept), "stored"), "made"
    )


def test_a_layout_has_it_in_a_line_of_its_own() -> None:
    assert list(fill(parse("logo\nline: a", ()), {}, str)) == [Logo(), Line("a")]


NASTY = [b"\x10\x04\x01" * 8, b"\x08\x02\x00" * 8, b"\x10\x14" * 12]


@given(
    st.one_of(st.binary(min_size=24, max_size=24), st.sampled_from(NASTY)),
    st.integers(1, 12),
    st.sampled_from([192, 196, 576]),
)
def test_what_is_told_to_the_memory_hides_no_real_time_command_and_loses_no_dot(
    row: bytes, rows: int, dots: int
) -> None:
    drawn = Image.frombytes("1", (192, rows), row * rows)
    told = logo.definition(drawn, dots)
    assert harmless(told)
    printer = VirtualPrinter(576, lambda piece: None)
    printer.feed(told + COMMANDS.acknowledge())  # a last byte DLE is data only when more has come
    kept = printer.memory[b"MC"]
    assert kept.width <= dots
    missing = drawn.copy()
    missing.paste(0, (0, 0), kept.crop((kept.width - 192, 0, kept.width, rows)))
    assert missing.getbbox() is None


@pytest.mark.parametrize("size", [(161, 49), (40, 257), (200, 205), (392, 21)])
def test_a_size_whose_length_looks_like_a_real_time_command_is_changed(
    size: tuple[int, int],
) -> None:
    assert harmless(logo.definition(Image.new("1", size), 576))


def test_a_printer_that_has_it_prints_from_its_memory_what_others_are_drawn() -> None:
    drawn = ink()
    renderer = Renderer(logo=drawn)
    kept = composer_for(known_to_have(logo.digest(drawn)), renderer)
    plain = composer_for(profile.load("generic-80"), renderer)
    from_memory, from_file = on_paper(kept, {b"MC": drawn}), on_paper(plain)
    assert from_memory.tobytes() == from_file.tobytes()
    sizes = [
        sum(len(as_sent(part, COMMANDS)) for part in composer.parts(Receipt((Logo(),)), {}))
        for composer in (kept, plain)
    ]
    assert sizes[0] <= 30 < 1000 < sizes[1]


def test_letters_and_logo_go_together() -> None:
    drawn = ink()
    letters = Pages("viscii", {"viscii": 51})
    stored = logo.shown(logo.KEY)
    one = on_paper(Typist(Renderer(), letters, stored=stored), {b"MC": drawn})
    other = on_paper(Typist(Renderer(logo=drawn), letters))
    assert one.tobytes() == other.tobytes()
    assert one.height == on_paper(Typist(Renderer(), letters)).height + drawn.height


def test_another_picture_in_the_settings_is_drawn_and_none_is_nothing() -> None:
    drawn, older = ink(), ink(100, 30)
    known = known_to_have(logo.digest(older))
    assert logo.stored(known, drawn) is None
    assert logo.stored(known, older) == logo.stored(known, None) == logo.shown(logo.KEY)
    without = on_paper(Pictures(Renderer()))
    assert without.height == on_paper(Pictures(Renderer(logo=drawn))).height - drawn.height


@pytest.mark.parametrize("size", [(577, 10), (10, 321)])
def test_a_picture_too_large_is_refused_with_its_name(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = a_file(tmp_path, ink(*size))
    with pytest.raises(ValueError, match=r"logo\.png: has \d+ x \d+ dots"):
        logo.read(path, 576)
    path.write_text("not a picture")
    with pytest.raises(ValueError, match=r"logo\.png: is not a picture"):
        logo.read(path, 576)


def test_transparent_is_white_and_grey_is_black_or_white(tmp_path: Path) -> None:
    path = tmp_path / "grey.png"
    Image.frombytes("LA", (4, 1), bytes((0, 0, 0, 255, 90, 255, 200, 255))).save(path)
    assert logo.read(path, 576).convert("L").tobytes() == bytes((0, 255, 255, 0))


def test_a_printer_that_keeps_nothing_is_told_so_and_prints_the_next_ticket() -> None:
    pieces: list[Piece] = []
    printer = VirtualPrinter(576, pieces.append, Habits(paced=True))
    line = VirtualLine(printer, START, Speeds(flow=True))
    line.at(0.5, lambda: setattr(line, "to_lose", 40))
    wire = line.connect()
    told = logo.definition(ink(400, 200), 576)
    with pytest.raises(Silent):
        logo.store(wire, COMMANDS, line, told)
    logo.store(wire, COMMANDS, line, told)
    assert printer.memory[b"MC"].tobytes() == ink(400, 200).tobytes()
    assert pieces


def test_the_verb_asks_stores_prints_and_writes_a_profile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    device, file, drawn = tmp_path / "printer", tmp_path / "door.toml", ink()
    picture = str(a_file(tmp_path, drawn))
    with PtyPrinter(device, tmp_path / "tray") as virtual:
        assert main(["logo", str(device), picture]) == 1  # nobody there to ask
        assert "wears" in capsys.readouterr().out
        assert virtual.printer.memory == {}
        assert main(["logo", str(device), picture, "--yes", "--write", str(file)]) == 0
        assert virtual.printer.memory[b"MC"].tobytes() == drawn.tobytes()
    assert main(["profiles", str(file)]) == 0
    assert f"memory: MC {logo.digest(drawn)[:12]}… (probed: motcua" in capsys.readouterr().out
    known = profile.load(str(file)).logo
    assert known is not None
    assert (known.value.key, known.value.sha256) == ("MC", logo.digest(drawn))
    assert len(list((tmp_path / "tray").glob("*.png"))) == 1
    assert main(["logo", str(device), str(tmp_path / "none.png"), "--yes"]) == 1


def test_a_kiosk_reads_the_picture_of_its_settings_or_says_what_is_wrong(tmp_path: Path) -> None:
    path = a_file(tmp_path, ink())
    found = looks.logo(PrinterSettings(logo=str(path)))
    assert found is not None
    assert found.tobytes() == ink().tobytes()
    assert looks.logo(PrinterSettings()) is None
    with pytest.raises(ValueError, match=r"logo\.png: has 390 x 60 dots; 384"):
        looks.logo(PrinterSettings(logo=str(a_file(tmp_path, ink(390))), paper_mm=58))
