import cmath
import os
import subprocess
import sys
import threading
import wave
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audio import wav
from audio.api import VoiceError
from audio.espeak import EspeakVoice
from audio.phrases import Call
from audio.silent import SilentVoice
from audio.sounds import LONGEST_S
from tests.devices.sound_builders import (
    A012,
    SILENCE_RMS,
    SPEECH_RMS,
    CountingVoice,
    FixedVoice,
    a_store,
    announcer,
    cut,
    tool,
)


def test_the_chime_is_two_audible_falling_notes_without_a_click(tmp_path: Path):
    chime = wav.chime()
    assert wav.seconds(chime) == pytest.approx(0.8, abs=0.001)
    assert wav.rms(chime) > SPEECH_RMS
    assert abs(chime[0]) < 100
    assert abs(chime[-1]) < 100
    ding, dong = cut(chime, 0.02, 0.28), cut(chime, 0.5, 0.78)
    assert strength(ding, 659.26) > 3 * strength(ding, 523.25)
    assert strength(dong, 523.25) > 3 * strength(dong, 659.26)


def strength(samples: wav.Samples, frequency_hz: float) -> float:
    """How much of a frequency is in the sound: one bin of a Fourier transform."""
    step = -2j * cmath.pi * frequency_hz / wav.RATE_HZ
    return abs(sum(value * cmath.exp(step * at) for at, value in enumerate(samples)))


@pytest.mark.parametrize("scale", [0.05, 1.0])
def test_quiet_and_loud_voices_come_out_equally_loud_and_never_clip(scale: float):
    spoken = wav.trim(wav.read(EspeakVoice().say("quầy số năm", "vi")))
    scaled = type(spoken)("h", [int(sample * scale) for sample in spoken])
    levelled = wav.level(scaled)
    assert wav.rms(levelled) == pytest.approx(wav.FULL_SCALE * 10 ** (-18 / 20), rel=0.1)
    assert max(map(abs, levelled)) < wav.FULL_SCALE


def test_trimming_removes_the_quiet_edges_and_keeps_a_silent_sound():
    tone = cut(wav.chime(), 0.0, 0.3)
    padded = wav.join([wav.silence(0.5), tone, wav.silence(0.7)])
    assert wav.seconds(wav.trim(padded)) == pytest.approx(0.3, abs=0.05)
    assert wav.seconds(wav.trim(wav.silence(0.5))) == 0.5


def test_samples_survive_being_written_and_read():
    chime = wav.chime()
    assert wav.read(wav.write(chime)) == chime


@pytest.mark.parametrize("rate_hz", [8000, 44_100])
def test_a_voice_in_another_format_is_refused(tmp_path: Path, rate_hz: int):
    file = tmp_path / "x.wav"
    with wave.open(str(file), "wb") as other:
        other.setnchannels(1)
        other.setsampwidth(2)
        other.setframerate(rate_hz)
        other.writeframes(bytes(200))
    with pytest.raises(VoiceError, match=str(rate_hz)):
        a_store(tmp_path / "s", FixedVoice(file.read_bytes())).file_for(A012)


@pytest.mark.parametrize("answer", [b"", b"<html>Too many requests</html>"])
def test_an_answer_that_is_no_sound_is_refused(tmp_path: Path, answer: bytes):
    with pytest.raises(VoiceError) as caught:
        a_store(tmp_path, FixedVoice(answer)).file_for(A012)
    assert caught.value.code == "bad_sound"


