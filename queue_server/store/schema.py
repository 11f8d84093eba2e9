"""Bringing a database to the schema this server knows, and refusing any other."""

from __future__ import annotations

from pathlib import Path

import alembic.command
import alembic.config
import alembic.script
import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext

from .engine import open_engine
from .tables import metadata

MIGRATIONS = Path(__file__).parent / "migrations"


class WrongSchema(Exception):
    """The database is of another version; ``motcua migrate`` brings it up to date."""


def _config(connection: sa.Connection | None = None) -> alembic.config.Config:
    config = alembic.config.Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Run all missing migrations, creating the database file or schema where there is none."""
    engine = open_engine(url, writes=True)
    with engine.begin() as connection:
        alembic.command.upgrade(_config(connection), revision)
    engine.dispose()


def check(url: str) -> None:
    """Raise ``WrongSchema`` unless the database stands exactly at this server's schema."""
    engine = open_engine(url, writes=False)
    with engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    wanted = alembic.script.ScriptDirectory.from_config(_config()).get_current_head()
    if present != wanted:
        raise WrongSchema(f"the database has schema {present}, this server needs {wanted}")


def drift(url: str) -> list[object]:
    """How the migrated database differs from ``tables.py``; nothing in a healthy tree."""
    from alembic.autogenerate import compare_metadata

    engine = open_engine(url, writes=False)
    with engine.connect() as connection:
        found: list[object] = list(
            compare_metadata(MigrationContext.configure(connection), metadata)
        )
    engine.dispose()
    return found
