"""Modbus RTU, as much of it as displays and lights need: writing registers and coils. Pure.

Frames and times are those of MODBUS over Serial Line V1.02, functions and exceptions those of
MODBUS Application Protocol V1.1b3.
"""

from printer_drivers.checksums import check_bytes

WRITE_COILS = 15
WRITE_REGISTERS = 16
UNITS = range(1, 248)  # 0 is for all, who do not answer; above are reserved
REGISTERS_MOST = 123
_EXCEPTION = 0x80
_EXCEPTION_BYTES = 5
_ANSWER_BYTES = 8
_GAP_CHARACTERS = 3.5
_FAST_BAUD = 19200
_FAST_GAP_S = 0.00175  # fixed above 19200 baud


class ModbusError(Exception):
    """An answer that is none, or says no. ``code``: ``bad_check``, ``other_unit``,
    ``other_function``, ``other_place``, or ``exception`` with ``exception`` as its number.
    """

    def __init__(self, code: str, exception: int | None = None) -> None:
        super().__init__(code if exception is None else f"{code} {exception}")
        self.code, self.exception = code, exception


def write_registers(unit: int, first: int, data: bytes) -> bytes:
    """The frame that writes ``data``, two bytes a register, from register ``first`` on (from 0).

    Raises ValueError for what Modbus cannot say.
    """
    count, odd = divmod(len(data), 2)
    if odd or not 1 <= count <= REGISTERS_MOST:
        raise ValueError("data")
    if unit not in UNITS:
        raise ValueError("unit")
    if not 0 <= first <= 0x10000 - count:
        raise ValueError("first")
    head = bytes((unit, WRITE_REGISTERS)) + first.to_bytes(2, "big") + count.to_bytes(2, "big")
    return _checked(head + bytes((len(data),)) + data)


def write_coil(unit: int, coil: int, *, on: bool) -> bytes:
    """The frame that switches one coil, counted from 0, by function 15.

    Function 5 is made for it, yet its answer is the request once more, and could not be told from
    the echo of an adapter that hears itself. Raises ValueError for what Modbus cannot say.
    """
    if unit not in UNITS:
        raise ValueError("unit")
    if not 0 <= coil <= 0xFFFF:
        raise ValueError("coil")
    return _checked(bytes((unit, WRITE_COILS)) + coil.to_bytes(2, "big") + bytes((0, 1, 1, on)))


def is_answered(request: bytes, heard: bytes) -> bool:
    """Whether ``heard`` is the whole answer to a frame of ours; False: more has to come.

    Raises ModbusError.
    """
    refused = len(heard) > 1 and heard[1] & _EXCEPTION
    size = _EXCEPTION_BYTES if refused else _ANSWER_BYTES
    if len(heard) < size:
        return False
    frame = heard[:size]
    if _checked(frame[:-2]) != frame:
        raise ModbusError("bad_check")
    if frame[0] != request[0]:
        raise ModbusError("other_unit")
    if frame[1] & ~_EXCEPTION != request[1]:
        raise ModbusError("other_function")
    if refused:
        raise ModbusError("exception", frame[2])
    if frame[2:6] != request[2:6]:
        raise ModbusError("other_place")
    return True


def gap_s(baud: int, bits_per_byte: int) -> float:
    """The silence that parts two frames, in seconds: 3.5 characters, 1.75 ms above 19200 baud."""
    if baud > _FAST_BAUD:
        return _FAST_GAP_S
    return _GAP_CHARACTERS * bits_per_byte / baud


def _checked(frame: bytes) -> bytes:
    return frame + check_bytes("crc16-modbus", frame)
