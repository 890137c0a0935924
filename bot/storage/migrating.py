"""Runs Alembic's migrations. Alembic takes most of a second to load: import this when needed."""

import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.ext.asyncio import create_async_engine

_UPGRADE_LOCK = 7_370_131_001  # any number, the same in every process that upgrades


def migrate_sqlite(connection: sqlite3.Connection) -> None:
    """Bring an SQLite database to the newest schema, in one transaction."""
    connection.execute("PRAGMA foreign_keys = OFF")  # rebuilding a table drops the old one
    engine = sa.create_engine("sqlite://", creator=lambda: connection, poolclass=sa.StaticPool)
    sa.event.listen(engine, "begin", lambda begun: begun.exec_driver_sql("BEGIN EXCLUSIVE"))
    with _own_errors(), engine.begin() as begun:
        _migrate(begun)


async def migrate_postgres(connect: Callable[[], Awaitable[Any]]) -> None:
    """Bring a PostgreSQL database to the newest schema, in one transaction.

    `connect` opens an asyncpg connection.
    """
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=connect, poolclass=sa.NullPool
    )
    with _own_errors():
        async with engine.begin() as begun:
            await begun.execute(sa.select(sa.func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
            await begun.run_sync(_migrate)


def _migrate(connection: sa.Connection) -> None:
    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _own_errors() -> Iterator[None]:
    """Raise the driver's own errors, not those that SQLAlchemy wraps around them."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        wrapped = error.orig
        own = wrapped.__cause__ if wrapped is not None and wrapped.__cause__ else wrapped
        raise own or error from error
