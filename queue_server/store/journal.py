"""Reading the journal. Rows are only ever appended, by ``Transaction.note``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from ..domain.journal import Entry
from .tables import journal
from .transaction import View

_PAGE = 5_000
_FIELDS = Entry.__struct_fields__
_page = (
    sa.select(*(journal.c[name] for name in _FIELDS))
    .where(journal.c.centre == sa.bindparam("centre"), journal.c.seq > sa.bindparam("after"))
    .order_by(journal.c.seq)
    .limit(_PAGE)
)
_of_ticket = (
    sa.select(*(journal.c[name] for name in _FIELDS))
    .where(journal.c.centre == sa.bindparam("centre"), journal.c.ticket == sa.bindparam("ticket"))
    .order_by(journal.c.seq)
)


def _entry(row: sa.Row[Any]) -> Entry:
    return Entry(**dict(zip(_FIELDS, row, strict=True)))


def after(view: View, seq: int) -> Iterator[Entry]:
    """All entries behind ``seq``, in order, read page by page."""
    while rows := view.rows(_page, {"after": seq}):
        for row in rows:
            yield _entry(row)
        seq = rows[-1].seq


def of_ticket(view: View, ticket: str) -> list[Entry]:
    """The life of one ticket."""
    return [_entry(row) for row in view.rows(_of_ticket, {"ticket": ticket})]
