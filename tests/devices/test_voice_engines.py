"""Piper and a person's recordings: found, converted, and refused with a reason."""

import io
import math
import wave
from array import array
from pathlib import Path

import pytest

from audio import wav
from audio.api import VoiceError
from audio.loudness import integrated
from audio.mastering import TARGET_LUFS, master
from audio.needed import Hall, clips
from audio.pack import file_name
from audio.phrases import Call
from audio.piper import PiperVoice
from audio.recorded import RecordedVoice
from audio.resampling import read_any
from tests.devices.sound_builders import a_hall, a_program, announcer, live

# Piper as far as its options go: it wants a model that exists and answers with a WAV file.
PIPER = """
[ "$1" = --model ] && [ -f "$2" ] && [ "$3 $4 $#" = "--output_file - 4" ] || exit 2
read -r text
echo "$text" >> "{said}"
exec /bin/cat "{sound}"
"""


def recording(
    hz: float = 440.0,
    seconds: float = 0.5,
    rate_hz: int = 22_050,
    width: int = 2,
    channels: int = 1,
    amplitude: float = 0.3,
) -> bytes:
    """A sine as a recorder would write it."""
    top = 256**width / 2 - 1
    frames = bytearray()
    for at in range(round(seconds * rate_hz)):
        value = round(amplitude * top * math.sin(2 * math.pi * hz * at / rate_hz))
        stored = value + 128 if width == 1 else value
        frames += stored.to_bytes(width, "little", signed=width > 1) * channels
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate_hz)
        file.writeframes(bytes(frames))
    return buffer.getvalue()


def strength(samples: wav.Samples, hz: float) -> float:
    """Amplitude of a frequency, full scale being 1."""
    step = 2 * math.pi * hz / wav.RATE_HZ
    real = sum(value * math.cos(step * at) for at, value in enumerate(samples))
    imaginary = sum(value * math.sin(step * at) for at, value in enumerate(samples))
    return 2 * math.hypot(real, imaginary) / len(samples) / wav.FULL_SCALE


@pytest.mark.parametrize(
    ("rate_hz", "width", "channels"),
    [(8000, 1, 1), (16_000, 2, 1), (22_050, 2, 2), (24_000, 2, 1), (44_100, 3, 2), (48_000, 4, 1)],
)
def test_sound_of_any_rate_width_and_number_of_channels_keeps_its_pitch_level_and_length(
    rate_hz: int, width: int, channels: int
):
    samples = read_any(recording(440, 0.5, rate_hz, width, channels))
    assert wav.seconds(samples) == pytest.approx(0.5, abs=0.001)
    assert strength(samples, 440) == pytest.approx(0.3, abs=0.01)


def test_what_our_rate_cannot_carry_is_filtered_out_and_not_folded_down():
    samples = read_any(recording(15_000, 0.2, 48_000))
    assert max(map(abs, samples[500:-500])) < 0.003 * wav.FULL_SCALE


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"ID3 an MP3", recording()[:30], recording(rate_hz=4000)]
)
def test_what_is_no_usable_wav_file_is_refused(content: bytes):
    with pytest.raises(VoiceError) as caught:
        read_any(content)
    assert caught.value.code == "bad_sound"


def a_piper(folder: Path, *models: str, sound: bytes | None = None) -> PiperVoice:
    folder.mkdir(exist_ok=True)
    (folder / "sound.wav").write_bytes(sound or recording(rate_hz=16_000))
    script = PIPER.format(said=folder / "said", sound=folder / "sound.wav")
    for model in models:
        (folder / model).write_bytes(b"onnx")
    return PiperVoice([folder], search_path=a_program(folder / "bin", "piper", script))


def test_piper_is_given_the_model_of_the_language_and_one_line_of_text(tmp_path: Path):
    voice = a_piper(tmp_path, "vi_VN-a-medium.onnx", "en_GB-b-low.onnx")
    for language in ("vi", "vi-vn-x-south", "en"):
        sound = wav.read(voice.say("--một\nhai", language))
        assert strength(sound, 440) == pytest.approx(0.3, abs=0.01)
    assert (tmp_path / "said").read_text() == "--một hai\n" * 3


def test_another_model_is_another_version(tmp_path: Path):
    one, other = (a_piper(tmp_path / name, f"vi_VN-{name}.onnx") for name in ("a", "b"))
    assert one.version != other.version


