"""Sound of other programs and recorders, brought to our form: mono, 22,050 Hz, 16 bit."""

import io
import math
import wave
from array import array
from operator import mul

from audio.api import VoiceError
from audio.wav import FULL_SCALE, RATE_HZ, Samples

_REACH = 12  # zero crossings of the filter on each side
LOWEST_HZ, HIGHEST_HZ = 8_000, 192_000


def read_any(content: bytes) -> Samples:
    """The samples of a PCM WAV file of any rate, width and number of channels, which are mixed.

    Raises VoiceError (bad_sound).
    """
    try:
        with wave.open(io.BytesIO(content)) as file:
            channels, width, rate_hz = (
                file.getnchannels(), file.getsampwidth(), file.getframerate(),
            )  # fmt: skip
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        sentence = f"This is not a WAV file of plain samples (PCM): {error}."
        raise VoiceError("bad_sound", sentence) from error
    if not LOWEST_HZ <= rate_hz <= HIGHEST_HZ:
        raise VoiceError("bad_sound", f"A rate of {rate_hz} Hz cannot be used.")
    return resample(_mixed(_values(frames, width), channels), rate_hz)


def resample(values: list[float], rate_hz: int) -> Samples:
    """The sound at our rate; what that cannot carry is filtered out before, not folded down."""
    if rate_hz == RATE_HZ:
        return array("h", map(_rounded, values))
    divisor = math.gcd(RATE_HZ, rate_hz)
    up, down = RATE_HZ // divisor, rate_hz // divisor
    band = min(1.0, RATE_HZ / rate_hz)
    side = math.ceil(_REACH / band)
    padded = [0.0] * side + values + [0.0] * (side + 1)
    filters: dict[int, list[float]] = {}
    samples = array("h")
    for at in range(len(values) * up // down):
        start, phase = divmod(at * down, up)
        if phase not in filters:
            filters[phase] = _filter(phase / up, band, side)
        around = padded[start + 1 : start + 2 * side + 1]
        samples.append(_rounded(sum(map(mul, around, filters[phase]))))
    return samples


def _values(frames: bytes, width: int) -> list[float]:
    """Samples of any width as numbers on our scale."""
    if width == 1:  # the only one that is unsigned
        return [(value - 128) * 256.0 for value in frames]
    scale = 256.0 ** (width - 2)
    return [
        int.from_bytes(frames[at : at + width], "little", signed=True) / scale
        for at in range(0, len(frames) - width + 1, width)
    ]


def _mixed(values: list[float], channels: int) -> list[float]:
    if channels == 1:
        return values
    tracks = [values[channel::channels] for channel in range(channels)]
    return [sum(frame) / channels for frame in zip(*tracks, strict=False)]


def _filter(phase: float, band: float, side: int) -> list[float]:
    """A low-pass around a point between two samples: a sinc under a Hann window, gain 1."""
    row = []
    for tap in range(1 - side, side + 1):
        distance = tap - phase
        window = 0.5 + 0.5 * math.cos(math.pi * distance / side) if abs(distance) < side else 0.0
        angle = math.pi * distance * band
        row.append(window * (math.sin(angle) / angle if angle else 1.0))
    whole = sum(row)
    return [value / whole for value in row]


def _rounded(value: float) -> int:
    return max(-FULL_SCALE, min(FULL_SCALE, round(value)))
