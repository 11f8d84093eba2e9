"""Plays a WAV file on the loudspeakers of this machine."""

import shutil
import subprocess
import threading
import wave
from collections.abc import Callable, Sequence
from pathlib import Path

from audio.api import VoiceError

TIMEOUT_S = 10.0  # longer than the sound: a card may be slow to begin and to end, or hang for ever

Wanted = Callable[[], bool]

# In order of preference: the first speaks to PipeWire and PulseAudio, the second to ALSA.
PLAYERS = {"paplay": (), "aplay": ("-q",)}


class Player:
    """Plays one file at a time through `paplay` or `aplay`, whichever is installed."""

    def __init__(
        self,
        timeout_s: float = TIMEOUT_S,
        search_path: str | None = None,
        programs: Sequence[str] = tuple(PLAYERS),
    ) -> None:
        """`timeout_s` is what a sound may take longer than it lasts; `search_path` replaces PATH;
        `programs` are those that may be used, best first.
        """
        self._programs = programs
        self._timeout_s = timeout_s
        self._search_path = search_path
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def program(self) -> str:
        """Path of the program that plays. Raises VoiceError (player_missing)."""
        for name in self._programs:
            found = shutil.which(name, path=self._search_path)
            if found:
                return found
        raise VoiceError(
            "player_missing", "No sound player is installed: run 'apt install alsa-utils'."
        )

    def play(self, file: Path, wanted: Wanted = lambda: True) -> None:
        """Play to the end, then return. Raises VoiceError when it was not heard in full.

        One file at a time; `stop` may be called from another thread. `wanted` is asked once more
        when `stop` can end it: what was taken back a moment before does not sound.
        """
        program = self.program()
        command = [program, *PLAYERS[Path(program).name], str(file.resolve())]
        self._stopped = False
        try:
            with subprocess.Popen(  # noqa: S603  fixed programs; the path is absolute, never an option
                command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            ) as process:
                self._process = process
                if self._stopped or not wanted():
                    self.stop()
                status, said = self._wait(process, _seconds(file) + self._timeout_s)
        except subprocess.TimeoutExpired as error:
            sentence = f"{program} did not finish within {error.timeout:g} s."
            raise VoiceError("player_late", sentence) from error
        except OSError as error:
            raise VoiceError("player_failed", f"{program} cannot be started: {error}.") from error
        finally:
            self._process = None
        if self._stopped:
            raise VoiceError("player_stopped", f"{program} was stopped.")
        if status:
            reason = " ".join(said.decode(errors="replace").split())
            sentence = f"{program} failed with status {status}: {reason}"
            raise VoiceError("player_failed", sentence)

    def stop(self) -> None:
        """End the sound that is being played, if any, also of a program that hangs."""
        self._stopped = True
        if (process := self._process) is not None:
            process.kill()

    def _wait(self, process: subprocess.Popen[bytes], most_s: float) -> tuple[int, bytes]:
        try:
            _, said = process.communicate(timeout=most_s)
        except BaseException:
            process.kill()
            raise
        return process.returncode, said


class SilentPlayer:
    """Makes no noise, for as long as the sound would last: demonstrations, tests."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    def program(self) -> str:
        """There is none, and none is missing."""
        return "none"

    def play(self, file: Path, wanted: Wanted = lambda: True) -> None:
        """Wait as long as the file lasts. Raises VoiceError as `Player.play` does."""
        self._stop.clear()
        if not wanted():
            self._stop.set()
        length_s = _seconds(file)
        if not length_s:
            raise VoiceError("player_failed", f"{file} is no sound.")
        if self._stop.wait(length_s):
            raise VoiceError("player_stopped", "It was stopped.")

    def stop(self) -> None:
        """End the sound that is being played, if any."""
        self._stop.set()


def _seconds(file: Path) -> float:
    """How long a sound lasts; 0 for what is none."""
    try:
        with wave.open(str(file)) as sound:
            return float(sound.getnframes() / sound.getframerate())
    except (OSError, EOFError, wave.Error):
        return 0.0
