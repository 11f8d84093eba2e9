"""Whatever fails, the next best voice speaks, and the log says so once."""

import logging
from pathlib import Path

import pytest

from audio import wav
from audio.api import VoiceError
from audio.espeak import EspeakVoice
from audio.grammars import fragments
from audio.pack import Pack, PackSource
from audio.phrases import Call
from audio.resting import REST_S, RestingVoice
from audio.silent import SilentVoice
from audio.sounds import SoundStore
from audio.sources import PATIENCE_S, Ladder, LiveSource
from tests.devices.sound_builders import (
    A012,
    CountingVoice,
    FixedVoice,
    a_hall,
    a_program,
    live,
)
from tests.devices.staff_builders import Ticks

CHIME_S = 1.0


class BrokenVoice:
    """Fails for as long as it is told to."""

    name, version = "broken", "1"

    def __init__(self, code: str = "voice_failed") -> None:
        self.works, self.asked, self.code = False, 0, code

    def say(self, text: str, language: str) -> bytes:
        self.asked += 1
        if not self.works:
            raise VoiceError(self.code, "It is broken.")
        return SilentVoice().say(text, language)


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[str, ...]]:
    names = ("voice", "code", "instead")
    return [
        (one.message, *(getattr(one, name) for name in names if hasattr(one, name)))
        for one in caplog.records
    ]


def seconds(content: bytes) -> float:
    return wav.seconds(wav.read(content))


def test_what_a_pack_lacks_is_spoken_by_the_engine_and_the_rest_by_the_pack(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    pack, voice = Pack(tmp_path / "pack"), CountingVoice(SilentVoice())
    for text in fragments(A012, "vi"):
        pack.keep(text, "vi", wav.silence(0.2))
    store = a_hall([PackSource(pack.folder), live(tmp_path / "s", voice)], ["vi"])
    assert seconds(store.content_for(A012)) == pytest.approx(CHIME_S + 5 * 0.2 + 0.24, abs=0.01)
    store.content_for(Call("A013", 5))
    store.content_for(Call("A014", 5))
    assert [text for text, _ in voice.asked] == ["không một ba,", "không một bốn,"]
    assert told(caplog) == [("voice lost", "pack", "clip_missing", "silent")]


def test_an_engine_that_fails_is_stood_in_for_and_heard_again_when_it_is_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    ticks, broken = Ticks(), BrokenVoice()
    best = LiveSource(broken, tmp_path / "s", ticks)
    store = a_hall([best, live(tmp_path / "s", SilentVoice())], ["vi"])
    assert seconds(store.content_for(A012)) > 3
    store.content_for(Call("A013", 5))
    assert broken.asked == 1  # then it is left alone: a call has ten clips
    broken.works = True
    ticks.s += REST_S
    store.content_for(Call("A014", 5))
    store.content_for(Call("A015", 5))
    assert told(caplog) == [
        ("voice lost", "broken", "voice_failed", "silent"),
        ("voice back", "broken"),
    ]


def test_without_any_voice_a_call_is_the_chime_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    store = a_hall([live(tmp_path, EspeakVoice(search_path=str(tmp_path)))])
    for call in (A012, Call("A013", 5)):
        assert seconds(store.content_for(call)) == pytest.approx(CHIME_S, abs=0.01)
    assert seconds(store.message_for({"vi": "Cháy!"})) == pytest.approx(CHIME_S, abs=0.01)
    assert told(caplog) == [("voice lost", "espeak-ng", "voice_missing", "chime")]


def test_a_language_that_its_engine_cannot_speak_costs_that_language_alone(tmp_path: Path):
    vietnamese = live(tmp_path, EspeakVoice(voices={"vi": "vi"}))
    both = a_hall([vietnamese], ["vi", "en"]).content_for(A012)
    assert both == a_hall([vietnamese], ["vi"]).content_for(A012)
    alone = a_hall([vietnamese], ["en", "vi"]).content_for(A012)
    assert alone == both


def test_an_engine_that_hangs_costs_its_time_out_once(tmp_path: Path):
    path = a_program(tmp_path / "bin", "espeak-ng", '[ "$1" = --version ] || exec sleep 60')
    voice = CountingVoice(EspeakVoice(search_path=path, timeout_s=0.3))
    source = LiveSource(voice, tmp_path / "s", Ticks())
    ladder = Ladder([source, live(tmp_path / "s", SilentVoice())], Ticks())
    for language in ("vi", "en"):
        for text in fragments(A012, language):
            ladder.clip(text, language, ladder.soon())
    assert len(voice.asked) == 1


@pytest.mark.parametrize("code", ["voice_failed", "voice_late", "voice_missing"])
def test_what_was_spoken_before_is_heard_while_the_engine_rests(tmp_path: Path, code: str):
    ticks, voice = Ticks(), BrokenVoice(code)
    source = LiveSource(voice, tmp_path, ticks)
    voice.works = True
    known = source.clip("một", "vi")
    voice.works = False
    with pytest.raises(VoiceError):
        source.clip("hai", "vi")
    assert source.clip("một", "vi") == known


def test_a_voice_rests_in_one_language_for_a_minute_and_tells_the_same_reason():
    ticks, broken = Ticks(), BrokenVoice()
    voice = RestingVoice(broken, ticks)
    for _ in range(3):
        with pytest.raises(VoiceError, match=r"It is broken\."):
            voice.say("một", "vi")
    assert broken.asked == 1
    broken.works = True
    assert voice.say("one", "en")
    ticks.s += REST_S
    assert voice.say("một", "vi")


def test_a_call_waits_some_seconds_for_a_slow_voice_which_says_more_of_it_the_next_time(
    tmp_path: Path,
):
    """A neural voice needs a second or two for each clip, and a board does not wait for ten."""
    ticks = Ticks()

    class Slow(CountingVoice):
        def say(self, text: str, language: str) -> bytes:
            ticks.s += 1.5
            return super().say(text, language)

    slow, quick = Slow(FixedVoice(wav.write(wav.silence(0.2)))), CountingVoice(SilentVoice())
    sources = [LiveSource(slow, tmp_path, ticks), LiveSource(quick, tmp_path, ticks)]
    store = SoundStore(sources, ["vi"], ticks)
    said = [(text, "vi") for text in fragments(A012, "vi")]
    begun = ticks.s
    store.content_for(A012)
    assert (slow.asked, quick.asked) == (said[:3], said[3:])
    assert ticks.s - begun <= PATIENCE_S + 1.5
    whole = store.content_for(A012)
    assert (slow.asked, quick.asked) == (said, said[3:])
    assert seconds(whole) == pytest.approx(CHIME_S + 5 * 0.2 + 0.24, abs=0.01)


def test_what_was_to_be_said_is_not_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    sources = [PackSource(tmp_path / "none"), live(tmp_path, FixedVoice(b""))]
    a_hall(sources, ["vi"]).message_for({"vi": "Cháu Minh đang tìm mẹ."})
    assert caplog.records
    assert not [one for one in caplog.records if "Minh" in str(vars(one))]
