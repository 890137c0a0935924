"""Reminders, as statements (part of the `ReminderRecords` of `bot.practice.reminders`)."""

from datetime import datetime
from typing import Any

from bot.practice.reminders import Waiting
from bot.storage.moments import micros, moment_if
from bot.storage.statements import Statements


class ReminderRecords:
    """Who is reminded when, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def reminded_at(self, learner: int) -> datetime | None:
        """Return when a learner was last reminded."""
        return moment_if(await self._sql.reminded_at(self._connection, learner=learner))

    async def remind_next(self, learner: int, at: datetime | None) -> None:
        """Look again at `at` whether to remind a learner; None turns reminders off."""
        kept = None if at is None else micros(at)
        await self._sql.remind_next(self._connection, learner=learner, at=kept)

    async def note_reminder(self, learner: int, at: datetime) -> None:
        """Note that a learner is reminded now."""
        await self._sql.note_reminder(self._connection, learner=learner, at=micros(at))

    async def set_time_zone(self, learner: int, zone: str) -> None:
        """Remember where a learner lives."""
        await self._sql.set_time_zone(self._connection, learner=learner, zone=zone)

    async def last_active(self, learner: int) -> datetime | None:
        """Return when a learner last did something."""
        return moment_if(await self._sql.last_active(self._connection, learner=learner))

    async def take_waiting(self, now: datetime, until: datetime, most: int) -> list[Waiting]:
        """Take the learners whose time has come, at most `most`; nobody else takes them then.

        Each is looked at again at `until`, unless `remind_next` says otherwise.
        """
        rows = self._sql.take_waiting(
            self._connection, now=micros(now), until=micros(until), most=most
        )
        return [
            Waiting(telegram_id, unreachable is None, moment_if(reminded))
            async for telegram_id, unreachable, reminded in rows
        ]