def test_a_call_is_chime_pause_vietnamese_gap_english(tmp_path: Path):
    voice = EspeakVoice()
    samples = wav.read(a_store(tmp_path, voice).file_for(A012).read_bytes())
    vi, en = (
        wav.seconds(wav.trim(wav.read(voice.say(text, language))))
        for text, language in [
            ("Mời công dân có số thứ tự a, không một hai, đến quầy số năm.", "vi"),
            ("Ticket A zero one two, please go to counter five.", "en"),
        ]
    )
    assert wav.rms(cut(samples, 0.0, 0.8)) > SPEECH_RMS
    assert wav.rms(cut(samples, 0.81, 0.99)) < SILENCE_RMS
    assert wav.rms(cut(samples, 1.0, 1.0 + vi)) > SPEECH_RMS
    assert wav.rms(cut(samples, 1.01 + vi, 1.59 + vi)) < SILENCE_RMS
    assert wav.rms(cut(samples, 1.6 + vi, 1.6 + vi + en)) > SPEECH_RMS
    assert wav.seconds(samples) == pytest.approx(1.6 + vi + en, abs=0.01)


def test_the_file_is_a_wav_that_other_programs_understand(tmp_path: Path):
    file = a_store(tmp_path).file_for(A012)
    report = subprocess.run(
        [tool("sox"), str(file), "-n", "stat"], capture_output=True, text=True, check=True
    ).stderr
    figures = dict(line.rsplit(":", 1) for line in report.splitlines() if ":" in line)
    assert float(figures["RMS     amplitude"]) > 0.05
    assert float(figures["Maximum amplitude"]) < 1.0
    with wave.open(str(file)) as opened:
        assert (opened.getnchannels(), opened.getsampwidth()) == (1, 2)
        assert opened.getframerate() == 22_050
        assert opened.getnframes() / 22_050 == pytest.approx(
            float(figures["Length (seconds)"]), abs=0.001
        )


@pytest.mark.parametrize("call", [Call("A001", 1), Call("W999", 97, nth=2), Call("Đ777", 77)])
def test_every_call_of_a_hall_fits_into_twelve_seconds_in_both_languages(
    tmp_path: Path, call: Call
):
    both = wav.read(a_store(tmp_path).file_for(call).read_bytes())
    one = wav.read(a_store(tmp_path, languages=["vi"]).file_for(call).read_bytes())
    assert wav.seconds(one) + 2 < wav.seconds(both) <= LONGEST_S


def test_a_language_that_no_longer_fits_is_left_out_whole(tmp_path: Path):
    slow = EspeakVoice(pace_wpm=100)
    both = a_store(tmp_path, slow).file_for(A012).read_bytes()
    assert both == a_store(tmp_path, slow, languages=["vi"]).file_for(A012).read_bytes()


def test_a_first_language_that_does_not_fit_is_an_error(tmp_path: Path):
    endless = FixedVoice(wav.write(wav.silence(13)))
    with pytest.raises(VoiceError) as caught:
        a_store(tmp_path, endless).file_for(A012)
    assert caught.value.code == "too_long"


def test_a_language_named_twice_is_spoken_twice(tmp_path: Path):
    voice = SilentVoice()
    once = wav.read(a_store(tmp_path, voice, languages=["vi"]).file_for(A012).read_bytes())
    twice = wav.read(a_store(tmp_path, voice, languages=["vi", "vi"]).file_for(A012).read_bytes())
    spoken = wav.seconds(once) - 1.0
    assert wav.seconds(twice) == pytest.approx(1.0 + spoken + 0.6 + spoken, abs=0.01)


def test_different_calls_sound_different(tmp_path: Path):
    store = a_store(tmp_path)
    calls = [A012, Call("A013", 5), Call("B012", 5), Call("A012", 6), Call("A012", 5, nth=2)]
    assert len({store.file_for(call).read_bytes() for call in calls}) == len(calls)


def test_a_call_rendered_again_elsewhere_is_the_same_to_the_byte(tmp_path: Path):
    one = a_store(tmp_path / "one").file_for(A012)
    other = a_store(tmp_path / "other").file_for(A012)
    assert one.name == other.name
    assert one.read_bytes() == other.read_bytes()


