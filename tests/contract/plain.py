"""The database as its own driver sees it, and the records that tests put there."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg

from bot.practice.records import Learner, NewAttempt, RecordedTurn
from bot.storage.address import sqlite_path
from bot.storage.database import Database
from bot.storage.transaction import Transaction

NOW = datetime(2031, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
LATER = NOW + timedelta(seconds=1)
SCENARIO, VERSION = "locked-out", "0123456789ab"


async def look(url: str, sql: str) -> list[tuple[Any, ...]]:
    """Run one statement on a connection of its own and return its rows."""
    path = sqlite_path(url)
    if path is not None:
        with closing(sqlite3.connect(path, isolation_level=None)) as file:
            return file.execute(sql).fetchall()
    server = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await server.fetch(sql)]
    finally:
        await server.close()


async def remove_learners(url: str) -> None:
    """Delete every learner, as an operator does by hand."""
    path = sqlite_path(url)
    if path is None:
        await look(url, "DELETE FROM learners")
        return
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("PRAGMA foreign_keys = ON")
        file.execute("DELETE FROM learners")


async def a_learner(tx: Transaction, telegram_id: int = 7) -> Learner:
    """Let a learner agree, and pin the scenario that `an_attempt` is at."""
    await tx.pin(SCENARIO, VERSION, b"format: 1", NOW)
    return await tx.agree(telegram_id, NOW)


def an_attempt(learner: Learner, token: str, at: datetime = NOW) -> NewAttempt:
    """Return what starts an attempt."""
    return NewAttempt(learner.id, token, SCENARIO, VERSION, ("b", "a"), at)


def a_turn(choice: str = "a", shown: Sequence[str] = ("b", "a")) -> RecordedTurn:
    """Return a turn."""
    return RecordedTurn("opening", choice, tuple(shown), NOW)


async def attempt_under_way(database: Database, telegram_id: int = 7) -> int:
    """Start an attempt of a learner and return its id."""

    async def start(tx: Transaction) -> int:
        learner = await a_learner(tx, telegram_id)
        assert await tx.start_attempt(an_attempt(learner, f"token-{telegram_id}"))
        attempt = await tx.under_way(learner.id)
        assert attempt is not None
        return attempt.id

    return await database.transact(start)
