"""Real servers for tests: a PostgreSQL cluster and a Redis of our own, gone with the test run."""

import getpass
import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2
import pytest
import redis

START_S = 60  # far more than needed: a busy machine must not decide a test
DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
_numbers = itertools.count(1)


def free_port() -> int:
    """A TCP port of the loopback nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres_url() -> Iterator[str]:
    """The SQLAlchemy address of a new, empty PostgreSQL server with its usual durability."""
    programs = _postgres_programs()
    user = _unprivileged()
    home = Path(tempfile.mkdtemp(prefix="motcua-postgres-"))
    shutil.chown(home, user)
    port = free_port()
    options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -p {port}"

    def run(*command: str) -> None:
        # PostgreSQL refuses to run as root, which is what continuous integration often is.
        privileged = {"user": user, "extra_groups": ()} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [str(programs / command[0]), *command[1:]],
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if command[0] == "initdb" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT if command[0] == "initdb" else subprocess.DEVNULL,
            text=True,
            check=False,
            **privileged,  # type: ignore[call-overload]
        )
        if done.returncode:
            log = home / "log"
            pytest.fail(
                f"{command[0]} failed: {done.stdout or ''}{log.exists() and log.read_text()}"
            )

    data = str(home / "data")
    try:
        run("initdb", "-D", data, "-U", "motcua", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        run("pg_ctl", "-D", data, "-l", str(home / "log"), "-w", "-t", str(START_S), "-o", options,
            "start")  # fmt: skip
        try:
            yield f"postgresql+psycopg2://motcua@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """The address of an empty database on a server, dropped afterwards."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    _administer(server, f'CREATE DATABASE "{name}"')
    try:
        yield server.rpartition("/")[0] + f"/{name}"
    finally:
        _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def a_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database of the kind a fixture's parameter names.

    Empty for SQLite, which is the default and makes its own file.
    """
    if getattr(request, "param", "sqlite") == "sqlite":
        yield ""
        return
    with fresh_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@contextmanager
def redis_url() -> Iterator[str]:
    """The address of a new, empty Redis that keeps nothing on disk."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.fail("redis-server is missing: apt-get install redis-server (make test does it)")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="motcua-redis-") as home:
        server = subprocess.Popen(
            [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", home],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait_for_redis(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait(START_S)


def _postgres_programs() -> Path:
    """Debian keeps initdb and pg_ctl off the PATH, a folder for each version."""
    on_path = shutil.which("pg_ctl")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda p: float(p.parts[4])
    )
    if not found:
        pytest.fail("PostgreSQL is missing: apt-get install postgresql (make test does it)")
    return found[-1].parent


def _unprivileged() -> str:
    if os.geteuid() != 0:
        return getpass.getuser()
    with suppress(KeyError):
        return pwd.getpwnam("postgres").pw_name
    return "nobody"


def _administer(server: str, statement: str) -> None:
    connection = psycopg2.connect(server.replace("+psycopg2", ""))
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def _wait_for_redis(port: int) -> None:
    deadline = time.monotonic() + START_S
    while True:
        client = redis.Redis(port=port)
        try:
            client.ping()
        except redis.ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
        finally:
            client.close()
