"""What is known of printers: every shipped profile, the loader's refusals, the kiosk's choice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.settings import KioskSettings
from printer_drivers import profile
from printer_drivers.__main__ import main
from queue_server.runtime.settings import SettingsError, load

LEAST = """
name = "A printer"
cutter = { value = true, provenance = "probed", source = "looked inside" }
acknowledgement = { value = "gs_r", provenance = "probed", source = "asked it" }
baud = { value = 9600, provenance = "documented", source = "its manual" }
[[paper]]
mm = 80
dots = { value = 512, provenance = "probed", source = "counted" }
"""


@pytest.mark.parametrize("name", profile.names())
def test_a_shipped_profile_loads_and_is_described_with_the_source_of_each_value(name: str) -> None:
    found = profile.load(name)
    lines = profile.described(name, found)
    assert lines[0] == f"{name}: {found.name}"
    assert sum("documented: " in line or "unverified: " in line for line in lines) >= 4


def test_no_shipped_value_claims_to_have_been_probed() -> None:
    probed = [
        path.name
        for path in profile.FOLDER.glob("*.toml")
        if 'provenance = "probed"' in path.read_text("utf-8")
    ]
    assert probed == []


def test_the_usual_makes_are_there() -> None:
    there = profile.names()
    assert profile.DEFAULT in there
    makes = ("generic-58", "epson-tm-t20", "epson-tm-t81", "epson-tm-t88", "xprinter", "rongta")
    for make in (*makes, "zjiang", "bixolon", "citizen", "custom"):
        assert [name for name in there if name.startswith(make)], make


def test_the_usual_roll_is_the_first_and_another_width_must_be_one_it_takes() -> None:
    assert profile.load("generic-80").roll().dots.value == 576
    assert profile.load("generic-80").roll(58).dots.value == 384
    with pytest.raises(ValueError, match="takes paper of 80 mm, not 58 mm"):
        profile.load("epson-tm-t88").roll(58)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('name = "A printer"', "", "name"),
        ('name = "A printer"', 'name = "A printer"\ncolour = "red"', "colour"),
        ("dots = { value = 512", "dots = { value = 9", "paper[0].dots.value"),
        ("mm = 80", "mm = 81", "paper[0].mm"),
        ('value = "gs_r"', 'value = "hope"', "acknowledgement.value"),
        ('"documented", source = "its manual"', '"guessed", source = "x"', "baud.provenance"),
        ('source = "its manual"', 'source = ""', "baud.source"),
        (', source = "its manual"', "", "baud.source"),
        ("value = 9600", "value = '9600'", "baud.value"),
    ],
)
def test_a_mistake_in_a_profile_is_told_with_file_and_field(old: str, new: str, field: str) -> None:
    assert old in LEAST
    with pytest.raises(profile.ProfileError) as refused:
        profile.parse(LEAST.replace(old, new, 1), "mine.toml")
    assert str(refused.value).startswith(f"mine.toml: {field}: ")


def test_a_text_that_is_no_toml_is_told_with_its_file() -> None:
    with pytest.raises(profile.ProfileError, match=r"mine\.toml: not valid TOML"):
        profile.parse("name = ", "mine.toml")


def test_a_profile_of_ones_own_is_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    with pytest.raises(profile.ProfileError, match="cannot be read"):
        profile.load(str(path))
    path.write_text(LEAST)
    assert profile.load(str(path)).roll().dots.value == 512


def test_the_profile_written_in_the_documents_is_one() -> None:
    page = (Path(__file__).parents[2] / "docs" / "printers.md").read_text("utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    assert profile.parse(example, "docs/printers.md").roll().dots.value == 512


def test_profiles_are_listed_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profiles"]) == 0
    listed = capsys.readouterr().out
    assert all(f"{name}: " in listed for name in profile.names())
    assert main(["profiles", "epson-tm-t88"]) == 0
    assert "  80 mm paper, dots: 512 (documented: " in capsys.readouterr().out
    assert main(["profiles", "laser"]) == 1
    assert "generic-80" in capsys.readouterr().err


def settings(tmp_path: Path, printer: str) -> KioskSettings:
    path = tmp_path / "kiosk.toml"
    path.write_text(f"[printer]\n{printer}\n")
    return load(KioskSettings, path, {})


@pytest.mark.parametrize(
    "device", ["", "/dev/ttyS0", "/dev/usb/lp0", "tcp://192.168.1.50", "file:///tmp/ticket.bin"]
)
def test_a_kiosk_takes_every_kind_of_printer(tmp_path: Path, device: str) -> None:
    assert settings(tmp_path, f'device = "{device}"').printer.device == device


@pytest.mark.parametrize(
    ("printer", "reason"),
    [
        ('device = "192.168.1.50:9100"', "tcp://192.168.1.50:9100"),
        ('profile = "laser"', 'no profile "laser"'),
        ('profile = "epson-tm-t88"\npaper_mm = 58', "takes paper of 80 mm"),
    ],
)
def test_a_kiosk_refuses_what_cannot_print_and_says_where(
    tmp_path: Path, printer: str, reason: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        settings(tmp_path, printer)
    assert str(refused.value).startswith(f"{tmp_path / 'kiosk.toml'}, line 1: printer: ")
    assert reason in str(refused.value)


def test_the_width_of_the_paper_is_the_profiles_unless_it_is_set(tmp_path: Path) -> None:
    for text, width in (
        ("", 80),
        ("paper_mm = 58", 58),
        ('profile = "generic-58"', 58),
    ):
        chosen = settings(tmp_path, text).printer
        assert profile.load(chosen.profile).roll(chosen.paper_mm).mm == width


def test_a_reader_who_has_seen_enough_gets_no_complaint() -> None:
    words = [sys.executable, "-m", "printer_drivers", "profiles"]
    reader, writer = os.pipe()
    os.close(reader)
    told = subprocess.run(words, stdout=writer, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(writer)
    assert (told.returncode, told.stderr) == (0, b"")


def test_a_file_is_a_profile_by_its_ending_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("door.toml").write_text(profile.text_of("generic-58"))
    assert profile.load("door.toml") == profile.load("generic-58")
