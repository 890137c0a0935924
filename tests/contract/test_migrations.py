"""From an older schema to the newest, with what was in it."""

import json

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.address import sqlite_path
from bot.storage.opening import open_database, upgrade
from bot.storage.transaction import Transaction
from tests.contract.plain import look

_OF_SCHEMA_0001 = (
    "INSERT INTO learners (telegram_id, agreed_at) VALUES (7, 1900000000000000)",
    "INSERT INTO scenario_versions (scenario, version, text, first_seen) "
    "VALUES ('locked-out', '0123456789ab', 'format: 1', 1900000000000000)",
    "INSERT INTO attempts (learner_id, token, scenario, version, mode, started_at, shown) "
    "VALUES (1, 'token', 'locked-out', '0123456789ab', 'practice', 1900000000000000, '[]')",
    "INSERT INTO outbox (chat_id, method, payload, typing, owed_at) "
    "VALUES (7, 'sendMessage', '{}', false, 1900000000000000)",
)


async def test_schema_0001_is_upgraded_with_all_that_is_in_it(empty_url: str) -> None:
    """Learners keep their place and get the usual preferences; replies stay owed."""
    await _at(empty_url, "0001")
    for statement in _OF_SCHEMA_0001:
        await look(empty_url, _fitting(empty_url, statement))
    await upgrade(empty_url)
    async with open_database(empty_url) as database:
        await database.transact(_check)


async def test_updates_set_aside_earlier_are_known_to_be_their_learners(empty_url: str) -> None:
    """Each row of `set_aside` gets the chat that its payload names."""
    await _at(empty_url, "0001")
    tap = {"update_id": 1, "callback_query": {"from": {"id": 7}, "chat_instance": "x"}}
    written = {"update_id": 2, "message": {"chat": {"id": 8}, "text": "it's O'Brien"}}
    for update in (tap, written, {"update_id": 3}):
        payload = json.dumps(update).replace("'", "''")
        await look(
            empty_url,
            "INSERT INTO set_aside (bot_id, update_id, payload, error, tries, at) "  # noqa: S608 - ours
            f"VALUES (1, {update['update_id']}, '{payload}', 'KeyError', 3, 0)",
        )
    await upgrade(empty_url)
    found = await look(empty_url, "SELECT update_id, chat_id FROM set_aside ORDER BY update_id")
    assert found == [(1, 7), (2, 8), (3, None)]


async def _check(tx: Transaction) -> None:
    learner = await tx.learner(7)
    assert learner is not None
    assert learner.preferences.typing
    assert not learner.preferences.spacing
    assert learner.preferences.time_zone == "Europe/London"
    assert learner.preferences.unit is None
    assert learner.preferences.remind_at is None
    attempt = await tx.under_way(learner.id)
    assert attempt is not None
    assert attempt.token == "token"
    (owed,) = await tx.owed(7, 10)
    assert owed.attachment is None


async def _at(url: str, schema: str) -> None:
    """Bring a new database to an older schema."""
    path = sqlite_path(url)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        address = f"sqlite+aiosqlite:///{path}"
    else:
        address = f"postgresql+asyncpg://{url.partition('://')[2]}"
    engine = create_async_engine(address)
    async with engine.begin() as connection:
        await connection.run_sync(_migrate, schema)
    await engine.dispose()


def _migrate(connection: sa.Connection, schema: str) -> None:
    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, schema)


def _fitting(url: str, statement: str) -> str:
    """Write the bytes of a text as the database takes them."""
    text = "'format: 1'"
    cast = f"{text}::bytea" if sqlite_path(url) is None else f"CAST({text} AS BLOB)"
    return statement.replace(text, cast)
