"""Runs the programs that speak and convert, and tells how they fail in one sentence each."""

import shutil
import subprocess
from collections.abc import Sequence

from audio.api import VoiceError


def find(name: str, search_path: str | None = None) -> str | None:
    """The path of an installed program; `search_path` replaces PATH."""
    return shutil.which(name, path=search_path)


def run(program: str, options: Sequence[str], given: bytes, timeout_s: float) -> bytes:
    """What the program writes when it reads what is given. Raises VoiceError: voice_late or
    voice_failed.

    Texts are given, never options: none can be taken for one.
    """
    name = program.rpartition("/")[2]
    try:
        done = subprocess.run(  # noqa: S603  programs and options of ours
            [program, *options], input=given, capture_output=True, timeout=timeout_s, check=True
        )
    except subprocess.TimeoutExpired as error:
        sentence = f"{name} did not answer within {timeout_s:g} s."
        raise VoiceError("voice_late", sentence) from error
    except subprocess.CalledProcessError as error:
        told = error.stderr.decode(errors="replace").split("\n")
        reason = next((line.strip() for line in reversed(told) if line.strip()), "no reason given")
        sentence = f"{name} failed with status {error.returncode}: {reason}"
        raise VoiceError("voice_failed", sentence) from error
    except OSError as error:
        raise VoiceError("voice_failed", f"{name} cannot be started: {error}.") from error
    if not done.stdout:
        raise VoiceError("voice_failed", f"{name} ended without a sound.")
    return done.stdout
