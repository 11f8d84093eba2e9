"""Serial ports: the one file that knows pyserial.

pyserial configures the port and moves no byte: its writes either block for ever on a stalled line
or raise without saying how much had gone out.
"""

import termios
from typing import Literal

import msgspec

from printer_drivers.api import LinkDown
from printer_drivers.line import Line

Parity = Literal["none", "even", "odd"]
_START_AND_DATA_BITS = 9


class PortSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to reach a device; eight data bits.

    ``device``: a stable name (/dev/serial/by-id/…), for ttyUSB numbers change.
    """

    device: str
    baud: int = 9600
    parity: Parity = "none"
    stop_bits: Literal[1, 2] = 1
    flow: Literal["none", "rtscts", "xonxoff"] = "none"

    @property
    def bits_per_byte(self) -> int:
        """What one byte takes on the wire, with its start, parity and stop bits."""
        return _START_AND_DATA_BITS + (self.parity != "none") + self.stop_bits


def open_port(settings: PortSettings) -> Line:
    """The open port, nobody else's. Raises LinkDown if it is absent, no serial port, or in use."""
    import serial  # here, so that processes without such a device never load it

    try:
        port = serial.Serial(
            settings.device,
            settings.baud,
            parity=settings.parity[0].upper(),
            stopbits=settings.stop_bits,
            exclusive=True,
            rtscts=settings.flow == "rtscts",
            xonxoff=settings.flow == "xonxoff",
        )
    # SerialException is an OSError; termios.error is none, and is what an unplugged port raises
    except (OSError, ValueError, termios.error) as error:
        raise LinkDown(str(error)) from error

    def close() -> None:
        try:
            port.reset_output_buffer()  # else closing waits for a stalled line to drain
        finally:  # of a port that is gone
            port.close()

    return Line(port.fileno(), close, settings.baud / settings.bits_per_byte)
