"""Frames of counter displays: checks, templates, and the way there and back."""

import contextlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer_drivers import modbus
from printer_drivers.checksums import Checksum, check_bytes, crc16
from printer_drivers.display_codec import FrameDisplay, Shown, display_codec
from printer_drivers.frames import FrameError

EXAMPLES = Path(__file__).parents[2] / "printer_drivers" / "data" / "displays"
LABELS = st.from_regex(r"[A-Z]?[0-9]{1,3}", fullmatch=True)


def example(name: str) -> str:
    return (EXAMPLES / f"display-{name}.toml").read_text("utf-8")


def frame_display(text: str) -> FrameDisplay:
    codec = display_codec(text)
    assert isinstance(codec, FrameDisplay)
    return codec


def test_the_crc_is_that_of_the_modbus_specification() -> None:
    # MODBUS over Serial Line V1.02, appendix B: 02 07 is followed by 41 12.
    assert check_bytes("crc16-modbus", bytes.fromhex("0207")) == bytes.fromhex("4112")
    assert crc16(b"123456789") == 0x4B37  # the check value of the catalogues of CRCs


@given(st.binary(max_size=40))
def test_a_frame_with_its_crc_behind_it_has_the_crc_nought(data: bytes) -> None:
    assert crc16(data + check_bytes("crc16-modbus", data)) == 0


@pytest.mark.parametrize(("kind", "told"), [("none", ""), ("sum8", "0e"), ("xor8", "f0")])
def test_each_kind_of_check_is_what_its_name_says(kind: Checksum, told: str) -> None:
    assert check_bytes(kind, bytes.fromhex("ff0e01")).hex() == told


def test_the_frame_of_the_first_example_is_the_one_in_its_comment() -> None:
    written = re.search(r"standing still: ([0-9A-F ]+)$", example("ascii-sum"), re.M)
    assert written
    assert frame_display(example("ascii-sum")).request(3, "A042") == bytes.fromhex(written[1])


@pytest.mark.parametrize("name", ["ascii-sum", "bcd-xor"])
@given(st.integers(0, 255), LABELS, st.booleans())
def test_what_is_sent_is_what_is_shown(name: str, address: int, label: str, blink: bool) -> None:
    display = frame_display(example(name))
    shown = display.shown(display.request(address, label, blink=blink))
    letters = name == "ascii-sum"
    wanted = label if letters else re.sub("[A-Z]", "", label)
    assert shown == Shown(address, wanted, blink and letters)


FORMS = st.sampled_from(["ascii", "bcd"])
ADDRESSES = st.sampled_from(["binary", "ascii", "bcd"])
KINDS = st.sampled_from(["none", "sum8", "xor8", "crc16-modbus"])


@given(
    st.tuples(FORMS, ADDRESSES, KINDS),
    st.tuples(
        st.sampled_from(["fields", "all"]),
        st.sampled_from(["binary", "hex"]),
        st.sampled_from(["before_end", "after_end"]),
    ),
    st.permutations(["address", "command", "digits", "blink"]),
    st.integers(0, 98),  # and one is added, in two digits
    st.integers(0, 9999),
)
def test_every_template_that_can_be_written_goes_there_and_back(
    forms: tuple[str, str, str],
    check: tuple[str, str, str],
    order: list[str],
    address: int,
    number: int,
) -> None:
    text = f"""
name = "any"
digits = {{ form = "{forms[0]}", width = 4 }}
address = {{ form = "{forms[1]}", width = 2, add = 1 }}
blink = {{ on = "01", off = "00" }}
[frame]
start = "02"
end = "0D 0A"
command = "57"
order = {order}
check = {{ kind = "{forms[2]}", over = "{check[0]}", form = "{check[1]}", place = "{check[2]}" }}
"""
    display = frame_display(text)
    frame = display.request(address, str(number), blink=True)
    assert len(frame) == display.layout.size
    assert display.shown(frame) == Shown(address, str(number), True)


@given(st.binary(max_size=20))
def test_any_bytes_are_a_frame_or_refused_with_a_code(data: bytes) -> None:
    display = frame_display(example("ascii-sum"))
    with pytest.raises(FrameError, match=r"not_a_frame|bad_check"):
        display.shown(b"\x00" + data)
    with pytest.raises(FrameError, match=r"not_a_frame|bad_check"):
        display.shown(b"\x02" + data + b"\x00")


def test_a_changed_byte_is_noticed() -> None:
    display = frame_display(example("ascii-sum"))
    frame = bytearray(display.request(3, "A042"))
    frame[4] ^= 1
    with pytest.raises(FrameError, match="bad_check"):
        display.shown(bytes(frame))


@pytest.mark.parametrize(
    ("label", "code"),
    [("A1234", "does_not_fit"), ("Đ12", "not_displayable"), ("a1", "not_displayable")],
)
def test_a_number_that_cannot_be_shown_whole_is_refused(label: str, code: str) -> None:
    with pytest.raises(FrameError, match=code):
        frame_display(example("ascii-sum")).request(1, label)


def test_a_dark_display_gets_blanks_and_letters_alone_are_no_number() -> None:
    digits = frame_display(example("bcd-xor"))
    assert digits.request(1, "")[3:5] == b"\xff\xff"
    assert digits.request(1, "A042")[3:5] == b"\xf0\x42"
    with pytest.raises(FrameError, match="not_displayable"):
        digits.request(1, "A")


@pytest.mark.parametrize("address", [-1, 256])
def test_an_address_that_does_not_fit_is_refused(address: int) -> None:
    with pytest.raises(FrameError, match="address: does_not_fit"):
        frame_display(example("ascii-sum")).request(address, "1")


