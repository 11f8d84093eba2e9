"""The servers other tests rely on are what they claim to be."""

import socket

import psycopg2
import pytest
import redis


@pytest.mark.postgres
def test_each_test_gets_a_database_of_its_own_on_a_server_that_syncs(
    postgres_database: str,
) -> None:
    connection = psycopg2.connect(postgres_database.replace("+psycopg2", ""))
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('fsync'), current_database()")
            assert cursor.fetchone() == ("on", postgres_database.rpartition("/")[2])
            cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
            assert cursor.fetchone() == (0,)
    finally:
        connection.close()


@pytest.mark.redis
def test_redis_answers(redis_server: str) -> None:
    with redis.Redis.from_url(redis_server) as client:
        assert client.ping()


def test_a_test_cannot_reach_the_internet() -> None:
    with pytest.raises(PermissionError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
