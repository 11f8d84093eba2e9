"""Clips are made once, kept by content, shared, and made again when they are damaged."""

import logging
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audio import wav
from audio.api import VoiceError
from audio.espeak import EspeakVoice
from audio.grammars import fragments
from audio.pack import Pack, PackSource, file_name
from audio.silent import SilentVoice
from tests.devices.sound_builders import (
    A012,
    CountingVoice,
    FixedVoice,
    a_store,
    announcer,
    live,
    tool,
)


def wavs(directory: Path) -> list[Path]:
    return sorted(directory.rglob("*.wav"))


def test_a_clip_is_spoken_once_and_serves_every_call_that_says_it(tmp_path: Path):
    voice = CountingVoice(SilentVoice())
    source = live(tmp_path, voice)
    assert source.clip("năm.", "vi") == source.clip("năm.", "vi")
    source.clip("năm.", "en")
    live(tmp_path, voice).clip("năm.", "vi")
    assert voice.asked == [("năm.", "vi"), ("năm.", "en")]


def test_another_voice_or_pace_is_another_clip(tmp_path: Path):
    for voice in (SilentVoice(), EspeakVoice(), EspeakVoice(pace_wpm=200)):
        live(tmp_path, voice).clip("năm.", "vi")
    assert len(wavs(tmp_path)) == 3


def test_names_of_clips_are_plain_and_different_for_words_that_differ_in_a_tone_alone():
    texts = ["một", "mốt", "mot", "một.", "Đ", "đ", "đến quầy số", "?", "x" * 300]
    names = {file_name(text) for text in texts}
    assert len(names) == len(texts)
    assert all(name.isascii() and len(name) < 60 and "/" not in name for name in names)
    assert file_name("đến quầy số").startswith("den-quay-so-")


def test_eight_threads_asking_at_once_cause_one_rendering(tmp_path: Path):
    voice = CountingVoice(EspeakVoice())
    store = a_store(tmp_path, voice)
    together = threading.Barrier(8)

    def ask(_: int) -> bytes:
        together.wait()
        return store.content_for(A012)

    with ThreadPoolExecutor(8) as pool:
        heard = set(pool.map(ask, range(8)))
    assert len(heard) == 1
    said = [(text, tag) for tag in ("vi", "en") for text in fragments(A012, tag)]
    assert sorted(voice.asked) == sorted(said)


def test_several_processes_share_one_directory(tmp_path: Path):
    outs = [tmp_path / f"{number}.out" for number in range(3)]

    def say(out: Path) -> subprocess.CompletedProcess[str]:
        return announcer("say", "A012", "5", "--store", tmp_path / "s", "--out", out)

    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(say, outs))
    assert [(done.returncode, done.stderr) for done in results] == [(0, "")] * 3
    assert len({out.read_bytes() for out in outs}) == 1
    assert len(wavs(tmp_path / "s")) == 10
    assert not list((tmp_path / "s").rglob("*.tmp"))


def test_the_clips_unused_for_longest_make_room(tmp_path: Path):
    texts = ["một", "hai", "ba"]
    for age, text in enumerate(texts):
        live(tmp_path, SilentVoice()).clip(text, "vi")
        newest = max(wavs(tmp_path), key=lambda file: file.stat().st_mtime_ns)
        os.utime(newest, (1000 + age, 1000 + age))
    size = newest.stat().st_size
    live(tmp_path, SilentVoice()).clip("một", "vi")  # heard again, so it is no longer the oldest
    live(tmp_path, SilentVoice(), limit_bytes=3 * size).clip("bốn", "vi")
    left = [file.name for file in wavs(tmp_path)]
    assert left == sorted(map(file_name, ["một", "ba", "bốn"]))


def test_the_newest_clip_stays_even_when_it_alone_exceeds_the_limit(tmp_path: Path):
    live(tmp_path, SilentVoice(), limit_bytes=1).clip("một", "vi")
    assert len(wavs(tmp_path)) == 1


