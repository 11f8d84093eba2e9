"""What is done once to every clip: quiet edges off, one loudness, peaks held, no clicks.

Voices differ in loudness by engine, language and word; a hall hears one volume.
"""

import math
from array import array
from collections.abc import Sequence
from itertools import pairwise
from operator import mul

from audio.loudness import integrated, true_peak
from audio.wav import FULL_SCALE, RATE_HZ, Samples, trim

TARGET_LUFS = -20.0  # of one channel; from a pair of loudspeakers 3 LU more
CLOSE_DB = 0.2  # nobody hears half a decibel
CEILING_DBTP = -1.0  # EBU R 128: room for what amplifiers and codecs add
MOST_GAIN_DB = 30.0  # more would only lift noise: such a clip is left quiet, and found by the check
BETWEEN_DB = 0.5  # as much as speech has between two samples; more is found and held too
JUDGED_S = 10.0  # one engine does not change its voice in the middle of a text
FADE_S = 0.003
VERSION = "1"  # what was mastered otherwise is made anew

_BLOCK = RATE_HZ // 250  # 4 ms, the grain of the limiter
_ROUNDS = 4


def master(samples: Samples) -> Samples:
    """The sound at `TARGET_LUFS` with peaks below `CEILING_DBTP`; silence stays as it is."""
    samples = trim(samples)
    missing_db, gain_db = _missing_db(samples), 0.0
    if missing_db == math.inf:
        return samples
    for _ in range(_ROUNDS):
        gain_db = min(gain_db + missing_db, MOST_GAIN_DB)
        gain = 10 ** (gain_db / 20)
        louder = [sample * gain for sample in samples]
        mastered = _limited(louder)
        if _lost_db(louder, mastered) < CLOSE_DB:
            break
        missing_db = _missing_db(mastered)  # holding its peaks made it quieter again
        if missing_db < CLOSE_DB:
            break
    return _faded(mastered)


def _missing_db(samples: Samples) -> float:
    return TARGET_LUFS - integrated(samples[: round(JUDGED_S * RATE_HZ)])


def _lost_db(before: Sequence[float], after: Sequence[float]) -> float:
    """How much of its energy a sound has lost."""
    return 10 * math.log10(sum(map(mul, before, before)) / sum(map(mul, after, after)))


def _limited(values: list[float]) -> Samples:
    """Between the samples peaks are higher than at them: the ceiling is lowered until they fit."""
    ceiling = CEILING_DBTP - BETWEEN_DB
    for _ in range(_ROUNDS):
        samples = array("h", map(int, _held_below(FULL_SCALE * 10 ** (ceiling / 20), values)))
        over = true_peak(samples) - CEILING_DBTP
        if over <= 0:
            break
        ceiling -= over
    return samples


def _held_below(ceiling: float, values: list[float]) -> Sequence[float]:
    """No value above the ceiling; the gain falls before a peak and rises after it, over 8 ms."""
    starts = range(0, len(values), _BLOCK)
    blocks = (values[start : start + _BLOCK] for start in starts)
    peaks = (max(max(block), -min(block)) for block in blocks)
    gains = [min(1.0, ceiling / peak) if peak else 1.0 for peak in peaks]
    # The gain moves in straight lines from one block's edge to the next. At an edge it is the mean
    # of two values, each no more than the blocks on both sides of that edge may have.
    least = [min(gains[max(0, at - 1) : at + 2]) for at in range(len(gains))]
    edges = [(one + other) / 2 for one, other in pairwise([least[0], *least, least[-1]])]
    held: list[float] = []
    for start, (first, last) in zip(starts, pairwise(edges), strict=True):
        block = values[start : start + _BLOCK]
        if first < 1.0 or last < 1.0:
            slope = (last - first) / _BLOCK
            block = [value * (first + slope * at) for at, value in enumerate(block)]
        held += block
    return held


def _faded(samples: Samples) -> Samples:
    """Up from zero and down to it, so that no clip begins or ends with a click."""
    samples = samples[:]
    count = min(round(FADE_S * RATE_HZ), len(samples) // 2)
    for at in range(count):
        samples[at] = samples[at] * at // count
        samples[-1 - at] = samples[-1 - at] * at // count
    return samples
