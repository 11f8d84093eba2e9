"""Devices and their enrolment. Tokens and codes are stored as SHA-256 only."""

from __future__ import annotations

import datetime as dt

import msgspec
import sqlalchemy as sa
from msgspec import Struct

from .tables import devices, enrolments
from .transaction import Transaction, View

_all = sa.select(
    devices.c.device,
    devices.c.kind,
    devices.c.name,
    devices.c.last_seen,
    devices.c.revoked_at,
    devices.c.health,
).where(devices.c.centre == sa.bindparam("centre"))


class Line(Struct, frozen=True):
    """What a panel last said of one of its serial lines."""

    name: str
    up: bool
    silent: list[int] = []
    unknown: list[int] = []


class Health(Struct, frozen=True):
    """What a device last said of itself."""

    version: str = ""
    link: str = "unknown"
    paper: str = "unknown"
    cover_open: bool | None = None
    online: bool | None = None
    cutter_error: bool | None = None
    stopped: str | None = None
    unsent_tickets: int = 0
    refused_tickets: int = 0
    reserve_left: int = 0
    scanner: str = "none"
    lines: list[Line] = []
    notices: list[str] = []
    unprinted_tickets: int = 0


class Device(Struct, frozen=True):
    device: str
    kind: str
    name: str
    last_seen: dt.datetime | None
    revoked_at: dt.datetime | None
    health: Health | None


class Enrolment(Struct, frozen=True):
    kind: str
    name: str
    expires_at: dt.datetime
    used_at: dt.datetime | None


def _device(row: sa.Row[tuple[object, ...]]) -> Device:
    health = msgspec.json.decode(row.health, type=Health) if row.health else None
    return Device(row.device, row.kind, row.name, row.last_seen, row.revoked_at, health)


def all_devices(view: View) -> list[Device]:
    return [_device(row) for row in view.rows(_all.order_by(devices.c.device))]


def by_token(view: View, token_hash: str) -> Device | None:
    row = view.row(_all.where(devices.c.token_hash == token_hash))
    return _device(row) if row else None


def find(view: View, device: str) -> Device | None:
    """The device of that id, in use or revoked."""
    row = view.row(_all.where(devices.c.device == sa.bindparam("device")), {"device": device})
    return _device(row) if row else None


def add(tx: Transaction, device: Device, token_hash: str) -> None:
    tx.execute(
        devices.insert(),
        {
            "device": device.device,
            "kind": device.kind,
            "name": device.name,
            "token_hash": token_hash,
            "enrolled_at": tx.now,
        },
    )


def seen(tx: Transaction, device: str, health: Health) -> None:
    """Keep what a device says of itself; this is no news of the hall and raises no revision."""
    tx.execute(
        devices.update()
        .where(devices.c.centre == tx.id, devices.c.device == device)
        .values(last_seen=sa.bindparam("now"), health=sa.bindparam("said")),
        {"now": tx.now, "said": msgspec.json.encode(health).decode()},
    )


def revoke(tx: Transaction, device: str) -> bool:
    """Make a device's token worthless; whether there was such a device in use."""
    done = tx.execute(
        devices.update()
        .where(
            devices.c.centre == tx.id, devices.c.device == device, devices.c.revoked_at.is_(None)
        )
        .values(revoked_at=tx.now)
    )
    return done.rowcount == 1


def add_enrolment(tx: Transaction, code_hash: str, enrolment: Enrolment) -> None:
    tx.execute(
        enrolments.insert(),
        {
            "code_hash": code_hash,
            "kind": enrolment.kind,
            "name": enrolment.name,
            "expires_at": enrolment.expires_at,
        },
    )


def find_enrolment(view: View, code_hash: str) -> Enrolment | None:
    row = view.row(
        sa.select(
            enrolments.c.kind, enrolments.c.name, enrolments.c.expires_at, enrolments.c.used_at
        ).where(enrolments.c.centre == sa.bindparam("centre"), enrolments.c.code_hash == code_hash)
    )
    return Enrolment(**row._mapping) if row else None


def use_enrolment(tx: Transaction, code_hash: str) -> None:
    tx.execute(
        enrolments.update()
        .where(enrolments.c.centre == tx.id, enrolments.c.code_hash == code_hash)
        .values(used_at=tx.now)
    )


def forget_old_enrolments(tx: Transaction) -> None:
    """Drop codes that are past their time."""
    tx.execute(
        enrolments.delete().where(
            enrolments.c.centre == sa.bindparam("centre"),
            enrolments.c.expires_at < sa.bindparam("limit"),
        ),
        {"limit": tx.now},
    )
