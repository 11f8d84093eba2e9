"""The text of a screen as sound, kept in memory alone: what a visitor hears is written nowhere."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from audio import wav
from audio.api import Voice, VoiceError
from audio.mastering import master
from audio.reading import read
from audio.resting import RestingVoice

TRIAL = "1"  # a word in every language
LIMIT_BYTES = 16 << 20  # about six minutes of speech: the screens of a kiosk in two languages
WAIT_S = 1.0  # the engine needs a fifth of it for the longest text


class Clips:
    """Sounds by content: the same words in one language are rendered once while there is room.

    Safe to use from any thread. The engine speaks one text at a time: a page in haste cannot start
    many. Meanwhile what is kept is found, and nobody waits longer than ``wait_s`` for their turn.
    After a failure the engine is left alone in that language for a minute, so that one that hangs
    costs its time-out once.
    """

    def __init__(
        self,
        voice: Voice,
        monotonic: Callable[[], float],
        limit_bytes: int = LIMIT_BYTES,
        wait_s: float = WAIT_S,
    ) -> None:
        self._voice = RestingVoice(voice, monotonic)
        self._limit_bytes, self._wait_s = limit_bytes, wait_s
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._books, self._engine = threading.Lock(), threading.Lock()

    def content_for(self, text: str, language: str) -> bytes:
        """The text as a WAV file, read by the rules of its language. Raises VoiceError."""
        key = (read(text, language), language)
        with self._books:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        content = self._render(*key)
        with self._books:
            self._kept[key] = content
            while len(self._kept) > 1 and self.kept_bytes > self._limit_bytes:
                self._kept.popitem(last=False)
        return content

    @property
    def kept_bytes(self) -> int:
        """How much memory the sounds take."""
        return sum(map(len, self._kept.values()))

    def fault(self, language: str) -> VoiceError | None:
        """Why this language cannot be spoken, as found by speaking now or within the last minute;
        None where it can.
        """
        try:
            self._render(read(TRIAL, language), language)
        except VoiceError as error:
            return error
        return None

    def _render(self, spoken: str, language: str) -> bytes:
        samples = wav.read(self._say(spoken, language))
        return wav.write(master(samples))

    def _say(self, spoken: str, language: str) -> bytes:
        if not self._engine.acquire(timeout=self._wait_s):
            raise VoiceError("voice_late", "The engine is still busy with another text.")
        try:
            return self._voice.say(spoken, language)
        finally:
            self._engine.release()
