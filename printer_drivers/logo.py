"""A picture that is kept in the printer's own memory, so that it costs thirty bytes a ticket.

GS ( L by key code, not FS q: that one replaces every picture the printer has, also of others, and
manuals call it obsolete (HPRT TP809, Zebra ZQ110, Epson TM-T81 specification: functions 66 to 69).
The memory wears: makers allow ten writings a day, and while it writes a printer hears nothing. So
this is done once, by hand, when a printer is set up.
"""

import hashlib
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from printer_drivers.api import LinkDown, PrinterError
from printer_drivers.clock import Clock
from printer_drivers.line import Wire
from printer_drivers.profile import Profile
from printer_drivers.raster import harmless, thickened
from printer_drivers.session import Commands, Session, demand_printable

KEY = "MC"  # two characters of ASCII, ours
MOST_ROWS = 320  # 40 mm of paper
_DARK = 128
_DEADLINE_S = 60.0  # to write some kilobytes at 9,600 baud into a slow memory
_CENTRED, _LEFT = b"\x1c.\x1dL\x00\x00\x1ba\x01", b"\x1ba\x00"


def read(path: Path, dots: int) -> Image.Image:
    """The picture as ink (mode "1", 255 prints), what is transparent left white.

    Raises ValueError naming the file if it is none, wider than ``dots``, or higher than 40 mm.
    """
    try:
        with Image.open(path) as picture:
            shown = picture.convert("RGBA")
    except (OSError, UnidentifiedImageError) as error:
        raise ValueError(f"{path}: is not a picture that can be read") from error
    if shown.width > dots or shown.height > MOST_ROWS:
        size = f"{shown.width} x {shown.height} dots"
        raise ValueError(f"{path}: has {size}; {dots} x {MOST_ROWS} are the most")
    paper = Image.new("RGBA", shown.size, "white")
    grey = Image.alpha_composite(paper, shown).convert("L")
    return grey.point(lambda value: 255 if value < _DARK else 0, "1")


def digest(ink: Image.Image) -> str:
    """What tells one picture from another: SHA-256 of its size and dots."""
    return hashlib.sha256(f"{ink.size}".encode() + ink.tobytes()).hexdigest()


def definition(ink: Image.Image, dots: int) -> bytes:
    """GS ( L function 67: keep the picture under our key. Nothing in it is a real-time command."""
    wide = range(min(8, dots - ink.width + 1))
    for below in range(2):  # another height makes other lengths, which stand in front
        for white in wide:
            found = Image.new("1", (ink.width + white, ink.height + below))
            found.paste(ink, (white, 0))
            told = _definition(found, found.tobytes())
            if harmless(told):
                return told
    return _definition(ink, thickened(ink.tobytes()))


def _definition(ink: Image.Image, data: bytes) -> bytes:
    size = ink.width.to_bytes(2, "little") + ink.height.to_bytes(2, "little")
    told = b"0C0" + KEY.encode("ascii") + b"\x01" + size + b"1" + data
    return b"\x1d(L" + len(told).to_bytes(2, "little") + told


def shown(key: str) -> bytes:
    """GS ( L function 69: print the picture of a key, once as wide and high, in the middle."""
    return _CENTRED + b"\x1d(L\x06\x000E" + key.encode("ascii") + b"\x01\x01" + _LEFT


def stored(known: Profile | None, ink: Image.Image | None) -> bytes | None:
    """How the printer prints the logo from its memory; None when it has not got this picture.

    ``ink``: the picture that is wanted, None for whatever the printer has.
    """
    kept = known.logo if known else None
    if kept is None or not kept.sure or (ink is not None and digest(ink) != kept.value.sha256):
        return None
    return shown(kept.value.key)


def store(wire: Wire, commands: Commands, clock: Clock, told: bytes) -> None:
    """Have it keep the picture, print it and cut; nobody else may be using the wire.

    Raises what ``Session`` raises; Silent when it was not acknowledged in a minute.
    """
    until = clock.monotonic() + _DEADLINE_S
    session = Session(wire, commands, lambda condition: None, clock)
    session.sync(until)
    demand_printable(session.demand_status())
    try:
        session.keep(told, until)
    except LinkDown:
        raise
    except PrinterError:
        wire.write(bytes(len(told)), clock.monotonic() + _DEADLINE_S)  # ends what it waits for
        raise
    session.print_body([shown(KEY)], until + _DEADLINE_S)
    session.cut(until + _DEADLINE_S)
