"""Reminders on their way: every minute those whose time has come are owed one."""

import asyncio
from datetime import UTC, datetime

import structlog

from bot.practice.library import Library
from bot.practice.records import Learner
from bot.practice.reminders import day_ends, take_round
from bot.storage.calls import Call
from bot.storage.database import Database
from bot.storage.errors import DatabaseUnavailable
from bot.storage.transaction import Transaction
from bot.telegram import calls
from bot.telegram.delivery import Delivery
from bot.telegram.views import reminders as views

_EVERY_SECONDS = 60.0
_AT_ONCE = 1  # learners in one transaction: others wait while it is worked out what is due
_BETWEEN_SECONDS = 0.02

log = structlog.get_logger(__name__)


class Reminding:
    """Owes reminders, however many programs do the same on one database."""

    def __init__(self, database: Database, library: Library, delivery: Delivery) -> None:
        self._database = database
        self._library = library
        self._delivery = delivery

    async def run(self) -> None:
        """Look every minute, until cancelled; what was begun is committed whole or not at all."""
        while True:
            try:
                await self._look()
            except DatabaseUnavailable as error:
                log.error("reminders wait for the database", reason=error.reason.value)
            except Exception as error:
                log.error("reminders can't be worked out", error=type(error).__name__)
            await asyncio.sleep(_EVERY_SECONDS)

    async def _look(self) -> None:
        """Owe a reminder to everybody whose time has come."""
        taken = _AT_ONCE
        while taken == _AT_ONCE:
            taken, chats = await self._database.transact(self._owe)
            for chat in chats:
                self._delivery.wake(chat)
            await asyncio.sleep(_BETWEEN_SECONDS)

    async def _owe(self, tx: Transaction) -> tuple[int, list[int]]:
        """Owe reminders to some; return how many learners were looked at, and who is owed one."""
        now = datetime.now(UTC)
        found = await take_round(tx, self._library, now, _AT_ONCE)
        if found.unreadable:
            log.error("what is due can't be worked out", learners=found.unreadable)
        for learner in found.to_remind:
            await tx.owe(learner.telegram_id, _reminder(learner, now), now)
        return found.taken, [learner.telegram_id for learner in found.to_remind]


def _reminder(learner: Learner, now: datetime) -> list[Call]:
    """Return the reminder as calls, which are dropped if they are held up until the evening.

    Its buttons have no purpose: they stand beside those in use and replace none, so a number
    typed below it still answers the newest prompt, and reminders can be turned off at any time.
    """
    before = day_ends(now, learner.preferences.time_zone)
    return [
        Call(call.method, call.payload, before=before)
        for call in calls.send(learner.telegram_id, views.reminder())
    ]
