"""What every voice promises, and the one error that sound can end in."""

from typing import Protocol


class VoiceError(Exception):
    """A sound could not be made, kept or played; `str()` is one sentence for the operator.

    `code` is stable: voice_missing, voice_failed, voice_late, voice_offline, bad_sound,
    clip_missing, pack_taken, disk, player_missing, player_failed, player_late, player_stuck,
    player_stopped.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Voice(Protocol):
    """Turns text into speech. Implementations may block and are safe to use from any thread."""

    @property
    def name(self) -> str:
        """Short name of the engine, part of the key under which sounds are kept."""

    @property
    def version(self) -> str:
        """Changes whenever the same text would sound different. May raise VoiceError."""

    def say(self, text: str, language: str) -> bytes:
        """The text as a WAV file: mono, 22,050 Hz, 16 bit. Raises VoiceError.

        `language` is a tag, for example one of `audio.grammars.languages()`.
        """
