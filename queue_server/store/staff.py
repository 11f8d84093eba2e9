"""Staff and their sessions. Passwords are Argon2 hashes, session tokens SHA-256."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from .prepared import Prepared
from .tables import sessions, staff
from .transaction import Transaction, View

_all = sa.select(
    staff.c.staff, staff.c.name, staff.c.password_hash, staff.c.roles, staff.c.disabled_at
).where(staff.c.centre == sa.bindparam("centre"))

_names = Prepared(
    sa.select(staff.c.staff, staff.c.name).where(staff.c.centre == sa.bindparam("centre"))
)
_by_session = (
    sa.select(
        staff.c.staff, staff.c.name, staff.c.password_hash, staff.c.roles, staff.c.disabled_at
    )
    .join_from(
        sessions,
        staff,
        sa.and_(sessions.c.centre == staff.c.centre, sessions.c.staff == staff.c.staff),
    )
    .where(
        sessions.c.centre == sa.bindparam("centre"),
        sessions.c.token_hash == sa.bindparam("token_hash"),
        sessions.c.expires_at > sa.bindparam("moment", type_=sessions.c.expires_at.type),
        staff.c.disabled_at.is_(None),
    )
)


class Member(Struct, frozen=True):
    """``staff`` is the sign-in name; ``roles`` from clerk, manager, reception, admin."""

    staff: str
    name: str
    password_hash: str
    roles: frozenset[str]
    disabled: bool


def _member(row: sa.Row[tuple[object, ...]]) -> Member:
    return Member(
        row.staff,
        row.name,
        row.password_hash,
        frozenset(row.roles.split(",")),
        disabled=row.disabled_at is not None,
    )


def find(view: View, name: str) -> Member | None:
    row = view.row(_all.where(staff.c.staff == name))
    return _member(row) if row else None


def names(view: View) -> dict[str, str]:
    """Sign-in name → name for the screens."""
    found: list[Any] = view.quick(_names)
    return dict(found)


def clerks(view: View) -> list[Member]:
    """Everybody who may sit at a counter, by name."""
    found = [_member(row) for row in view.rows(_all)]
    able = [one for one in found if "clerk" in one.roles and not one.disabled]
    return sorted(able, key=lambda one: (one.name, one.staff))


def save(tx: Transaction, member: Member) -> None:
    """Add a member of staff, or replace what is known of them; their sessions end."""
    for table in (sessions, staff):
        tx.execute(table.delete().where(table.c.centre == tx.id, table.c.staff == member.staff))
    tx.execute(
        staff.insert(),
        {
            "staff": member.staff,
            "name": member.name,
            "password_hash": member.password_hash,
            "roles": ",".join(sorted(member.roles)),
            "disabled_at": tx.now if member.disabled else None,
        },
    )


def open_session(tx: Transaction, token_hash: str, name: str, expires_at: dt.datetime) -> None:
    tx.execute(
        sessions.insert(), {"token_hash": token_hash, "staff": name, "expires_at": expires_at}
    )


def end_session(tx: Transaction, token_hash: str) -> None:
    tx.execute(
        sessions.delete().where(sessions.c.centre == tx.id, sessions.c.token_hash == token_hash)
    )


def forget_old_sessions(tx: Transaction) -> None:
    tx.execute(
        sessions.delete().where(
            sessions.c.centre == sa.bindparam("centre"), sessions.c.expires_at < sa.bindparam("t")
        ),
        {"t": tx.now},
    )


def by_session(view: View, token_hash: str) -> Member | None:
    """Who is signed in under that token now, if anybody."""
    row = view.row(_by_session, {"token_hash": token_hash, "moment": view.now})
    return _member(row) if row else None
