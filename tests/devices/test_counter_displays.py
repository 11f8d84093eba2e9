"""Counter displays and call pads at a real serial port; the test is the device."""

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from printer_drivers.call_line import CallPads
from printer_drivers.call_pads import Key, Pad, read_pad
from printer_drivers.checksums import check_bytes
from printer_drivers.counter_display import TRIES, CounterDisplays, Patience
from printer_drivers.display_codec import FrameDisplay, Shown, display_codec
from printer_drivers.frames import FrameError
from printer_drivers.port import PortSettings
from tests.devices.serial_ports import PATIENCE_S, Cable, until

EXAMPLES = Path(__file__).parents[2] / "printer_drivers" / "data" / "displays"
ACK = b"\x06"
AT_EASE = Patience(answer_s=PATIENCE_S, refresh_s=600, retry_s=600)  # nothing happens by time
HASTY = Patience(answer_s=0.02, refresh_s=600, retry_s=0.02)


def example(name: str) -> str:
    return (EXAMPLES / f"{name}.toml").read_text("utf-8")


def a_display() -> FrameDisplay:
    codec = display_codec(example("display-ascii-sum"))
    assert isinstance(codec, FrameDisplay)
    return codec


@contextmanager
def displays_at(cable: Cable, template: str, patience: Patience) -> Iterator[CounterDisplays]:
    port = PortSettings(device=str(cable.name), baud=115200, parity="even")
    displays = CounterDisplays(port, display_codec(example(template)), patience)
    displays.start()
    try:
        until(lambda: displays.link_up)
        yield displays
    finally:
        displays.close()


def next_shown(cable: Cable) -> Shown:
    display = a_display()
    return display.shown(cable.hear_frame(display.layout.size))


def test_a_number_is_shown_and_the_answer_remembered(tmp_path: Path) -> None:
    with (
        Cable(tmp_path / "line") as cable,
        displays_at(cable, "display-ascii-sum", AT_EASE) as displays,
    ):
        assert displays.status(3) == "unknown"
        displays.show(3, "A042", blink=True)
        assert next_shown(cable) == Shown(3, "A042", True)
        assert displays.status(3) == "unknown"
        cable.say(ACK)
        until(lambda: displays.status(3) == "answered")


def test_of_many_numbers_only_the_newest_is_sent(tmp_path: Path) -> None:
    with (
        Cable(tmp_path / "line") as cable,
        displays_at(cable, "display-ascii-sum", AT_EASE) as displays,
    ):
        displays.show(1, "A001")
        assert next_shown(cable).label == "A001"
        for number in range(2, 100):  # while the line waits for the answer
            displays.show(1, f"A{number:03}")
        cable.say(ACK)
        assert next_shown(cable).label == "A099"
        cable.say(ACK)
        until(lambda: displays.status(1) == "answered")
        assert cable.hear(0.1) == b""


def test_a_silent_display_is_tried_again_and_holds_up_nobody(tmp_path: Path) -> None:
    with (
        Cable(tmp_path / "line") as cable,
        displays_at(cable, "display-ascii-sum", HASTY) as displays,
    ):
        displays.show(1, "A001")
        assert [next_shown(cable).address for _ in range(TRIES)] == [1] * TRIES
        until(lambda: displays.status(1) == "silent")
        displays.show(2, "A002")
        wanted = a_display().request(2, "A002")
        while displays.status(2) != "answered":
            if cable.hear_frame(len(wanted), 0.5) == wanted:
                cable.say(ACK)


def test_an_adapter_that_hears_itself_is_no_answer(tmp_path: Path) -> None:
    with (
        Cable(tmp_path / "line") as cable,
        displays_at(cable, "display-ascii-sum", AT_EASE) as displays,
    ):
        displays.show(6, "A006")  # the address alone looks like the answer 06
        frame = cable.hear_frame(a_display().layout.size)
        cable.say(frame[:5])
        cable.say(frame[5:])
        assert displays.status(6) == "unknown"
        cable.say(ACK)
        until(lambda: displays.status(6) == "answered")


