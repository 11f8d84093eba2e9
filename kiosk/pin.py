"""What a staff PIN must be like, and what wrong tries cost: the rules, without any I/O."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

LENGTHS = range(6, 13)  # six digits are a million; more than twelve nobody remembers
FREE_TRIES = 5
FIRST_LOCK_S = 60.0
LONGEST_LOCK_S = 3600.0  # at one try an hour a million PINs last a century; staff can set another

Weakness = Literal["not_digits", "too_short", "too_long", "all_the_same", "a_run"]


def weakness(pin: str) -> Weakness | None:
    """Why this may not be a PIN; None when it may.

    A run goes up or down by one, also past the end of the keypad: 345678, 876543, 890123.
    """
    if not (pin.isascii() and pin.isdigit()):
        return "not_digits"
    if len(pin) not in LENGTHS:
        return "too_short" if len(pin) < LENGTHS.start else "too_long"
    steps = {(int(later) - int(one)) % 10 for one, later in pairwise(pin)}
    if steps == {0}:
        return "all_the_same"
    return "a_run" if steps in ({1}, {9}) else None


def lock_s(wrong: int) -> float:
    """Seconds for which nobody is heard after so many wrong tries: none, 60, then doubling."""
    if wrong < FREE_TRIES:
        return 0.0
    doublings = min(wrong - FREE_TRIES, 10)  # beyond, the longest lock is long reached
    return min(FIRST_LOCK_S * float(2**doublings), LONGEST_LOCK_S)
