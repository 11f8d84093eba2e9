"""Keys of call pads: frames become events."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer_drivers.call_pads import Debounce, Event, Key, Listening, read_pad
from printer_drivers.frames import FrameError
from tests.pure.test_kiosk_scans import cut

EXAMPLES = Path(__file__).parents[2] / "printer_drivers" / "data" / "displays"
SPEAKING = (EXAMPLES / "pad-speaking-xor.toml").read_text("utf-8")
POLLED = (EXAMPLES / "pad-polled-xor.toml").read_text("utf-8")
KEYS = st.builds(Key, st.integers(0, 255), st.sampled_from(["next", "recall", "finish", "no_show"]))


def heard(data: list[bytes], template: str = SPEAKING) -> list[Key]:
    listening = Listening(read_pad(template))
    return [key for chunk in data for key in listening.feed(chunk)]


@given(st.lists(KEYS, max_size=8), st.lists(st.integers(0, 60), max_size=20))
def test_any_cutting_of_the_bytes_gives_the_same_events(keys: list[Key], places: list[int]) -> None:
    pad = read_pad(SPEAKING)
    data = b"".join(pad.said(*key) for key in keys)
    assert heard(cut(data, places)) == keys


@given(st.binary(max_size=80), st.lists(st.integers(0, 80), max_size=20))
def test_noise_is_heard_alike_however_it_is_cut(data: bytes, places: list[int]) -> None:
    assert heard(cut(data, places)) == heard([data])


@given(st.binary(max_size=30), KEYS)
def test_after_noise_a_key_is_found_again(noise: bytes, key: Key) -> None:
    data = noise + read_pad(SPEAKING).said(*key) * 2  # the first may end a frame begun by chance
    assert heard([data])[-1] == key


def test_the_noise_is_counted() -> None:
    listening = Listening(read_pad(SPEAKING))
    listening.feed(b"\xff\xfe" + read_pad(SPEAKING).said(3, "next"))
    assert listening.noise == 2


def test_a_key_nobody_described_is_noise() -> None:
    assert heard([bytes.fromhex("02 03 7F 7C 03")]) == []


def test_a_polled_pad_is_asked_by_its_address_and_may_say_nothing() -> None:
    pad = read_pad(POLLED)
    assert pad.polled
    assert pad.question(7) == bytes.fromhex("05 07 07")
    assert heard([pad.said(7, None)], POLLED) == [Key(7, None)]
    assert not read_pad(SPEAKING).polled
    with pytest.raises(FrameError, match="missing"):
        read_pad(SPEAKING).question(7)


def presses(*frames: tuple[int, Event | None, float]) -> list[bool]:
    debounce = Debounce(0.4)
    return [debounce.is_press(Key(address, event), at) for address, event, at in frames]


def test_a_key_held_down_is_one_press() -> None:
    assert presses((1, "next", 0), (1, "next", 0.3), (1, "next", 0.6)) == [True, False, False]


def test_a_key_pressed_again_later_or_after_a_rest_is_a_new_press() -> None:
    assert presses((1, "next", 0), (1, "next", 0.4)) == [True, True]
    assert presses((1, "next", 0), (1, None, 0.1), (1, "next", 0.2)) == [True, False, True]


def test_another_key_or_another_pad_is_a_press_of_its_own() -> None:
    assert presses((1, "next", 0), (2, "next", 0.1), (1, "recall", 0.2)) == [True, True, True]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('start = "02"\n', "", "missing"),
        ('order = ["address", "key"]', 'order = ["address"]', "missing"),
        ('order = ["address", "key"]', 'order = ["digits", "key"]', "order"),
        ('41 = "next"', '4141 = "next"', "key_lengths_differ"),
        ('41 = "next"', '41 = "fly"', "template"),
        ('41 = "next"', '4 = "next"', "template"),
    ],
)
def test_a_template_that_cannot_be_heard_is_refused(old: str, new: str, code: str) -> None:
    assert old in SPEAKING
    with pytest.raises(FrameError) as refused:
        read_pad(SPEAKING.replace(old, new, 1))
    assert refused.value.code == code
