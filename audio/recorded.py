"""A person's voice: recordings in a folder, named as `motcua-announcer script` lists them."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from audio import wav
from audio.api import VoiceError
from audio.pack import bare, file_name
from audio.resampling import read_any

_FLAT = 8  # samples at full scale in a row; a full sine of 440 Hz stays there for two


class RecordedVoice:
    """Speaks by finding the recording of a text: `<folder>/<language>/<name>.wav`."""

    name = "recorded"
    version = "1"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def say(self, text: str, language: str) -> bytes:
        """The recording as a WAV file in our form; see `Voice.say`. clip_missing without one."""
        file = self._folder / language / file_name(bare(text))
        try:
            content = file.read_bytes()
        except OSError as error:
            raise VoiceError("clip_missing", f"{file}: {error.strerror}.") from error
        samples = read_any(content)
        if _clipped(samples):
            raise VoiceError("bad_sound", "The recording is clipped: record it with less level.")
        return wav.write(samples)


def _clipped(samples: wav.Samples) -> bool:
    """Whether it stays at full scale for longer than any voice does: cut off, not just loud."""
    edge = wav.FULL_SCALE * 0.999
    return any(run >= _FLAT for run in _runs(abs(sample) >= edge for sample in samples))


def _runs(loud: Iterable[bool]) -> Iterator[int]:
    return (len(list(group)) for flat, group in groupby(loud) if flat)
