"""Settings of every test, and a PostgreSQL database for those that want one."""

import asyncio
import os
from collections.abc import Iterator
from functools import cache
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import settings

from bot.storage.address import without_password
from scenarios.catalogue import Catalogue, load_catalogue
from scenarios.loading import load_scenario
from scenarios.machine import ScenarioMachine
from scenarios.model import Scenario

# A busy machine is no reason for a test to fail.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

DEFAULT_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    """What a file gives depends on its bytes alone, so bots in one process read each once."""
    catalogue = load_catalogue()
    machines: dict[int, ScenarioMachine] = {}

    @cache
    def load(text: bytes, path: str) -> Scenario:
        return load_scenario(text, path, catalogue)

    def loaded(text: bytes, path: str, given: Catalogue) -> Scenario:
        return load(text, path) if given is catalogue else load_scenario(text, path, given)

    def machine(scenario: Scenario) -> ScenarioMachine:
        if id(scenario) not in machines:
            machines[id(scenario)] = ScenarioMachine(scenario)
        return machines[id(scenario)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.library.load_scenario", loaded)
        patch.setattr("bot.library.load_catalogue", lambda: catalogue)
        patch.setattr("bot.library.ScenarioMachine", machine)
        yield


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
