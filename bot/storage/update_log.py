"""Which updates were handled, and which were set aside for the operator."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.storage.moments import micros, moment
from bot.storage.statements import Statements


@dataclass(frozen=True, slots=True)
class SetAside:
    """An update that could not be handled in `tries` tries.

    `chat_id` is whose it is. `payload` is the update as JSON text; `error` says what kind of error
    it met and where.
    """

    bot_id: int
    update_id: int
    chat_id: int
    payload: str
    error: str
    tries: int
    at: datetime


class UpdateLog:
    """The updates, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def claim_update(self, bot_id: int, update_id: int, at: datetime) -> bool:
        """Record that this update is being handled; False when it was handled before."""
        claimed = await self._sql.claim_update(
            self._connection, bot_id=bot_id, update_id=update_id, at=micros(at)
        )
        return claimed is not None

    async def forget_claims(self, before: datetime, most: int) -> bool:
        """Forget about `most` updates handled before a moment, oldest first; False if none was."""
        last = await self._sql.last_old_claim(self._connection, before=micros(before), most=most)
        if last is None:
            return False
        await self._sql.forget_claims(self._connection, last=last)
        return True

    async def set_aside(self, update: SetAside) -> None:
        """Keep an update for the operator; the same update again replaces what is said of it."""
        await self._sql.set_aside(
            self._connection,
            bot_id=update.bot_id,
            update_id=update.update_id,
            chat_id=update.chat_id,
            payload=update.payload,
            error=update.error,
            tries=update.tries,
            at=micros(update.at),
        )

    async def set_aside_updates(self) -> list[SetAside]:
        """Return what is set aside, oldest first."""
        rows = self._sql.set_aside_updates(self._connection)
        return [
            SetAside(bot_id, update_id, chat_id or 0, payload, error, tries, moment(at))
            async for bot_id, update_id, chat_id, payload, error, tries, at in rows
        ]

    async def take_back(self, bot_id: int, update_id: int) -> str | None:
        """Take an update back to be handled as if it had just arrived.

        Returns its payload, or None when it is not set aside.
        """
        payload: str | None = await self._sql.take_back(
            self._connection, bot_id=bot_id, update_id=update_id
        )
        if payload is not None:
            await self._sql.forget_claim(self._connection, bot_id=bot_id, update_id=update_id)
        return payload
