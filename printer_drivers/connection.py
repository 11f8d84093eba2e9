"""Where a printer is, in one line a person can read and type. No I/O, except for looking at links.

Four kinds of address: a serial port and a USB printer are device files, a network printer is
``tcp://HOST:PORT``, and ``file:///PATH`` is no printer at all but a place to look at the bytes.
"""

import os.path
from enum import Enum
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import Meta

TCP_PORT = (
    9100  # "raw" or "JetDirect" printing, what receipt printers with a network plug listen on
)
_USBLP = "/dev/usb/lp"  # where the kernel's usblp driver puts printers
_KNOWN = "a device file (/dev/…), tcp://HOST:PORT or file:///PATH"


class Kind(Enum):
    """How bytes reach the printer."""

    SERIAL = "serial"
    USB = "usb"
    TCP = "tcp"
    FILE = "file"


class Connection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to reach a printer. Raises ValueError for a ``device`` that is none.

    ``device``: a device file, best by a stable name (/dev/serial/by-id/…, a udev link), for numbers
    change; or ``tcp://HOST:PORT``; or ``file:///PATH``. ``baud`` and ``flow`` are for serial ports
    alone: "rtscts" with a full handshake cable, "xonxoff" if the printer is set to it; "none"
    relies on the acknowledgements, which is enough for printers with 4 kB of buffer.
    """

    device: str
    baud: Annotated[int, Meta(ge=1200, le=1_000_000)] = 115200
    flow: Literal["none", "rtscts", "xonxoff"] = "none"

    def __post_init__(self) -> None:
        check_device(self.device)

    @property
    def kind(self) -> Kind:
        """What the device is. A link is followed, so that /dev/motcua-printer may be either."""
        scheme = urlsplit(self.device).scheme if "://" in self.device else ""
        if scheme:
            return Kind(scheme)
        usb = os.path.realpath(self.device).startswith(_USBLP)
        return Kind.USB if usb else Kind.SERIAL

    @property
    def lossless(self) -> bool:
        """Whether no byte gets lost between two that arrive.

        USB sees to that, and a file. TCP does too, but nobody can tell a printer's own network plug
        from a box with a serial line behind it.
        """
        return self.kind in (Kind.USB, Kind.FILE)

    @property
    def endpoint(self) -> tuple[str, int]:
        """Host and port of ``tcp://``; the port is 9100 where none is written."""
        return _endpoint(self.device)

    @property
    def path(self) -> Path:
        """The file of ``file://``, or the device file."""
        if "://" in self.device:
            return Path(unquote(urlsplit(self.device).path))
        return Path(self.device)


def check_device(device: str) -> None:
    """Raises ValueError with a sentence that says what is wrong and what would be right."""
    if "://" not in device:
        _check_path(device)
    elif device.startswith("tcp://"):
        _endpoint(device)
    elif device.startswith("file://"):
        _check_file(device)
    else:
        raise ValueError(f'device "{device}" is not {_KNOWN}')


def _check_path(device: str) -> None:
    if "/" in device:
        return
    host, _, port = device.rpartition(":")
    if host and port.isdigit():
        raise ValueError(f'device "{device}": a network printer is written tcp://{device}')
    raise ValueError(f'device "{device}" is not {_KNOWN}')


def _check_file(device: str) -> None:
    parts = urlsplit(device)
    if parts.netloc or not parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(f'device "{device}": a file is written file:///PATH, with three slashes')


def _endpoint(device: str) -> tuple[str, int]:
    wrong = f'device "{device}": a network printer is written tcp://HOST or tcp://HOST:PORT'
    try:
        parts = urlsplit(device)
        port = TCP_PORT if parts.port is None else parts.port
    except ValueError as error:  # a port that is no number below 65536, brackets that do not match
        raise ValueError(wrong) from error
    more = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if not parts.hostname or not port or more:
        raise ValueError(wrong)
    return parts.hostname, port
