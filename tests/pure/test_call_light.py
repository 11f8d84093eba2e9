"""Lights at counters: two states, in the frame of their maker or as a relay of a Modbus board."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer_drivers import modbus
from printer_drivers.call_light import FrameLight, light_codec
from printer_drivers.checksums import check_bytes
from printer_drivers.frames import FrameError
from printer_drivers.templates import template_text

RELAY, BOARD = template_text("light-relay-sum"), template_text("light-modbus")
FRAME = 'name = "x"\n[light]\non = "01"\noff = "00"\n[frame]\norder = ["light"]\n'


def checked(pairs: str) -> bytes:
    data = bytes.fromhex(pairs)
    return data + check_bytes("crc16-modbus", data)


def test_the_frames_of_the_relay_are_those_in_its_comment() -> None:
    light = light_codec(RELAY)
    assert light.request(1, "A042", blink=True) == bytes.fromhex("A0 01 01 A2")
    assert light.request(1, "A042") == bytes.fromhex("A0 01 00 A1")
    assert not light.answers


@given(st.integers(0, 255), st.booleans(), st.text())
def test_whatever_the_number_is_the_light_burns_while_it_would_blink(
    address: int, burns: bool, label: str
) -> None:
    light = light_codec(RELAY)
    assert isinstance(light, FrameLight)
    assert light.shown(light.request(address, label, blink=burns)) == (address, burns)


def test_a_relay_of_a_modbus_board_is_a_coil_of_its_unit() -> None:
    # MODBUS Application Protocol V1.1b3, 6.11: function, first coil, quantity, bytes, values.
    light = light_codec(BOARD)
    assert light.request(203, "A042", blink=True) == checked("02 0F 0002 0001 01 01")
    assert light.request(101, "", blink=False) == checked("01 0F 0000 0001 01 00")


@pytest.mark.parametrize("address", [0, 3, 100, 200, 24_801, 30_001])
def test_an_address_that_is_no_relay_of_any_board_is_refused(address: int) -> None:
    with pytest.raises(FrameError, match="does_not_fit"):
        light_codec(BOARD).request(address, "")


def test_the_board_answers_without_the_value_so_that_an_echo_is_no_answer() -> None:
    light = light_codec(BOARD)
    request = light.request(203, "A042", blink=True)
    answer = checked("02 0F 0002 0001")
    assert light.verdict(request, answer[:5]) is None
    assert light.verdict(request, answer) == "answered"
    assert light.verdict(request, checked("02 8F 02")) == "refused"
    assert light.verdict(request, request) is None


@given(st.binary(max_size=30))
def test_any_answer_is_judged_without_a_crash(heard: bytes) -> None:
    light = light_codec(BOARD)
    verdict = light.verdict(light.request(101, "", blink=True), heard)
    assert verdict in (None, "answered", "refused")


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ('name = "x"', "frame_or_coils", "frame"),
        (FRAME + "[coils]", "frame_or_coils", "frame"),
        ('name = "x"\n[frame]\norder = ["light"]', "frame_or_coils", "frame"),
        (FRAME.replace('off = "00"', 'off = "01"'), "on_like_off", "light"),
        (FRAME.replace('off = "00"', 'off = "0000"'), "on_like_off", "light"),
        (FRAME.replace('["light"]', '["address"]'), "missing", "frame.order"),
        (FRAME.replace('["light"]', '["light", "digits"]'), "order", "frame.order"),
        ('answer = "06"\n' + FRAME + 'start = "06"', "answer_like_request", "answer"),
        ('name = "x"\nanswer = "06"\n[coils]', "not_with_coils", "answer"),
        ('name = "x"\n[address]\nwidth = 2\n[coils]', "not_with_coils", "address"),
    ],
)
def test_a_template_that_makes_no_light_is_refused_with_its_place(
    text: str, code: str, where: str
) -> None:
    with pytest.raises(FrameError) as refused:
        light_codec(text)
    assert (refused.value.code, refused.value.where) == (code, where)


@pytest.mark.parametrize(("unit", "coil"), [(0, 0), (248, 0), (1, -1), (1, 0x10000)])
def test_what_modbus_cannot_say_is_refused(unit: int, coil: int) -> None:
    with pytest.raises(ValueError, match=r"unit|coil"):
        modbus.write_coil(unit, coil, on=True)
