"""Serial ports: the one file that knows pyserial.

pyserial configures the port and moves no byte: its writes either block for ever on a stalled line
or raise without saying how much had gone out.
"""

from printer_drivers.api import LinkDown
from printer_drivers.connection import Connection
from printer_drivers.line import Line

_BITS_PER_BYTE = 10  # start, eight, stop


def open_serial(connection: Connection) -> Line:
    """The open port. Raises LinkDown if it is absent, not a serial port, or in use."""
    import serial  # here, so that processes without a printer never load it

    try:
        port = serial.Serial(
            connection.device,
            connection.baud,
            exclusive=True,
            rtscts=connection.flow == "rtscts",
            xonxoff=connection.flow == "xonxoff",
        )
    except (OSError, ValueError) as error:  # SerialException is an OSError
        raise LinkDown(str(error)) from error

    def close() -> None:
        port.reset_output_buffer()  # else closing waits for a stalled line to drain
        port.close()

    return Line(port.fileno(), close, connection.baud / _BITS_PER_BYTE)
