"""Houses for the tests of the web."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.house import House, a_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The server of the example centre, nobody waiting."""
    with a_house(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def busy_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One server for all the tests that only knock and are refused."""
    with a_house(tmp_path_factory.mktemp("house")) as opened:
        yield opened
