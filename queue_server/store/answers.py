"""Answers already given, so that a command sent twice happens once (kept for 24 hours)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import sqlalchemy as sa

from ..domain.errors import Refused
from .prepared import Prepared
from .tables import answers
from .transaction import Transaction, View

KEPT = dt.timedelta(hours=24)

_find = Prepared(
    sa.select(answers.c.request, answers.c.answer).where(
        answers.c.centre == sa.bindparam("centre"), answers.c.key == sa.bindparam("key")
    )
)
_keep = Prepared(answers.insert(), ("centre", "key", "at", "request", "answer"))


def find(view: View, key: str, request: str) -> Any:
    """The earlier answer as plain values, or ``None``.

    Raises ``Refused`` when the key came with another request before.
    """
    rows = view.quick(_find, {"key": key})
    if not rows:
        return None
    earlier, answer = rows[0]
    if earlier != request:
        raise Refused("key_reused")
    return msgspec.json.decode(answer)


def keep(tx: Transaction, key: str, request: str, answer: Any) -> None:
    """Remember an answer; it must be expressible in JSON and not ``None``."""
    tx.run(
        _keep,
        {
            "centre": tx.id,
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
