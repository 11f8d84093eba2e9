"""Every table. All rows carry the centre, which leads every key."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(sa.types.TypeDecorator[dt.datetime]):
    """Aware UTC as milliseconds since 1970: exact, the same on every database, cheap to read."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> int | None:
        return None if value is None else round(value.timestamp() * 1000)

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> dt.datetime | None:
        return None if value is None else dt.datetime.fromtimestamp(value / 1000, dt.UTC)


class Day(sa.types.TypeDecorator[dt.date]):
    """A business day as ISO text, readable in any tool."""

    impl = sa.String(10)
    cache_ok = True

    def process_bind_param(self, value: dt.date | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> dt.date | None:
        return None if value is None else dt.date.fromisoformat(value)


def _key(name: str, length: int = 64) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), primary_key=True)


def _text(name: str, *, null: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=null)


centres = sa.Table(
    "centres",
    metadata,
    _key("centre"),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("journal_seq", sa.BigInteger, nullable=False),
    sa.Column("journal_hash", sa.String(64), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

descriptions = sa.Table(
    "descriptions",
    metadata,
    _key("centre"),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("applied_at", Moment, nullable=False),
    _text("file", null=False),
    _text("catalogue", null=False),
)

devices = sa.Table(
    "devices",
    metadata,
    _key("centre"),
    _key("device"),
    sa.Column("kind", sa.String(16), nullable=False),
    _text("name", null=False),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("enrolled_at", Moment, nullable=False),
    sa.Column("revoked_at", Moment),
    sa.Column("last_seen", Moment),
    _text("health"),
)

enrolments = sa.Table(
    "enrolments",
    metadata,
    _key("centre"),
    _key("code_hash"),
    sa.Column("kind", sa.String(16), nullable=False),
    _text("name", null=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("used_at", Moment),
)

staff = sa.Table(
    "staff",
    metadata,
    _key("centre"),
    _key("staff"),
    _text("name", null=False),
    _text("password_hash", null=False),
    _text("roles", null=False),
    sa.Column("disabled_at", Moment),
)

sessions = sa.Table(
    "sessions",
    metadata,
    _key("centre"),
    _key("token_hash"),
    sa.Column("staff", sa.String(64), nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
)

numbers = sa.Table(
    "numbers",
    metadata,
    _key("centre"),
    sa.Column("day", Day, primary_key=True),
    _key("series", 4),
    _key("kind", 8),
    sa.Column("given", sa.Integer, nullable=False),
)

leases = sa.Table(
    "leases",
    metadata,
    _key("centre"),
    _key("ticket", 36),
    sa.Column("device", sa.String(64), nullable=False),
    sa.Column("day", Day, nullable=False),
    sa.Column("series", sa.String(4), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Index("ix_leases_day", "centre", "day"),
)

blocks = sa.Table(
    "blocks",
    metadata,
    _key("centre"),
    _key("block", 36),
    sa.Column("device", sa.String(64), nullable=False),
    sa.Column("day", Day, nullable=False),
    sa.Column("service", sa.String(16), nullable=False),
    sa.Column("series", sa.String(4), nullable=False),
    sa.Column("first", sa.Integer, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
)

tickets = sa.Table(
    "tickets",
    metadata,
    _key("centre"),
    _key("id", 36),
    sa.Column("day", Day, nullable=False),
    sa.Column("service", sa.String(16), nullable=False),
    sa.Column("series", sa.String(4), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("label", sa.String(12), nullable=False),
    sa.Column("priority", sa.String(24), nullable=False),
    sa.Column("language", sa.String(3), nullable=False),
    sa.Column("issued_at", Moment, nullable=False),
    sa.Column("base_at", Moment, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("procedure", sa.String(32)),
    sa.Column("origin", sa.String(12), nullable=False),
    sa.Column("counter", sa.Integer),
    sa.Column("clerk", sa.String(64)),
    sa.Column("reserved_for", sa.Integer),
    sa.Column("reserved_person", sa.String(64)),
    sa.Column("reserved_until", Moment),
    sa.Column("booked_at", Moment),
    sa.Column("enters_at", Moment),
    sa.Column("held_until", Moment),
    sa.Column("moved_from", sa.Integer),
    _text("note"),
    sa.Column("call_id", sa.String(36)),
    sa.Column("calls", sa.Integer, nullable=False),
    sa.Column("calling_since", Moment),
    sa.Column("absences", sa.Integer, nullable=False),
    sa.Column("first_called_at", Moment),
    sa.Column("called_at", Moment),
    sa.Column("started_at", Moment),
    sa.Column("ended_at", Moment),
    sa.Column("outcome", sa.String(20)),
    sa.UniqueConstraint("centre", "day", "series", "number"),
)


def _partial(
    name: str, *columns: str, where: str, unique: bool = False, of: sa.Table = tickets
) -> sa.Index:
    condition = sa.text(where)
    return sa.Index(
        name,
        *(of.c[column] for column in columns),
        unique=unique,
        sqlite_where=condition,
        postgresql_where=condition,
    )


_partial(
    "ix_tickets_open", "centre", "day", where="status IN ('waiting','called','serving','held')"
)
_partial(
    "uq_tickets_counter",
    "centre",
    "counter",
    where="status IN ('called','serving')",
    unique=True,
)
_partial("ix_tickets_booked", "centre", "day", where="status = 'booked'")
_partial("ix_tickets_called", "centre", "day", "called_at", where="called_at IS NOT NULL")

counters = sa.Table(
    "counters",
    metadata,
    _key("centre"),
    sa.Column("counter", sa.Integer, primary_key=True),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("clerk", sa.String(64)),
    sa.Column("since", Moment, nullable=False),
    _text("reason"),
    sa.Column("armed_since", Moment),
    sa.Column("seen_at", Moment),
)

journal = sa.Table(
    "journal",
    metadata,
    _key("centre"),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("kind", sa.String(24), nullable=False),
    sa.Column("actor", sa.String(80), nullable=False),
    sa.Column("counter", sa.Integer),
    sa.Column("ticket", sa.String(36)),
    sa.Column("before", sa.String(12)),
    sa.Column("after", sa.String(12)),
    _text("reason"),
    _text("facts"),
    _text("changes"),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Index("ix_journal_ticket", "centre", "ticket", "seq"),
)

_partial("ix_journal_counter", "centre", "counter", "seq", where="counter IS NOT NULL", of=journal)
_partial(
    "ix_journal_out_of_order",
    "centre",
    "at",
    where="kind = 'called' AND reason IS NOT NULL",
    of=journal,
)

answers = sa.Table(
    "answers",
    metadata,
    _key("centre"),
    _key("key", 128),
    sa.Column("at", Moment, nullable=False),
    _text("request", null=False),
    _text("answer", null=False),
    sa.Index("ix_answers_at", "centre", "at"),
)

slips = sa.Table(
    "slips",
    metadata,
    _key("centre"),
    _key("slip", 36),
    sa.Column("device", sa.String(64), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("language", sa.String(3), nullable=False),
    _text("texts", null=False),
    sa.Column("ordered_at", Moment, nullable=False),
    sa.Column("ordered_by", sa.String(80), nullable=False),
    sa.Column("ticket", sa.String(36)),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("code", sa.String(40)),
    sa.Column("changed_at", Moment, nullable=False),
    sa.Index("ix_slips_ordered_at", "centre", "ordered_at"),
)

_partial(
    "ix_slips_to_print",
    "centre",
    "device",
    "ordered_at",
    where="state IN ('ordered','taken')",
    of=slips,
)
_partial("ix_slips_ticket", "centre", "ticket", where="ticket IS NOT NULL", of=slips)

alarms = sa.Table(
    "alarms",
    metadata,
    _key("centre"),
    _key("alarm", 36),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("device", sa.String(64), nullable=False),
    sa.Column("day", Day, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("procedure", sa.String(32)),
    sa.Column("counter", sa.Integer),
    sa.Column("answered_at", Moment),
    sa.Column("answered_by", sa.String(80)),
    sa.Column("ended_at", Moment),
    sa.Column("ended_by", sa.String(80)),
    sa.Column("reason", sa.String(16)),
    sa.Index("ix_alarms_day", "centre", "day"),
    sa.Index("ix_alarms_device", "centre", "device", "at"),
)

_partial("ix_alarms_open", "centre", "device", "at", where="ended_at IS NULL", of=alarms)

voices = sa.Table(
    "voices",
    metadata,
    _key("centre"),
    _key("zone"),
    _key("who", 80),
    sa.Column("kind", sa.String(16), nullable=False),
    _text("name", null=False),
    sa.Column("ready", sa.Boolean, nullable=False),
    sa.Column("problem", sa.String(40)),
    sa.Column("heard_at", Moment, nullable=False),
    sa.Column("lent_at", Moment),
    sa.Column("until", Moment),
)

spoken = sa.Table(
    "spoken",
    metadata,
    _key("centre"),
    _key("zone"),
    _key("utterance", 48),
    sa.Column("noted_at", Moment, nullable=False),
    sa.Column("at", Moment),
    sa.Column("error", sa.String(40)),
    sa.Column("delay_ms", sa.Integer),
    _text("label", null=False),
    sa.Column("who", sa.String(80), nullable=False),
    sa.Index("ix_spoken_noted_at", "centre", "noted_at"),
)

broadcasts = sa.Table(
    "broadcasts",
    metadata,
    _key("centre"),
    _key("broadcast", 36),
    sa.Column("kind", sa.String(16), nullable=False),
    _text("texts", null=False),
    _text("zones", null=False),
    sa.Column("urgent", sa.Boolean, nullable=False),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("gap_s", sa.Integer, nullable=False),
    sa.Column("said", sa.Integer, nullable=False),
    sa.Column("said_at", Moment, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("made_by", sa.String(80), nullable=False),
    sa.Column("ended_at", Moment),
    sa.Column("ended_by", sa.String(80)),
    sa.Index("ix_broadcasts_said_at", "centre", "said_at"),
)
