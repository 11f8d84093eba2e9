"""The schema: one history, the same on every database, and no server on another one."""

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from queue_server.store import Store, schema
from queue_server.store.engine import open_engine
from queue_server.store.tables import metadata
from tests.builders import Clock, Office, a_store


def test_the_head_this_server_names_is_the_last_migration() -> None:
    assert ScriptDirectory(str(schema.MIGRATIONS)).get_heads() == [schema.HEAD]


def test_the_migrations_make_exactly_the_tables_the_code_speaks_of(url: str) -> None:
    schema.upgrade(url)
    assert schema.drift(url) == []
    engine = open_engine(url, writes=False)
    with engine.connect() as connection:
        found = set(sa.inspect(connection).get_table_names())
    engine.dispose()
    assert found == {*metadata.tables, "alembic_version"}


def test_migrating_twice_changes_nothing(url: str) -> None:
    schema.upgrade(url)
    schema.upgrade(url)
    schema.check(url)


def test_a_server_refuses_a_database_without_schema(url: str) -> None:
    with pytest.raises(schema.WrongSchema, match="has schema None"):
        schema.check(url)


def test_a_server_refuses_a_database_of_another_version(url: str) -> None:
    schema.upgrade(url)
    engine = open_engine(url, writes=True)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(schema.WrongSchema, match="has schema 9999"):
        schema.check(url)


def test_a_missing_table_is_seen_as_drift(url: str) -> None:
    schema.upgrade(url)
    engine = open_engine(url, writes=True)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE answers"))
    engine.dispose()
    assert schema.drift(url) != []


def test_every_table_carries_the_centre_first_in_its_key() -> None:
    for table in metadata.sorted_tables:
        assert next(iter(table.primary_key)).name == "centre", table.name


def test_what_was_written_is_there_after_a_restart(office: Office) -> None:
    before = office.revision()
    again: Store = a_store(office.url, Clock())  # applies the centre once more: one more revision
    assert again.centres() == [office.centre]
    assert office.revision() == before + 1
    again.close()
