"""Other ways through recorded attempts (the `ReplayRecords` of `bot.practice.replay`)."""

import json
from typing import Any

from bot.practice.records import NewReplay
from bot.storage.moments import micros
from bot.storage.statements import Statements


class Replays:
    """Replays, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def start_replay(self, new: NewReplay) -> bool:
        """Start a replay; False when the learner has an attempt under way already."""
        replay = await self._sql.start_replay(
            self._connection,
            token=new.token,
            at=micros(new.at),
            shown=json.dumps(new.shown),
            turn=new.turn,
            attempt=new.attempt,
        )
        if replay is None:
            return False
        await self._sql.copy_turns(
            self._connection, replay=replay, attempt=new.attempt, turn=new.turn
        )
        return True

    async def recorded_percent(self, attempt: int) -> int | None:
        """Return the per cent of a completed attempt."""
        percent: int | None = await self._sql.recorded_percent(self._connection, attempt=attempt)
        return percent
