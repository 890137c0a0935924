"""Moving a practice to another Telegram account, as statements."""

from datetime import datetime
from typing import Any

from bot.storage.moments import micros
from bot.storage.statements import Statements


class MovingRecords:
    """Codes to move with, and the move itself, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def keep_move_code(self, learner: int, digest: str, expires_at: datetime) -> None:
        """Keep the digest of a learner's code in the place of any earlier one."""
        await self._sql.keep_move_code(
            self._connection, learner=learner, digest=digest, expires_at=micros(expires_at)
        )

    async def mover(self, digest: str, now: datetime) -> tuple[int, int] | None:
        """Return the learner id and the Telegram id of whoever made a code that still works."""
        row = await self._sql.mover(self._connection, digest=digest, now=micros(now))
        return None if row is None else (row[0], row[1])

    async def use_move_code(self, digest: str) -> bool:
        """Use a code up; False when that has happened already."""
        return await self._sql.use_move_code(self._connection, digest=digest) is not None

    async def has_practice(self, learner: int) -> bool:
        """Whether a learner has attempts or cards."""
        return bool(await self._sql.has_practice(self._connection, learner=learner))

    async def move(self, learner: int, away: int, to: int) -> None:
        """Give a learner the account `to`, whose own learner `away` is deleted.

        Roles in centres go along.
        """
        left = await self._sql.telegram_id_of(self._connection, learner=learner)
        await self._sql.move_members(self._connection, away=left, arriving=to)
        await self._sql.forget_learner(self._connection, learner=away)
        await self._sql.move_learner(self._connection, learner=learner, telegram_id=to)
