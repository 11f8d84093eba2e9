"""The roll of paper: when staff put it in, and how much was printed since."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from kiosk.ledger import Ledger

CHANGED = "paper_changed"  # its place in the ledger's memory


class Changed(Struct, frozen=True):
    at: dt.datetime


class Roll(Struct, frozen=True):
    """``papers`` came out since ``changed_at``; both None before staff first said so.

    The ledger keeps its papers for ``keep_days``, longer than a roll of a busy kiosk lasts.
    """

    changed_at: dt.datetime | None = None
    papers: int | None = None


def paper_changed(ledger: Ledger, now: dt.datetime) -> None:
    """Raises ``LedgerFailed``."""
    ledger.remember(CHANGED, Changed(now))


def paper_since(ledger: Ledger) -> Roll:
    """Tickets and slips that came out, or may have. Raises ``LedgerFailed``."""
    changed = ledger.recall(CHANGED, Changed)
    if changed is None:
        return Roll()
    with ledger.reading() as db:
        row = db.execute(
            "SELECT count(*) FROM jobs WHERE state IN ('confirmed', 'unknown') AND changed_at >= ?",
            (changed.at.isoformat(),),
        ).fetchone()
    return Roll(changed.at, row[0])
