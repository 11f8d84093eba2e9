"""Running commands one after the other and committing them durably.

SQLite: one native thread per process owns the only writing connection. It takes whatever commands
wait (a small group), runs them in one transaction and commits once; every caller is answered after
the fsync. While the disk or another process makes it wait, everything else in the process goes on.

PostgreSQL: the calling thread runs its own command under the lock of the centre's row.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

import sqlalchemy as sa

from ..domain.errors import Busy, MotcuaError, Refused
from ..runtime.parallel import Parallel, Waiter
from . import heads
from .transaction import Description, Head, Transaction

log = logging.getLogger(__name__)

GROUP_MOST = 50
ANSWER_TIMEOUT_S = 15.0  # longer than the database's own busy timeout, so that its word comes first

Work = Callable[[Transaction], Any]
Describe = Callable[[sa.Connection, str, int], Description]
Clock = Callable[[], dt.datetime]


class Job:
    """One command on its way: what to do, and then either a result or an error."""

    __slots__ = ("_unclaimed", "centre", "error", "result", "waiter", "work")

    def __init__(self, centre: str, work: Work, waiter: Waiter) -> None:
        self.centre = centre
        self.work = work
        self.waiter = waiter
        self.result: Any = None
        self.error: BaseException | None = None
        self._unclaimed = [True]

    def claim(self) -> bool:
        """Whoever claims a job first decides: the writer runs it, or its caller gives it up."""
        try:
            self._unclaimed.pop()  # one step, so that exactly one side gets it
        except IndexError:
            return False
        return True


class Writer(Protocol):
    def run(self, centre: str, work: Work) -> Any:
        """Run ``work`` in a transaction of that centre and commit; its result or its error."""

    def close(self) -> None: ...


class _Poisoned(Exception):
    """A command failed after it had written: the group must be run again one by one."""


class GroupWriter:
    """Commands of all threads, committed in groups by one native thread (SQLite)."""

    def __init__(
        self, engine: sa.Engine, describe: Describe, clock: Clock, parallel: Parallel
    ) -> None:
        self._engine = engine
        self._describe = describe
        self._clock = clock
        self._parallel = parallel
        self._connection: sa.Connection | None = None
        self._jobs = parallel.native_queue()
        self._thread = parallel.start_native(self._serve, "store-writer")

    def run(self, centre: str, work: Work) -> Any:
        job = Job(centre, work, self._parallel.waiter())
        self._jobs.put(job)
        while not job.waiter.wait(ANSWER_TIMEOUT_S):
            if job.claim():  # not begun, and now never will be
                raise Busy("busy")
        if job.error is not None:
            raise job.error
        return job.result

    def close(self) -> None:
        self._jobs.put(None)
        self._thread.join()

    def _serve(self) -> None:
        going_on = True
        while going_on:
            group, going_on = self._take()
            try:
                if group:
                    self._run(group)
            except Exception as error:
                log.exception("database lost", extra={"commands": len(group)})
                for job in group:
                    job.result, job.error = None, failure(error)
            for job in group:
                job.waiter.set()

    def _run(self, group: list[Job]) -> None:
        if self._connection is None or self._connection.closed:
            self._connection = self._engine.connect()
        try:
            self._commit(self._connection, group)
        except _Poisoned:
            for job in group:
                self._alone(self._connection, job)

    def _take(self) -> tuple[list[Job], bool]:
        """The jobs that wait now (at least one), and whether to go on after them."""
        group: list[Job] = []
        job = self._jobs.get()
        while job is not None:
            if job.claim():
                group.append(job)
            if len(group) == GROUP_MOST or self._jobs.empty():
                return group, True
            job = self._jobs.get()
        return group, False

    def _alone(self, connection: sa.Connection, job: Job) -> None:
        with suppress(_Poisoned):  # the job holds its error
            self._commit(connection, [job])

    def _commit(self, connection: sa.Connection, group: list[Job]) -> None:
        try:
            with connection.begin():
                self._run_group(connection, group)
        except _Poisoned:
            raise
        except Exception as error:
            log.exception("commit failed", extra={"commands": len(group)})
            for job in group:
                job.result, job.error = None, failure(error)

    def _run_group(self, connection: sa.Connection, group: list[Job]) -> None:
        found: dict[str, Head] = {}
        before: dict[str, Head] = {}
        for job in group:
            job.result = job.error = None
            if job.centre not in found:
                try:
                    found[job.centre] = before[job.centre] = heads.read(connection, job.centre)
                except MotcuaError as error:
                    job.error = error
                    continue
            self._run_one(connection, job, found)
        for centre, head in found.items():
            if head != before[centre]:
                heads.save(connection, centre, head)

    def _run_one(self, connection: sa.Connection, job: Job, found: dict[str, Head]) -> None:
        head = found[job.centre]
        description = self._describe(connection, job.centre, head.version)
        transaction = Transaction(connection, head, description, self._clock())
        try:
            job.result = job.work(transaction)
        except Exception as error:
            job.error = failure(error)
            if transaction.touched or isinstance(error, sa.exc.DBAPIError):
                raise _Poisoned from error
        else:
            found[job.centre] = transaction.head


class DirectWriter:
    """Each command in its caller's thread, under the lock of the centre's row (PostgreSQL)."""

    def __init__(self, engine: sa.Engine, describe: Describe, clock: Clock) -> None:
        self._engine = engine
        self._describe = describe
        self._clock = clock

    def run(self, centre: str, work: Work) -> Any:
        try:
            with self._engine.begin() as connection:
                head = heads.read(connection, centre, lock=True)
                description = self._describe(connection, centre, head.version)
                transaction = Transaction(connection, head, description, self._clock())
                result = work(transaction)
                if transaction.head != head:
                    heads.save(connection, centre, transaction.head)
                return result
        except Exception as error:
            raise failure(error) from error

    def close(self) -> None:
        """Nothing runs on its own here."""


def failure(error: Exception) -> Exception:
    """The error as the caller should see it."""
    if isinstance(error, sa.exc.IntegrityError):
        return Refused("conflict")
    if isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError | sa.exc.TimeoutError):
        return Busy("busy")
    if isinstance(error, sa.exc.DBAPIError) and error.connection_invalidated:
        return Busy("busy")
    return error
