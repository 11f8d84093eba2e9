"""A better voice, made ahead of time while there is internet, by Google Translate through gTTS.

gTTS answers with MP3; one of the programs mpg123 and ffmpeg decodes it. Nothing here is
needed on the day itself: the sounds are already in the store. gTTS does not verify the server's
certificate, so build voices on a network you trust.
"""

import io
import queue
import threading
from collections.abc import Callable
from http import HTTPStatus

from gtts import gTTS
from gtts.tts import gTTSError

from audio import programs, wav
from audio.api import VoiceError

DEADLINE_S = 15.0  # offline, looking up the server's name alone can take longer than a minute
CONVERT_TIMEOUT_S = 10.0

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
        converter = self.converter()
        mp3 = _within(self._deadline_s, lambda: self._fetch(text, language.partition("-")[0]))
        options = CONVERTERS[converter.rpartition("/")[2]]
        raw = programs.run(converter, options, mp3, CONVERT_TIMEOUT_S)
        return wav.write(wav.from_pcm(raw))

    def converter(self) -> str:
        """Path of the first MP3 converter found. Raises VoiceError when there is none."""
        for name in CONVERTERS:
            found = programs.find(name, self._search_path)
            if found:
                return found
        raise VoiceError(
            "voice_missing", "No MP3 converter is installed: run 'apt install mpg123'."
        )

    def _fetch(self, text: str, language: str) -> bytes:
        mp3 = io.BytesIO()
        try:
            gTTS(text, lang=language, timeout=self._deadline_s).write_to_fp(mp3)
        except gTTSError as error:
            raise _told(error) from error
        except OSError as error:  # requests' own errors are OSErrors
            sentence = f"Google Translate cannot be reached: {error}"
            raise VoiceError("voice_offline", sentence) from error
        except (ValueError, AssertionError) as error:
            # gTTS refuses a language or a text without words so, and stumbles so over an answer
            # that is not what it expects.
            sentence = f"Google Translate and gTTS do not understand each other: {error}"
            raise VoiceError("voice_failed", sentence) from error
        if not mp3.tell():
            raise VoiceError("voice_failed", "Google Translate answered without a sound.")
        return mp3.getvalue()


def _told(error: gTTSError) -> VoiceError:
    """What the operator can do about it."""
    status = error.rsp.status_code if error.rsp is not None else None
    if status is None:
        return VoiceError("voice_offline", f"Google Translate cannot be reached: {error}")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        sentence = "Google Translate asks for a pause (429): go on in an hour; what is done stays."
        return VoiceError("voice_late", sentence)
    return VoiceError("voice_failed", f"Google Translate refused: {error}")


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
