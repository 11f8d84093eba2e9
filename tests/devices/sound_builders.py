"""What the tests of sound share: a call, a store, and programs that stand in for hardware."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from audio import wav
from audio.api import Voice
from audio.espeak import EspeakVoice
from audio.phrases import Call
from audio.sounds import SoundStore
from audio.sources import LiveSource, Source

A012 = Call("A012", 5)
SILENCE_RMS = 30.0
SPEECH_RMS = 1000.0


class CountingVoice:
    """Speaks through another voice and remembers what it was asked."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.name, self.version = voice.name, "counted"
        self.asked: list[tuple[str, str]] = []

    def say(self, text: str, language: str) -> bytes:
        self.asked.append((text, language))
        return self.voice.say(text, language)


class FixedVoice:
    """A voice with an engine's bad day: it answers whatever it is given."""

    name, version = "odd", "1"

    def __init__(self, answer: bytes) -> None:
        self.answer = answer

    def say(self, text: str, language: str) -> bytes:
        return self.answer


def live(directory: Path, voice: Voice | None = None, **options: Any) -> LiveSource:
    return LiveSource(voice or EspeakVoice(), directory, time.monotonic, **options)


def a_hall(sources: Sequence[Source], languages: Sequence[str] = ("vi", "en")) -> SoundStore:
    return SoundStore(sources, languages, time.monotonic)


def a_store(
    directory: Path, voice: Voice | None = None, languages: Sequence[str] = ("vi", "en")
) -> SoundStore:
    return a_hall([live(directory, voice)], languages)


def a_program(directory: Path, name: str, script: str) -> str:
    """A directory to search in which `name` is that shell script."""
    directory.mkdir(exist_ok=True)
    program = directory / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(directory)


def tool(name: str) -> str:
    found = shutil.which(name)
    assert found, f"{name} is not installed: run 'apt install {name}'"
    return found


def cut(samples: wav.Samples, start_s: float, end_s: float) -> wav.Samples:
    return samples[round(start_s * wav.RATE_HZ) : round(end_s * wav.RATE_HZ)]


def announcer(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "audio", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )
