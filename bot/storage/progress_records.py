"""A learner's completed attempts (the `ProgressRecords` of `bot.practice.progress`)."""

import json
from typing import Any

from bot.practice.progress import Finished
from bot.storage.moments import moment
from bot.storage.statements import Statements
from scoring.marking import Status


class ProgressRecords:
    """What was completed, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def completed(self, learner: int) -> list[Finished]:
        """Return the completed practice attempts of a learner, the oldest first; no replays."""
        rows = self._sql.completed(self._connection, learner=learner)
        return [_finished(*row) async for row in rows]

    async def finished(self, learner: int, most: int, skip: int) -> list[Finished]:
        """Return `most` completed attempts after `skip` of them, the newest first, with replays."""
        rows = self._sql.finished(self._connection, learner=learner, most=most, skip=skip)
        return [_finished(*row) async for row in rows]

    async def count_finished(self, learner: int) -> int:
        """Return how many attempts a learner has completed, with replays."""
        count: int = await self._sql.count_finished(self._connection, learner=learner)
        return count


def _finished(  # noqa: PLR0917 - one for each column
    token: str,
    scenario: str,
    version: str,
    mode: str,
    completed_at: int,
    percent: int,
    achieved: int,
    marks: str,
) -> Finished:
    by_point = json.loads(marks)
    return Finished(
        token=token,
        scenario=scenario,
        version=version,
        mode=mode,
        at=moment(completed_at),
        percent=percent,
        achieved=bool(achieved),
        statuses={point: Status(each["status"]) for point, each in by_point.items()},
        slipped=frozenset(point for point, each in by_point.items() if each.get("slips")),
    )
