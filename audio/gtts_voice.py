"""A better voice, made ahead of time while there is internet, by Google Translate through gTTS.

gTTS answers with MP3; one of the programs mpg123 and ffmpeg decodes it. Nothing here is
needed on the day itself: the sounds are already in the store. gTTS does not verify the server's
certificate, so build voices on a network you trust.
"""

import io
import queue
import shutil
import subprocess
import threading
from collections.abc import Callable

from gtts import gTTS
from gtts.tts import gTTSError

from audio import wav
from audio.api import VoiceError

DEADLINE_S = 15.0  # offline, looking up the server's name alone can take longer than a minute
CONVERT_TIMEOUT_S = 10.0

LANGUAGES = {"vi": "vi", "vi-vn-x-south": "vi", "en": "en"}

_RATE = str(wav.RATE_HZ)
# In order of preference: program → options that read MP3 from the pipe and answer with raw samples
# (a WAV header written to a pipe would carry a wrong length).
CONVERTERS = {
    "mpg123": ("-q", "-s", "-r", _RATE, "--mono", "-e", "s16", "-"),
    "ffmpeg": ("-v", "error", "-i", "pipe:0", "-f", "s16le", "-ac", "1", "-ar", _RATE, "pipe:1"),
}


class GttsVoice:
    """Speaks by asking Google Translate once for each sentence."""

    name = "gtts"

    # Not the version of the package: an upgrade without internet must not orphan what was built.
    version = "1"

    def __init__(self, deadline_s: float = DEADLINE_S, search_path: str | None = None) -> None:
        """`search_path` replaces PATH when looking for a converter."""
        self._deadline_s = deadline_s
        self._search_path = search_path

    def say(self, text: str, language: str) -> bytes:
        """The text as a WAV file; see `Voice.say`. Ends within the deadline, online or not."""
        if language not in LANGUAGES:
            raise VoiceError("voice_missing", f"gTTS has no voice chosen for {language!r}.")
        converter = self.converter()
        mp3 = _within(self._deadline_s, lambda: self._fetch(text, LANGUAGES[language]))
        return _convert(converter, mp3)

    def converter(self) -> str:
        """Path of the first MP3 converter found. Raises VoiceError when there is none."""
        for name in CONVERTERS:
            found = shutil.which(name, path=self._search_path)
            if found:
                return found
        raise VoiceError(
            "voice_missing", "No MP3 converter is installed: run 'apt install mpg123'."
        )

    def _fetch(self, text: str, language: str) -> bytes:
        mp3 = io.BytesIO()
        try:
            gTTS(text, lang=language, timeout=self._deadline_s).write_to_fp(mp3)
        except (gTTSError, OSError) as error:  # requests' own errors are OSErrors
            sentence = f"Google Translate cannot be reached: {error}"
            raise VoiceError("voice_offline", sentence) from error
        if not mp3.tell():
            raise VoiceError("voice_failed", "Google Translate answered without a sound.")
        return mp3.getvalue()


def _within(deadline_s: float, fetch: Callable[[], bytes]) -> bytes:
    """The result of `fetch`, or VoiceError (voice_late) when it takes longer.

    Name look-ups and trickling answers escape the time limits of the HTTP library, hence a thread
    that may be left behind; as a daemon it does not keep the program alive.
    """
    answers: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put(fetch())
        except Exception as error:  # handed to the caller, whatever it is
            answers.put(error)

    threading.Thread(target=run, name="gtts", daemon=True).start()
    try:
        answer = answers.get(timeout=deadline_s)
    except queue.Empty:
        sentence = f"Google Translate did not answer within {deadline_s:g} s."
        raise VoiceError("voice_late", sentence) from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _convert(program: str, mp3: bytes) -> bytes:
    options = CONVERTERS[program.rpartition("/")[2]]
    try:
        done = subprocess.run(  # noqa: S603  fixed programs and options
            [program, *options],
            input=mp3,
            capture_output=True,
            timeout=CONVERT_TIMEOUT_S,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise VoiceError("voice_late", f"{program} did not convert the MP3 in time.") from error
    except subprocess.CalledProcessError as error:
        reason = " ".join(error.stderr.decode(errors="replace").split())
        raise VoiceError("voice_failed", f"{program} cannot read the MP3: {reason}") from error
    except OSError as error:
        raise VoiceError("voice_failed", f"{program} cannot be started: {error}.") from error
    if not done.stdout:
        raise VoiceError("voice_failed", f"{program} found no sound in the answer.")
    return wav.write(wav.from_pcm(done.stdout))