def test_what_cannot_be_removed_to_make_room_silences_no_call(tmp_path: Path):
    stays = tmp_path / "of-others" / "clip.wav"
    stays.mkdir(parents=True)  # not ours to remove, whoever runs this
    (stays / "something").touch()
    os.utime(stays, (0, 0))
    assert live(tmp_path, SilentVoice(), limit_bytes=1).clip("một", "vi")
    assert stays.exists()


def test_a_full_disk_costs_the_keeping_alone_and_leaves_nothing_half_written(tmp_path: Path):
    store, out = tmp_path / "s", tmp_path / "out"
    say = '"$0" -m audio say A012 5 --engine silent --store "$1" --out /dev/stdout'
    limited = f'(ulimit -f 20; {say}) | cat > "$2"; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(
        [tool("bash"), "-c", limited, sys.executable, str(store), str(out)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == a_store(tmp_path / "there is room", SilentVoice()).content_for(A012)
    assert "clips not kept" in done.stderr
    assert not list(store.rglob("*.tmp"))
    assert 0 < len(wavs(store)) < 10


def test_a_directory_that_cannot_be_made_is_told_once_and_the_call_is_heard(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    (tmp_path / "file").write_text("in the way")
    store = a_store(tmp_path / "file" / "s", SilentVoice())
    assert wav.seconds(wav.read(store.content_for(A012))) > 3
    assert [record.message for record in caplog.records] == ["clips not kept"]


def test_a_disk_that_has_room_again_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    (tmp_path / "s").write_text("in the way")
    source = live(tmp_path / "s", SilentVoice())
    source.clip("một", "vi")
    source.clip("hai", "vi")
    (tmp_path / "s").unlink()
    source.clip("ba", "vi")
    source.clip("bốn", "vi")
    assert [record.message for record in caplog.records] == ["clips not kept", "clips kept again"]


@pytest.mark.parametrize("damage", [b"", b"RIFF half a fi"])
def test_a_clip_that_is_damaged_is_made_again(tmp_path: Path, damage: bytes):
    source = live(tmp_path, SilentVoice())
    whole = source.clip("một", "vi")
    [file] = wavs(tmp_path)
    file.write_bytes(damage)
    assert source.clip("một", "vi") == whole
    assert wav.read(file.read_bytes()) == whole


@pytest.mark.parametrize("answer", [b"", b"<html>Too many requests</html>"])
def test_an_answer_that_is_no_sound_is_refused_and_not_kept(tmp_path: Path, answer: bytes):
    with pytest.raises(VoiceError) as caught:
        live(tmp_path, FixedVoice(answer)).clip("một", "vi")
    assert caught.value.code == "bad_sound"
    assert wavs(tmp_path) == []


def a_pack(folder: Path, *texts: str) -> PackSource:
    for text in texts:
        Pack(folder).keep(text, "vi", wav.read(SilentVoice().say(text, "vi")))
    return PackSource(folder)


def test_a_pack_gives_the_whole_reading_else_the_reading_without_pause_else_its_words(
    tmp_path: Path,
):
    source = a_pack(tmp_path, "một trăm,", "hai", "hai mươi", "mươi", "tư")
    assert wav.seconds(source.clip("một trăm,", "vi")) == pytest.approx(0.5, abs=0.01)
    assert wav.seconds(source.clip("hai mươi.", "vi")) == pytest.approx(0.5, abs=0.01)
    assert wav.seconds(source.clip("hai mươi tư,", "vi")) == pytest.approx(0.81, abs=0.01)


@pytest.mark.parametrize(("text", "language"), [("hai mốt", "vi"), ("hai", "en")])
def test_a_pack_says_when_a_clip_is_missing(tmp_path: Path, text: str, language: str):
    with pytest.raises(VoiceError, match="build-voice") as caught:
        a_pack(tmp_path, "hai").clip(text, language)
    assert caught.value.code == "clip_missing"
