"""The centre's own row and its description in all versions."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from msgspec.structs import replace

from ..domain import centre_file, procedure
from ..domain.errors import NotFound
from ..domain.journal import GENESIS, Actor
from .prepared import Prepared
from .tables import centres, descriptions
from .transaction import Description, Head, Transaction

_head = sa.select(
    centres.c.revision, centres.c.journal_seq, centres.c.journal_hash, centres.c.version
).where(centres.c.centre == sa.bindparam("centre"))

_read_head = Prepared(_head)
_lock_head = Prepared(_head.with_for_update())

_save_head = Prepared(
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
    row = (_lock_head if lock else _read_head).run(connection, {"centre": centre}).fetchone()
    if row is None:
        raise NotFound("centre_unknown", centre=centre)
    return Head(*row)


def save(connection: sa.Connection, centre: str, head: Head) -> None:
    _save_head.run(
        connection,
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


def apply(
    connection: sa.Connection, file: str, catalogue: str, actor: Actor, now: dt.datetime
) -> Head:
    """Load a description: the centre's next version, or the first of a new centre.

    The texts must have been parsed before; nothing is checked here.
    """
    centre = centre_file.parse(file).centre
    try:
        head = read(connection, centre.id, lock=True)
    except NotFound:
        head = add(connection, centre.id)
    version = head.version + 1
    connection.execute(
        descriptions.insert(),
        {
            "centre": centre.id,
            "version": version,
            "applied_at": now,
            "file": file,
            "catalogue": catalogue,
        },
    )
    tx = Transaction(connection, head, description(connection, centre.id, version), now)
    tx.note("centre_applied", actor, reason=f"version {version}")
    head = replace(tx.head, version=version)
    save(connection, centre.id, head)
    return head
