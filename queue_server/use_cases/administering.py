"""Devices, staff and the centre's own description."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from msgspec import Struct

from ..domain import centre_file, procedure
from ..domain.errors import NotFound, Refused
from ..domain.journal import Actor
from ..messages import Enrolled, Heartbeat
from ..store import Store, Transaction, devices, heads, staff

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without 0 O 1 I
CODE_LENGTH = 10
CODE_LIVES = dt.timedelta(hours=24)
SESSION_LIVES = dt.timedelta(hours=12)

ROLES = frozenset({"clerk", "manager", "reception", "admin"})


def digest(secret: str) -> str:
    """How tokens and codes are stored: SHA-256; they are long and random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def apply_centre(store: Store, file: str, catalogue: str, now: dt.datetime) -> str:
    """Check and load a centre file with its catalogue; the centre's id.

    Raises ``BadCentreFile`` or ``Invalid``; then nothing has changed.
    """
    centre = centre_file.parse(file).centre
    _check_catalogue(file, catalogue)
    with store.raw() as connection:
        heads.apply(connection, file, catalogue, Actor("admin"), now)
    return centre.id


def _check_catalogue(file: str, catalogue: str) -> None:
    known = {service.id for service in centre_file.parse(file).centre.services}
    strangers = sorted({one.group for one in procedure.parse(catalogue).procedures} - known)
    if strangers:
        line = centre_file.line_numbers(file).get(".centre.catalogue", 0)
        what = f"the catalogue has procedures of unknown services: {', '.join(strangers)}"
        raise centre_file.BadCentreFile([centre_file.Mistake(line, what)])


class NewDevice(Struct, frozen=True):
    kind: str
    name: str


def enrolment_code(tx: Transaction, actor: Actor, command: NewDevice) -> str:
    """A code, good once and for a day, that turns a machine into a device of this centre."""
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    expires_at = tx.now + CODE_LIVES
    devices.add_enrolment(
        tx, digest(code), devices.Enrolment(command.kind, command.name, expires_at, None)
    )
    tx.note("device_invited", actor, reason=command.name)
    return code


def enrol(tx: Transaction, actor: Actor, code: str) -> Enrolled:
    """Exchange a code for a device and its token; the token is told only now."""
    hashed = digest(code.strip().upper())
    found = devices.find_enrolment(tx, hashed)
    if found is None or found.used_at is not None:
        raise Refused("code_unknown")
    if found.expires_at < tx.now:
        raise Refused("code_expired")
    taken = {device.device for device in devices.all_devices(tx)}
    number = next(n for n in range(1, len(taken) + 2) if f"{found.kind[0]}{n}" not in taken)
    device = devices.Device(f"{found.kind[0]}{number}", found.kind, found.name, None, None, None)
    token = secrets.token_urlsafe(32)
    devices.add(tx, device, digest(token))
    devices.use_enrolment(tx, hashed)
    tx.note("device_enrolled", actor, reason=device.device)
    return Enrolled(device=device.device, kind=device.kind, centre=tx.id, token=token)


def revoke(tx: Transaction, actor: Actor, device: str) -> bool:
    """Make a device's token worthless. Raises ``NotFound`` when there is no such device in use."""
    if not devices.revoke(tx, device):
        raise NotFound("device_unknown", device=device)
    tx.note("device_revoked", actor, reason=device)
    return True


def heartbeat(tx: Transaction, actor: Actor, command: Heartbeat) -> bool:
    """Keep what a device says of itself."""
    printer = command.printer
    health = devices.Health(
        version=command.version,
        link=printer.link,
        paper=printer.paper,
        cover_open=printer.cover_open,
        unsent_tickets=command.unsent_tickets,
        reserve_left=command.reserve_left,
    )
    devices.seen(tx, actor.name.partition(":")[2], health)
    return True


class NewStaff(Struct, frozen=True):
    """``password`` empty: one is made up and returned."""

    staff: str
    name: str
    roles: frozenset[str]
    password: str = ""


def add_staff(tx: Transaction, actor: Actor, command: NewStaff) -> str:
    """Add a member of staff, or give a new password and roles; returns the password."""
    if not command.roles <= ROLES:
        raise Refused("role_unknown", role=sorted(command.roles - ROLES)[0])
    password = command.password or secrets.token_urlsafe(9)
    hashed = PasswordHasher().hash(password)
    member = staff.Member(command.staff, command.name, hashed, command.roles, disabled=False)
    staff.save(tx, member)
    tx.note("staff_saved", actor, reason=command.staff)
    return password


def password_matches(member: staff.Member | None, password: str) -> bool:
    """Whether the password is right; takes as long when there is no such person.

    Slow by design (Argon2id): never call it inside a transaction.
    """
    hasher = PasswordHasher()
    try:
        hasher.verify(member.password_hash if member else _NOBODY, password)
    except VerificationError:
        return False
    return member is not None and not member.disabled


# The hash of a forgotten random word, so that an unknown name takes as long as a known one.
_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$K5LMb1Qfi"
    "gcfbl384rwTVw$ayG9bVFC4wKeLrI8dXtswbA6v0Z/iPrZrQVOS3f/eDs"
)


def sign_in(tx: Transaction, actor: Actor, name: str) -> str:
    """Open a session for somebody whose password was right; its token."""
    token = secrets.token_urlsafe(32)
    staff.open_session(tx, digest(token), name, tx.now + SESSION_LIVES)
    return token


def sign_out(tx: Transaction, actor: Actor, token: str) -> bool:
    """End a session."""
    staff.end_session(tx, digest(token))
    return True