HEAD = 'name = "x"\n[digits]\nwidth = 4\n'


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("name = ", "template", ""),
        ('name = "x"\n', "template", "digits"),
        (HEAD, "frame_or_modbus", "frame"),
        (HEAD + '[frame]\norder = ["digits"]\n[modbus]\n', "frame_or_modbus", "frame"),
        (HEAD + '[frame]\norder = ["address"]\n', "missing", "frame.order"),
        (HEAD + '[frame]\norder = ["digits", "digits"]\n', "order", "frame.order"),
        (HEAD + '[frame]\norder = ["digits", "key"]\n', "order", "frame.order"),
        (HEAD + '[frame]\norder = ["digits", "blink"]\n', "blink_without_bytes_or_place", "blink"),
        (HEAD + '[frame]\norder = ["digits"]\nstart = "2"\n', "template", "start"),
        (HEAD + '[frame]\norder = ["digits"]\nstrat = "02"\n', "template", "strat"),
        (
            HEAD + '[frame]\norder = ["digits"]\ncommand = "01"\n',
            "command_without_bytes_or_place",
            "frame.command",
        ),
        (
            'name = "x"\n[digits]\nform = "bcd"\nletters = true\n[modbus]\n',
            "letters_need_ascii",
            "",
        ),
        ('name = "x"\n[digits]\nwidth = 3\n[modbus]\n', "odd_bytes", "digits.width"),
        ('name = "x"\nanswer = "06"\n[digits]\n[modbus]\n', "not_with_modbus", "answer"),
        (
            'name = "x"\nanswer = "02"\n[digits]\n[frame]\nstart = "02"\norder = ["digits"]\n',
            "answer_like_request",
            "answer",
        ),
        (
            HEAD + '[blink]\non = "01"\noff = ""\n[frame]\norder = ["digits", "blink"]\n',
            "blink_lengths_differ",
            "blink",
        ),
    ],
)
def test_a_template_that_makes_no_frame_is_refused_with_its_place(
    text: str, code: str, where: str
) -> None:
    with pytest.raises(FrameError) as refused:
        display_codec(text)
    assert refused.value.code == code
    assert where in refused.value.where


VALUES = st.one_of(st.integers(-5, 70000), st.booleans(), st.sampled_from(["02", "x", "bcd", "0"]))
KEYS = st.sampled_from(
    ["form", "width", "letters", "pad", "add", "on", "off", "start", "end", "kind"]
)


@given(
    st.dictionaries(
        st.sampled_from(["digits", "address", "blink", "frame", "modbus", "other"]),
        st.dictionaries(KEYS, VALUES, max_size=3),
        max_size=4,
    )
)
def test_any_template_is_read_or_refused(tables: dict[str, dict[str, object]]) -> None:
    text = 'name = "x"\n'
    for name, values in tables.items():
        lines = [f"{key} = {json.dumps(value)}\n" for key, value in values.items()]
        text += f"[{name}]\n" + "".join(lines)
    with contextlib.suppress(FrameError):
        assert display_codec(text).request(1, "7")


@given(st.text(max_size=60))
def test_what_is_no_template_is_refused(text: str) -> None:
    with pytest.raises(FrameError, match="template"):
        display_codec("name = " + text)


def test_registers_are_written_as_the_modbus_protocol_shows_it() -> None:
    # MODBUS Application Protocol V1.1b3, 6.12: 10 00 01 00 02 04 00 0A 01 02 and 10 00 01 00 02.
    request = modbus.write_registers(17, 1, bytes.fromhex("000A0102"))
    assert request[1:-2] == bytes.fromhex("10 0001 0002 04 000A 0102")
    answer = answered("11 10 0001 0002")
    assert modbus.is_answered(request, answer)
    assert not modbus.is_answered(request, answer[:7])


def answered(pairs: str) -> bytes:
    data = bytes.fromhex(pairs)
    return data + check_bytes("crc16-modbus", data)


@pytest.mark.parametrize(
    ("heard", "code"),
    [
        (answered("11 10 0001 0002")[:-1] + b"\x00", "bad_check"),
        (answered("12 10 0001 0002"), "other_unit"),
        (answered("11 06 0001 0002"), "other_function"),
        (answered("11 10 0001 0003"), "other_place"),
        (answered("11 90 02"), "exception"),
    ],
)
def test_an_answer_that_is_none_is_refused_with_a_code(heard: bytes, code: str) -> None:
    request = modbus.write_registers(17, 1, b"A042")
    with pytest.raises(modbus.ModbusError) as refused:
        modbus.is_answered(request, heard)
    assert refused.value.code == code
    assert refused.value.exception == (2 if code == "exception" else None)


@given(st.binary(max_size=30))
def test_any_answer_is_judged_without_a_crash(heard: bytes) -> None:
    display = display_codec(example("modbus"))
    assert display.verdict(display.request(17, "A042"), heard) in (None, "answered", "refused")


@pytest.mark.parametrize(
    ("unit", "first", "data"), [(0, 0, b"ab"), (248, 0, b"ab"), (1, 0xFFFF, b"abcd"), (1, 0, b"a")]
)
def test_what_modbus_cannot_say_is_refused(unit: int, first: int, data: bytes) -> None:
    with pytest.raises(ValueError):
        modbus.write_registers(unit, first, data)


def test_the_gap_is_three_and_a_half_characters_and_fixed_on_fast_lines() -> None:
    assert modbus.gap_s(9600, 11) == pytest.approx(0.00401, abs=0.00001)
    assert modbus.gap_s(115200, 11) == 0.00175
