"""The unit a learner studies, as statements (the `UnitRecords` of `bot.practice.unit`)."""

from typing import Any

from bot.storage.statements import Statements


class UnitRecords:
    """What a learner practises and the unit they chose, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def practised(self, learner: int) -> list[str]:
        """Return the scenarios a learner has begun, the one begun last first."""
        rows = self._sql.practised(self._connection, learner=learner)
        return [scenario async for (scenario,) in rows]

    async def study(self, learner: int, unit: str) -> None:
        """Remember the unit that a learner chose."""
        await self._sql.study(self._connection, learner=learner, unit=unit)
