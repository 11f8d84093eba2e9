"""Which numbers a series gives, in which order, and how they are printed.

A series (one letter of a service on one day) has two endless, disjoint orders:

* **normal**: 1…699, 1000…6999, 10000…69999, …
* **reserve**: 700…999, 7000…9999, 70000…99999, …: a first digit of 7, 8 or 9 and at least three
  digits. Kiosks hold blocks of these and live on them while the server is silent, so a citizen can
  see from the number alone why it is out of line with the others in the hall.

Numbers widen and never wrap, so no number is given twice on a day.
"""

from __future__ import annotations

NORMAL_FIRST_BLOCK = 699
RESERVE_SHARE = 3  # of each power of ten, the top three tenths belong to the reserve


def normal(index: int) -> int:
    """The ``index``-th number (from 0) a series gives while the server answers."""
    if index < NORMAL_FIRST_BLOCK:
        return index + 1
    rest, size = index - NORMAL_FIRST_BLOCK, 1000
    while rest >= 6 * size:
        rest, size = rest - 6 * size, size * 10
    return size + rest


def reserve(index: int) -> int:
    """The ``index``-th number (from 0) of the order set aside for silent times."""
    rest, size = index, 1000
    while rest >= RESERVE_SHARE * size // 10:
        rest, size = rest - RESERVE_SHARE * size // 10, size * 10
    return 7 * size // 10 + rest


def is_reserve(number: int) -> bool:
    """Whether a number belongs to the reserve order."""
    digits = str(number)
    return len(digits) >= 3 and digits[0] in "789"


def index_of(number: int) -> int:
    """The place of a number in its own order: the inverse of ``normal`` and ``reserve``."""
    if is_reserve(number):
        index, size = 0, 1000
        while number >= size:
            index, size = index + RESERVE_SHARE * size // 10, size * 10
        return index + number - 7 * size // 10
    if number <= NORMAL_FIRST_BLOCK:
        return number - 1
    index, size = NORMAL_FIRST_BLOCK, 1000
    while number >= size * 10:
        index, size = index + 6 * size, size * 10
    return index + number - size


def label(series: str, number: int) -> str:
    """The printed form: ``A042``; at least three digits, more when needed."""
    return f"{series}{number:03d}"
