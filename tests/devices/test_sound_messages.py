"""Messages to everybody, spoken: fire, closing, a lost child."""

from pathlib import Path

import pytest

from audio import wav
from audio.silent import SilentVoice
from audio.sounds import LONGEST_MESSAGE_S
from tests.devices.sound_builders import SPEECH_RMS, CountingVoice, a_store, cut

CHIME_AND_PAUSE_S = 1.0


def spoken(directory: Path, texts: dict[str, str]) -> tuple[wav.Samples, list[tuple[str, str]]]:
    voice = CountingVoice(SilentVoice())
    sound = wav.read(a_store(directory, voice).message_for(texts))
    assert wav.rms(cut(sound, 0.0, 0.8)) > SPEECH_RMS  # the chime comes first
    return sound, voice.asked


def test_a_message_is_spoken_in_the_hall_s_languages_in_their_order_and_read_by_their_rules(
    tmp_path: Path,
):
    texts = {
        "en": "We close at 17:00 today.",
        "fr": "Fermé.",
        "vi": "Đóng cửa lúc 17:00. Xin cảm ơn!",
    }
    _, asked = spoken(tmp_path, texts)
    assert asked == [
        ("Đóng cửa lúc mười bảy giờ.", "vi"),
        ("Xin cảm ơn!", "vi"),
        ("We close at five p.m. today.", "en"),
    ]


def test_a_southern_hall_speaks_what_is_written_in_vietnamese_with_its_own_words(tmp_path: Path):
    voice = CountingVoice(SilentVoice())
    a_store(tmp_path, voice, ["vi-vn-x-south"]).message_for({"vi": "Phí là 8.005 đồng."})
    assert voice.asked == [("Phí là tám ngàn không trăm lẻ năm đồng.", "vi-vn-x-south")]


def test_a_message_that_is_too_long_ends_at_the_end_of_a_sentence(tmp_path: Path):
    six_words = "mọi người hãy giữ bình tĩnh. "
    sound, _ = spoken(tmp_path, {"vi": six_words * 20})
    lasts_s = wav.seconds(sound) - CHIME_AND_PAUSE_S
    assert LONGEST_MESSAGE_S - 2 < lasts_s <= LONGEST_MESSAGE_S


def test_a_long_text_in_one_language_leaves_no_other_out(tmp_path: Path):
    fire = {"vi": "Cháy, mọi người ra ngoài. " * 20, "en": "There is a fire. " * 3}
    sound, asked = spoken(tmp_path, fire)
    assert ("There is a fire.", "en") in asked
    assert wav.seconds(sound) > LONGEST_MESSAGE_S


def test_a_sentence_without_an_end_is_spoken_for_as_long_as_there_is_room(tmp_path: Path):
    sound, asked = spoken(tmp_path, {"vi": "mọi người hãy giữ bình tĩnh " * 500})
    assert 10 < wav.seconds(sound) <= LONGEST_MESSAGE_S + CHIME_AND_PAUSE_S
    assert all(len(text) <= 200 for text, _ in asked)
    assert len(asked) == 2  # an engine is never given more than can be heard


def test_what_makes_no_sound_is_no_piece_of_a_message(tmp_path: Path):
    _, asked = spoken(tmp_path, {"vi": "!!! 🔥 Cháy. ..."})
    assert asked == [("🔥 Cháy.", "vi")]


def test_a_message_in_no_language_of_the_hall_is_the_chime_alone(tmp_path: Path):
    for texts in ({}, {"fr": "Fermé."}, {"vi": "  "}):
        sound, asked = spoken(tmp_path, texts)
        assert wav.seconds(sound) == pytest.approx(CHIME_AND_PAUSE_S, abs=0.01)
        assert asked == []
