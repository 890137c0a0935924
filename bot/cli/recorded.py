"""Commands that do one thing in the database."""

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from bot.storage.database import Work

T = TypeVar("T")


def transact(work: "Work[T]") -> T:
    """Do a work in one transaction of the settings' database, and return its result.

    Raises BadSetting or StorageError.
    """
    return asyncio.run(_transact(work))


async def _transact(work: "Work[T]") -> T:
    from bot.settings import read_settings
    from bot.storage.opening import open_database

    async with open_database(read_settings().database_url) as database:
        return await database.transact(work)
