"""A person looks at a page and says which letters read right; the profile then says so too."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from printer_drivers import look, profile
from printer_drivers.__main__ import main
from printer_drivers.connection import Connection
from printer_drivers.escpos_commands import EscposCommands
from printer_drivers.opening import open_printer
from printer_drivers.profile import Known
from printer_drivers.receipt import Big, Line, Receipt
from printer_drivers.render import Renderer
from printer_drivers.session import as_sent
from printer_drivers.vietnamese import PAGES_OF, spell
from printer_drivers.virtual import Piece, VirtualPrinter
from printer_drivers.virtual_pty import PtyPrinter
from tests.devices.test_printer_profiles import LEAST

COMMANDS = EscposCommands()
NOW = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)


def page_of(known: profile.Profile) -> tuple[list[look.Candidate], Piece]:
    tried = look.candidates(known)
    pieces: list[Piece] = []
    printer = VirtualPrinter(576, pieces.append)
    parts = look.page(tried, Renderer(), 80, 576)
    printer.feed(COMMANDS.reset() + b"".join(as_sent(part, COMMANDS) for part in parts))
    printer.feed(COMMANDS.cut())
    assert (printer.unknown, printer.overflowed) == (0, 0)
    return tried, pieces[0]


def right(tried: list[look.Candidate], piece: Piece) -> list[str]:
    """The names of the candidates whose lines read like the sentences."""
    lines = [*piece.text.split("\n"), ""]
    found = []
    for number, candidate in enumerate(tried, 1):
        at = lines.index(f"{number}. {candidate.name}")
        both = lines[at + 1 : at + 3]
        if both == [look.SMALL, look.CAPITAL] or (
            candidate.way == "tcvn3-lower" and both[0] == look.SMALL
        ):
            found.append(candidate.name)
    return found


def test_exactly_the_pages_that_the_printer_has_read_right() -> None:
    found = right(*page_of(profile.load("generic-80")))
    assert found == ["tcvn3 30 31", "tcvn3-lower 27", "tcvn3-lower 30", "viscii 51", "cp1258 52"]


def test_the_sentences_can_be_said_by_every_whole_spelling_and_small_letters_by_all() -> None:
    for spelling, pages in PAGES_OF.items():
        numbers = dict.fromkeys(pages, 1)
        assert spell(look.SMALL, spelling, numbers)
        assert spell(look.CAPITAL, spelling, numbers) or spelling == "tcvn3-lower"


def test_the_profiles_own_numbers_come_first_and_none_twice() -> None:
    tried = look.candidates(profile.load("bixolon-srp-350"))
    assert tried[0].name == "viscii 51"
    assert len({candidate.name for candidate in tried}) == len(tried)
    assert [candidate.name for candidate in tried[-2:]] == ["glyphs", "QR"]


def test_pages_are_chosen_before_letters_to_be_taught_and_nonsense_is_refused() -> None:
    tried = look.candidates(profile.load("generic-80"))
    code, glyphs = len(tried), len(tried) - 1
    assert look.chosen(tried, [glyphs, 1]) == (tried[0], False)
    assert look.chosen(tried, [glyphs, code]) == (tried[-2], True)
    for numbers in ([0], [99], [code]):
        with pytest.raises(ValueError, match=r"numbers|pictures"):
            look.chosen(tried, numbers)


@pytest.mark.parametrize("base", profile.names())
def test_what_was_seen_makes_a_profile_of_any_other(base: str) -> None:
    letters = look.Candidate("tcvn3", {"tcvn3-lower": 3, "tcvn3-upper": 4})
    for codes in (True, False):
        text = profile.looked(profile.text_of(base), letters, codes, "seen")
        made = profile.parse(text, "made")
        assert (made.letters, made.draws_codes) == ("tcvn3", codes)
        assert made.code_pages["tcvn3-upper"] == Known(4, "probed", "seen")
        assert made.paper == profile.load(base).paper
        assert profile.looked(text, letters, codes, "seen") == text


def test_no_shipped_profile_prints_letters() -> None:
    assert [name for name in profile.names() if profile.load(name).letters] == []


def test_hearsay_turns_nothing_on_and_a_page_without_its_number_is_refused() -> None:
    said = 'fast = { value = "viscii", provenance = "unverified", source = "a forum" }'
    pages = '[code_pages]\nviscii = { value = 51, provenance = "unverified", source = "x" }\n'
    made = profile.parse(said + LEAST + pages, "mine")
    assert (made.letters, made.draws_codes) == (None, False)
    with pytest.raises(profile.ProfileError, match=r'mine\.toml: fast: "viscii" needs the number'):
        profile.parse(said + LEAST, "mine.toml")


def test_from_the_page_to_tickets_in_letters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    device, file, tray = tmp_path / "printer", tmp_path / "door.toml", tmp_path / "tray"
    with PtyPrinter(device, tray):
        assert main(["look", str(device)]) == 0
        assert "--good" in capsys.readouterr().out
        good = ["--good", "1", str(len(look.candidates(profile.load("generic-80"))))]
        assert main(["look", str(device), "--write", str(file), *good]) == 0
        assert "letters: tcvn3 30 31; QR codes: its own" in capsys.readouterr().out
        assert main(["look", str(device), "--write", str(file), *good]) == 1
        assert main(["test", str(device), "--profile", str(file)]) == 0
        assert "confirmed (cut)" in capsys.readouterr().out
    told = json.loads((tray / "0002.json").read_text())["text"]
    assert "TRUNG TÂM" in told  # the page for trying, in letters
    assert "A042" not in told.split("\n")  # a picture, which cannot lose a digit unnoticed
    assert main(["look", str(device)]) == 1
    assert capsys.readouterr().out == "link_down\n"


def test_a_file_holds_what_such_a_printer_would_get(tmp_path: Path) -> None:
    text = profile.looked(
        profile.text_of("generic-80"), look.Candidate("viscii", {"viscii": 51}), True, "seen"
    )
    path = tmp_path / "ticket.bin"
    known = profile.parse(text, "made")
    open_printer(Connection(path.as_uri()), lambda: NOW, known=known).print(
        Receipt((Line("Số thứ tự"), Big("A042")))
    )
    assert b"A042" in path.read_bytes()
    assert b"\x1bt\x33\xaf th\xd1 t\xf1" in path.read_bytes()
