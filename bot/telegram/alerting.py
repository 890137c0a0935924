"""Alerts on their way: again and again those who look after learners are owed what is due."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog

from bot.storage.calls import Call
from bot.storage.database import Database
from bot.storage.errors import DatabaseUnavailable
from bot.storage.transaction import Transaction
from bot.telegram.conversation import alerts
from bot.telegram.delivery import Delivery

_EVERY_SECONDS = 15.0

log = structlog.get_logger(__name__)


class Alerting:
    """Owes alerts, however many programs do the same on one database: each is owed by one."""

    def __init__(self, database: Database, delivery: Delivery) -> None:
        self._database = database
        self._delivery = delivery

    async def run(self) -> None:
        """Look four times a minute until cancelled; what was begun is committed whole or not."""
        while True:
            try:
                await self._owe(alerts.due)
                await self._owe(alerts.tests)
                await self._database.transact(_forget)
            except DatabaseUnavailable as error:
                log.error("alerts wait for the database", reason=error.reason.value)
            except Exception as error:
                log.error("alerts can't be raised", error=type(error).__name__)
            await asyncio.sleep(_EVERY_SECONDS)

    async def _owe(self, found: Callable[[Transaction, datetime], Awaitable[list[Call]]]) -> None:
        """Owe what is found, each call to its chat, in the transaction that takes it."""
        for chat in await self._database.transact(lambda tx: _owed(tx, found)):
            self._delivery.wake(chat)


async def _owed(
    tx: Transaction, found: Callable[[Transaction, datetime], Awaitable[list[Call]]]
) -> list[int]:
    now = datetime.now(UTC)
    by_chat: dict[int, list[Call]] = {}
    for call in await found(tx, now):
        by_chat.setdefault(call.payload["chat_id"], []).append(call)
    for chat, owed in by_chat.items():
        await tx.owe(chat, owed, now)
    return list(by_chat)


async def _forget(tx: Transaction) -> None:
    await tx.forget_served_disclosures(datetime.now(UTC))
