"""The one door for writes, and consistent looks for everybody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

import sqlalchemy as sa
from msgspec import Struct

from ..domain.broadcast import Broadcast
from ..domain.centre import Centre
from ..domain.errors import NotFound
from ..domain.journal import Actor
from ..domain.ticket import Ticket
from ..runtime.parallel import Parallel
from . import answers, heads
from .engine import is_sqlite, open_engine
from .memory import Memory
from .transaction import Description, Transaction, View
from .writer import Clock, DirectWriter, GroupWriter, Writer, failure

R = TypeVar("R")
C = TypeVar("C")

UseCase = Callable[[Transaction, Actor, C], R]


class Written(Struct, Generic[R], frozen=True):
    """What a committed command did. ``called`` are the calls to announce, in order, ``said`` the
    broadcasts to say, or, where one has ended, to say no more.

    ``centre`` is as it was then, so that news needs no second look at the database.
    """

    centre: Centre
    result: R
    revision: int
    changed: bool
    called: list[Ticket]
    said: list[Broadcast] = []


class Key(Struct, frozen=True):
    """An idempotency key: who sent which key with which request (its fingerprint)."""

    key: str
    request: str


class Store:
    """All centres of one database.

    ``clock`` gives aware UTC to the millisecond; ``parallel`` supplies native threads and wake-ups.
    """

    def __init__(self, url: str, clock: Clock, parallel: Parallel) -> None:
        self._clock = clock
        self._memory = Memory()
        self._descriptions: dict[tuple[str, int], Description] = {}
        self._readers = open_engine(url, writes=False)
        self._writers = open_engine(url, writes=True)
        self._writer: Writer
        if is_sqlite(url):
            self._writer = GroupWriter(self._writers, self._describe, clock, parallel)
        else:
            self._writer = DirectWriter(self._writers, self._describe, clock)

    def write(
        self, centre: str, use_case: UseCase[C, R], actor: Actor, command: C, key: Key | None = None
    ) -> Written[R]:
        """Run a use case in a transaction of its own, durably; only SQL may happen inside.

        With a ``key`` a repeated command is not run again: the first answer is given once more.
        Raises what the use case raises, and ``Busy`` when the database cannot answer now.
        """

        def work(tx: Transaction) -> Written[R]:
            tx.memory = self._memory
            before = tx.head.revision
            if key and (earlier := answers.find(tx, key.key, key.request)) is not None:
                return Written(tx.centre, earlier, before, changed=False, called=[])
            result = use_case(tx, actor, command)
            if key:
                answers.keep(tx, key.key, key.request, result)
            revision = tx.head.revision
            changed = revision != before
            return Written(tx.centre, result, revision, changed, tx.called, tx.said)

        written: Written[R] = self._writer.run(centre, work)
        return written

    @contextmanager
    def read(self, centre: str) -> Iterator[View]:
        """A consistent look at one moment of a centre; it never waits for writers on SQLite.

        Raises ``Busy`` when the database cannot answer now.
        """
        try:
            with self._readers.begin() as connection:
                head = heads.read(connection, centre)
                description = self._describe(connection, centre, head.version)
                view = View(connection, head, description, self._clock())
                view.memory = self._memory
                yield view
        except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
            raise failure(error) from error

    def centres(self) -> list[str]:
        """The ids of all centres."""
        with self._readers.begin() as connection:
            return heads.ids(connection)

    def only_centre(self) -> str:
        """The id of the only centre; raises ``NotFound`` when there are none or several."""
        found = self.centres()
        if len(found) != 1:
            raise NotFound("centre_not_named", centres=", ".join(found) or None)
        return found[0]

    @contextmanager
    def raw(self) -> Iterator[sa.Connection]:
        """A writing connection for what is larger than a centre (adding one, checking)."""
        with self._writers.begin() as connection:
            yield connection

    def close(self) -> None:
        """Finish what is queued, then let go of the database."""
        self._writer.close()
        self._readers.dispose()
        self._writers.dispose()

    def _describe(self, connection: sa.Connection, centre: str, version: int) -> Description:
        known = self._descriptions.get((centre, version))
        if known is None:
            known = heads.description(connection, centre, version)
            self._descriptions[centre, version] = known
        return known
