"""An office on each database the project supports."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from queue_server.store import schema
from queue_server.store.engine import is_sqlite, open_engine
from queue_server.store.tables import metadata
from tests import servers
from tests.builders import Clock, Office, a_store, an_office, at, centre_text


@pytest.fixture(params=servers.DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_database"))
    return f"sqlite:///{tmp_path / 'motcua.db'}"


@pytest.fixture(scope="session")
def postgres_migrated(postgres_server: str) -> Iterator[str]:
    """A database at the present schema that tests use in turns: a new one takes a second."""
    with servers.fresh_database(postgres_server) as database:
        schema.upgrade(database)
        yield database


@pytest.fixture(params=servers.DATABASES)
def ready(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database where an office can be opened."""
    if request.param == "postgres":
        database = str(request.getfixturevalue("postgres_migrated"))
        empty(database)
        return database
    return f"sqlite:///{tmp_path / 'motcua.db'}"


@pytest.fixture
def office(ready: str) -> Iterator[Office]:
    """A fresh office at nine o'clock."""
    yield from _open(ready, Clock(), centre_text())


@pytest.fixture
def day_office(ready: str) -> Iterator[Office]:
    """An office with its ordinary hours, at nine o'clock."""
    yield from _open(ready, Clock(), centre_text(always_open=False))


@pytest.fixture
def closed_office(ready: str) -> Iterator[Office]:
    """An office with its ordinary hours, after they are over."""
    yield from _open(ready, Clock(at("20:00")), centre_text(always_open=False))


def _open(database: str, clock: Clock, text: str) -> Iterator[Office]:
    if is_sqlite(database):
        opened = an_office(database, clock, text)
    else:
        opened = Office(a_store(database, clock, text), clock, database)
    yield opened
    opened.close()


def empty(database: str) -> None:
    """Delete every row."""
    engine = open_engine(database, writes=True)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(sa.delete(table))
    engine.dispose()
