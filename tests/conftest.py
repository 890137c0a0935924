"""Settings of every test, and a PostgreSQL database for those that want one."""

import asyncio
import os
from collections.abc import Iterator
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import settings

from bot.storage.address import without_password

# A busy machine is no reason for a test to fail.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

DEFAULT_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The address of a PostgreSQL server on which databases can be made."""
    server = os.environ.get("REHEARSE_TEST_POSTGRES", DEFAULT_SERVER)
    try:
        asyncio.run(_on_server(server, "SELECT 1"))
    except (OSError, asyncpg.PostgresError) as error:
        shown = without_password(server)
        pytest.skip(f"no PostgreSQL at {shown} (REHEARSE_TEST_POSTGRES): {type(error).__name__}")
    return server


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    name = f"rehearse_test_{uuid4().hex}"
    asyncio.run(_on_server(postgres_server, f'CREATE DATABASE "{name}"'))
    yield postgres_server.rpartition("/")[0] + f"/{name}"
    asyncio.run(_on_server(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)'))


async def _on_server(server: str, sql: str) -> None:
    connection = await asyncpg.connect(server, timeout=5)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()
