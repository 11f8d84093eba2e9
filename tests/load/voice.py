"""How long a call's sound takes: joined from clips that are there, and spoken anew."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from audio import wav
from audio.espeak import EspeakVoice
from audio.grammars import fragments, phrase
from audio.loudness import integrated
from audio.mastering import TARGET_LUFS, master
from audio.phrases import Call
from audio.sounds import SoundStore
from audio.sources import LiveSource
from tests.load.measured import Figure, quantile

CALLS = [
    Call(f"{letter}{number:03}", counter, nth)
    for letter in "ABK"
    for number in (7, 42, 105, 321, 999)
    for counter in (1, 5, 12)
    for nth in (1, 2)
]
LONGEST = Call("W777", 8, nth=2)


def measure(folder: Path) -> Iterator[Figure]:
    """A day's calls in two languages with espeak-ng, the sound of each made twice."""
    store = SoundStore(
        [LiveSource(EspeakVoice(), folder, time.monotonic)], ("vi", "en"), time.monotonic
    )
    first = [_timed(store, call) for call in CALLS]
    joined = [_timed(store, call) for call in CALLS]
    yield Figure("a call of new words, spoken by espeak-ng: p99", quantile(first, 0.99), 2000, "ms")
    yield Figure("a call joined from clips: p50", quantile(joined, 0.5), 20, "ms")
    yield Figure("a call joined from clips: p99", quantile(joined, 0.99), 20, "ms")
    yield from _length()
    off = [abs(_loudness(store, call) - TARGET_LUFS) for call in CALLS[:18]]
    yield Figure("loudness of calls away from the target, at most", max(off), 1.0, "LU")
    lasts = wav.seconds(wav.read(store.content_for(LONGEST)))
    yield Figure("the longest call of a hall", lasts, 12, "s")


def _timed(store: SoundStore, call: Call) -> float:
    begun = time.perf_counter()
    store.content_for(call)
    return 1000 * (time.perf_counter() - begun)


def _loudness(store: SoundStore, call: Call) -> float:
    return integrated(wav.read(store.content_for(call)))


def _length() -> Iterator[Figure]:
    """Joined speech without its pauses beside the same sentence spoken at once."""
    voice = EspeakVoice()
    for language in ("vi", "en"):
        ratios = []
        for call in CALLS[:6]:
            pieces = sum(_seconds(voice, one, language) for one in fragments(call, language))
            ratios.append(pieces / _seconds(voice, phrase(call, language), language))
        yield Figure(f"joined, beside a whole sentence, {language}", max(ratios), 1.1, "×")


def _seconds(voice: EspeakVoice, text: str, language: str) -> float:
    return wav.seconds(master(wav.read(voice.say(text, language))))
