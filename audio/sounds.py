"""One sound file for each call: rendered once, kept by content, safe to share.

Several threads and processes may use one directory. Whoever needs a sound first renders it
under a file lock; the others wait and find it done.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from audio import wav
from audio.api import Voice, VoiceError
from audio.phrases import LANGUAGES, Call, phrase
from audio.reading import read, sentences

PAUSE_S = 0.2  # between the chime and the first word
GAP_S = 0.6  # between two languages
BREATH_S = 0.3  # between two sentences
LONGEST_S = 12.0  # a hall cannot wait longer for the next call
LONGEST_MESSAGE_S = 20.0  # what matters to all may hold the calls up for as long
LIMIT_BYTES = 1 << 30  # about 2,500 calls in two languages

_FORMAT = f"wav {wav.RATE_HZ} Hz 16 bit mono, layout 1, {PAUSE_S} {GAP_S} {LONGEST_S}"


class SoundStore:
    """The sounds of a hall: chime, pause, then the call in each language."""

    def __init__(
        self,
        directory: Path,
        voices: Mapping[str, Voice],
        languages: Sequence[str] = ("vi", "en"),
        limit_bytes: int = LIMIT_BYTES,
    ) -> None:
        """`voices` has one voice for each language; a language named twice is spoken twice.

        The directory is made when first needed. Raises ValueError for no language, for one
        without speech grammar and for one without a voice.
        """
        unknown = [tag for tag in languages if tag not in LANGUAGES or tag not in voices]
        if unknown or not languages:
            raise ValueError(f"no grammar or no voice for languages {unknown or 'none given'}")
        self._directory = directory
        self._voices = dict(voices)
        self._languages = tuple(languages)
        self._limit_bytes = limit_bytes
        self._chime = wav.chime()
        self._chime_digest = hashlib.sha256(self._chime.tobytes()).hexdigest()

    def key_for(self, call: Call) -> str:
        """Hexadecimal key of the sound's content: same key, same words, voices and layout."""
        parts = [_FORMAT, self._chime_digest]
        for language in self._languages:
            voice = self._voices[language]
            parts += [language, voice.name, voice.version, phrase(call, language)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def file_for(self, call: Call) -> Path:
        """The call's WAV file, `<key>.wav`, rendered now if it is new.

        Blocks while rendering. Raises VoiceError when the voice fails or the disk is full. The
        file may be removed later, when newer sounds need the space.
        """
        file = self._directory / f"{self.key_for(call)}.wav"
        try:
            if not _touched(file):
                self._make(file, call)
        except OSError as error:
            sentence = f"The sound cannot be kept in {self._directory}: {error.strerror}."
            raise VoiceError("disk", sentence) from error
        return file

    def content_for(self, call: Call) -> tuple[str, bytes]:
        """Key and bytes of the call's WAV file; same errors as `file_for`."""
        file = self.file_for(call)
        try:
            return file.stem, file.read_bytes()
        except FileNotFoundError:  # pushed out by another process between the two lines above
            return file.stem, self._render(call)
        except OSError as error:
            raise VoiceError("disk", f"{file} cannot be read: {error.strerror}.") from error

    def message_for(self, texts: Mapping[str, str]) -> bytes:
        """A message to everybody as a WAV file, from its text by language: chime, pause, then each
        language of the hall in its order.

        Lasts 20 s at most: what does not fit is left out from a sentence's end on. A message in no
        language of the hall is the chime alone. Blocks while rendering. Raises VoiceError.
        """
        sound = wav.join([self._chime, wav.silence(PAUSE_S)])
        gap_s = 0.0
        for language in self._languages:
            for sentence in sentences(texts.get(language, "")):
                spoken = self._spoken(read(sentence, language), language)
                longer = wav.join([sound, wav.silence(gap_s), spoken])
                if wav.seconds(longer) > LONGEST_MESSAGE_S:
                    return wav.write(sound)
                sound, gap_s = longer, BREATH_S
            gap_s = GAP_S if gap_s else 0.0
        return wav.write(sound)

    def _make(self, file: Path, call: Call) -> None:
        self._directory.mkdir(parents=True, exist_ok=True)
        # Sixteen lock files for all sounds: none is ever removed, so none can be removed in use.
        with _locked(self._directory / f".lock-{file.name[0]}"):
            if _touched(file):
                return
            _write_durably(file, self._render(call))
        self._remove_oldest(keep=file)

    def _render(self, call: Call) -> bytes:
        """Languages that no longer fit into 12 s are left out, the first one never."""
        sound = wav.join([self._chime, wav.silence(PAUSE_S)])
        for place, language in enumerate(self._languages):
            spoken = self._speak(call, language)
            longer = wav.join([sound, wav.silence(GAP_S if place else 0.0), spoken])
            if wav.seconds(longer) <= LONGEST_S:
                sound = longer
            elif not place:
                raise VoiceError(
                    "too_long",
                    f"The call of {call.label} lasts {wav.seconds(longer):.1f} s in {language}, "
                    f"more than {LONGEST_S:g} s.",
                )
        return wav.write(sound)

    def _speak(self, call: Call, language: str) -> wav.Samples:
        return self._spoken(phrase(call, language), language)

    def _spoken(self, text: str, language: str) -> wav.Samples:
        content = self._voices[language].say(text, language)
        return wav.level(wav.trim(wav.read(content)))

    def _remove_oldest(self, keep: Path) -> None:
        """Make room: sounds unused for longest go first."""
        found = []
        for file in self._directory.glob("*.wav"):
            with suppress(FileNotFoundError):  # another process makes room at the same time
                status = file.stat()
                found.append((status.st_mtime_ns, file.name, status.st_size))
        total = sum(size for _, _, size in found)
        for _, name, size in sorted(found):
            if total <= self._limit_bytes:
                return
            if name != keep.name:
                (self._directory / name).unlink(missing_ok=True)
                total -= size


def _touched(file: Path) -> bool:
    """Whether the file is there; its age then starts again."""
    try:
        os.utime(file)
    except FileNotFoundError:
        return False
    except PermissionError:  # kept by another user: readable, yet its age is not ours to set
        return True
    return True


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """Hold the file's lock against threads and processes alike; a crash releases it."""
    with file.open("ab") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _write_durably(file: Path, content: bytes) -> None:
    """The file appears whole or not at all, also after a power cut."""
    unfinished = file.with_suffix(".tmp")  # one writer at a time: the caller holds the lock
    try:
        with unfinished.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        unfinished.replace(file)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    directory = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
