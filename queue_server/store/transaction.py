"""What a use case works with: the hall as it stands, and the only way to change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import asdict, replace

from ..domain.broadcast import Broadcast
from ..domain.centre import Centre
from ..domain.errors import Refused
from ..domain.journal import Actor, Entry, changes, seal
from ..domain.procedure import Catalogue
from ..domain.ticket import Ticket
from .prepared import Prepared
from .tables import journal, tickets

Values = Mapping[str, Any]


class Head(Struct, frozen=True):
    """The centre's own row: its news number, the end of its journal, its description's version."""

    revision: int
    journal_seq: int
    journal_hash: str
    version: int


class Description(Struct, frozen=True):
    """What the centre was told to be, in one version."""

    version: int
    centre: Centre
    catalogue: Catalogue


class View:
    """One consistent look at a centre. ``now`` is aware UTC, to the millisecond.

    ``memory`` is what this process remembers of halls (``Memory``), if it remembers anything.
    """

    memory: Any = None

    def __init__(
        self, connection: sa.Connection, head: Head, description: Description, now: dt.datetime
    ) -> None:
        self._connection = connection
        self.head = head
        self.centre = description.centre
        self.catalogue = description.catalogue
        self.id = description.centre.id
        self.now = now
        self.day = self.centre.calendar.day(now)

    def rows(self, query: sa.Executable, values: Values | None = None) -> Sequence[sa.Row[Any]]:
        """All rows of a query; ``centre`` is bound to this centre."""
        return self._connection.execute(query, {"centre": self.id, **(values or {})}).all()

    def row(self, query: sa.Executable, values: Values | None = None) -> sa.Row[Any] | None:
        """The first row of a query, if any."""
        return self._connection.execute(query, {"centre": self.id, **(values or {})}).first()

    def quick(self, query: Prepared, values: Values | None = None) -> list[Sequence[Any]]:
        """All rows of a prepared query, without names."""
        return query.rows(self._connection, {"centre": self.id, **(values or {})})


_update_ticket = tickets.update().where(
    tickets.c.centre == sa.bindparam("in_centre"),
    tickets.c.id == sa.bindparam("with_id"),
    tickets.c.version == sa.bindparam("at_version"),
)


@cache
def _updating(*names: str) -> Prepared:
    """The statement that changes these columns of a ticket; there are a few dozen such sets."""
    return Prepared(_update_ticket.values({name: sa.bindparam(name) for name in names}))


_insert_ticket = Prepared(tickets.insert(), ("centre", *Ticket.__struct_fields__))
_insert_entry = Prepared(journal.insert(), ("centre", *Entry.__struct_fields__))


class Transaction(View):
    """A look that may change things. Everything it does is committed together or not at all."""

    def __init__(
        self, connection: sa.Connection, head: Head, description: Description, now: dt.datetime
    ) -> None:
        super().__init__(connection, head, description, now)
        self._revision = head.revision
        self.touched = False
        self.called: list[Ticket] = []
        self.said: list[Broadcast] = []

    def execute(
        self, statement: sa.Executable, values: Values | None = None
    ) -> sa.CursorResult[Any]:
        """Run a statement that writes; this centre is bound as ``centre``.

        In an UPDATE it is bound as ``in_centre``: a parameter with a column's name would be set.
        """
        self.touched = True
        centre = "in_centre" if isinstance(statement, sa.Update) else "centre"
        result = self._connection.execute(statement, {centre: self.id, **(values or {})})
        assert isinstance(result, sa.CursorResult)  # noqa: S101 - for the type checker
        return result

    def run(self, statement: Prepared, values: Values) -> Any:
        """As ``execute``, for a prepared statement: the driver's cursor."""
        self.touched = True
        return statement.run(self._connection, {"in_centre": self.id, **values})

    def record(
        self,
        kind: str,
        actor: Actor,
        before: Ticket | None,
        after: Ticket,
        why: str | Struct | None = None,
    ) -> Ticket:
        """Save a ticket and the journal row of what happened to it; returns it as saved.

        ``why`` is a reason in words, or the facts of a decision (and its ``reason``). Raises
        ``Refused`` when somebody else changed the ticket since ``before`` was read.
        """
        self.touched = True
        if before is None:
            after = replace(after, seq=self.head.journal_seq + 1, version=1)
            _insert_ticket.run(self._connection, {"centre": self.id, **asdict(after)})
        else:
            after = replace(after, version=before.version + 1)
            self._save(before, after)
        self.note(
            kind,
            actor,
            ticket=after.id,
            before=before.status.value if before else None,
            after=after.status.value,
            reason=why if isinstance(why, str) else getattr(why, "reason", None),
            facts=why if isinstance(why, Struct) else None,
            changes=changes(before, after),
        )
        return after

    def note(
        self, kind: str, actor: Actor, *, facts: Struct | None = None, **fields: str | None
    ) -> None:
        """Append a journal row; the first of a command raises the revision by one."""
        self.touched = True
        entry = Entry(
            seq=self.head.journal_seq + 1,
            revision=self._revision + 1,
            at=self.now,
            kind=kind,
            actor=actor.name,
            counter=actor.counter,
            facts=msgspec.json.encode(facts).decode() if facts else None,
            **fields,  # type: ignore[arg-type]  # ticket, before, after, reason, changes
        )
        entry = replace(entry, hash=seal(entry, self.head.journal_hash))
        _insert_entry.run(self._connection, {"centre": self.id, **asdict(entry)})
        self.head = replace(
            self.head, revision=entry.revision, journal_seq=entry.seq, journal_hash=entry.hash
        )

    def _save(self, before: Ticket, after: Ticket) -> None:
        fields = {
            name: value for name, value in asdict(after).items() if getattr(before, name) != value
        }
        done = self.run(
            _updating(*fields), {"with_id": before.id, "at_version": before.version, **fields}
        )
        if done.rowcount != 1:
            raise Refused("ticket_changed", label=before.label)
