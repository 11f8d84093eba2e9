"""Message types are learnt before there are threads.

msgspec looks at the fields of a ``Struct`` when it first reads one, and keeps what it found. It
publishes that record before it is filled, for types that contain themselves, so two threads that
read a type for the first time at once can crash the whole process (seen with msgspec 0.22).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import msgspec
from msgspec import Struct


def learn_structs() -> None:
    """Let msgspec look at every type defined so far; to be called while there is one thread."""
    for kind in _all_below(Struct):
        with suppress(TypeError, NameError):  # holds parts of a program; nobody reads it from JSON
            msgspec.json.Decoder(kind)


def _all_below(kind: type[Struct]) -> Iterator[type[Struct]]:
    for below in kind.__subclasses__():
        yield below
        yield from _all_below(below)
