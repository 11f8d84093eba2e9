"""A kiosk by itself: its page in a browser, and its agent under very many visitors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.load import touch, visitors
from tests.load.measured import Figure


def measure(folder: Path) -> Iterator[Figure]:
    """The page takes a minute, the visitors half an hour."""
    for part in (touch, visitors):
        own = folder / part.__name__
        own.mkdir()
        yield from part.measure(own)
