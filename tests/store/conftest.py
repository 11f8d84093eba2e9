"""An office on each database the project supports."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import Clock, Office, an_office, at, centre_text

DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_database"))
    return f"sqlite:///{tmp_path / 'motcua.db'}"


@pytest.fixture
def office(url: str) -> Iterator[Office]:
    """A fresh office at nine o'clock."""
    opened = an_office(url)
    yield opened
    opened.close()


@pytest.fixture
def closed_office(url: str) -> Iterator[Office]:
    """An office with its ordinary hours, after they are over."""
    opened = an_office(url, Clock(at("20:00")), centre_text(always_open=False))
    yield opened
    opened.close()
