"""Plays a WAV file on the loudspeakers of this machine."""

import shutil
import subprocess
import threading
import time
import wave
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from audio.api import VoiceError

TIMEOUT_S = 10.0  # longer than the sound: a card may be slow to begin and to end, or hang for ever
LOOK_S = 1.0  # how soon a stop is seen although something else holds the program's output open
KILLED_S = 2.0  # what is not gone by then sleeps in the kernel, as in a card that was pulled out

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
        self._stuck: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def program(self) -> str:
        """Path of the program that plays. Raises VoiceError (player_missing, or player_stuck while
        one that could not be ended is still there: a second would only hang beside it).
        """
        if (stuck := self._stuck) is not None and stuck.poll() is None:
            raise _stuck(stuck)
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
            process = subprocess.Popen(  # noqa: S603  fixed programs; the path is absolute, never an option
                command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
        except OSError as error:
            raise VoiceError("player_failed", f"{program} cannot be started: {error}.") from error
        self._process = process
        most_s = _seconds(file) + self._timeout_s
        try:
            if not wanted():
                self.stop()
            said = self._wait(process, most_s)
        finally:
            self._process = None
            self._end(process)
        if self._stopped:
            raise VoiceError("player_stopped", f"{program} was stopped.")
        if said is None:
            raise VoiceError("player_late", f"{program} did not finish within {most_s:g} s.")
        if process.returncode:
            reason = " ".join(said.decode(errors="replace").split())
            sentence = f"{program} failed with status {process.returncode}: {reason}"
            raise VoiceError("player_failed", sentence)

    def stop(self) -> None:
        """End the sound that is being played, if any, also of a program that hangs."""
        self._stopped = True
        if (process := self._process) is not None:
            process.kill()

    def _wait(self, process: subprocess.Popen[bytes], most_s: float) -> bytes | None:
        """What the program said when it ended; None when it was stopped, or did not in its time."""
        end = time.monotonic() + most_s
        while not self._stopped and (left_s := end - time.monotonic()) > 0:
            with suppress(subprocess.TimeoutExpired):
                return process.communicate(timeout=min(left_s, LOOK_S))[1]
        return None

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Leave nothing behind. Raises VoiceError (player_stuck) when even a kill does not help."""
        process.kill()  # no more than a look where it has ended
        if process.stderr is not None:
            process.stderr.close()
        try:
            process.wait(KILLED_S)
        except subprocess.TimeoutExpired as error:
            self._stuck = process
            raise _stuck(process) from error


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


def _stuck(process: subprocess.Popen[bytes]) -> VoiceError:
    sentence = f"The player (process {process.pid}) cannot be ended: is the sound card still there?"
    return VoiceError("player_stuck", sentence)


def _seconds(file: Path) -> float:
    """How long a sound lasts; 0 for what is none."""
    try:
        with wave.open(str(file)) as sound:
            return float(sound.getnframes() / sound.getframerate())
    except (OSError, EOFError, wave.Error):
        return 0.0
