"""A database, whichever it is: what the rest of the program uses."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import TypeAlias, TypeVar

from bot.practice.records import Attempt
from bot.storage.errors import StorageError
from bot.storage.transaction import Transaction

T = TypeVar("T")
Work: TypeAlias = Callable[[Transaction], Awaitable[T]]

_FORGOTTEN_AT_ONCE = 1000
_READY_SECONDS = 1.0


class Database(ABC):
    """An open database; `open_database` gives one."""

    @abstractmethod
    async def transact(self, work: Work[T]) -> T:
        """Run `work` inside a transaction and return its result once that is on disk.

        What `work` raises undoes what it did, and nothing else, and is raised here. `work` awaits
        nothing but the transaction, for others wait for it, and leaves it alone afterwards. When
        the caller is cancelled, all of `work` is committed or none.

        Raises DatabaseUnavailable when it is not known to be committed.
        """

    @abstractmethod
    def attempts(self) -> AsyncIterator[Attempt]:
        """Give every attempt, oldest first, as they all were at one moment.

        Raises DatabaseUnavailable.
        """

    @abstractmethod
    async def close(self) -> None:
        """Finish what was asked and close every connection."""

    async def forget_old(self, before: datetime) -> None:
        """Delete updates handled, calls sent or given up, and wrong codes, before a moment.

        A few are deleted in each transaction, so that nobody waits long meanwhile. Raises
        DatabaseUnavailable.
        """
        most = _FORGOTTEN_AT_ONCE
        while await self.transact(lambda tx: tx.forget_claims(before, most)):
            pass
        await self.transact(lambda tx: tx.forget_wrong_codes(before))
        call: int | None = 0
        while call is not None:
            call = await self.transact(
                partial(Transaction.forget_calls, before=before, after=call, most=most)
            )

    async def ready(self) -> bool:
        """Whether the database answers a query within a second."""
        try:
            async with asyncio.timeout(_READY_SECONDS):
                await self.transact(_look)
        except (TimeoutError, StorageError):
            return False
        return True


async def _look(transaction: Transaction) -> None:
    await transaction.newest_keyboard(0)
