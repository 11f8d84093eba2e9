"""Settings and log lines, from real files."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path
from typing import Annotated

import msgspec
import pytest
from msgspec import Meta

from queue_server.runtime.logs import JsonLines, LogSettings, configure
from queue_server.runtime.settings import Section, SettingsError, load, rows


class Bell(Section, frozen=True):
    volume: Annotated[int, Meta(ge=0, le=10, description="Loudness in tenths.")] = 5
    folder: Path = Path("var")
    tones: tuple[str, ...] = ()
    muted: bool = False


class Door(Section, frozen=True):
    name: str
    keys: dict[int, str] = msgspec.field(default_factory=dict)


class Doorman(Section, frozen=True):
    bell: Bell = Bell()
    door: tuple[Door, ...] = ()
    log: LogSettings = LogSettings()


def a_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "doorman.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold() -> None:
    assert load(Doorman, None, {}) == Doorman()


def test_the_file_sets_values_and_paths_become_paths(tmp_path: Path) -> None:
    path = a_file(tmp_path, '[bell]\nvolume = 7\nfolder = "/srv/x"\ntones = ["a"]\n')
    assert load(Doorman, path, {}).bell == Bell(volume=7, folder=Path("/srv/x"), tones=("a",))


def test_an_unknown_key_names_the_file_the_line_and_the_key(tmp_path: Path) -> None:
    path = a_file(tmp_path, "# door\n[bell]\nvolume = 1\nvolumme = 7\n")
    with pytest.raises(SettingsError) as caught:
        load(Doorman, path, {})
    assert (caught.value.line, caught.value.key) == (4, "bell.volumme")
    assert str(path) in str(caught.value)


def test_an_unknown_table_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load(Doorman, a_file(tmp_path, "[bell]\n\n[bel]\nvolume = 1\n"), {})
    assert (caught.value.line, caught.value.key) == (3, "bel")


def test_a_value_out_of_range_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="<= 10") as caught:
        load(Doorman, a_file(tmp_path, "[log]\n[bell]\nvolume = 11\n"), {})
    assert (caught.value.line, caught.value.key) == (3, "bell.volume")


def test_a_table_may_be_there_several_times_with_numbers_for_keys(tmp_path: Path) -> None:
    path = a_file(tmp_path, '[[door]]\nname = "a"\n[[door]]\nname = "b"\nkeys = { 3 = "x" }\n')
    expected = (Door(name="a"), Door(name="b", keys={3: "x"}))
    assert load(Doorman, path, {"MOTCUA_BELL_VOLUME": "2"}).door == expected


@pytest.mark.parametrize(
    ("second", "line", "key"),
    [
        ('name = "b"\nnames = 1', 6, "door[1].names"),
        ('name = "b"\nkeys = { x = "x" }', 6, "door[1].keys"),
        ("keys = {}", 4, "door[1].name"),
    ],
)
def test_a_mistake_in_the_second_of_several_tables_names_its_line(
    tmp_path: Path, second: str, line: int, key: str
) -> None:
    text = f'[[door]]\nname = "a"\n[bell]\n[[door]]\n{second}\n[log]\n'
    with pytest.raises(SettingsError) as caught:
        load(Doorman, a_file(tmp_path, text), {})
    assert (caught.value.line, caught.value.key) == (line, key)


def test_broken_toml_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load(Doorman, a_file(tmp_path, "[bell]\nvolume = = 1\n"), {})
    assert caught.value.line == 2


def test_a_missing_file_is_a_sentence_and_not_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load(Doorman, tmp_path / "none.toml", {})


def test_the_environment_wins_over_the_file_in_the_right_type(tmp_path: Path) -> None:
    path = a_file(tmp_path, "[bell]\nvolume = 7\n")
    environ = {
        "MOTCUA_BELL_VOLUME": "2",
        "MOTCUA_BELL_MUTED": "true",
        "MOTCUA_BELL_FOLDER": "/srv/y",
        "MOTCUA_BELL_TONES": '["c", "d"]',
        "HOME": "/root",
    }
    expected = Bell(volume=2, muted=True, folder=Path("/srv/y"), tones=("c", "d"))
    assert load(Doorman, path, environ).bell == expected


@pytest.mark.parametrize(("name", "value"), [("VOLUME", "loud"), ("VOLUME", "11"), ("VOL", "1")])
def test_a_wrong_environment_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"MOTCUA_BELL_{name}"):
        load(Doorman, None, {f"MOTCUA_BELL_{name}": value})


def test_every_key_can_be_documented() -> None:
    found = {(row.section, row.key): row for row in rows(Doorman)}
    assert found["bell", "volume"].help == "Loudness in tenths."
    assert found["bell", "volume"].default == 5
    assert ("log", "level") in found


def test_a_log_line_is_one_json_object_with_its_fields_and_trace() -> None:
    record = logging.makeLogRecord({"name": "kiosk", "levelname": "INFO", "msg": "ticket issued"})
    record.label = "A042"
    line = json.loads(JsonLines().format(record))
    assert (line["message"], line["level"], line["label"]) == ("ticket issued", "info", "A042")
    assert line["at"].endswith("Z")


def test_configure_writes_json_when_nobody_watches() -> None:
    before = logging.root.handlers[:], logging.root.level
    stream = io.StringIO()
    try:
        configure(LogSettings(), stream)
        logging.getLogger("a.room").warning("printer lost", extra={"printer": Path("/dev/x")})
        assert json.loads(stream.getvalue())["printer"] == "/dev/x"
    finally:
        logging.captureWarnings(False)
        logging.root.handlers[:], logging.root.level = before
