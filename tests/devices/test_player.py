"""The player of an announcer: it can be stopped, and the silent one lasts as long as the sound."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from audio import wav
from audio.api import VoiceError
from audio.player import Player, SilentPlayer
from tests.devices.sound_builders import StuckPlayer
from tests.journeys.people import until

LONG_S = 30.0


def a_sound(folder: Path, seconds: float) -> Path:
    file = folder / "sound.wav"
    file.write_bytes(wav.write(wav.silence(seconds)))
    return file


def a_player(folder: Path) -> Player:
    """A player whose program plays for as long as a test may last."""
    program = folder / "aplay"
    program.write_text(f"#!/bin/sh\ntouch {folder}/plays\nexec sleep {LONG_S:g}\n")
    program.chmod(0o755)
    return Player(timeout_s=2 * LONG_S, search_path=f"{folder}:/bin:/usr/bin")


@pytest.mark.parametrize("kind", ["silent", "program"])
def test_what_is_played_can_be_stopped_from_elsewhere(tmp_path: Path, kind: str) -> None:
    file = a_sound(tmp_path, LONG_S)
    player = SilentPlayer() if kind == "silent" else a_player(tmp_path)
    codes: list[str] = []

    def play() -> None:
        try:
            player.play(file)
        except VoiceError as error:
            codes.append(error.code)

    began = time.monotonic()
    thread = threading.Thread(target=play)
    thread.start()
    if kind == "program":
        until((tmp_path / "plays").exists, "the program's start")
    while thread.is_alive():
        player.stop()  # again, for it may not have begun
        thread.join(0.05)
    assert codes == ["player_stopped"]
    assert time.monotonic() - began < LONG_S


@pytest.mark.parametrize("kind", ["silent", "program"])
def test_what_was_taken_back_a_moment_before_does_not_sound(tmp_path: Path, kind: str) -> None:
    player = SilentPlayer() if kind == "silent" else a_player(tmp_path)
    with pytest.raises(VoiceError) as stopped:
        player.play(a_sound(tmp_path, LONG_S), lambda: False)
    assert stopped.value.code == "player_stopped"


def test_a_player_is_given_the_time_that_its_sound_takes_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "aplay").write_text("#!/bin/sh\nexec sleep 0.6\n")
    (tmp_path / "aplay").chmod(0o755)
    player = Player(timeout_s=0.1, search_path=f"{tmp_path}:/bin:/usr/bin")
    player.play(a_sound(tmp_path, LONG_S))
    with pytest.raises(VoiceError) as late:
        player.play(a_sound(tmp_path, 0.1))
    assert late.value.code == "player_late"


def test_what_cannot_be_ended_is_told_in_time_and_nothing_is_begun_beside_it(
    tmp_path: Path,
) -> None:
    stuck = StuckPlayer(tmp_path)
    player = Player(timeout_s=0.1, search_path=str(tmp_path))
    file = a_sound(tmp_path, 0.1)

    def begun() -> bool:
        until(stuck.plays, "the program's start")
        return True

    began = time.monotonic()
    for play in (lambda: player.play(file, begun), lambda: player.play(file), player.program):
        with pytest.raises(VoiceError) as told:
            play()
        assert told.value.code == "player_stuck"
    assert time.monotonic() - began < LONG_S
    assert stuck.is_there()
    stuck.let_go()
    until(lambda: is_ready(player), "the end of what was stuck")
    assert not stuck.is_there()


def is_ready(player: Player) -> bool:
    with suppress(VoiceError):
        return bool(player.program())
    return False


def test_only_programs_that_may_be_used_are_looked_for(tmp_path: Path) -> None:
    a_player(tmp_path)
    found = Player(search_path=str(tmp_path), programs=("aplay",)).program()
    assert found == str(tmp_path / "aplay")
    with pytest.raises(VoiceError) as missing:
        Player(search_path=str(tmp_path), programs=("paplay",)).program()
    assert missing.value.code == "player_missing"


def test_a_player_that_was_stopped_plays_the_next_sound(tmp_path: Path) -> None:
    player = SilentPlayer()
    player.stop()
    began = time.monotonic()
    player.play(a_sound(tmp_path, 0.2))
    assert time.monotonic() - began >= 0.2


def test_the_silent_player_refuses_what_is_no_sound(tmp_path: Path) -> None:
    file = tmp_path / "sound.wav"
    file.write_bytes(b"this is no sound")
    with pytest.raises(VoiceError) as refused:
        SilentPlayer().play(file)
    assert refused.value.code == "player_failed"
    assert SilentPlayer().program() == "none"
