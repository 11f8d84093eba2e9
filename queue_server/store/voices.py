"""Loudspeakers of the zones, and when each announcement was spoken. None of it is news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import asdict

from ..domain.voice import Candidate
from .prepared import Prepared
from .tables import spoken, voices
from .transaction import Transaction, View

_FIELDS = Candidate.__struct_fields__
_of_zone = Prepared(
    sa.select(*(voices.c[name] for name in _FIELDS)).where(
        voices.c.centre == sa.bindparam("centre"), voices.c.zone == sa.bindparam("zone")
    )
)
_add = Prepared(voices.insert(), ("centre", "zone", *_FIELDS))
_change = Prepared(
    voices.update()
    .where(
        voices.c.centre == sa.bindparam("in_centre"),
        voices.c.zone == sa.bindparam("in_zone"),
        voices.c.who == sa.bindparam("of_who"),
    )
    .values({name: sa.bindparam(name) for name in _FIELDS if name != "who"})
)


class Utterance(Struct, frozen=True, kw_only=True):
    """An announcement at a zone. ``at``: its sound began; None: ``error`` says why it did not.

    ``delay_ms`` is from the commit of the call to the begin of its sound.
    """

    utterance: str
    noted_at: dt.datetime
    at: dt.datetime | None
    error: str | None
    delay_ms: int | None
    label: str
    who: str


_SPOKEN = Utterance.__struct_fields__
_since = Prepared(
    sa.select(*(spoken.c[name] for name in _SPOKEN))
    .where(
        spoken.c.centre == sa.bindparam("centre"),
        spoken.c.zone == sa.bindparam("zone"),
        spoken.c.noted_at > sa.bindparam("since"),
    )
    .order_by(spoken.c.noted_at.desc(), spoken.c.utterance)
)
_note = Prepared(spoken.insert(), ("centre", "zone", *_SPOKEN))


def of_zone(view: View, zone: str) -> list[Candidate]:
    """All that are known in a zone."""
    return [_candidate(row) for row in view.quick(_of_zone, {"zone": zone})]


def add(tx: Transaction, zone: str, one: Candidate) -> None:
    """Keep a new one."""
    tx.run(_add, {"centre": tx.id, "zone": zone, **asdict(one)})


def save(tx: Transaction, zone: str, one: Candidate) -> None:
    """Keep how one is now."""
    tx.run(_change, {"in_zone": zone, "of_who": one.who, **asdict(one)})


def forget_before(tx: Transaction, limit: dt.datetime) -> None:
    """Drop loudspeakers that have not been heard since: pages that were closed."""
    tx.execute(
        voices.delete().where(
            voices.c.centre == sa.bindparam("centre"),
            voices.c.heard_at < sa.bindparam("limit"),
        ),
        {"limit": limit},
    )


def forget(tx: Transaction, zone: str, who: str) -> None:
    """Drop one of them."""
    tx.execute(
        voices.delete().where(
            voices.c.centre == sa.bindparam("centre"),
            voices.c.zone == sa.bindparam("zone"),
            voices.c.who == sa.bindparam("who"),
        ),
        {"zone": zone, "who": who},
    )


def spoken_since(view: View, zone: str, moment: dt.datetime) -> list[Utterance]:
    """What has been noted at a zone behind a moment, latest first."""
    rows = view.quick(_since, {"zone": zone, "since": moment})
    return [Utterance(**dict(zip(_SPOKEN, row, strict=True))) for row in rows]


def note(tx: Transaction, zone: str, one: Utterance) -> None:
    """Keep what became of an announcement; in place of what was noted of it before."""
    tx.execute(
        spoken.delete().where(
            spoken.c.centre == sa.bindparam("centre"),
            spoken.c.zone == sa.bindparam("zone"),
            spoken.c.utterance == sa.bindparam("utterance"),
        ),
        {"zone": zone, "utterance": one.utterance},
    )
    tx.run(_note, {"centre": tx.id, "zone": zone, **asdict(one)})


def forget_spoken_before(tx: Transaction, limit: dt.datetime) -> None:
    """Drop what was noted before a moment."""
    tx.execute(
        spoken.delete().where(
            spoken.c.centre == sa.bindparam("centre"), spoken.c.noted_at < sa.bindparam("limit")
        ),
        {"limit": limit},
    )


def _candidate(row: Sequence[Any]) -> Candidate:
    values = dict(zip(_FIELDS, row, strict=True))
    return Candidate(**{**values, "ready": bool(values["ready"])})
