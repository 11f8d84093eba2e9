"""Where the clips of a hall come from, the best first; whatever fails, the next one goes on."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from audio import mastering, wav
from audio.api import Voice, VoiceError
from audio.pack import Pack
from audio.resting import RestingVoice

LIMIT_BYTES = 1 << 30  # some days of messages; the calls of a hall need a tenth of it
PATIENCE_S = 4.0  # for engines that take a second for each clip; boards wait for 8 s
_SWEEP_EVERY = 64  # clips; looking through the folder takes some milliseconds

log = logging.getLogger(__name__)


class Source(Protocol):
    """Gives clips, mastered. Implementations may block and are safe to use from any thread."""

    @property
    def name(self) -> str:
        """Short name for the log."""

    def has(self, text: str, language: str) -> bool:
        """Whether the clip, or the answer that there is none, is had without an engine."""

    def clip(self, text: str, language: str) -> wav.Samples:
        """The text as a clip. Raises VoiceError."""


class LiveSource:
    """An engine on this machine; what it has spoken is kept by text, language, engine and version.

    Of several threads or processes that need a clip one makes it, the others wait and find it.
    """

    def __init__(
        self,
        voice: Voice,
        folder: Path,
        monotonic: Callable[[], float],
        limit_bytes: int = LIMIT_BYTES,
    ) -> None:
        self.name = voice.name
        self._voice = RestingVoice(voice, monotonic)
        self._folder, self._limit_bytes = folder, limit_bytes
        self._pack: Pack | None = None
        self._kept, self._keeps = 0, True

    def has(self, text: str, language: str) -> bool:
        """See `Source.has`."""
        return self._pack is not None and self._pack.file_of(text, language).exists()

    def clip(self, text: str, language: str) -> wav.Samples:
        """See `Source.clip`. A clip that cannot be kept is given all the same."""
        pack = self._pack = self._pack or self._its_pack()
        found = _readable(pack, text, language)
        if found is None:
            with pack.alone():
                found = _readable(pack, text, language) or self._made(pack, text, language)
        return found

    def _its_pack(self) -> Pack:
        """Found once, so that what is kept is heard also while the engine rests."""
        about = f"{self._voice.version} {mastering.VERSION}"
        digest = hashlib.sha256(about.encode()).hexdigest()[:8]
        return Pack(self._folder / f"{self.name}-{digest}")

    def _made(self, pack: Pack, text: str, language: str) -> wav.Samples:
        clip = mastering.master(wav.read(self._voice.say(text, language)))
        try:
            pack.keep(text, language, clip)
        except OSError as error:
            if self._keeps:
                log.warning("clips not kept", extra={"reason": error.strerror})
            self._keeps = False
            return clip
        if not self._keeps:
            log.info("clips kept again")
        self._keeps = True
        if self._kept % _SWEEP_EVERY == 0:
            _remove_oldest(self._folder, self._limit_bytes, pack.file_of(text, language))
        self._kept += 1
        return clip


class Ladder:
    """Several sources in order of preference; the log says once which one stands in, and why."""

    def __init__(self, sources: Sequence[Source], monotonic: Callable[[], float]) -> None:
        self._sources, self._monotonic = tuple(sources), monotonic
        self._told: set[tuple[str, str]] = set()

    def soon(self) -> float:
        """Until when a sound that is asked for now may wait for the better voices."""
        return self._monotonic() + PATIENCE_S

    def clip(self, text: str, language: str, until: float) -> wav.Samples:
        """The text from the first source that has it. After `until` no engine is asked but the
        last: what it is not in time for it may say the next time. Raises the last VoiceError.
        """
        failure = VoiceError("voice_missing", "No voice is chosen.")
        for source, instead in zip(self._sources, (*self._sources[1:], None), strict=True):
            if instead and self._monotonic() > until and not source.has(text, language):
                continue
            try:
                clip = source.clip(text, language)
            except VoiceError as error:
                self._lost(source, error, instead.name if instead else "chime")
                failure = error
            else:
                self._back(source)
                return clip
        raise failure

    def _lost(self, source: Source, error: VoiceError, instead: str) -> None:
        """What was to be spoken is not said here: it may be a name."""
        if (source.name, error.code) not in self._told:
            about = {"voice": source.name, "code": error.code, "reason": str(error)}
            log.warning("voice lost", extra={**about, "instead": instead})
        self._told.add((source.name, error.code))

    def _back(self, source: Source) -> None:
        """A clip that is missing stays missing; anything else heals with the next clip."""
        healed = {
            one for one in tuple(self._told) if one[0] == source.name and one[1] != "clip_missing"
        }
        if healed:
            log.info("voice back", extra={"voice": source.name})
        self._told -= healed


def _readable(pack: Pack, text: str, language: str) -> wav.Samples | None:
    """A kept clip that is damaged counts as none: it is made again."""
    with suppress(VoiceError):
        return pack.find(text, language)
    return None


def _remove_oldest(folder: Path, limit_bytes: int, keep: Path) -> None:
    """Make room: clips unused for longest go first."""
    found = []
    for file in folder.rglob("*.wav"):
        with suppress(OSError):  # another process makes room at the same time
            status = file.stat()
            found.append((status.st_mtime_ns, file, status.st_size))
    total = sum(size for _, _, size in found)
    for _, file, size in sorted(found):
        if total <= limit_bytes:
            return
        if file != keep:
            with suppress(OSError):  # kept by another user: it stays, and no call is lost by it
                file.unlink(missing_ok=True)
                total -= size
