"""Boards: what hangs in the hall, which tickets belong there, how many rows can be read on it."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

Texts = dict[str, list[str]]
"""Pages of text by language."""

Ways = dict[str, list[int]]
"""Directions to counters, as seen by who reads the board."""

Kind = Literal["hall", "counter", "overflow", "missed", "results"]

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}\Z")
MEDIA_FILE = re.compile(r"\w[\w.-]{0,99}\.(?:png|jpg|jpeg|webp|mp4|webm)\Z", re.ASCII)
DIRECTIONS = ("left", "ahead", "right", "up", "down")
"""Up and down are stairs: other floors."""
MOST_PAGES = 20
LONGEST_PAGE = 120  # letters; more would be too small to read from a seat

CALL_MM_PER_M = 10
"""Height of a capital for each metre to the farthest seat: 34 minutes of arc (ISO 9241-303 asks for
20 at least; ADA 703.5.5 for 108 mm at 10 m)."""
ROW_PITCH = 1.65  # heights of a capital
LEAST_ROWS, MOST_ROWS = 3, 12
COUNTERS_A_ROW = 4
"""With more counters than this for each row of a board, calls are pushed off it while they are
still looked for: a row stays for three minutes."""


class Shape(Struct, frozen=True):
    """What a screen has room for, as in the page's ``size.js``.

    ``height`` is a share of the diagonal, at 16:9; ``room`` of the list and the line a ``ticker``
    takes from it are shares of the height; ``usual`` rows are shown where no size is known.
    """

    height: float
    room: float
    ticker: float
    usual: int


LYING = Shape(height=9 / math.hypot(16, 9), room=0.64, ticker=0.07, usual=7)
UPRIGHT = Shape(height=16 / math.hypot(16, 9), room=0.275, ticker=0.05, usual=6)


class Board(Struct, frozen=True, forbid_unknown_fields=True):
    """A display; no ``services`` and no ``counters`` means all.

    Boards of one ``zone`` hear one another's voice. ``diagonal_in`` (inches) and ``seat_m`` (metres
    to the farthest seat) decide the size of its letters; an ``upright`` screen has fewer rows.
    """

    id: str
    name: dict[str, str]
    services: list[str] = []
    zone: str = "hall"
    kind: Kind = "hall"
    counters: list[int] = []
    follows: str = ""
    diagonal_in: Annotated[float, Meta(ge=5, le=200)] | None = None
    seat_m: Annotated[float, Meta(ge=1, le=50)] | None = None
    upright: bool = False
    ticker: Texts = {}
    media: list[str] = []
    ways: Ways = {}

    @property
    def announces(self) -> bool:
        """Whether calls are announced on it; other kinds only show how things stand."""
        return self.kind in ("hall", "results")


def belongs(board: Board, service: str, counter: int | None) -> bool:
    """Whether a ticket of that service, called to that counter, is for this board."""
    by_service = not board.services or service in board.services
    return by_service and (not board.counters or counter in board.counters)


def rows_that_fit(board: Board) -> int:
    """Rows of the list at the size its distance asks for, on a screen of 16:9; may be none.

    Without a diagonal the rows shrink beside a ticker, and stay as many.
    """
    shape = UPRIGHT if board.upright else LYING
    if board.diagonal_in is None or board.seat_m is None:
        return shape.usual
    height_mm = board.diagonal_in * 25.4 * shape.height
    cap_mm = CALL_MM_PER_M * board.seat_m
    share = shape.room - (shape.ticker if board.ticker else 0)
    return math.floor(share * height_mm / (ROW_PITCH * cap_mm))


def shown_at_once(board: Board, most: int) -> int:
    """Calls on a hall's board: the large one and the rows below, of ``most`` that are sent."""
    return min(most, 1 + max(LEAST_ROWS, min(MOST_ROWS, rows_that_fit(board))))


def crowded(board: Board, counters: int) -> bool:
    """Whether a board for so many counters has too few rows for them."""
    return board.announces and rows_that_fit(board) * COUNTERS_A_ROW < counters