def test_the_second_and_the_third_call_share_one_file(tmp_path: Path):
    store = a_store(tmp_path, SilentVoice())
    assert store.file_for(Call("A012", 5, 2)) == store.file_for(Call("A012", 5, 3))


def test_another_voice_or_order_of_languages_is_another_file(tmp_path: Path):
    quick = EspeakVoice(pace_wpm=200)
    names = {
        a_store(tmp_path, voice, languages=languages).key_for(A012)
        for voice in (SilentVoice(), EspeakVoice(), quick)
        for languages in (["vi"], ["vi", "en"], ["en", "vi"])
    }
    assert len(names) == 9


def test_eight_threads_asking_at_once_cause_one_rendering(tmp_path: Path):
    voice = CountingVoice(EspeakVoice())
    store = a_store(tmp_path, voice)
    together = threading.Barrier(8)

    def ask(_: int) -> bytes:
        together.wait()
        return store.file_for(A012).read_bytes()

    with ThreadPoolExecutor(8) as pool:
        heard = set(pool.map(ask, range(8)))
    assert len(heard) == 1
    assert sorted(language for _, language in voice.asked) == ["en", "vi"]


def test_several_processes_share_one_directory(tmp_path: Path):
    outs = [tmp_path / f"{number}.wav" for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        results = list(
            pool.map(
                lambda out: announcer("say", "A012", "5", "--store", tmp_path / "s", "--out", out),
                outs,
            )
        )
    assert [(done.returncode, done.stderr) for done in results] == [(0, "")] * 4
    assert len({out.read_bytes() for out in outs}) == 1
    assert len(list((tmp_path / "s").glob("*.wav"))) == 1
    assert not list((tmp_path / "s").glob("*.tmp"))


def test_the_sounds_unused_for_longest_make_room(tmp_path: Path):
    size = len(a_store(tmp_path / "probe", SilentVoice()).file_for(A012).read_bytes())
    store = a_store(tmp_path / "s", SilentVoice(), limit_bytes=3 * size)
    calls = [Call(f"A{number:03}", 5) for number in range(12, 16)]
    files = [store.file_for(call) for call in calls[:3]]
    for age, file in enumerate(files):
        os.utime(file, (1000 + age, 1000 + age))
    store.file_for(calls[0])  # heard again, so it is no longer the oldest
    newest = store.file_for(calls[3])
    assert [file.exists() for file in [*files, newest]] == [True, False, True, True]


def test_the_newest_sound_stays_even_when_it_alone_exceeds_the_limit(tmp_path: Path):
    assert a_store(tmp_path, SilentVoice(), limit_bytes=1).file_for(A012).exists()


def test_a_full_disk_is_one_sentence_and_leaves_nothing_half_written(tmp_path: Path):
    store = tmp_path / "s"
    limited = 'ulimit -f 20; exec "$0" -m audio say A012 5 --engine silent --store "$1"'
    done = subprocess.run(
        [tool("bash"), "-c", limited, sys.executable, str(store)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == f"The sound cannot be kept in {store}: File too large.\n"
    assert not list(store.glob("*.wav"))
    assert not list(store.glob("*.tmp"))


def test_a_directory_that_cannot_be_made_is_a_voice_error(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(VoiceError) as caught:
        a_store(tmp_path / "file", SilentVoice()).file_for(A012)
    assert caught.value.code == "disk"


def test_a_rendering_cut_short_by_a_crash_is_simply_made_again(tmp_path: Path):
    store = a_store(tmp_path, SilentVoice())
    (tmp_path / f"{store.key_for(A012)}.tmp").write_bytes(b"RIFF half a fi")
    assert wav.seconds(wav.read(store.file_for(A012).read_bytes())) > 2
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.parametrize("languages", [[], ["fr"], ["vi", "de"]])
def test_a_store_wants_languages_it_can_speak(tmp_path: Path, languages: list[str]):
    with pytest.raises(ValueError, match="languages"):
        a_store(tmp_path, SilentVoice(), languages=languages)
