"""The announcer's command line: a call, the chime, what is installed, and how it fails."""

from pathlib import Path

import pytest

from audio import wav
from audio.grammars import fragments
from audio.mastering import master
from audio.pack import Pack
from audio.sounds import LONGEST_S
from tests.devices.sound_builders import A012, SPEECH_RMS, a_program, announcer, tool


def test_say_writes_the_call_to_a_file(tmp_path: Path):
    out = tmp_path / "call.wav"
    done = announcer("say", "A012", "5", "--store", tmp_path / "s", "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    assert 7 < wav.seconds(wav.read(out.read_bytes())) < LONGEST_S


def test_chime_writes_the_chime_to_a_file(tmp_path: Path):
    out = tmp_path / "chime.wav"
    assert announcer("chime", "--out", out).returncode == 0
    assert wav.read(out.read_bytes()) == master(wav.chime())


@pytest.mark.parametrize("verb", [("say", "A012", "5"), ("chime",)])
def test_without_out_the_sound_is_played(tmp_path: Path, verb: tuple[str, ...]):
    heard = tmp_path / "heard"
    path = a_program(tmp_path / "bin", "paplay", f'/bin/cp "$1" {heard}')
    (Path(path) / "espeak-ng").symlink_to(tool("espeak-ng"))
    done = announcer(*verb, PATH=path, XDG_CACHE_HOME=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert wav.rms(wav.read(heard.read_bytes())) > SPEECH_RMS


def test_voices_lists_what_is_installed_and_what_is_missing(tmp_path: Path):
    there, missing = announcer("voices"), announcer("voices", PATH=str(tmp_path))
    assert there.returncode == missing.returncode == 0
    assert "espeak-ng: 1." in there.stdout
    assert "espeak: espeak-ng is not installed" in missing.stdout
    assert "No sound player is installed" in missing.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("build-voice", "--pack", "p", "--letters", "A", "--counters", "1"),
            "Stopped. What is done stays; the same command goes on from here.\n"
            "espeak-ng is not installed: run 'apt install espeak-ng'.",
        ),
        (("script",), "Nothing to say: a centre has letters, counters, numbers, languages."),
        (("script", "--centre", "none.toml"), "none.toml: No such file or directory."),
        (("say", "012", "5"), "'012' is not a letter followed by three to six digits"),
        (("chime",), "No sound player is installed: run 'apt install alsa-utils'."),
    ],
)
def test_what_goes_wrong_is_one_sentence_on_standard_error(
    tmp_path: Path, arguments: tuple[str, ...], sentence: str
):
    arguments = tuple(str(tmp_path / "p") if one == "p" else one for one in arguments)
    done = announcer(*arguments, PATH=str(tmp_path), XDG_CACHE_HOME=str(tmp_path))
    assert (done.returncode, done.stderr) == (1, f"{sentence}\n")


def test_say_prefers_the_clips_of_a_pack(tmp_path: Path):
    for text in fragments(A012, "vi"):
        Pack(tmp_path / "p").keep(text, "vi", wav.silence(0.2))
    where = ("--pack", tmp_path / "p", "--store", tmp_path / "s", "--out", tmp_path / "out")
    assert announcer("say", "A012", "5", "--languages", "vi", *where).returncode == 0
    heard = wav.read((tmp_path / "out").read_bytes())
    assert wav.seconds(heard) == pytest.approx(1.0 + 5 * 0.2 + 0.24, abs=0.01)