def following(board: Board, boards: Sequence[Board]) -> Board:
    """An overflow with what it takes over from the hall's board it follows: the first, unsaid."""
    halls = [one for one in boards if one.kind == "hall" and board.follows in ("", one.id)]
    if not halls:
        return board
    hall = halls[0]
    return replace(board, follows=hall.id, services=hall.services, counters=hall.counters)


def mistakes(
    boards: Sequence[Board], services: Collection[str], counters: Collection[int]
) -> Iterator[tuple[str, str]]:
    """Everything that is wrong with the boards of a centre file: the key's path, and a sentence."""
    ids = [board.id for board in boards]
    halls = {board.id for board in boards if board.kind == "hall"}
    for index, board in enumerate(boards):
        path = f".boards[{index}]"
        if not NAME.match(board.id) or ids.count(board.id) > 1:
            yield f"{path}.id", f'"{board.id}" must be a short name of its own, a-z 0-9 -'
        if not NAME.match(board.zone):
            yield f"{path}.zone", f'"{board.zone}" must be a short name, a-z 0-9 -'
        for service in board.services:
            if service not in services:
                yield f"{path}.services", f'there is no service "{service}"'
        for counter in board.counters:
            if counter not in counters:
                yield f"{path}.counters", f"there is no counter {counter}"
        yield from ((f"{path}.{key}", what) for key, what in _of_its_kind(board, halls))
        yield from ((f"{path}.{key}", what) for key, what in _of_its_contents(board))
        yield from ((f"{path}.{key}", what) for key, what in _of_its_ways(board, counters))


def _of_its_kind(board: Board, halls: Collection[str]) -> Iterator[tuple[str, str]]:
    if board.kind == "counter" and len(board.counters) != 1:
        yield "counters", "a counter's display is for one counter: counters = [5]"
    if board.kind == "counter" and board.ticker:
        yield "ticker", "a counter's display has no ticker"
    if board.media and not board.announces:
        yield "media", f'a board of the kind "{board.kind}" has no room for media'
    if board.ways and not (board.announces or board.kind == "overflow"):
        yield "ways", f'a board of the kind "{board.kind}" shows no way to a counter'
    if board.follows and (board.kind != "overflow" or board.follows not in halls):
        yield "follows", "only an overflow board follows another, which is of the kind hall"
    if board.kind == "overflow" and not halls:
        yield "kind", "an overflow board needs a board of the kind hall to follow"


def _of_its_contents(board: Board) -> Iterator[tuple[str, str]]:
    if (board.diagonal_in is None) != (board.seat_m is None):
        yield "diagonal_in", "diagonal_in and seat_m belong together"
    for name in board.media:
        if not MEDIA_FILE.match(name):
            yield (
                "media",
                f'"{name}" is not the name of a picture or a film (png jpg webp mp4 webm)',
            )
    if board.ticker and not board.ticker.get("vi"):
        yield "ticker", "the Vietnamese pages are missing (ticker.vi)"
    if any(len(pages) > MOST_PAGES for pages in board.ticker.values()):
        yield "ticker", f"more than {MOST_PAGES} pages are never read"
    for page in (page for pages in board.ticker.values() for page in pages):
        if not page.strip() or len(page) > LONGEST_PAGE:
            yield "ticker", f'"{page}" must have 1 to {LONGEST_PAGE} letters'


def _of_its_ways(board: Board, counters: Collection[int]) -> Iterator[tuple[str, str]]:
    named: set[int] = set()
    for direction, there in board.ways.items():
        key = f"ways.{direction}"
        if direction not in DIRECTIONS:
            yield key, f'there is no direction "{direction}" ({", ".join(DIRECTIONS)})'
        for counter in there:
            if counter not in counters:
                yield key, f"there is no counter {counter}"
            if counter in named:
                yield key, f"counter {counter} is named twice: it lies in one direction"
            named.add(counter)
