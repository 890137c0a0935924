"""What the page's database holds, whichever kind it is."""

import asyncio
from typing import Any, TypeAlias

from bot.storage.schema import VERSION_TABLE
from tests.contract.plain import look
from tests.telegram.phone import PATIENCE_SECONDS

Tables: TypeAlias = dict[str, list[tuple[Any, ...]]]

_OF_NOBODY = frozenset({VERSION_TABLE, "scenario_versions"})
_OWED = "SELECT 1 FROM outbox WHERE sent_at IS NULL AND failed IS NULL"


async def everything(url: str) -> Tables:
    """Return the rows of every table, scenarios apart."""
    asked = (
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        if url.startswith("sqlite")
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    names = {name for (name,) in await look(url, asked)} - _OF_NOBODY
    return {name: await look(url, f"SELECT * FROM {name}") for name in sorted(names)}  # noqa: S608 - our own tables


async def about(url: str, person: int) -> Tables:
    """Return the rows that name a person."""
    return {
        table: found
        for table, rows in (await everything(url)).items()
        if (found := [row for row in rows if str(person) in repr(row)])
    }


async def visitors(url: str) -> list[int]:
    """Return who has a phone on the page, the newest last."""
    return [
        person for (person,) in await look(url, "SELECT person FROM page_visitors ORDER BY came_at")
    ]


async def settled(url: str) -> None:
    """Wait until nothing is owed any more."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await look(url, _OWED):  # noqa: ASYNC110
            await asyncio.sleep(0.005)  # a database tells nobody of a change
