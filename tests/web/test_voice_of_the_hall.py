"""Who speaks in a hall, by its settings: each voice with the one that stands in for it."""

from pathlib import Path

import pytest

from audio import wav
from audio.pack import Pack
from audio.phrases import Call
from audio.sounds import SoundStore
from queue_server.app import _spoken, _voices
from queue_server.settings import Sound


@pytest.mark.parametrize(
    ("voice", "names"),
    [
        ("espeak", ["espeak-ng"]),
        ("piper", ["piper", "espeak-ng"]),
        ("pack", ["pack", "espeak-ng"]),
        ("silent", ["silent"]),
    ],
)
def test_every_voice_that_may_lack_something_is_stood_in_for_by_espeak(
    voice: str, names: list[str]
) -> None:
    sources = _voices(Sound(voice=voice), lambda: 0.0)  # type: ignore[arg-type]
    assert [source.name for source in sources] == names


def test_a_southern_centre_is_spoken_to_in_its_own_words_and_a_tongue_without_grammar_is_not(
    tmp_path: Path,
) -> None:
    assert _spoken(["vi", "km", "en"], "north") == ("vi", "en")
    assert _spoken(["vi", "km", "en"], "south") == ("vi-vn-x-south", "en")


def test_the_sounds_of_a_hall_come_from_its_own_pack(tmp_path: Path) -> None:
    settings = Sound(voice="pack", pack=tmp_path / "pack", folder=tmp_path / "sounds")
    spoken = _spoken(["vi"], "south")
    for text in ("Mời công dân có số thứ tự", "a", "một trăm lẻ năm", "đến quầy số", "năm"):
        Pack(settings.pack).keep(text, spoken[0], wav.silence(0.2))
    sound = SoundStore(_voices(settings, lambda: 0.0), spoken, lambda: 0.0).content_for(
        Call("A105", 5)
    )
    assert wav.seconds(wav.read(sound)) == pytest.approx(1.0 + 5 * 0.2 + 0.24, abs=0.01)
    assert not settings.folder.exists()  # no engine was asked