def test_piper_without_a_program_a_model_or_a_good_model_says_so(tmp_path: Path):
    (tmp_path / "vi_VN-a.onnx").write_bytes(b"")
    missing = PiperVoice([tmp_path], search_path=str(tmp_path))
    with pytest.raises(VoiceError, match="pip install piper-tts"):
        missing.say("một", "vi")
    with pytest.raises(VoiceError, match="no Piper model for 'en'"):
        a_piper(tmp_path, "vi_VN-a.onnx").say("one", "en")
    broken = a_program(
        tmp_path / "bin", "piper", "echo Traceback >&2; echo not a model >&2; exit 1"
    )
    with pytest.raises(VoiceError, match="piper failed with status 1: not a model"):
        PiperVoice([tmp_path], search_path=broken).say("một", "vi")


def test_a_hall_with_piper_speaks_with_it(tmp_path: Path):
    voice = a_piper(tmp_path, "vi_VN-a.onnx")
    sound = a_hall([live(tmp_path / "s", voice)], ["vi"]).content_for(Call("A012", 5))
    assert wav.seconds(wav.read(sound)) == pytest.approx(1.0 + 5 * 0.5 + 0.24, abs=0.1)
    said = (tmp_path / "said").read_text().splitlines()
    assert said == ["Mời công dân có số thứ tự", "a,", "không một hai,", "đến quầy số", "năm."]


HALL = ("--letters", "AB", "--counters", "2", "--languages", "vi")


def script(*arguments: str) -> dict[str, str]:
    done = announcer("script", *arguments)
    assert done.returncode == 0
    return dict(line.split("\t") for line in done.stdout.splitlines())


def record(folder: Path, listed: dict[str, str], **how: float) -> None:
    """As a speaker would: one file for each line, in the recorder's own form."""
    for place, (file, text) in enumerate(listed.items()):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        rate_hz, channels = (44_100, 2) if not place else (wav.RATE_HZ, 1)
        sound = recording(300 + 10 * place, 0.1 + 0.03 * len(text), rate_hz, 2, channels, **how)
        (folder / file).write_bytes(sound)


def test_the_script_lists_each_word_once_without_the_marks_of_pauses():
    listed = script(*HALL)
    assert len(set(listed.values())) == len(listed) == len(clips(Hall("AB", (1, 2), ("vi",)), True))
    assert listed[f"vi/{file_name('đến quầy số')}"] == "đến quầy số"
    assert {"mốt", "tư", "lăm", "mươi", "trăm", "linh", "a", "bê"} <= set(listed.values())
    assert not [text for text in listed.values() if text.endswith((",", "."))]


def test_a_person_s_recordings_become_the_voice_of_the_hall(tmp_path: Path):
    record(tmp_path / "in", script(*HALL), amplitude=0.05)
    where = ("--engine", "recorded", "--recordings", tmp_path / "in", "--pack", tmp_path / "pack")
    done = announcer("build-voice", *where, *HALL)
    assert (done.returncode, done.stderr) == (0, "")
    out = tmp_path / "out.wav"
    said = announcer("say", "B321", "2", "--nth", "2", "--pack", tmp_path / "pack",
                     "--languages", "vi", "--store", tmp_path / "s", "--out", out,
                     PATH=str(tmp_path))  # fmt: skip
    assert (said.returncode, said.stderr) == (0, "")  # no engine was needed
    assert integrated(wav.read(out.read_bytes())) == pytest.approx(TARGET_LUFS, abs=1)
    assert wav.seconds(wav.read(out.read_bytes())) > 3


def test_recordings_that_are_missing_clipped_silent_or_no_sound_are_named_with_their_text(
    tmp_path: Path,
):
    listed = script(*HALL)
    record(tmp_path, listed)
    missing, clipped, silent, none = list(listed)[:4]
    (tmp_path / missing).unlink()
    (tmp_path / clipped).write_bytes(recording(seconds=0.5, amplitude=0.999))
    loud = array("h", [32_767] * 300 + [-32_768] * 300) * 20
    (tmp_path / clipped).write_bytes(wav.write(loud))
    (tmp_path / silent).write_bytes(wav.write(wav.silence(1)))
    (tmp_path / none).write_bytes(b"ID3")
    where = ("--engine", "recorded", "--recordings", tmp_path, "--pack", tmp_path / "pack")
    done = announcer("build-voice", *where, *HALL)
    assert done.returncode == 1
    reasons = ["No such file", "is clipped", "is silent", "not a WAV file"]
    for line, file, reason in zip(done.stderr.splitlines(), list(listed)[:4], reasons, strict=True):
        assert f"({listed[file]})" in line
        assert reason in line


def test_a_recorder_s_loudest_honest_sound_is_not_called_clipped(tmp_path: Path):
    file = tmp_path / "vi" / file_name("một")
    file.parent.mkdir()
    file.write_bytes(recording(amplitude=1.0, seconds=0.3))
    sound = master(wav.read(RecordedVoice(tmp_path).say("một.", "vi")))
    assert integrated(sound) == pytest.approx(TARGET_LUFS, abs=0.5)
