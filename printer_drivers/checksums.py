"""Check values of serial frames. Pure."""

from typing import Literal

Checksum = Literal["none", "sum8", "xor8", "crc16-modbus"]
_POLYNOMIAL = 0xA001  # x^16 + x^15 + x^2 + 1, bits reversed
_CRC_START = 0xFFFF


def check_bytes(kind: Checksum, data: bytes) -> bytes:
    """The check of ``data`` in the order of the wire: one byte, or two (the low one first)."""
    if kind == "sum8":
        return bytes((sum(data) & 0xFF,))
    if kind == "xor8":
        return bytes((_xor(data),))
    if kind == "crc16-modbus":
        return crc16(data).to_bytes(2, "little")
    return b""


def crc16(data: bytes) -> int:
    """CRC-16 of MODBUS over Serial Line V1.02, section 6.2.2."""
    crc = _CRC_START
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ _POLYNOMIAL if crc & 1 else crc >> 1
    return crc


def _xor(data: bytes) -> int:
    value = 0
    for byte in data:
        value ^= byte
    return value
