"""The voice of the touch pages: what it costs when it is not there, and what is said of that."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from audio.api import VoiceError
from audio.clips import Clips

log = logging.getLogger(__name__)


class Unspoken(Exception):
    """There is no sound for this text; the page goes on without."""


class Speaker:
    """Gives the pages their sounds. What is spoken is never logged: it may be a number."""

    def __init__(self, clips: Clips | None, languages: Sequence[str]) -> None:
        """``clips`` is None where nothing shall be read."""
        self._clips, self._languages = clips, languages
        self._works = True

    def facts(self) -> dict[str, object]:
        """What a page needs to offer reading aloud: in no language, where nobody would read."""
        faults = {name: self._clips.fault(name) for name in self._languages} if self._clips else {}
        spoken = [name for name, fault in faults.items() if fault is None]
        fault = next(iter(faults.values()), None)
        if fault and not spoken:
            self._lost(fault)
        return {"languages": spoken}

    def sound(self, text: str, language: str) -> bytes:
        """A WAV file of the text. Raises ``Unspoken``."""
        if self._clips is None or language not in self._languages:
            raise Unspoken
        try:
            content = self._clips.content_for(text, language)
        except VoiceError as error:
            self._lost(error)
            raise Unspoken from error
        if not self._works:
            log.info("voice back")
        self._works = True
        return content

    def _lost(self, error: VoiceError) -> None:
        if self._works:
            log.warning("voice lost", extra={"code": error.code, "reason": str(error)})
        self._works = False
