"""What is sent to a counter display and what its answer means, out of a template. Pure."""

from collections.abc import Callable
from typing import Annotated, Literal, NamedTuple, Protocol

from msgspec import Meta

from printer_drivers.frames import (
    Address,
    Blink,
    Digits,
    FrameError,
    Hex,
    Layout,
    Part,
    Shape,
    address_bytes,
    address_of,
    digits_bytes,
    digits_text,
    raw,
    read_template,
)
from printer_drivers.modbus import ModbusError, is_answered, write_registers

Verdict = Literal["answered", "refused"]
_OF_DISPLAYS = {"address", "command", "digits", "blink"}


class Registers(Part, frozen=True):
    """Where a Modbus display has its digits: register ``first``, counted from 0."""

    first: Annotated[int, Meta(ge=0, le=0xFFFF)] = 0


class DisplayTemplate(Part, frozen=True, kw_only=True):
    """One kind of counter display. Either ``frame`` or ``modbus`` is given.

    ``answer``: the bytes a display with ``frame`` answers with; empty: it never answers.
    """

    name: str
    digits: Digits
    address: Address = Address()
    blink: Blink | None = None
    frame: Shape | None = None
    modbus: Registers | None = None
    answer: Hex = ""


class Shown(NamedTuple):
    """What a frame says: for tests and for a display made of software."""

    address: int
    label: str
    blink: bool


class Codec(Protocol):
    """How to speak with one kind of display."""

    @property
    def answers(self) -> bool:
        """Whether displays of this kind answer at all."""
        ...

    def request(self, address: int, label: str, *, blink: bool = False) -> bytes:
        """The bytes that show ``label`` at this address. Raises FrameError."""
        ...

    def verdict(self, request: bytes, heard: bytes) -> Verdict | None:
        """What the display says of ``request``; None: nothing yet."""
        ...


def display_codec(text: str) -> Codec:
    """The codec for a template in TOML. Raises FrameError: its code, and the key it is about."""
    template = read_template(DisplayTemplate, text)
    _check_digits(template.digits)
    blink = template.blink
    if blink and len(raw(blink.on)) != len(raw(blink.off)):
        raise FrameError("blink_lengths_differ", "blink")
    if template.frame and not template.modbus:
        return FrameDisplay(template, template.frame)
    if template.modbus and not template.frame:
        return ModbusDisplay(template, template.modbus)
    raise FrameError("frame_or_modbus", "frame")


class FrameDisplay:
    """A display with a frame of its maker."""

    def __init__(self, template: DisplayTemplate, shape: Shape) -> None:
        self._template = template
        self._answer = raw(template.answer)
        self.layout = layout_of(shape, _OF_DISPLAYS, self._width)
        if "digits" not in shape.order:
            raise FrameError("missing", "frame.order")
        if ("blink" in shape.order) != bool(template.blink):
            raise FrameError("blink_without_bytes_or_place", "blink")
        if self._answer and raw(shape.start).startswith(self._answer):
            raise FrameError("answer_like_request", "answer")

    @property
    def answers(self) -> bool:
        return bool(self._answer)

    def request(self, address: int, label: str, *, blink: bool = False) -> bytes:
        how = self._template
        values = {
            "address": address_bytes(how.address, address),
            "digits": digits_bytes(how.digits, label),
            "blink": _blink_bytes(how.blink, on=blink),
        }
        return self.layout.build(values)

    def verdict(self, request: bytes, heard: bytes) -> Verdict | None:
        return "answered" if self._answer and self._answer in heard else None

    def shown(self, frame: bytes) -> Shown:
        """What a frame says. Raises FrameError."""
        values = self.layout.split(frame)
        how = self._template
        address = address_of(how.address, values["address"]) if "address" in values else 0
        blink = values.get("blink", b"")
        if how.blink and blink not in (raw(how.blink.on), raw(how.blink.off)):
            raise FrameError("not_a_frame", "blink")
        label = digits_text(how.digits, values["digits"])
        return Shown(
            address, label, bool(how.blink) and blink == raw(how.blink.on if how.blink else "")
        )

    def _width(self, field: str) -> int:
        how = self._template
        widths = {"address": how.address.width, "digits": how.digits.width}
        return widths.get(field, len(raw(how.blink.on)) if how.blink else 0)


class ModbusDisplay:
    """A display whose digits, and the bytes for blinking behind them, are holding registers."""

    answers = True

    def __init__(self, template: DisplayTemplate, registers: Registers) -> None:
        self._template, self._registers = template, registers
        blink = raw(template.blink.on) if template.blink else b""
        if (template.digits.width + len(blink)) % 2:
            raise FrameError("odd_bytes", "digits.width")
        if template.address != Address() or template.answer:
            raise FrameError("not_with_modbus", "address" if not template.answer else "answer")

    def request(self, address: int, label: str, *, blink: bool = False) -> bytes:
        how = self._template
        data = digits_bytes(how.digits, label) + _blink_bytes(how.blink, on=blink)
        try:
            return write_registers(address, self._registers.first, data)
        except ValueError as error:
            raise FrameError("does_not_fit", f"modbus.{error}") from error

    def verdict(self, request: bytes, heard: bytes) -> Verdict | None:
        try:
            return "answered" if is_answered(request, heard) else None
        except ModbusError as error:
            return "refused" if error.exception is not None else None


def layout_of(shape: Shape, allowed: set[str], width: Callable[[str], int]) -> Layout:
    """A shape with the widths of its fields. Raises FrameError where it makes no frame."""
    if len(set(shape.order)) != len(shape.order) or not set(shape.order) <= allowed:
        raise FrameError("order", "frame.order")
    if ("command" in shape.order) != bool(shape.command):
        raise FrameError("command_without_bytes_or_place", "frame.command")
    command = len(raw(shape.command))
    return Layout(shape, tuple(command if f == "command" else width(f) for f in shape.order))


def _check_digits(digits: Digits) -> None:
    if digits.letters and digits.form == "bcd":
        raise FrameError("letters_need_ascii", "digits.letters")


def _blink_bytes(blink: Blink | None, *, on: bool) -> bytes:
    if blink is None:
        return b""
    return raw(blink.on if on else blink.off)
