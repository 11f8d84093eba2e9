"""Devices, staff and the centre's own description."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from msgspec import Struct

from ..domain import centre_file, procedure
from ..domain.centre import Centre
from ..domain.counter import CLOSED
from ..domain.errors import NotFound, Refused
from ..domain.journal import Actor
from ..domain.ticket import APPOINTMENT, NORMAL
from ..messages import AlarmSeen, Enrol, Enrolled, Heartbeat, Slip
from ..store import Store, Transaction, View, counters, devices, heads, staff, tickets
from . import alarms, slips

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
    if centre.id in store.centres():
        with store.read(centre.id) as view:
            _check_in_use(view, centre)
    with store.raw() as connection:
        heads.apply(connection, file, catalogue, Actor("admin"), now)
    return centre.id


def _check_in_use(view: View, centre: Centre) -> None:
    """What somebody stands in or sits at cannot be described away during the day."""
    hall = [*tickets.present(view), *tickets.all_booked(view)]
    waiting = {ticket.service for ticket in hall} - centre.service_by_id.keys()
    known = {NORMAL, APPOINTMENT, *centre.priority_by_id}
    classes = {ticket.priority for ticket in hall} - known
    taken = {
        row.counter
        for row in counters.by_number(view).values()
        if row.state != CLOSED and row.counter not in centre.counter_by_number
    }
    mistakes = [
        *(f'service "{id}" is not described, and people wait for it' for id in sorted(waiting)),
        *(f'class "{id}" is not described, and people of it wait' for id in sorted(classes)),
        *(f"counter {number} is not described, and it is open" for number in sorted(taken)),
    ]
    if mistakes:
        raise centre_file.BadCentreFile([centre_file.Mistake(0, what) for what in mistakes])


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


def enrol(tx: Transaction, actor: Actor, command: Enrol) -> Enrolled:
    """Exchange a code for a device and its token; the token is told only now."""
    hashed = digest(command.code.strip().upper())
    found = devices.find_enrolment(tx, hashed)
    if found is None or found.used_at is not None or found.kind != command.kind:
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


class Told(Struct, frozen=True):
    """What a device is told: slips to print, and how its call for help stands."""

    slips: list[Slip]
    alarms: list[AlarmSeen]


def heartbeat(tx: Transaction, actor: Actor, command: Heartbeat) -> Told:
    """Keep what a device says of itself, and tell it its own. Neither is news of the hall."""
    device, printer = actor.name.partition(":")[2], command.printer
    health = devices.Health(
        version=command.version,
        **msgspec.structs.asdict(printer),
        unsent_tickets=command.unsent_tickets,
        refused_tickets=command.refused_tickets,
        reserve_left=command.reserve_left,
        scanner=command.scanner,
        lines=[msgspec.convert(line, devices.Line, from_attributes=True) for line in command.lines],
        notices=command.notices,
        unprinted_tickets=command.unprinted_tickets,
    )
    devices.seen(tx, device, health)
    slips.told(tx, device, command.slips)
    return Told(slips.to_print(tx, device), alarms.of_device(tx, device))


class NewStaff(Struct, frozen=True):
    """``password_hash`` comes from ``hash_password``; an empty name keeps the one there is."""

    staff: str
    name: str
    roles: frozenset[str]
    password_hash: str


def make_password() -> str:
    """A password nobody has chosen."""
    return secrets.token_urlsafe(9)


def hash_password(password: str) -> str:
    """Argon2id; slow by design: never call it inside a transaction."""
    return PasswordHasher().hash(password)


def add_staff(tx: Transaction, actor: Actor, command: NewStaff) -> bool:
    """Add a member of staff, or give a new password and roles; open sessions of theirs end."""
    if not command.roles or not command.roles <= ROLES:
        raise Refused("role_unknown", role=", ".join(sorted(command.roles - ROLES)) or None)
    known = staff.find(tx, command.staff)
    name = command.name or (known.name if known else command.staff)
    member = staff.Member(command.staff, name, command.password_hash, command.roles, disabled=False)
    staff.save(tx, member)
    tx.note("staff_saved", actor, reason=command.staff)
    return True


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
