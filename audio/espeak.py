"""The voice of espeak-ng: small, free and without internet.

The program must be installed (Debian: `apt install espeak-ng`). Its command line is described in
the manual page espeak-ng(1).
"""

import re
from collections.abc import Mapping
from functools import cached_property
from html import escape

from audio import programs
from audio.api import VoiceError

PACE_WPM = 170  # slower is clearer, yet two languages and a chime have to fit in 12 s
TIMEOUT_S = 5.0  # a clip takes 0.03 s; boards wait for the whole sound of a call for 8 s

DEFAULT_VOICES = {"vi": "vi", "vi-vn-x-south": "vi-vn-x-south", "en": "en-gb"}

# "Ticket A zero" would be read with the article "a", so lone capitals are marked for spelling.
_LONE_LETTER = re.compile(r"\b([A-Z])\b")


class EspeakVoice:
    """Speaks by running `espeak-ng` once for each sentence."""

    name = "espeak-ng"

    def __init__(
        self,
        voices: Mapping[str, str] = DEFAULT_VOICES,
        pace_wpm: int = PACE_WPM,
        timeout_s: float = TIMEOUT_S,
        search_path: str | None = None,
    ) -> None:
        """`voices` maps a language to an espeak-ng voice; `search_path` replaces PATH."""
        self._voices = dict(voices)
        self._pace_wpm = pace_wpm
        self._timeout_s = timeout_s
        self._search_path = search_path

    @cached_property
    def version(self) -> str:
        """Program version, pace and voices. Raises VoiceError when it is not installed."""
        spoken_by = ",".join(f"{key}={voice}" for key, voice in sorted(self._voices.items()))
        found = re.search(rb"\d+(\.\d+)+", self._run("--version"))
        number = found.group().decode() if found else "unknown"
        return f"{number} {self._pace_wpm} {spoken_by}"

    def say(self, text: str, language: str) -> bytes:
        """The text as a WAV file; see `Voice.say`."""
        if language not in self._voices:
            raise VoiceError("voice_missing", f"No espeak-ng voice is chosen for {language!r}.")
        options = ("-v", self._voices[language], "-s", str(self._pace_wpm))
        return self._run(*options, "-m", "-b", "1", "--stdin", "--stdout", text=_markup(text))

    def _run(self, *options: str, text: str = "") -> bytes:
        program = programs.find("espeak-ng", self._search_path)
        if program is None:
            raise VoiceError(
                "voice_missing", "espeak-ng is not installed: run 'apt install espeak-ng'."
            )
        return programs.run(program, options, text.encode(), self._timeout_s)


def _markup(text: str) -> str:
    """The text as SSML (W3C Speech Synthesis Markup Language 1.1), lone capitals spelled."""
    spelled = r'<say-as interpret-as="characters">\1</say-as>'
    return _LONE_LETTER.sub(spelled, escape(text, quote=False))
