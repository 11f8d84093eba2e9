"""Makes a pack of clips ahead and checks it; whatever stops it, the next run goes on from there."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from audio import mastering, wav
from audio.api import Voice, VoiceError
from audio.loudness import integrated, true_peak
from audio.needed import Clip
from audio.pack import Pack
from audio.progress import Progress

TOLERANCE_LU = 1.0
PEAK_TOLERANCE_DB = 0.1
SHORTEST_S, LONGEST_S = 0.08, 6.0
LEAST_S_A_LETTER, MOST_S_A_LETTER = 0.015, 0.3  # an engine takes 0.05 to 0.1, a patient person 0.2
QUIET_LUFS = -50.0
_ABOUT = "voice.json"

# The next clip would fail in the same way: stop, and go on when the reason is gone.
_STOPS = {"voice_missing", "voice_offline", "voice_late", "disk"}


class Bad(NamedTuple):
    """A clip that cannot be used, and why."""

    file: Path
    text: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file} ({self.text}): {self.reason}"


def build(pack: Pack, voice: Voice, clips: Sequence[Clip], progress: Progress) -> list[Bad]:
    """Render what is missing or bad in the pack; the clips that are bad even so.

    Raises VoiceError when going on is useless, and OSError when nothing can be written.
    """
    bad = []
    with pack.alone():
        _claim(pack, voice)
        for clip in clips:
            reason = fault(pack, clip) and _render(pack, voice, clip)
            if reason:
                bad.append(Bad(pack.file_of(*clip), clip.text, reason))
            progress.step()
    return bad


def check(pack: Pack, clips: Sequence[Clip], progress: Progress) -> list[Bad]:
    """The clips of a pack that are missing or cannot be used."""
    bad = []
    for clip in clips:
        reason = fault(pack, clip)
        if reason:
            bad.append(Bad(pack.file_of(*clip), clip.text, reason))
        progress.step()
    return bad


def fault(pack: Pack, clip: Clip) -> str | None:
    """What is wrong with a clip as it is kept, None for nothing."""
    try:
        samples = pack.find(*clip)
    except VoiceError as error:
        return str(error)
    if samples is None:
        return "missing"
    return next(_faults(samples, clip.text), None)


def _faults(samples: wav.Samples, text: str) -> Iterator[str]:
    length_s, loudness = wav.seconds(samples), integrated(samples)
    least_s = max(SHORTEST_S, LEAST_S_A_LETTER * len(text))
    most_s = min(LONGEST_S, 1.0 + MOST_S_A_LETTER * len(text))
    if not least_s <= length_s <= most_s:
        yield f"lasts {length_s:.2f} s instead of {least_s:.2f} to {most_s:.2f} s"
    if loudness < QUIET_LUFS:
        yield "is silent"
    elif abs(loudness - mastering.TARGET_LUFS) > TOLERANCE_LU:
        yield f"has {loudness:.1f} LUFS instead of {mastering.TARGET_LUFS:g}"
    peak = true_peak(samples)
    if peak > mastering.CEILING_DBTP + PEAK_TOLERANCE_DB:
        yield f"has peaks of {peak:.1f} dBTP, more than {mastering.CEILING_DBTP:g}"


def _render(pack: Pack, voice: Voice, clip: Clip) -> str | None:
    try:
        samples = mastering.master(wav.read(voice.say(*clip)))
    except VoiceError as error:
        if error.code in _STOPS:
            raise
        return str(error)
    reason = next(_faults(samples, clip.text), None)
    if reason is None:
        pack.keep(*clip, samples)
    return reason


def _claim(pack: Pack, voice: Voice) -> None:
    """One pack is one voice. Raises VoiceError (pack_taken) where another one has begun."""
    mine = {"voice": voice.name, "version": voice.version, "mastering": mastering.VERSION}
    file = pack.folder / _ABOUT
    try:
        theirs = json.loads(file.read_text("utf-8"))
    except (FileNotFoundError, ValueError):  # cut short: it is written again
        pack.folder.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(mine, indent=1), "utf-8")
        return
    if theirs != mine:
        sentence = f"{pack.folder} holds another voice (see {_ABOUT}): choose another folder."
        raise VoiceError("pack_taken", sentence)
