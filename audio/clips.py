"""The text of a screen as sound, kept in memory alone: what a visitor hears is written nowhere."""

import threading
from collections import OrderedDict

from audio import wav
from audio.api import Voice, VoiceError
from audio.reading import read

TRIAL = "1"  # a word in every language
LIMIT_BYTES = 16 << 20  # about six minutes of speech: the screens of a kiosk in two languages


class Clips:
    """Sounds by content: the same words in one language are rendered once while there is room.

    Safe to use from any thread; one text is rendered at a time: a page in haste cannot start
    many engines.
    """

    def __init__(self, voice: Voice, limit_bytes: int = LIMIT_BYTES) -> None:
        self._voice, self._limit_bytes = voice, limit_bytes
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def content_for(self, text: str, language: str) -> bytes:
        """The text as a WAV file, read by the rules of its language. Raises VoiceError."""
        key = (read(text, language), language)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = self._render(*key)
            self._kept.move_to_end(key)
            content = self._kept[key]
            while len(self._kept) > 1 and self.kept_bytes > self._limit_bytes:
                self._kept.popitem(last=False)
        return content

    @property
    def kept_bytes(self) -> int:
        """How much memory the sounds take."""
        return sum(map(len, self._kept.values()))

    def fault(self, language: str) -> VoiceError | None:
        """Why this language cannot be spoken, as found by speaking; None where it can."""
        try:
            self.content_for(TRIAL, language)
        except VoiceError as error:
            return error
        return None

    def _render(self, spoken: str, language: str) -> bytes:
        samples = wav.read(self._voice.say(spoken, language))
        return wav.write(wav.level(wav.trim(samples)))
