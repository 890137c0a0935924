"""How many transactions a second the storage puts on disk."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from bot.storage.opening import open_database, upgrade
from bot.storage.transaction import Transaction

TOGETHER = 64
_ALONE = 500
_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Commits:
    """Transactions a second, each on disk before the next, and TOGETHER waiting at a time."""

    alone: float
    together: float


async def measure_commits(folder: Path) -> Commits:
    """Note updates in a fresh SQLite database in an absolute folder, as a tap does first."""
    url = f"sqlite:///{folder / 'commits.db'}"
    await upgrade(url)
    numbers = count(1)

    async def note(transaction: Transaction) -> bool:
        return await transaction.claim_update(1, next(numbers), datetime.now(UTC))

    async with open_database(url) as database:
        started = time.monotonic()
        for _ in range(_ALONE):
            await database.transact(note)
        alone = time.monotonic() - started
        for _ in range(_ROUNDS):
            await asyncio.gather(*(database.transact(note) for _ in range(TOGETHER)))
        together = time.monotonic() - started - alone
    return Commits(_ALONE / alone, _ROUNDS * TOGETHER / together)
