"""Lights that flash or burn at a counter for who does not read numbers, out of a template. Pure.

A light knows two states: it burns while the number of its counter would blink, that is from each
call for some seconds, and is dark otherwise. It is either a relay with a frame of its maker, or one
relay of a Modbus board.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from printer_drivers.display_codec import Codec, Verdict, layout_of
from printer_drivers.frames import (
    Address,
    FrameError,
    Hex,
    Part,
    Shape,
    address_bytes,
    address_of,
    raw,
    read_template,
)
from printer_drivers.modbus import ModbusError, is_answered, write_coil

_OF_LIGHTS = {"address", "command", "light"}
UNIT_STEP = 100  # 203 is the third relay of the board with unit number 2


class Light(Part, frozen=True):
    """The bytes for on and off; equally long."""

    on: Hex
    off: Hex


class Coils(Part, frozen=True):
    """A Modbus relay board. ``first``: the coil of its first relay, counted from 0."""

    first: Annotated[int, Meta(ge=0, le=0xFF00)] = 0


class LightTemplate(Part, frozen=True, kw_only=True):
    """One kind of light: ``light`` and ``frame``, or ``coils``.

    ``answer``: the bytes a light with ``frame`` answers with; empty: it never answers.
    """

    name: str
    address: Address = Address()
    light: Light | None = None
    frame: Shape | None = None
    coils: Coils | None = None
    answer: Hex = ""


def light_codec(text: str) -> Codec:
    """The codec for a template in TOML. Raises FrameError: its code, and the key it is about."""
    template = read_template(LightTemplate, text)
    if template.coils and not template.frame and not template.light:
        if template.address != Address() or template.answer:
            raise FrameError("not_with_coils", "answer" if template.answer else "address")
        return CoilLight(template.coils)
    if template.frame and template.light and not template.coils:
        return FrameLight(template, template.frame, template.light)
    raise FrameError("frame_or_coils", "frame")


class FrameLight:
    """A relay with a frame of its maker."""

    def __init__(self, template: LightTemplate, shape: Shape, light: Light) -> None:
        self._address, self._answer = template.address, raw(template.answer)
        self._bytes = {True: raw(light.on), False: raw(light.off)}
        if len(self._bytes[True]) != len(self._bytes[False]) or light.on == light.off:
            raise FrameError("on_like_off", "light")
        if "light" not in shape.order:
            raise FrameError("missing", "frame.order")
        if self._answer and raw(shape.start).startswith(self._answer):
            raise FrameError("answer_like_request", "answer")
        self.layout = layout_of(shape, _OF_LIGHTS, self._width)

    @property
    def answers(self) -> bool:
        return bool(self._answer)

    def request(self, address: int, label: str, *, blink: bool = False) -> bytes:
        """The frame; whatever ``label`` is, ``blink`` decides. Raises FrameError."""
        where = address_bytes(self._address, address)
        return self.layout.build({"address": where, "light": self._bytes[blink]})

    def verdict(self, request: bytes, heard: bytes) -> Verdict | None:
        return "answered" if self._answer and self._answer in heard else None

    def shown(self, frame: bytes) -> tuple[int, bool]:
        """Address and whether it burns, of a frame. Raises FrameError."""
        values = self.layout.split(frame)
        if values["light"] not in self._bytes.values():
            raise FrameError("not_a_frame", "light")
        address = address_of(self._address, values["address"]) if "address" in values else 0
        return address, values["light"] == self._bytes[True]

    def _width(self, field: str) -> int:
        return self._address.width if field == "address" else len(self._bytes[True])


class CoilLight:
    """A relay of a Modbus board: address 203 is the third relay of the board with unit 2."""

    answers = True

    def __init__(self, coils: Coils) -> None:
        self._first = coils.first

    def request(self, address: int, label: str, *, blink: bool = False) -> bytes:
        """The frame; whatever ``label`` is, ``blink`` decides. Raises FrameError."""
        unit, relay = divmod(address, UNIT_STEP)
        if not relay:
            raise FrameError("does_not_fit", "modbus.relay")
        try:
            return write_coil(unit, self._first + relay - 1, on=blink)
        except ValueError as error:
            raise FrameError("does_not_fit", f"modbus.{error}") from error

    def verdict(self, request: bytes, heard: bytes) -> Verdict | None:
        try:
            return "answered" if is_answered(request, heard) else None
        except ModbusError as error:
            return "refused" if error.exception is not None else None
