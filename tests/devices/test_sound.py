"""How a call sounds: what is heard when, how loud, how long."""

import cmath
import subprocess
import wave
from pathlib import Path

import pytest

from audio import wav
from audio.grammars import fragments
from audio.loudness import integrated, true_peak
from audio.mastering import CEILING_DBTP, TARGET_LUFS
from audio.phrases import Call
from audio.silent import SilentVoice
from audio.sounds import LONGEST_S
from tests.devices.sound_builders import (
    A012,
    SILENCE_RMS,
    SPEECH_RMS,
    FixedVoice,
    a_store,
    cut,
    live,
    tool,
)


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of clips that all tests share: what one had spoken the others find."""
    return tmp_path_factory.mktemp("clips")


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


def test_trimming_removes_the_quiet_edges_and_keeps_a_silent_sound():
    tone = cut(wav.chime(), 0.0, 0.3)
    padded = wav.join([wav.silence(0.5), tone, wav.silence(0.7)])
    assert wav.seconds(wav.trim(padded)) == pytest.approx(0.3, abs=0.05)
    assert wav.seconds(wav.trim(wav.silence(0.5))) == 0.5


def test_samples_survive_being_written_and_read():
    chime = wav.chime()
    assert wav.read(wav.write(chime)) == chime


def test_a_call_is_chime_pause_vietnamese_gap_english(warm: Path):
    samples = wav.read(a_store(warm).content_for(A012))
    vi, en = (
        wav.seconds(wav.read(a_store(warm, languages=[tag]).content_for(A012))) - 1.0
        for tag in ("vi", "en")
    )
    assert wav.rms(cut(samples, 0.0, 0.79)) > SPEECH_RMS
    assert wav.rms(cut(samples, 0.81, 0.99)) == 0
    assert wav.rms(cut(samples, 1.0, 1.0 + vi)) > SPEECH_RMS
    assert wav.rms(cut(samples, 1.01 + vi, 1.59 + vi)) < SILENCE_RMS
    assert wav.rms(cut(samples, 1.6 + vi, 1.6 + vi + en)) > SPEECH_RMS
    assert wav.seconds(samples) == pytest.approx(1.6 + vi + en, abs=0.01)


def test_the_file_is_a_wav_that_other_programs_understand(warm: Path, tmp_path: Path):
    file = tmp_path / "call.wav"
    file.write_bytes(a_store(warm).content_for(A012))
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


CALLS = [Call("A001", 1), Call("W999", 97, nth=2), Call("Đ450", 8)]


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_every_call_of_a_hall_is_equally_loud_never_clips_and_ends_within_twelve_seconds(
    warm: Path, call: Call
):
    for tags in (["vi", "en"], ["vi-vn-x-south"]):
        samples = wav.read(a_store(warm, languages=tags).content_for(call))
        assert integrated(samples) == pytest.approx(TARGET_LUFS, abs=1.0)
        assert true_peak(samples) < CEILING_DBTP + 0.2
        assert 4 < wav.seconds(samples) <= LONGEST_S


def test_the_joints_of_a_call_make_no_click(warm: Path):
    """Every clip begins and ends at zero, so no step at a joint is larger than within speech."""
    source = live(warm)
    for fragment in fragments(A012, "vi"):
        clip = source.clip(fragment, "vi")
        assert (clip[0], clip[-1]) == (0, 0)
        assert max(map(abs, clip[:4])) < 0.05 * wav.FULL_SCALE


@pytest.mark.parametrize("digits_s", [5.6, 13.0])
def test_a_language_that_does_not_fit_is_left_out_whole_and_told_once(
    tmp_path: Path, digits_s: float, caplog: pytest.LogCaptureFixture
):
    slow = FixedVoice(wav.write(wav.silence(digits_s / 5)))
    vietnamese = a_store(tmp_path, slow, languages=["vi"]).content_for(A012)
    caplog.clear()
    both = a_store(tmp_path, slow, languages=["vi", "en"])
    assert both.content_for(A012) == both.content_for(A012) == vietnamese
    told = [record.message for record in caplog.records]
    assert told == ["language left out of a call"] * (1 if digits_s < LONGEST_S else 2)
    assert (wav.seconds(wav.read(vietnamese)) > 2) == (digits_s < LONGEST_S)


def test_a_language_named_twice_is_spoken_twice(tmp_path: Path):
    voice = SilentVoice()
    once = wav.read(a_store(tmp_path, voice, languages=["vi"]).content_for(A012))
    twice = wav.read(a_store(tmp_path, voice, languages=["vi", "vi"]).content_for(A012))
    spoken = wav.seconds(once) - 1.0
    assert wav.seconds(twice) == pytest.approx(1.0 + spoken + 0.6 + spoken, abs=0.01)


def test_different_calls_sound_different(warm: Path):
    store = a_store(warm)
    calls = [A012, Call("A013", 5), Call("B012", 5), Call("A012", 6), Call("A012", 5, nth=2)]
    assert len({store.content_for(call) for call in calls}) == len(calls)


def test_a_call_made_again_elsewhere_is_the_same_to_the_byte(warm: Path, tmp_path: Path):
    one, other = (a_store(folder, languages=["vi"]) for folder in (tmp_path, warm))
    assert one.content_for(A012) == other.content_for(A012)


@pytest.mark.parametrize("languages", [[], ["fr"], ["vi", "de"]])
def test_a_store_wants_languages_it_can_speak(tmp_path: Path, languages: list[str]):
    with pytest.raises(ValueError, match="languages"):
        a_store(tmp_path, SilentVoice(), languages=languages)
