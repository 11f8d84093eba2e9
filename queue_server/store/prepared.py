"""Statements of the hot path, compiled once and then handed straight to the database driver.

SQLAlchemy's work per execution (some 60 µs) is more than SQLite's own, and issuing a ticket needs
half a dozen statements. What they say is still written in Core, for every dialect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from ..domain.errors import Invalid
from .engine import UNSTORABLE

Processor = Callable[[Any], Any]


class _Ready(Struct, frozen=True):
    """A statement as one dialect's driver takes it."""

    sql: str
    order: Sequence[tuple[str, Processor | None]]
    positional: bool
    fixed: Mapping[str, Any]
    """What the statement itself says, as ``LIMIT 1``."""
    columns: Sequence[tuple[int, Processor]]
    """What has to be made of the values of a row, by the place of the column."""


class Prepared:
    """A statement; ``names`` are the columns an INSERT fills."""

    def __init__(
        self, statement: sa.Insert | sa.Update | sa.Select[Any], names: tuple[str, ...] = ()
    ) -> None:
        self._statement = statement
        self._names = names
        self._ready: dict[str, _Ready] = {}

    def rows(self, connection: sa.Connection, values: Mapping[str, Any]) -> list[Sequence[Any]]:
        """All rows of a SELECT, each a sequence of values as the columns' types have them."""
        found = self.run(connection, values).fetchall()
        columns = self._for(connection.dialect).columns
        if not columns:
            return list(found)
        rows: list[Sequence[Any]] = []
        for raw in found:
            row = list(raw)
            for place, process in columns:
                row[place] = process(row[place])
            rows.append(row)
        return rows

    def run(self, connection: sa.Connection, values: Mapping[str, Any]) -> Any:
        """Execute in the connection's transaction; the driver's cursor, to be read at once.

        The driver's errors come as SQLAlchemy's, like those of every other statement.
        """
        ready = self._for(connection.dialect)
        if ready.fixed:
            values = {**ready.fixed, **values}
        bound = [
            (name, process(values[name]) if process else values[name])
            for name, process in ready.order
        ]
        cursor = connection.connection.cursor()
        given = [value for _, value in bound] if ready.positional else dict(bound)
        driver = connection.dialect.loaded_dbapi
        try:
            cursor.execute(ready.sql, given)
        except driver.Error as error:
            raise sa.exc.DBAPIError.instance(ready.sql, None, error, driver.Error) from error
        except UNSTORABLE as error:
            raise Invalid("invalid") from error
        return cursor

    def _for(self, dialect: sa.Dialect) -> _Ready:
        found = self._ready.get(dialect.name)
        if found is None:
            compiled = self._statement.compile(dialect=dialect, column_keys=list(self._names))
            kinds = {
                name: bind.type.dialect_impl(dialect) for bind, name in compiled.bind_names.items()
            }
            names = compiled.positiontup or list(kinds)
            order = [(name, kinds[name].bind_processor(dialect)) for name in names]
            found = _Ready(
                sql=compiled.string,
                order=order,
                positional=compiled.positiontup is not None,
                fixed={k: v for k, v in compiled.params.items() if v is not None},
                columns=self._columns(dialect),
            )
            self._ready[dialect.name] = found
        return found

    def _columns(self, dialect: sa.Dialect) -> list[tuple[int, Processor]]:
        if not isinstance(self._statement, sa.Select):
            return []
        processors = [
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in self._statement.selected_columns
        ]
        return [(place, process) for place, process in enumerate(processors) if process]