def test_after_a_pulled_cable_every_display_is_told_again(tmp_path: Path) -> None:
    with (
        Cable(tmp_path / "line") as cable,
        displays_at(cable, "display-ascii-sum", AT_EASE) as displays,
    ):
        displays.show(1, "A001")
        next_shown(cable)
        cable.say(ACK)
        until(lambda: displays.status(1) == "answered")
        cable.unplug()
        until(lambda: not displays.link_up)
        assert displays.status(1) == "unknown"
        displays.show(1, "A002")  # nobody waits for the cable
        cable.plug()
        assert next_shown(cable) == Shown(1, "A002", False)


def test_displays_that_never_answer_are_not_said_to_have(tmp_path: Path) -> None:
    with (
        Cable(tmp_path / "line") as cable,
        displays_at(cable, "display-bcd-xor", AT_EASE) as displays,
    ):
        displays.show(1, "A042")
        assert cable.hear_frame(6) == bytes.fromhex("AA55 01 F042 B3")
        assert cable.hear(0.1) == b""
        assert displays.status(1) == "unknown"


def test_a_modbus_display_answers_or_refuses(tmp_path: Path) -> None:
    def answer(pairs: str) -> bytes:
        data = bytes.fromhex(pairs)
        return data + check_bytes("crc16-modbus", data)

    with (
        Cable(tmp_path / "line") as cable,
        displays_at(cable, "display-modbus", AT_EASE) as displays,
    ):
        displays.show(17, "A042")
        assert cable.hear_frame(13) == answer("11 10 0000 0002 04 41303432")
        whole = answer("11 10 0000 0002")
        cable.say(whole[:3])
        cable.say(whole[3:])
        until(lambda: displays.status(17) == "answered")
        displays.show(17, "A043")
        cable.hear_frame(13)
        cable.say(answer("11 90 04"))
        until(lambda: displays.status(17) == "refused")


def test_a_number_that_cannot_be_shown_is_refused_at_once_and_the_old_one_stays(
    tmp_path: Path,
) -> None:
    with (
        Cable(tmp_path / "line") as cable,
        displays_at(cable, "display-ascii-sum", AT_EASE) as displays,
    ):
        with pytest.raises(FrameError, match="does_not_fit"):
            displays.show(1, "A12345")
        assert cable.hear(0.1) == b""


@contextmanager
def pads_at(cable: Cable, pad: Pad, addresses: list[int]) -> Iterator[queue.SimpleQueue[Key]]:
    heard: queue.SimpleQueue[Key] = queue.SimpleQueue()
    pads = CallPads(PortSettings(device=str(cable.name)), pad, addresses, heard.put)
    pads.start()
    try:
        until(lambda: pads.link_up)
        yield heard
    finally:
        pads.close()


def test_pads_that_speak_by_themselves_are_heard_once_a_press(tmp_path: Path) -> None:
    pad = read_pad(example("pad-speaking-xor"))
    with Cable(tmp_path / "line") as cable, pads_at(cable, pad, []) as heard:
        cable.say(pad.said(3, "next") * 2 + b"\xff" + pad.said(4, "recall"))
        assert [heard.get(timeout=PATIENCE_S) for _ in range(2)] == [
            Key(3, "next"),
            Key(4, "recall"),
        ]
        cable.unplug()
        cable.plug()
        until(lambda: cable_is_heard(cable, pad, heard))


def cable_is_heard(cable: Cable, pad: Pad, heard: "queue.SimpleQueue[Key]") -> bool:
    """Whether a press reaches the program by now; bytes before it opened the port are lost."""
    cable.say(pad.said(5, "finish"))
    return not heard.empty() and heard.get() == Key(5, "finish")


def test_polled_pads_are_asked_in_turn_and_a_silent_one_holds_up_nobody(tmp_path: Path) -> None:
    pad = read_pad(example("pad-polled-xor"))
    with Cable(tmp_path / "line") as cable, pads_at(cable, pad, [1, 2]) as heard:
        while heard.empty():
            asked = cable.hear_frame(3)
            if asked == pad.question(2):  # counter 1 has lost its pad
                cable.say(pad.said(2, "next"))
        assert heard.get() == Key(2, "next")


def test_a_polled_line_needs_addresses() -> None:
    with pytest.raises(ValueError, match="addresses"):
        CallPads(PortSettings(device="nowhere"), read_pad(example("pad-polled-xor")), [], print)
