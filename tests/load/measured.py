"""What a benchmark measured, and how it is said: always beside a limit taken in the same run."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct


class Figure(Struct, frozen=True):
    """One measured value with its limit; ``more_is_better`` tells which side is good."""

    name: str
    value: float
    limit: float
    unit: str
    more_is_better: bool = False

    @property
    def reached(self) -> bool:
        return self.value >= self.limit if self.more_is_better else self.value <= self.limit

    def __str__(self) -> str:
        sign = "≥" if self.more_is_better else "≤"
        verdict = "reached" if self.reached else "NOT REACHED"
        return (
            f"{self.name:62} {self.value:10.2f} {self.unit:5} {sign} {self.limit:8.2f}   {verdict}"
        )


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
