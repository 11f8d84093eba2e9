"""What the tests of sound share: a call, a store, and programs that stand in for hardware."""

import os
import shutil
import signal
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


STUCK = """#!{python}
import ctypes, os, pathlib, time

SEIZE, SET_TRACER = 0x4206, 0x59616D61  # sys/ptrace.h, sys/prctl.h
libc = ctypes.CDLL(None)
ready, tell = os.pipe()
debugger = os.fork()
if debugger:
    libc.prctl(SET_TRACER, debugger, 0, 0, 0)
    os.write(tell, b"!")
else:
    os.read(ready, 1)
    assert libc.ptrace(SEIZE, os.getppid(), None, None) == 0
    pids = pathlib.Path("{pids}")
    pids.with_suffix(".new").write_text(f"{{os.getppid()}} {{os.getpid()}}")
    pids.with_suffix(".new").rename(pids)
time.sleep(60)
"""


class StuckPlayer:
    """A program `aplay` in `directory` that is not gone after SIGKILL, as one is not that sleeps in
    a dead sound card: a debugger holds it, and the kernel hides its end for as long.
    """

    def __init__(self, directory: Path) -> None:
        directory.mkdir(exist_ok=True)
        self._pids = directory / "pids"
        program = directory / "aplay"
        program.write_text(STUCK.format(python=sys.executable, pids=self._pids))
        program.chmod(0o755)

    def plays(self) -> bool:
        """Whether it has begun, and is held."""
        return self._pids.exists()

    def is_there(self) -> bool:
        """Whether the kernel still knows it, dead or alive."""
        return Path(f"/proc/{self._pids.read_text().split()[0]}").exists()

    def let_go(self) -> None:
        os.kill(int(self._pids.read_text().split()[1]), signal.SIGKILL)
