"""Settings of the program for counter displays, lights and call pads, file ``board.toml``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from printer_drivers.call_light import light_codec
from printer_drivers.call_pads import Pad, read_pad
from printer_drivers.display_codec import Codec, display_codec
from printer_drivers.frames import FrameError, address_bytes
from printer_drivers.port import Parity, PortSettings
from printer_drivers.templates import template_text
from queue_server.messages import CounterNumber
from queue_server.runtime.logs import LogSettings
from queue_server.runtime.settings import Section

MOST_LINES = 50  # as many as a ``Heartbeat`` takes
DeviceAddress = Annotated[int, Meta(ge=0, le=0xFFFF)]


class ServerSettings(Section, frozen=True):
    """Table ``[server]``."""

    url: Annotated[
        str,
        Meta(
            pattern="^(https?://.*)?$",
            description="Address of the queue server; empty: the one of the enrolment.",
        ),
    ] = ""
    heartbeat_s: Annotated[
        float, Meta(ge=1, le=10, description="Seconds between two heartbeats.")
    ] = 3.0


class PanelSettings(Section, frozen=True):
    """Table ``[panel]``."""

    data: Annotated[Path, Meta(description="Folder of device.json; /var/lib/motcua-board.")] = Path(
        "var/board"
    )
    blink_s: Annotated[
        float, Meta(ge=0, le=60, description="Seconds a number blinks after each call.")
    ] = 10.0
    dark_after_s: Annotated[
        float,
        Meta(ge=10, le=300, description="Seconds without news until all displays go dark."),
    ] = 30.0


class LineSettings(Section, frozen=True):
    """A table ``[[line]]``: one serial line, with displays, with lights or with pads."""

    device: Annotated[
        str, Meta(min_length=1, description="Serial port, best as /dev/serial/by-id/….")
    ]
    counters: Annotated[
        dict[CounterNumber, DeviceAddress],
        Meta(
            min_length=1,
            max_length=250,
            description="Each counter's number and its address on the line: `{ 1 = 1, 2 = 2 }`.",
        ),
    ]
    baud: Annotated[int, Meta(ge=300, le=1_000_000, description="Speed of the line.")] = 9600
    parity: Annotated[Parity, Meta(description="Parity bit of each byte.")] = "none"
    stop_bits: Annotated[Literal[1, 2], Meta(description="Stop bits of each byte.")] = 1
    displays: Annotated[
        str, Meta(description="What displays these are: a template's name or file.")
    ] = ""
    lights: Annotated[
        str, Meta(description="What call lights these are: a template's name or file.")
    ] = ""
    pads: Annotated[str, Meta(description="What pads these are: a template's name or file.")] = ""

    def __post_init__(self) -> None:
        """Raises ValueError for a template that is none, or an address it cannot have."""
        if sum(map(bool, (self.displays, self.lights, self.pads))) != 1:
            raise ValueError("displays, lights or pads: a line has one of them")
        if len(set(self.counters.values())) != len(self.counters):
            raise ValueError("counters: an address is there twice")
        pad = self.pad()
        codec = self.codec()
        for counter, address in self.counters.items():
            try:
                if codec:
                    codec.request(address, "")
                if pad:
                    _check_pad(pad, address)
            except FrameError as error:
                raise ValueError(f"counters: {counter} = {address}: {error.code}") from error

    @property
    def port(self) -> PortSettings:
        """How to open the line."""
        return PortSettings(self.device, self.baud, self.parity, self.stop_bits)

    @property
    def name(self) -> str:
        """What people call the line: the last part of its device."""
        return Path(self.device).name[-64:] or "line"

    def codec(self) -> Codec | None:
        """How to speak with the displays or lights, if there are any."""
        if self.lights:
            return light_codec(template_text(self.lights))
        return display_codec(template_text(self.displays)) if self.displays else None

    def pad(self) -> Pad | None:
        """How to hear the pads, if there are any."""
        return read_pad(template_text(self.pads)) if self.pads else None


def _check_pad(pad: Pad, address: int) -> None:
    if "address" in pad.template.frame.order:
        address_bytes(pad.template.address, address)
    elif address != 0:  # a frame without an address is that of the only pad on a line
        raise FrameError("has_no_address", "counters")


class BoardSettings(Section, frozen=True):
    """All of ``board.toml``."""

    server: ServerSettings = ServerSettings()
    panel: PanelSettings = PanelSettings()
    line: tuple[LineSettings, ...] = ()
    log: LogSettings = LogSettings()

    def __post_init__(self) -> None:
        """Raises ValueError for a device that is there twice, or too many lines."""
        devices = [line.device for line in self.line]
        if len(devices) > MOST_LINES:
            raise ValueError(f"line: more than {MOST_LINES} of them")
        if twice := {device for device in devices if devices.count(device) > 1}:
            raise ValueError(f"line.device: {min(twice)} is there twice")
