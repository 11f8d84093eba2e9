"""Clips in a folder: `<language>/<name>.wav`, one for each text, named by it.

The same form keeps what an engine has spoken, what `motcua-announcer build-voice` renders ahead and
what a person has recorded.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from audio import wav
from audio.api import VoiceError

_LONGEST_NAME = 40
_PAUSES = " ,.;:!?…"
WORD_GAP_S = 0.03  # between words that were recorded one by one


def file_name(text: str) -> str:
    """The name of a text's file: readable, in ASCII, and different for every text."""
    text = unicodedata.normalize("NFC", text)
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    readable = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\u0300-\u036f]", "", plain))
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{readable[:_LONGEST_NAME].strip('-') or 'clip'}-{digest}.wav"


def bare(text: str) -> str:
    """The text without the marks that only make pauses."""
    return text.strip(_PAUSES)


def words(text: str) -> list[str]:
    """The words of a text that can stand for it when they are joined."""
    return bare(text).split()


class Pack:
    """A folder of clips. Several threads and processes may share it."""

    def __init__(self, folder: Path) -> None:
        """The folder is made when first needed."""
        self.folder = folder

    def file_of(self, text: str, language: str) -> Path:
        """Where the clip is, or would be."""
        return self.folder / language / file_name(text)

    def find(self, text: str, language: str) -> wav.Samples | None:
        """The clip of exactly that text, None where there is none. Raises VoiceError (bad_sound,
        disk) for one that cannot be read.
        """
        file = self.file_of(text, language)
        try:
            content = file.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise VoiceError("disk", f"{file} cannot be read: {error.strerror}.") from error
        with suppress(OSError):  # kept by another user: readable, yet its age is not ours to set
            os.utime(file)
        return wav.read(content)

    def keep(self, text: str, language: str, clip: wav.Samples) -> None:
        """Write the clip; the caller is `alone`. Raises OSError and leaves nothing half written."""
        file = self.file_of(text, language)
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".tmp")
        try:
            with unfinished.open("wb") as handle:
                handle.write(wav.write(clip))
                handle.flush()
                os.fsync(handle.fileno())
            unfinished.replace(file)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            # A write that fails does not say to which file.
            raise OSError(error.errno, error.strerror, str(file)) from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Waits until nobody else makes clips in this folder. A crash lets go.

        A folder that cannot be written to is not locked: it cannot keep anything either.
        """
        with ExitStack() as held:
            with suppress(OSError):
                self.folder.mkdir(parents=True, exist_ok=True)
                handle = held.enter_context((self.folder / ".lock").open("ab"))
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield


class PackSource:
    """Clips that were made before: whole texts, or joined from their words."""

    name = "pack"

    def __init__(self, folder: Path) -> None:
        self._pack = Pack(folder)

    def has(self, text: str, language: str) -> bool:
        """See `Source.has`: there is no engine."""
        return True

    def clip(self, text: str, language: str) -> wav.Samples:
        """See `Source.clip`; clip_missing where neither the text nor all of its words are there."""
        for whole in (text, bare(text)):
            found = self._pack.find(whole, language)
            if found is not None:
                return found
        found = self._from_words(text, language)
        if found is None:
            raise VoiceError(
                "clip_missing",
                f"A clip in {language!r} is missing in {self._pack.folder}: "
                "run 'motcua-announcer build-voice'.",
            )
        return found

    def _from_words(self, text: str, language: str) -> wav.Samples | None:
        joined: list[wav.Samples] = []
        for word in words(text):
            found = self._pack.find(word, language)
            if found is None:
                return None
            joined += [wav.silence(WORD_GAP_S if joined else 0.0), found]
        return wav.join(joined)
