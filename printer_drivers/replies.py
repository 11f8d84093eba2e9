"""What a printer says back, taken apart by the fixed bits of each kind of reply.

Replies carry no address and arrive mixed in one stream. Epson's ESC/POS reference keeps certain
bits constant so that they can be told apart: real-time status ``0xx1xx10``, queued paper status
(GS r) ``0xx0xxxx``, automatic status (four bytes, first ``0xx1xx00``), names ``_ … NUL``,
XON/XOFF 0x11/0x13.
"""

from dataclasses import dataclass

from printer_drivers.api import Paper

_NAME_MAX = 80  # bytes; a name without its end is noise, not a reason to swallow every later reply


@dataclass(frozen=True, slots=True)
class Ack:
    """Everything sent before a GS r 1 has been printed."""

    paper: Paper


@dataclass(frozen=True, slots=True)
class RealTime:
    """The answer to one DLE EOT n: one byte whose meaning depends on n."""

    bits: int


@dataclass(frozen=True, slots=True)
class Name:
    """The answer to GS I: the printer's name, whatever it claims to be."""

    text: bytes


Reply = Ack | RealTime | Name


class Replies:
    """An incremental reader: feed it bytes in any pieces, get whole replies in order."""

    def __init__(self) -> None:
        self._name: bytearray | None = None
        self._skip = 0

    def feed(self, data: bytes) -> list[Reply]:
        """The replies completed by these bytes."""
        return [reply for byte in data if (reply := self._byte(byte)) is not None]

    def _byte(self, byte: int) -> Reply | None:
        if self._name is not None:
            return self._named(self._name, byte)
        if self._skip:
            self._skip -= 1
        elif byte & 0x93 == 0x12:
            return RealTime(byte)
        elif byte & 0x93 == 0x10:
            self._skip = 3  # the rest of an automatic status looks like acknowledgements
        elif byte == 0x5F:
            self._name = bytearray()
        elif byte & 0x90 == 0:
            return Ack(_paper(byte))
        return None

    def _named(self, name: bytearray, byte: int) -> Name | None:
        if byte and len(name) < _NAME_MAX:
            name.append(byte)
            return None
        self._name = None
        return None if byte else Name(bytes(name))


@dataclass(frozen=True, slots=True)
class Condition:
    """What the four real-time answers say together."""

    online: bool
    cover_open: bool
    cutter_error: bool
    paper: Paper


STATUS_QUERY = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"  # DLE EOT 1, 2, 3, 4


def condition(answers: tuple[int, int, int, int]) -> Condition:
    """The meaning of the answers to STATUS_QUERY, in order (Epson ESC/POS reference, DLE EOT)."""
    printer, causes, errors, paper = answers
    stock = Paper.NEAR_END if paper & 0x0C else Paper.OK
    if paper & 0x60 or causes & 0x20:
        stock = Paper.OUT
    return Condition(
        online=not printer & 0x08 and not errors & 0x60,
        cover_open=bool(causes & 0x04),
        cutter_error=bool(errors & 0x08),
        paper=stock,
    )


def _paper(byte: int) -> Paper:
    if byte & 0x0C:
        return Paper.OUT
    return Paper.NEAR_END if byte & 0x03 else Paper.OK
