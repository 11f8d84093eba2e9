"""Bringing a database to the schema this server knows, and refusing any other."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from .engine import open_engine
from .tables import metadata

HEAD = "0006"
"""The migration this server needs; Alembic itself is only loaded to run migrations."""

MIGRATIONS = Path(__file__).parent / "migrations"


class WrongSchema(OSError):
    """The database is of another version or out of reach; the text says what to do."""


def upgrade(url: str, revision: str = "head") -> None:
    """Run all missing migrations, creating the database file or schema where there is none."""
    import alembic.command
    import alembic.config

    engine = open_engine(url, writes=True)
    with engine.begin() as connection:
        config = alembic.config.Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, revision)
    engine.dispose()


def check(url: str) -> None:
    """Raise ``WrongSchema`` unless the database stands exactly at this server's schema."""
    engine = open_engine(url, writes=False)
    present = None
    try:
        with engine.connect() as connection:
            if sa.inspect(connection).has_table("alembic_version"):
                present = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    except sa.exc.OperationalError as error:
        raise WrongSchema(f"the database does not answer: {error.orig}") from error
    finally:
        engine.dispose()
    if present != HEAD:
        raise WrongSchema(
            f"the database has schema {present}, this version needs {HEAD}; run: motcua migrate"
        )


def drift(url: str) -> list[object]:
    """How the migrated database differs from ``tables.py``; nothing in a healthy tree."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    engine = open_engine(url, writes=False)
    with engine.connect() as connection:
        found: list[object] = list(
            compare_metadata(MigrationContext.configure(connection), metadata)
        )
    engine.dispose()
    return found
