"""Loudness and peaks against the test signals of EBU Tech 3341 (2016), at our rate.

Those signals are stereo with the same sound in both channels. Ours has one, which measures 3.01 LU
less: half the energy.
"""

import math
from array import array
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio import wav
from audio.loudness import integrated, true_peak
from audio.mastering import CEILING_DBTP, TARGET_LUFS, master

SECOND_CHANNEL_LU = 10 * math.log10(2)


def sine(seconds: float, dbfs: float, hz: float = 1000.0, phase_deg: float = 0.0) -> wav.Samples:
    amplitude = wav.FULL_SCALE * 10 ** (dbfs / 20)
    step, start = 2 * math.pi * hz / wav.RATE_HZ, math.radians(phase_deg)
    count = round(seconds * wav.RATE_HZ)
    return array("h", [round(amplitude * math.sin(start + step * at)) for at in range(count)])


@pytest.mark.parametrize(
    ("parts", "lufs"),
    [
        ([(20, -23)], -23.0),
        ([(20, -33)], -33.0),
        ([(10, -36), (60, -23), (10, -36)], -23.0),
        ([(10, -72), (10, -36), (60, -23), (10, -36), (10, -72)], -23.0),
        ([(20, -26), (20.1, -20), (20, -26)], -23.0),
    ],
    ids=["1", "2", "3", "4", "5"],
)
def test_loudness_is_that_of_the_ebu_s_test_signals(
    parts: Sequence[tuple[float, float]], lufs: float
):
    sound = wav.join(sine(seconds, dbfs) for seconds, dbfs in parts)
    assert integrated(sound) + SECOND_CHANNEL_LU == pytest.approx(lufs, abs=0.1)


def test_a_full_sine_of_997_hz_in_one_channel_has_minus_3_01_lufs():
    """The calibration in ITU-R BS.1770-4, Annex 1."""
    assert integrated(sine(5, 0.0, hz=997)) == pytest.approx(-3.01, abs=0.1)


@pytest.mark.parametrize(
    ("divisor", "phase_deg"), [(4, 0.0), (4, 45.0), (6, 60.0), (8, 67.5)], ids=str
)
def test_true_peaks_are_those_of_the_ebu_s_test_signals(divisor: int, phase_deg: float):
    """Cases 15 to 18: half of full scale, however the samples fall."""
    sound = sine(0.3, 20 * math.log10(0.5), wav.RATE_HZ / divisor, phase_deg)
    fade = len(sound) // 4  # as those signals have, so that the beginning itself makes no peak
    for at in range(fade):
        sound[at] = sound[at] * at // fade
        sound[-1 - at] = sound[-1 - at] * at // fade
    assert -6.4 <= true_peak(sound) <= -5.8


def test_what_nobody_hears_between_sounds_does_not_lower_the_gate_for_what_is_quiet():
    sound = wav.join([sine(2, -40), sine(10, -80), sine(2, -55)])
    assert integrated(sound) == pytest.approx(integrated(sine(2, -40)), abs=0.5)


def test_silence_has_no_loudness_and_no_peak():
    for sound in (array("h"), wav.silence(0.1), wav.silence(2)):
        assert integrated(sound) == true_peak(sound) == -math.inf


def test_a_sound_shorter_than_a_block_is_measured_as_one():
    assert integrated(sine(0.2, -23)) == pytest.approx(integrated(sine(5, -23)), abs=0.3)


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.floats(0.05, 0.3), st.floats(-60, 0), st.floats(100, 8000)),
        min_size=1,
        max_size=4,
    )
)
def test_no_mastered_sound_has_peaks_above_the_ceiling_or_clicks_at_its_ends(
    parts: list[tuple[float, float, float]],
):
    mastered = master(wav.join(sine(*part) for part in parts))
    assert true_peak(mastered) <= CEILING_DBTP + 0.1
    assert (mastered[0], mastered[-1]) == (0, 0)


@pytest.mark.parametrize("dbfs", [-45.0, -30.0, -6.0, 0.0])
def test_quiet_and_loud_sounds_come_out_equally_loud(dbfs: float):
    sound = wav.join([wav.silence(0.3), sine(0.5, dbfs), wav.silence(0.1), sine(0.4, dbfs - 4)])
    assert integrated(master(sound)) == pytest.approx(TARGET_LUFS, abs=0.5)


def test_a_sound_that_has_the_right_loudness_already_has_its_peaks_held_too():
    sound = sine(3, TARGET_LUFS + 3)
    sound[30_000] = wav.FULL_SCALE
    assert integrated(sound) == pytest.approx(TARGET_LUFS, abs=0.1)
    assert true_peak(master(sound)) <= CEILING_DBTP + 0.1


def test_single_peaks_are_held_without_making_the_rest_quieter():
    sound = sine(2, -30)
    for at in range(5000, 40_000, 7000):
        sound[at : at + 40] = sine(40 / wav.RATE_HZ, -1)
    assert integrated(master(sound)) == pytest.approx(TARGET_LUFS, abs=1.0)


def test_silence_stays_silence_and_what_is_hardly_there_is_not_blown_up():
    assert master(wav.silence(0.4)) == wav.silence(0.4)
    assert integrated(master(sine(1, -80))) < TARGET_LUFS - 10
