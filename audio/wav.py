"""Arithmetic on sound: reading, joining, trimming and a synthesized chime.

Everything here is mono, 22,050 Hz, signed 16 bit, held in an `array` of samples.
"""

import io
import math
import sys
import wave
from array import array
from collections.abc import Iterable
from typing import TypeAlias

from audio.api import VoiceError

RATE_HZ = 22_050
SAMPLE_BYTES = 2
FULL_SCALE = 32_767
CHIME_S = 0.8

Samples: TypeAlias = "array[int]"  # in quotes: subscriptable only from Python 3.12

_SILENCE_LEVEL = 150  # about -47 dB of full scale: breath and codec noise, not speech
_WINDOW = RATE_HZ // 100  # 10 ms, the grain at which levels are judged


def read(content: bytes) -> Samples:
    """The samples of a WAV file. Raises VoiceError (bad_sound) for any other format.

    A data length in the header that is too large is tolerated: programs that write to a pipe
    cannot know it beforehand.
    """
    try:
        with wave.open(io.BytesIO(content)) as file:
            found = (file.getnchannels(), file.getsampwidth(), file.getframerate())
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise VoiceError(
            "bad_sound", f"The voice did not answer with a WAV file: {error}."
        ) from error
    if found != (1, SAMPLE_BYTES, RATE_HZ):
        raise VoiceError(
            "bad_sound",
            f"The voice answered with {found[0]} channel(s), {8 * found[1]} bit, {found[2]} Hz "
            f"instead of 1 channel, 16 bit, {RATE_HZ} Hz.",
        )
    return from_pcm(frames)


def from_pcm(content: bytes) -> Samples:
    """The samples of raw signed 16-bit little-endian sound; half a sample at the end is dropped."""
    samples = array("h")
    samples.frombytes(content[: len(content) // SAMPLE_BYTES * SAMPLE_BYTES])
    return _little_endian(samples)


def write(samples: Samples) -> bytes:
    """The samples as a complete WAV file."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(SAMPLE_BYTES)
        file.setframerate(RATE_HZ)
        file.writeframes(_little_endian(samples).tobytes())
    return buffer.getvalue()


def seconds(samples: Samples) -> float:
    """How long the sound lasts."""
    return len(samples) / RATE_HZ


def silence(duration_s: float) -> Samples:
    """Nothing, for that long."""
    return array("h", bytes(SAMPLE_BYTES * round(duration_s * RATE_HZ)))


def join(parts: Iterable[Samples]) -> Samples:
    """The parts one after the other."""
    whole = array("h")
    for part in parts:
        whole.extend(part)
    return whole


def rms(samples: Samples) -> float:
    """Root mean square level, 0 to 32,767; 0 for no samples."""
    if not samples:
        return 0.0
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


def trim(samples: Samples) -> Samples:
    """Without the quiet edges an engine adds; a sound that is quiet throughout stays whole."""
    starts = range(0, len(samples), _WINDOW)
    loud = [at for at in starts if rms(samples[at : at + _WINDOW]) > _SILENCE_LEVEL]
    if not loud:
        return samples
    # One window of margin on both sides keeps soft consonants.
    return samples[max(0, loud[0] - _WINDOW) : loud[-1] + 2 * _WINDOW]


def chime() -> Samples:
    """A falling two-note "ding-dong" of 0.8 s: E5, then C5, each struck and dying away."""
    count = round(CHIME_S * RATE_HZ)
    second_at = round(0.3 * RATE_HZ)
    fade = round(0.05 * RATE_HZ)
    samples = array("h")
    for at in range(count):
        value = _bell(659.26, at) + _bell(523.25, at - second_at)
        value *= min(1.0, (count - 1 - at) / fade)  # ends at zero: no click
        samples.append(round(value * 0.3 * FULL_SCALE))
    return samples


def _bell(frequency_hz: float, at: int) -> float:
    """One struck bar at a sample: fundamental plus two quieter overtones, none before zero."""
    if at < 0:
        return 0.0
    time_s = at / RATE_HZ
    attack = min(1.0, time_s / 0.005)
    angle = 2 * math.pi * frequency_hz * time_s
    tone = math.sin(angle) + 0.35 * math.sin(2 * angle) + 0.12 * math.sin(4 * angle)
    return attack * math.exp(-5 * time_s) * tone


def _little_endian(samples: Samples) -> Samples:
    """WAV is little-endian on every machine; an array has the order of the processor."""
    if sys.byteorder == "little":
        return samples
    swapped = samples[:]
    swapped.byteswap()
    return swapped
