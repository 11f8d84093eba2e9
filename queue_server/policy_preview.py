"""The body of ``motcua policy preview``: what is asked for, and the answer as a table."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from .messages import PolicyChange, PolicyEffect, PolicyPreview, PolicyRow

APPOINTMENT, HELP = "appointment", "help_after_min"
HEADS = ("", "visits", "median", "9 in 10 under", "mean", "longer", "shorter", "largest loss")
EVERYBODY = "everybody"


class BadChange(ValueError):
    """What was asked for cannot be tried; the text says why."""


def minutes(text: str) -> tuple[str, int]:
    """``KEY=MINUTES``; raises argparse's error."""
    key, _, number = text.partition("=")
    if not (key and number.isascii() and number.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=MINUTES, such as elderly=90")
    return key, int(number)


def change(asked: Iterable[tuple[str, int]], days: int, classes: Iterable[str]) -> PolicyChange:
    """The change asked for. Raises ``BadChange`` for an unknown key or minutes out of range."""
    known, named = (*classes, APPOINTMENT, HELP), dict(asked)
    for key in named:
        if key not in known:
            raise BadChange(f"there is no {key!r} to change, only {', '.join(known)}")
    fields = {"days": days, "head_start_min": {k: n for k, n in named.items() if k in known[:-2]}}
    try:
        return msgspec.convert(
            {
                **fields,
                "help_after_min": named.get(HELP),
                "appointment_head_start_min": named.get(APPOINTMENT),
            },
            PolicyChange,
        )
    except msgspec.ValidationError as error:
        raise BadChange(str(error)) from None


def table(told: PolicyPreview) -> Iterator[str]:
    """The answer in aligned lines."""
    if told.everybody is None:
        yield "There is no past day with tickets to try it on."
        return
    yield f"{told.days} days, {told.first} to {told.last}; minutes, as the rule was → as changed"
    rows = [
        HEADS,
        _cells(EVERYBODY, told.everybody),
        *(_cells(_name(row), row.effect) for row in told.classes),
        *(_cells(_name(row), row.effect) for row in told.services),
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    for row in rows:
        cells = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join((row[0].ljust(widths[0]), *cells)).rstrip()
    if told.everybody.unreached_before or told.everybody.unreached_after:
        left = f"{told.everybody.unreached_before} → {told.everybody.unreached_after}"
        yield f"Not called before the last counter closed: {left}."
    if told.error_s is not None:
        yield (
            f"Run again under its own rule, a day is {told.error_s / 60:.1f} min from what really "
            "happened (median): smaller differences mean little."
        )


def _cells(name: str, effect: PolicyEffect) -> tuple[str, ...]:
    return (
        name,
        str(effect.visits),
        _both(effect.median_before_s, effect.median_after_s),
        _both(effect.p90_before_s, effect.p90_after_s),
        _both(effect.mean_before_s, effect.mean_after_s),
        str(effect.longer),
        str(effect.shorter),
        f"{effect.largest_loss_s / 60:.1f}",
    )


def _both(before_s: int, after_s: int) -> str:
    return f"{before_s / 60:.1f} → {after_s / 60:.1f}"


def _name(row: PolicyRow) -> str:
    names: Mapping[str, str] = row.name or {}
    return f"{row.id} ({names['en']})" if "en" in names else row.id
