"""Answers already given, so that a command sent twice happens once (kept for 24 hours)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import sqlalchemy as sa

from ..domain.errors import Refused
from .tables import answers
from .transaction import Transaction

KEPT = dt.timedelta(hours=24)

_find = sa.select(answers.c.request, answers.c.answer).where(
    answers.c.centre == sa.bindparam("centre"), answers.c.key == sa.bindparam("key")
)


def find(tx: Transaction, key: str, request: str) -> Any:
    """The earlier answer as plain values, or ``None``.

    Raises ``Refused`` when the key came with another request before.
    """
    row = tx.row(_find, {"key": key})
    if row is None:
        return None
    if row.request != request:
        raise Refused("key_reused")
    return msgspec.json.decode(row.answer)


def keep(tx: Transaction, key: str, request: str, answer: Any) -> None:
    """Remember an answer; it must be expressible in JSON and not ``None``."""
    tx.execute(
        answers.insert(),
        {
            "key": key,
            "at": tx.now,
            "request": request,
            "answer": msgspec.json.encode(answer).decode(),
        },
    )


def forget_old(tx: Transaction) -> None:
    """Drop answers nobody can ask for any more."""
    tx.execute(
        answers.delete().where(
            answers.c.centre == sa.bindparam("centre"), answers.c.at < sa.bindparam("limit")
        ),
        {"limit": tx.now - KEPT},
    )
