"""Making a voice ahead: complete, checked, and going on wherever it was stopped."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio import building, wav
from audio.api import VoiceError
from audio.espeak import EspeakVoice
from audio.grammars import fragments
from audio.needed import Clip, Hall, clips, read_centre
from audio.pack import Pack, PackSource, bare, words
from audio.phrases import Call
from audio.progress import Progress
from tests.devices.sound_builders import CountingVoice, FixedVoice, announcer, tool
from tests.devices.staff_builders import Ticks
from tests.house.files import ROOT

CENTRE = ROOT / "queue_server/data/centre.toml"
DEMO = read_centre(CENTRE)
SMALL = ("--letters", "AB", "--counters", "2", "--last", "3", "--languages", "vi")
SMALL_CLIPS = [Clip(*one) for one in clips(Hall("AB", (1, 2), ("vi",), 3))]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def quiet(total: int = len(SMALL_CLIPS)) -> Progress:
    return Progress(total, io.StringIO(), Ticks())


def wavs(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.wav"))


CALLS = st.builds(
    lambda letter, number, counter, nth: Call(f"{letter}{number:03}", counter, nth),
    st.sampled_from(DEMO.letters), st.integers(1, 999), st.sampled_from(DEMO.counters),
    st.integers(1, 4),
)  # fmt: skip
WHOLE, BY_WORD = set(clips(DEMO)), set(clips(DEMO, by_word=True))


@settings(max_examples=300)
@given(CALLS, st.sampled_from(DEMO.languages))
def test_the_clips_of_a_centre_say_every_call_it_can_make(call: Call, language: str):
    for piece in fragments(call, language):
        assert Clip(piece, language) in WHOLE
        of_words = {Clip(word, language) for word in words(piece)}
        assert Clip(bare(piece), language) in BY_WORD or of_words <= BY_WORD


def test_a_person_records_some_dozen_clips_instead_of_thousands():
    assert len(BY_WORD) < 80 < 1500 < len(WHOLE)


def test_the_centre_s_file_names_letters_counters_and_languages():
    assert Hall("PSABCDEFGHKLMN", tuple(range(1, 9)), ("vi", "en")) == DEMO


@pytest.mark.parametrize(
    ("content", "told"),
    [("", "has no 'centre'"), ("[centre]", "has no 'languages'"), ("[[", "cannot be read")],
)
def test_a_file_that_is_no_centre_is_refused_with_the_reason(
    tmp_path: Path, content: str, told: str
):
    (tmp_path / "centre.toml").write_text(content)
    with pytest.raises(ValueError, match=told):
        read_centre(tmp_path / "centre.toml")


def test_build_voice_renders_checks_and_then_finds_all_done(tmp_path: Path):
    done = announcer("build-voice", "--pack", tmp_path, *SMALL)
    assert (done.returncode, done.stderr) == (0, "")
    total = len(SMALL_CLIPS)
    assert done.stdout.splitlines()[-2].startswith(f"{total}/{total} clips, 100 %")
    assert done.stdout.splitlines()[-1] == f"{total} of {total} clips are good."
    assert len(wavs(tmp_path)) == total
    times = [file.stat().st_ino for file in wavs(tmp_path)]
    assert announcer("build-voice", "--pack", tmp_path, *SMALL).returncode == 0
    assert [file.stat().st_ino for file in wavs(tmp_path)] == times  # nothing was made again
    source = PackSource(tmp_path)
    for piece in fragments(Call("B003", 2, 2), "vi"):
        assert source.clip(piece, "vi")


def test_check_names_what_is_missing_damaged_silent_too_long_or_too_loud_and_renders_nothing(
    tmp_path: Path,
):
    pack = Pack(tmp_path)
    building.build(pack, EspeakVoice(), SMALL_CLIPS, quiet())
    missing, damaged, silent, long, loud = SMALL_CLIPS[:5]
    pack.file_of(*missing).unlink()
    pack.file_of(*damaged).write_bytes(b"RIFF")
    pack.keep(*silent, wav.silence(0.5))
    pack.keep(*long, wav.join([wav.chime()] * 9))
    clip = pack.find(*loud)
    assert clip
    pack.keep(*loud, type(clip)("h", [max(-32767, min(32767, 4 * value)) for value in clip]))
    done = announcer("build-voice", "--check", "--pack", tmp_path, *SMALL)
    assert done.returncode == 1
    reasons = ["missing", "not answer with a WAV", "is silent", "lasts 7.20 s", "LUFS instead of"]
    for line, clip_, reason in zip(done.stderr.splitlines(), SMALL_CLIPS[:5], reasons, strict=True):
        assert line.startswith(f"{pack.file_of(*clip_)} ({clip_.text}): ")
        assert reason in line
    assert not pack.file_of(*missing).exists()
    assert done.stdout.endswith(f"{len(SMALL_CLIPS) - 5} of {len(SMALL_CLIPS)} clips are good.\n")


def test_the_next_build_makes_good_what_the_check_found(tmp_path: Path):
    pack, voice = Pack(tmp_path), CountingVoice(EspeakVoice())
    building.build(pack, voice, SMALL_CLIPS, quiet())
    pack.keep(*SMALL_CLIPS[2], wav.silence(0.5))
    pack.file_of(*SMALL_CLIPS[4]).unlink()
    voice.asked.clear()
    assert building.build(pack, voice, SMALL_CLIPS, quiet()) == []
    assert voice.asked == [SMALL_CLIPS[2], SMALL_CLIPS[4]]


def test_a_clip_that_an_engine_spoils_is_named_and_not_kept_and_the_others_are_made(
    tmp_path: Path,
):
    class Spoiling(CountingVoice):
        def say(self, text: str, language: str) -> bytes:
            sound = super().say(text, language)
            return wav.write(wav.silence(1)) if text == "a," else sound

    bad = building.build(Pack(tmp_path), Spoiling(EspeakVoice()), SMALL_CLIPS, quiet())
    assert [(one.text, one.reason) for one in bad] == [("a,", "is silent")]
    assert len(wavs(tmp_path)) == len(SMALL_CLIPS) - 1


@pytest.mark.parametrize("code", ["voice_missing", "voice_offline", "voice_late"])
def test_a_failure_that_the_next_clip_would_share_stops_the_build_and_the_next_one_goes_on(
    tmp_path: Path, code: str
):
    class Failing(CountingVoice):
        def say(self, text: str, language: str) -> bytes:
            if len(self.asked) == 4:
                raise VoiceError(code, "No more.")
            return super().say(text, language)

    with pytest.raises(VoiceError, match="No more"):
        building.build(Pack(tmp_path), Failing(EspeakVoice()), SMALL_CLIPS, quiet())
    voice = CountingVoice(EspeakVoice())
    building.build(Pack(tmp_path), voice, SMALL_CLIPS, quiet())
    assert voice.asked == SMALL_CLIPS[4:]


def started(folder: Path) -> Iterator[subprocess.Popen[str]]:
    # Whoever runs the tests in the background ignores SIGINT, and children would as well.
    command = [tool("env"), "--default-signal=INT", sys.executable, "-m", "audio", "build-voice"]
    command += ["--pack", str(folder)]
    return iter([subprocess.Popen(
        [*command, "--letters", "AB", "--counters", "2", "--last", "25", "--languages", "vi"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )])  # fmt: skip


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
def test_a_build_that_is_stopped_goes_on_from_there(tmp_path: Path, how: signal.Signals):
    [running] = started(tmp_path)
    deadline = time.monotonic() + 60
    while len(wavs(tmp_path)) < 5:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    running.send_signal(how)
    _, told = running.communicate(timeout=30)
    assert running.returncode == (130 if how == signal.SIGINT else -signal.SIGKILL)
    assert told.startswith("Stopped. What is done stays;") == (how == signal.SIGINT)
    before = {file: file.stat().st_ino for file in wavs(tmp_path)}
    few = clips(Hall("AB", (1, 2), ("vi",), 25))
    assert 5 <= len(before) < len(few)
    assert building.build(Pack(tmp_path), EspeakVoice(), few, quiet(len(few))) == []
    assert {file: file.stat().st_ino for file in before} == before
    assert len(wavs(tmp_path)) == len(few)
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_full_disk_stops_the_build_with_a_sentence_and_leaves_nothing_half_written(
    tmp_path: Path,
):
    """No file may be larger than 24 KiB: some clips are written, a longer one is not."""
    espeak = f'#!/bin/sh\nulimit -f unlimited\nexec {tool("espeak-ng")} "$@"\n'
    (tmp_path / "espeak-ng").write_text(espeak)
    (tmp_path / "espeak-ng").chmod(0o755)
    limited = 'ulimit -S -f 24; exec "$@"'
    command = [sys.executable, "-m", "audio", "build-voice", "--pack", str(tmp_path / "p"), *SMALL]
    done = subprocess.run(
        [tool("bash"), "-c", limited, "sh", *command],
        capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.splitlines()[0].startswith("Stopped. What is done stays")
    assert done.stderr.endswith(".wav: File too large.\n")
    assert not list((tmp_path / "p").rglob("*.tmp"))


def test_a_folder_that_holds_another_voice_is_left_alone(tmp_path: Path):
    pack = Pack(tmp_path)
    building.build(pack, EspeakVoice(), SMALL_CLIPS[:1], quiet(1))
    with pytest.raises(VoiceError, match="choose another folder") as caught:
        building.build(pack, EspeakVoice(pace_wpm=120), SMALL_CLIPS[:1], quiet(1))
    assert caught.value.code == "pack_taken"
    (tmp_path / "voice.json").write_text("{")  # cut short by a full disk
    building.build(pack, EspeakVoice(), SMALL_CLIPS[:1], quiet(1))
    assert json.loads((tmp_path / "voice.json").read_text())["voice"] == "espeak-ng"


def test_progress_is_a_bar_on_a_terminal():
    ticks, terminal = Ticks(), Terminal()
    progress = Progress(4, terminal, ticks)
    for _ in range(2):
        ticks.s += 0.5
        progress.step()
    last = terminal.getvalue().rpartition("\r")[2]
    assert last == "\x1b[K[############............] 2/4 clips, 50 %, 2.0 a second, 0:01 left"
    progress.stop()
    assert terminal.getvalue().endswith("left\n")


def test_progress_is_a_line_now_and_then_where_nobody_watches():
    file = io.StringIO()
    progress = Progress(1000, file, Ticks())
    for _ in range(1000):
        progress.step()
    lines = file.getvalue().splitlines()
    assert len(lines) == 20
    assert lines[-1].startswith("1000/1000 clips, 100 %")


def test_an_engine_that_is_no_wav_is_named_for_every_clip(tmp_path: Path):
    bad = building.build(Pack(tmp_path), FixedVoice(b"<html>"), SMALL_CLIPS, quiet())
    assert len(bad) == len(SMALL_CLIPS)
    assert "did not answer with a WAV" in str(bad[0])
