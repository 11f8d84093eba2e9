"""Frames of counter displays, lights and call pads, described by data. Pure.

There is no standard for these devices: each maker has its own few bytes. So a frame is a template
out of a TOML file (docs/scanners.md), and a new device needs a file and no program. A frame here is
``start``, the fields in their order, the check, ``end``.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple, TypeVar

import msgspec
from msgspec import Meta, Struct

from printer_drivers.checksums import Checksum, check_bytes

FieldName = Literal["address", "command", "digits", "blink", "key", "light"]
Width = Annotated[int, Meta(ge=1, le=16)]
Hex = Annotated[str, Meta(pattern=r"^([0-9A-Fa-f]{2}( ?[0-9A-Fa-f]{2})*)?$", max_length=47)]
T = TypeVar("T", bound=Struct)
_LABEL = re.compile(r"[A-Z0-9 -]*")
_BLANK_NIBBLE = 0xF  # what seven-segment decoders show as nothing


class FrameError(ValueError):
    """A template or a value that makes no frame; ``code`` is stable, ``where`` names the key."""

    def __init__(self, code: str, where: str) -> None:
        super().__init__(f"{where}: {code}")
        self.code, self.where = code, where


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of what a template's tables are."""


class Address(Part, frozen=True):
    """How a counter's address is written: ``width`` bytes; as a number (most significant byte
    first), as decimal ASCII digits, or two decimal digits a byte. ``add`` is added to it first.
    """

    form: Literal["binary", "ascii", "bcd"] = "binary"
    width: Width = 1
    add: Annotated[int, Meta(ge=0, le=255)] = 0


class Digits(Part, frozen=True):
    """How a number is shown: ``width`` bytes. ``letters``: whether the display has letters; without
    them A042 is 042. ``pad``: what stands before a short number.
    """

    form: Literal["ascii", "bcd"] = "ascii"
    width: Width = 4
    letters: bool = False
    pad: Literal["zero", "blank"] = "blank"

    @property
    def places(self) -> int:
        """How many characters there is room for."""
        return self.width if self.form == "ascii" else self.width * 2


class Blink(Part, frozen=True):
    """The bytes for a number that blinks and one that stands still; equally long."""

    on: Hex
    off: Hex


class Check(Part, frozen=True):
    """``over``: the fields alone, or every byte before the check. ``form``: as it is, or as
    capital hexadecimal digits. ``place``: before the ``end`` of the frame, or after it.
    """

    kind: Checksum = "none"
    over: Literal["fields", "all"] = "fields"
    form: Literal["binary", "hex"] = "binary"
    place: Literal["before_end", "after_end"] = "before_end"


class Shape(Part, frozen=True):
    """The order of a frame; bytes are written as hexadecimal pairs."""

    order: Annotated[tuple[FieldName, ...], Meta(min_length=1, max_length=5)]
    start: Hex = ""
    end: Hex = ""
    command: Hex = ""
    check: Check = Check()


class Layout(NamedTuple):
    """A shape with the widths of its fields: builds frames and takes them apart."""

    shape: Shape
    widths: tuple[int, ...]

    @property
    def size(self) -> int:
        """Bytes of a whole frame."""
        shape = self.shape
        ends = len(raw(shape.start)) + len(raw(shape.end))
        return ends + sum(self.widths) + len(self._check(b"", b""))

    def build(self, values: Mapping[str, bytes]) -> bytes:
        """The frame with these fields. Raises FrameError (``wrong_width``)."""
        fields = bytearray()
        for name, width in zip(self.shape.order, self.widths, strict=True):
            value = raw(self.shape.command) if name == "command" else values[name]
            if len(value) != width:
                raise FrameError("wrong_width", name)
            fields += value
        start, end = raw(self.shape.start), raw(self.shape.end)
        if self.shape.check.place == "before_end":
            return start + fields + self._check(start, bytes(fields)) + end
        return start + fields + end + self._check(start, bytes(fields) + end)

    def split(self, frame: bytes) -> dict[str, bytes]:
        """The fields of a frame. Raises FrameError: ``not_a_frame``, ``bad_check``."""
        start = raw(self.shape.start)
        values: dict[str, bytes] = {}
        at = len(start)
        for name, width in zip(self.shape.order, self.widths, strict=True):
            values[name] = frame[at : at + width]
            at += width
        if len(frame) != self.size or not frame.startswith(start):
            raise FrameError("not_a_frame", "frame")
        command = values.get("command")
        if command is not None and command != raw(self.shape.command):
            raise FrameError("not_a_frame", "command")
        if self.build(values) != frame:
            raise FrameError("bad_check", "check")
        return values

    def _check(self, start: bytes, rest: bytes) -> bytes:
        check = self.shape.check
        if check.over == "fields" and check.place == "after_end":
            rest = rest[: len(rest) - len(raw(self.shape.end))]
        value = check_bytes(check.kind, start + rest if check.over == "all" else rest)
        return value.hex().upper().encode() if check.form == "hex" else value


def raw(pairs: str) -> bytes:
    """The bytes of hexadecimal pairs."""
    return bytes.fromhex(pairs)


def address_bytes(how: Address, address: int) -> bytes:
    """A counter's address as the device wants it. Raises FrameError (``does_not_fit``)."""
    number = address + how.add
    most = 256**how.width if how.form == "binary" else 10 ** _address_places(how)
    if not 0 <= number < most:
        raise FrameError("does_not_fit", "address")
    if how.form == "binary":
        return number.to_bytes(how.width, "big")
    digits = f"{number:0{_address_places(how)}}"
    return digits.encode() if how.form == "ascii" else bytes.fromhex(digits)


def _address_places(how: Address) -> int:
    return how.width if how.form == "ascii" else how.width * 2


def address_of(how: Address, data: bytes) -> int:
    """The address in a frame. Raises FrameError (``not_a_number``)."""
    if how.form == "binary":
        return int.from_bytes(data, "big") - how.add
    digits = data.decode("latin-1") if how.form == "ascii" else data.hex()
    if not re.fullmatch("[0-9]+", digits):
        raise FrameError("not_a_number", "address")
    return int(digits) - how.add


def digits_bytes(how: Digits, label: str) -> bytes:
    """A number as the display wants it; "" is a dark display.

    Raises FrameError: ``not_displayable`` (letters other than A to Z, say), ``does_not_fit``: a
    number is never shown shortened, for that would be another number.
    """
    if not _LABEL.fullmatch(label):
        raise FrameError("not_displayable", "digits")
    shown = label if how.letters else re.sub(r"[^0-9]", "", label)
    if label and not shown:
        raise FrameError("not_displayable", "digits")
    if len(shown) > how.places:
        raise FrameError("does_not_fit", "digits")
    shown = shown.rjust(how.places, "0" if how.pad == "zero" and shown else " ")
    if how.form == "ascii":
        return shown.encode("ascii")
    return bytes.fromhex(shown.replace(" ", f"{_BLANK_NIBBLE:x}"))


def digits_text(how: Digits, data: bytes) -> str:
    """What a display shows that got these bytes, without blanks around it."""
    if how.form == "ascii":
        return data.decode("latin-1").strip()
    return data.hex().replace(f"{_BLANK_NIBBLE:x}", " ").strip()


def read_template(kind: type[T], text: str) -> T:
    """A template out of TOML. Raises FrameError (``template``) with what is wrong, and where."""
    try:
        return msgspec.toml.decode(text, type=kind)
    except msgspec.MsgspecError as error:
        raise FrameError("template", str(error)) from error
