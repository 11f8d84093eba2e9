"""A voice that says nothing for as long as speaking would take.

For machines without an engine: boards, timing and the chime work as they would with a voice.
"""

from audio import wav

SYLLABLE_S = 0.25  # about 160 words a minute plus the pauses of a sentence


class SilentVoice:
    """Silence of the expected length."""

    name = "silent"
    version = "1"

    def say(self, text: str, language: str) -> bytes:
        """A quarter of a second of silence for each word, whatever the language."""
        return wav.write(wav.silence(SYLLABLE_S * len(text.split())))
