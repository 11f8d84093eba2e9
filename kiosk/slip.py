"""A slip that the server ordered as a piece of paper, or why there can be none.

The texts come ready to print; here they meet the layout of this kiosk. Nothing a server sends may
stop the kiosk: what cannot be printed is told with a code.
"""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.papers import Look, head
from printer_drivers.receipt import Receipt
from printer_drivers.render import DOTS_PER_MM, Renderer
from queue_server.messages import SLIP_VALUES, CentreAbout, Slip

LONGEST_MM = 1000  # a metre of paper in the hand is read by nobody
MOST_LETTERS = 10_000  # more is longer than that at any size; spares drawing it to find out
KINDS = frozenset[str](SLIP_VALUES)


class Unprintable(Exception):
    """``code``: ``slip_unknown``, ``slip_incomplete``, ``slip_too_long``, ``slip_unprintable``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def compose_slip(slip: Slip, centre: CentreAbout, look: Look) -> Receipt:
    """The slip in its language. Raises ``Unprintable``."""
    if slip.kind not in KINDS:
        raise Unprintable("slip_unknown")
    if any(name not in slip.values for name in SLIP_VALUES[slip.kind]):  # type: ignore[index]
        raise Unprintable("slip_incomplete")
    if sum(_letters(value) for value in slip.values.values()) > MOST_LETTERS:
        raise Unprintable("slip_too_long")
    try:
        receipt = look.paper(
            slip.kind, slip.language, {**slip.values, **head(centre, slip.language)}
        )
    except ValueError as error:
        raise Unprintable("slip_unprintable") from error
    sizes = (receipt, replace(receipt, large=False)) if receipt.large else (receipt,)
    for one in sizes:  # what is too long in large print is better small than not at all
        if length_mm(one, Renderer(), LONGEST_MM) <= LONGEST_MM:
            return one
    raise Unprintable("slip_too_long")


def length_mm(receipt: Receipt, renderer: Renderer, enough_mm: float = float("inf")) -> float:
    """How long the paper is; measured until it is longer than ``enough_mm``."""
    rows = 0
    for strip in renderer.strips(receipt):
        rows += strip.rows
        if rows > enough_mm * DOTS_PER_MM:
            break
    return rows / DOTS_PER_MM


def _letters(value: str | list[str]) -> int:
    """Of lists each line counts for one more, so that empty lines count too."""
    return len(value) if isinstance(value, str) else sum(len(line) + 1 for line in value)
