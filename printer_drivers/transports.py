"""The ways to a printer that answers, each giving an open ``Line``: serial port, USB, network."""

import errno
import fcntl
import os
import select
import socket
import struct
import termios
import time
from pathlib import Path

from printer_drivers.api import LinkDown
from printer_drivers.connection import Connection, Kind
from printer_drivers.line import Line
from printer_drivers.names import Address, LookUp, look_up, looked_up
from printer_drivers.port import PortSettings, open_port

CONNECT_S = 3.0  # a printer in the same building answers at once or not at all
# Far less than these wires carry; only patience is reckoned from it, and a printer that is reached
# through a wireless bridge or a serial server is as slow as the slowest part of the way.
BYTES_PER_S = 20_000.0
_KEEPALIVE = (
    (socket.TCP_KEEPIDLE, 10),  # seconds of silence before the first probe
    (socket.TCP_KEEPINTVL, 5),
    (socket.TCP_KEEPCNT, 3),
    (socket.TCP_USER_TIMEOUT, 10_000),  # milliseconds that sent bytes may wait for a receipt
)
_AT_LEAST_S = 0.001  # 0 would mean: do not wait at all
_DROP_UNSENT = struct.pack("ii", 1, 0)  # SO_LINGER: on, for no time


def open_line(connection: Connection) -> Line:
    """The open way to a printer. Raises LinkDown if it is not there, in use, or not allowed.

    ``connection`` must not be a file: files cannot answer (``file_printer``).
    """
    if connection.kind is Kind.TCP:
        return open_tcp(*connection.endpoint)
    if connection.kind is Kind.USB:
        return open_usb(connection.path)
    port = PortSettings(connection.device, connection.baud, flow=connection.flow)
    return open_port(port)


def open_usb(path: Path) -> Line:
    """A printer at the kernel's usblp driver, which allows one program at a time.

    The driver has one write under way, of ours 4 kB at most: until the printer took all of it the
    file cannot be written to, and closing the file cancels it (``usblp_release`` kills its
    requests). What the printer took of it before, it has.

    Where only writing is allowed the line is mute, and the printer counts as silent.
    Raises LinkDown.
    """
    flags = os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    try:
        try:
            fd = os.open(path, os.O_RDWR | flags)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EROFS, errno.EINVAL):
                raise
            fd = os.open(path, os.O_WRONLY | flags)
    except OSError as error:
        raise LinkDown(str(error)) from error
    return Line(
        fd, lambda: os.close(fd), BYTES_PER_S, zero_is_end=False, holds=lambda: not _writable(fd)
    )


def open_tcp(
    host: str, port: int, timeout_s: float = CONNECT_S, *, look_up: LookUp = look_up
) -> Line:
    """A connection to a network printer, held open: most printers serve one caller at a time.

    ``timeout_s`` is for looking up the name and for all its addresses together.

    A pulled network cable is noticed by TCP itself within half a minute, and by the driver's
    questions long before. Bytes that the printer's network plug has not received yet are gone with
    the connection: it is reset then, and not ended. Raises LinkDown.
    """
    try:
        until = time.monotonic() + timeout_s
        way = _connected(looked_up(host, port, timeout_s, look_up), until)
    except (OSError, UnicodeError) as error:  # UnicodeError: no network can have such a name
        raise LinkDown(str(error)) from error
    way.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    way.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in _KEEPALIVE:
        way.setsockopt(socket.IPPROTO_TCP, option, value)

    def unsent() -> bool:
        """Bytes the other side has not received yet: SIOCOUTQ, the same number as TIOCOUTQ."""
        try:
            return any(fcntl.ioctl(way.fileno(), termios.TIOCOUTQ, bytes(4)))
        except OSError:  # of a connection nobody can ask any more
            return True

    def close() -> None:
        try:
            if unsent():  # else the kernel would print the rest of a broken ticket later
                way.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _DROP_UNSENT)
        finally:
            way.close()

    return Line(way.fileno(), close, BYTES_PER_S, holds=unsent)


def _connected(addresses: list[Address], until: float) -> socket.socket:
    """To the first address that answers. Raises OSError: of the last one that was tried.

    Each address has its share of what time is left, so that one that is dead leaves some.
    """
    reason: OSError = TimeoutError("nobody answered")
    for at, (family, address) in enumerate(addresses):
        share_s = (until - time.monotonic()) / (len(addresses) - at)
        way = socket.socket(family, socket.SOCK_STREAM)
        try:
            way.settimeout(max(share_s, _AT_LEAST_S))
            way.connect(address)
        except OSError as error:
            way.close()
            reason = error
        else:
            return way
    raise reason


def _writable(fd: int) -> bool:
    poller = select.poll()
    poller.register(fd, select.POLLOUT)
    return any(found & select.POLLOUT for _, found in poller.poll(0))
