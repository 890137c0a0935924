"""How a learner likes the conversation to look, as statements."""

from typing import Any

from bot.storage.statements import Statements


class PreferenceRecords:
    """What a learner sets about the look of things, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def set_typing(self, learner: int, wanted: bool) -> None:
        """Show "typing..." before a message, or don't."""
        await self._sql.set_typing(self._connection, learner=learner, wanted=wanted)

    async def set_spacing(self, learner: int, wanted: bool) -> None:
        """Put more room between options, or the usual."""
        await self._sql.set_spacing(self._connection, learner=learner, wanted=wanted)
