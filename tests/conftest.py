"""What all tests share: compiled catalogues, real servers, and no way out to the Internet."""

import ast
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests import servers
from tests.browser import browsers

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues, so that a test never reads the words of yesterday."""
    hypothesis.settings.register_profile(  # on a busy machine timing must not decide a test
        "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("house")
    if sys.version_info < (3, 11, 8):
        _one_parse_at_a_time()
    if hasattr(config, "workerinput"):  # one of several test processes: the first has done it
        return
    sys.path.insert(0, str(ROOT / "tools" / "build"))
    import words

    words.compile_all(ROOT)


def _one_parse_at_a_time() -> None:
    """CPython before 3.11.8 fails where two threads parse at once (python/cpython issue 106905)."""
    parse, lock = ast.parse, threading.RLock()

    def parsed(*args: Any, **named: Any) -> Any:
        with lock:
            return parse(*args, **named)

    ast.parse = parsed


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long modules first, so that no test process is left alone with one at the end."""
    items.sort(key=lambda item: item.path.parent.name not in ("journeys", "browser", "devices"))


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for the Internet fails, here as in a centre without one."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise PermissionError(f"a test tried to connect to {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server for this run."""
    with servers.postgres_url() as url:
        yield url


@pytest.fixture
def postgres_database(postgres_server: str) -> Iterator[str]:
    """The address of an empty database for one test."""
    with servers.fresh_database(postgres_server) as url:
        yield url


@pytest.fixture(params=servers.DATABASES)
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each kind of database in turn: an address for one test, empty for the default."""
    with servers.a_database(request) as url:
        yield url


@pytest.fixture(scope="module", params=servers.DATABASES)
def shared_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """As ``database``, for all tests of a module."""
    with servers.a_database(request) as url:
        yield url


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The address of a Redis for this run."""
    with servers.redis_url() as url:
        yield url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives all browsers of this test process; starting it takes longer than a browser."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium for the tests of a module; its pages may make a sound without a touch."""
    started = browsers.launch(playwright, browsers.SOUNDS)
    yield started
    started.close()
