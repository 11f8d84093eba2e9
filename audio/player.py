"""Plays a WAV file on the loudspeakers of this machine."""

import shutil
import subprocess
from pathlib import Path

from audio.api import VoiceError

TIMEOUT_S = 20.0  # an announcement lasts at most 12 s; a sound card may hang for ever

# In order of preference: the first speaks to PipeWire and PulseAudio, the second to ALSA.
PLAYERS = {"paplay": (), "aplay": ("-q",)}


class Player:
    """Plays one file at a time through `paplay` or `aplay`, whichever is installed."""

    def __init__(self, timeout_s: float = TIMEOUT_S, search_path: str | None = None) -> None:
        """`search_path` replaces PATH."""
        self._timeout_s = timeout_s
        self._search_path = search_path

    def program(self) -> str:
        """Path of the program that plays. Raises VoiceError (player_missing)."""
        for name in PLAYERS:
            found = shutil.which(name, path=self._search_path)
            if found:
                return found
        raise VoiceError(
            "player_missing", "No sound player is installed: run 'apt install alsa-utils'."
        )

    def play(self, file: Path) -> None:
        """Play to the end, then return. Raises VoiceError when it was not heard in full."""
        program = self.program()
        command = [program, *PLAYERS[Path(program).name], str(file.resolve())]
        try:
            subprocess.run(  # noqa: S603  fixed programs; the path is absolute, never an option
                command, capture_output=True, timeout=self._timeout_s, check=True
            )
        except subprocess.TimeoutExpired as error:
            sentence = f"{program} did not finish within {self._timeout_s:g} s."
            raise VoiceError("player_late", sentence) from error
        except subprocess.CalledProcessError as error:
            reason = " ".join(error.stderr.decode(errors="replace").split())
            sentence = f"{program} failed with status {error.returncode}: {reason}"
            raise VoiceError("player_failed", sentence) from error
        except OSError as error:
            raise VoiceError("player_failed", f"{program} cannot be started: {error}.") from error
