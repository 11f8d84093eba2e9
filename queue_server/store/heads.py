"""The centre's own row and its description in all versions."""

from __future__ import annotations

import sqlalchemy as sa

from ..domain import centre_file, procedure
from ..domain.errors import NotFound
from ..domain.journal import GENESIS
from .tables import centres, descriptions
from .transaction import Description, Head

_head = sa.select(
    centres.c.revision, centres.c.journal_seq, centres.c.journal_hash, centres.c.version
).where(centres.c.centre == sa.bindparam("centre"))

_locked_head = _head.with_for_update()

_save_head = (
    centres.update()
    .where(centres.c.centre == sa.bindparam("in_centre"))
    .values(
        revision=sa.bindparam("revision"),
        journal_seq=sa.bindparam("journal_seq"),
        journal_hash=sa.bindparam("journal_hash"),
        version=sa.bindparam("version"),
    )
)


def read(connection: sa.Connection, centre: str, *, lock: bool = False) -> Head:
    """The head; with ``lock`` the centre is ours until the commit. Raises ``NotFound``."""
    row = connection.execute(_locked_head if lock else _head, {"centre": centre}).first()
    if row is None:
        raise NotFound("centre_unknown", centre=centre)
    return Head(*row)


def save(connection: sa.Connection, centre: str, head: Head) -> None:
    connection.execute(
        _save_head,
        {
            "in_centre": centre,
            "revision": head.revision,
            "journal_seq": head.journal_seq,
            "journal_hash": head.journal_hash,
            "version": head.version,
        },
    )


def add(connection: sa.Connection, centre: str) -> Head:
    """A new centre, with nothing in its journal and no description yet."""
    head = Head(0, 0, GENESIS, 0)
    connection.execute(
        centres.insert(),
        {"centre": centre, "revision": 0, "journal_seq": 0, "journal_hash": GENESIS, "version": 0},
    )
    return head


def ids(connection: sa.Connection) -> list[str]:
    """All centres, by id."""
    return list(
        connection.execute(sa.select(centres.c.centre).order_by(centres.c.centre)).scalars()
    )


def description(connection: sa.Connection, centre: str, version: int) -> Description:
    """A version of the description, parsed. Raises ``NotFound``."""
    row = connection.execute(
        sa.select(descriptions.c.file, descriptions.c.catalogue).where(
            descriptions.c.centre == centre, descriptions.c.version == version
        )
    ).first()
    if row is None:
        raise NotFound("centre_unknown", centre=centre)
    return Description(version, centre_file.parse(row.file).centre, procedure.parse(row.catalogue))
