"""How loud a sound is to an ear, and how high its peaks are: Recommendation ITU-R BS.1770-4.

EBU R 128 uses the same measure. Everything here is one channel; the same sound in two loudspeakers
measures 3 LU more.
"""

import math
from collections.abc import Sequence
from operator import mul

from audio.wav import FULL_SCALE, RATE_HZ, Samples

_OFFSET = -0.691  # of the formula; it cancels the first filter's gain at 997 Hz
_STEP = RATE_HZ // 10  # blocks of 400 ms begin every 100 ms
_STEPS_OF_BLOCK = 4
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0

_PHASES = 4  # the Recommendation looks for peaks at four times the rate, with 12 samples around
_TAPS = 12
_HALF = _TAPS // 2
_HIGHEST_OVER = 2.0  # 6 dB: between samples of sound no peak is higher than that above both

_Biquad = tuple[float, float, float, float, float]


def integrated(samples: Samples) -> float:
    """Gated loudness of the whole sound in LUFS, minus infinity for silence.

    A sound shorter than one block is a block by itself.
    """
    energies = _energies(samples)
    count = len(energies)
    if count <= _STEPS_OF_BLOCK:
        return _lufs(sum(energies) / len(samples)) if samples else -math.inf
    blocks = [
        sum(energies[at : at + _STEPS_OF_BLOCK]) / (_STEPS_OF_BLOCK * _STEP)
        for at in range(len(samples) // _STEP - _STEPS_OF_BLOCK + 1)
    ]
    loud = [block for block in blocks if _lufs(block) > _ABSOLUTE_GATE_LUFS]
    if not loud:
        return -math.inf
    gate = _lufs(sum(loud) / len(loud)) + _RELATIVE_GATE_LU
    loud = [block for block in loud if _lufs(block) > gate]
    return _lufs(sum(loud) / len(loud))


def true_peak(samples: Sequence[int]) -> float:
    """The highest peak between and at the samples, in dBTP; minus infinity for silence."""
    highest = max(max(samples), -min(samples)) if samples else 0
    if not highest:
        return -math.inf
    return 20 * math.log10(max(highest, _between(samples, highest)) / FULL_SCALE)


def _energies(samples: Samples) -> list[float]:
    """Sum of squares of the weighted sound in each step of 100 ms, full scale being 1."""
    shelf, highpass = _weighting()
    b0, b1, b2, a1, a2 = shelf
    c0, c1, c2, d1, d2 = highpass
    x1 = x2 = y1 = y2 = 0.0
    z1 = z2 = 0.0
    energies = []
    for start in range(0, len(samples), _STEP):
        energy = 0.0
        for x in samples[start : start + _STEP]:
            y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
            z = c0 * y + c1 * y1 + c2 * y2 - d1 * z1 - d2 * z2
            x2, x1, y2, y1, z2, z1 = x1, x, y1, y, z1, z
            energy += z * z
        energies.append(energy / FULL_SCALE**2)
    return energies


def _weighting() -> tuple[_Biquad, _Biquad]:
    """The two filters of K-weighting at our rate.

    The Recommendation lists coefficients for 48 kHz alone. These are the analogue filters behind
    them, found by undoing the bilinear transform (B. De Man, Evaluation of implementations of the
    EBU R128 loudness measurement, AES 145, 2018).
    """
    k = math.tan(math.pi * 1681.974450955533 / RATE_HZ)
    q, gain = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    half = gain**0.4996667741545416
    norm = 1 + k / q + k * k
    shelf = (
        (gain + half * k / q + k * k) / norm,
        2 * (k * k - gain) / norm,
        (gain - half * k / q + k * k) / norm,
        2 * (k * k - 1) / norm,
        (1 - k / q + k * k) / norm,
    )
    k, q = math.tan(math.pi * 38.13547087602444 / RATE_HZ), 0.5003270373238773
    norm = 1 + k / q + k * k
    return shelf, (1.0, -2.0, 1.0, 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm)


def _between(samples: Sequence[int], highest: int) -> float:
    """The highest interpolated value, looked for only beside samples that are half as high."""
    values = [0] * _TAPS + list(samples) + [0] * _TAPS
    filters = _interpolation()
    least = highest / _HIGHEST_OVER
    peak, before = 0.0, False
    for at, value in enumerate(values[_HALF:-_HALF]):
        high = value > least or -value > least
        if high or before:
            around = values[at : at + _TAPS]
            peak = max(peak, *(abs(sum(map(mul, around, one))) for one in filters))
        before = high
    return peak


def _interpolation() -> list[list[float]]:
    """Filters for one, two and three quarters of the way between the two samples in the middle."""
    filters = []
    for phase in range(1, _PHASES):
        middle = _TAPS / 2 - 1 + phase / _PHASES
        row = [_windowed_sinc(tap - middle, _TAPS / 2) for tap in range(_TAPS)]
        filters.append([value / sum(row) for value in row])
    return filters


def _windowed_sinc(distance: float, reach: float) -> float:
    window = 0.5 + 0.5 * math.cos(math.pi * distance / reach) if abs(distance) < reach else 0.0
    return window * math.sin(math.pi * distance) / (math.pi * distance) if distance else 1.0


def _lufs(mean_square: float) -> float:
    return _OFFSET + 10 * math.log10(mean_square) if mean_square > 0 else -math.inf
