from pathlib import Path

import pytest

from audio import wav
from audio.api import VoiceError
from audio.espeak import EspeakVoice
from audio.grammars import languages
from audio.player import Player
from audio.silent import SilentVoice
from tests.devices.sound_builders import SPEECH_RMS, a_program


@pytest.mark.parametrize("language", languages())
def test_espeak_speaks_every_language_audibly(language: str):
    spoken = wav.trim(wav.read(EspeakVoice().say("A B C một hai ba", language)))
    assert 0.5 < wav.seconds(spoken) < 6
    assert wav.rms(spoken) > SPEECH_RMS


def test_southern_and_northern_voices_sound_different():
    voice = EspeakVoice()
    assert voice.say("quầy số năm", "vi") != voice.say("quầy số năm", "vi-vn-x-south")


def test_the_letter_a_is_spelled_and_not_read_as_an_article():
    voice = EspeakVoice()
    article, letter = (
        wav.trim(wav.read(voice.say(text, "en"))) for text in ("Ticket a zero", "Ticket A zero")
    )
    assert wav.seconds(letter) > wav.seconds(article)


def test_text_that_looks_like_an_option_or_markup_is_only_spoken():
    spoken = wav.read(EspeakVoice().say("--version <break/> & more", "en"))
    assert wav.rms(wav.trim(spoken)) > SPEECH_RMS


def test_a_different_pace_is_a_different_version_and_duration():
    slow, fast = EspeakVoice(pace_wpm=120), EspeakVoice(pace_wpm=200)
    assert slow.version != fast.version
    assert len(slow.say("quầy số năm", "vi")) > len(fast.say("quầy số năm", "vi"))


def test_a_missing_espeak_is_reported_in_one_sentence(tmp_path: Path):
    with pytest.raises(VoiceError) as caught:
        EspeakVoice(search_path=str(tmp_path)).say("một", "vi")
    assert caught.value.code == "voice_missing"
    assert str(caught.value) == "espeak-ng is not installed: run 'apt install espeak-ng'."


def test_a_voice_unknown_to_espeak_is_reported_in_its_own_words():
    with pytest.raises(VoiceError, match="voice does not exist") as caught:
        EspeakVoice(voices={"vi": "nosuch"}).say("một", "vi")
    assert caught.value.code == "voice_failed"


def test_a_language_without_a_chosen_voice_is_refused():
    with pytest.raises(VoiceError, match="'en'"):
        EspeakVoice(voices={"vi": "vi"}).say("one", "en")


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("exec sleep 60", "voice_late"),
        ("exit 0", "voice_failed"),
        ("echo broken >&2; exit 3", "voice_failed"),
    ],
)
def test_an_espeak_that_hangs_or_fails_ends_as_a_voice_error(
    tmp_path: Path, script: str, code: str
):
    path = a_program(tmp_path, "espeak-ng", script)
    with pytest.raises(VoiceError) as caught:
        EspeakVoice(search_path=path, timeout_s=0.5).say("một", "vi")
    assert caught.value.code == code


def test_the_silent_voice_takes_about_as_long_as_a_real_one():
    text = "Mời công dân có số thứ tự a, không một hai, đến quầy số năm."
    quiet = wav.read(SilentVoice().say(text, "vi"))
    spoken = wav.read(EspeakVoice().say(text, "vi"))
    assert wav.rms(quiet) == 0
    assert 0.6 < wav.seconds(quiet) / wav.seconds(spoken) < 1.6


def test_the_player_hands_the_whole_file_to_the_sound_card(tmp_path: Path):
    heard = tmp_path / "heard"
    path = a_program(tmp_path / "bin", "aplay", f'[ "$1" = -q ] && /bin/cp "$2" {heard}')
    file = tmp_path / "chime.wav"
    file.write_bytes(wav.write(wav.chime()))
    Player(search_path=path).play(file)
    assert heard.read_bytes() == file.read_bytes()


@pytest.mark.parametrize(
    ("script", "code"),
    [("exec sleep 60", "player_late"), ("echo no card >&2; exit 1", "player_failed")],
)
def test_a_sound_card_that_hangs_or_fails_is_reported(tmp_path: Path, script: str, code: str):
    path = a_program(tmp_path, "paplay", script)
    with pytest.raises(VoiceError) as caught:
        Player(timeout_s=0.5, search_path=path).play(tmp_path / "x.wav")
    assert caught.value.code == code


def test_a_machine_without_a_player_is_told_what_to_install(tmp_path: Path):
    with pytest.raises(VoiceError, match="apt install alsa-utils"):
        Player(search_path=str(tmp_path)).play(tmp_path / "x.wav")
