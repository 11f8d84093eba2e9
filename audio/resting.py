"""A voice that is left alone for a while after it failed."""

from collections.abc import Callable
from typing import TypeVar

from audio.api import Voice, VoiceError

REST_S = 60.0
_EVERY = ""  # in place of a language

Result = TypeVar("Result")


class RestingVoice:
    """Another voice; after a failure in a language it is not asked in that language for a minute,
    after one that took its time in none.

    So one that hangs costs its time-out once, not once for each word. Safe to use from any thread.
    """

    def __init__(self, voice: Voice, monotonic: Callable[[], float]) -> None:
        self.name = voice.name
        self._voice, self._monotonic = voice, monotonic
        self._failed: dict[str, tuple[VoiceError, float]] = {}

    @property
    def version(self) -> str:
        """See `Voice.version`."""
        return self._rested(_EVERY, lambda: self._voice.version)

    def say(self, text: str, language: str) -> bytes:
        """See `Voice.say`; while it rests the failure is told again."""
        return self._rested(language, lambda: self._voice.say(text, language))

    def _rested(self, language: str, ask: Callable[[], Result]) -> Result:
        for known in (language, _EVERY):
            error, at = self._failed.get(known, (None, 0.0))
            if error and self._monotonic() - at < REST_S:
                raise VoiceError(error.code, str(error))
        try:
            return ask()
        except VoiceError as error:
            known = _EVERY if error.code == "voice_late" else language
            self._failed[known] = (error, self._monotonic())
            raise
