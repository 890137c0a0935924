"""What practice remembers, as statements (the `Records` of `bot.practice.records`)."""

import json
from collections.abc import AsyncIterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.practice.records import (
    Attempt,
    Learner,
    NewAttempt,
    Preferences,
    RecordedTurn,
    Result,
)
from bot.storage.attempts import attempt_of
from bot.storage.moments import micros, moment, moment_if
from bot.storage.statements import Row, Statements


class PracticeRecords:
    """Learners, attempts, turns and pinned scenario versions, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def learner(self, telegram_id: int) -> Learner | None:
        """Return the learner with this Telegram id, if they agreed."""
        row = await self._sql.learner(self._connection, telegram_id=telegram_id)
        return None if row is None else _learner(*row)

    async def agree(self, telegram_id: int, at: datetime) -> Learner:
        """Record that a person agreed; the first time counts. They can be reached again."""
        row = await self._sql.agree(self._connection, telegram_id=telegram_id, at=micros(at))
        return _learner(*row)

    async def attempt(self, token: str) -> Attempt | None:
        """Return the attempt with this token, with its turns."""
        return await _attempt(self._sql.attempt_by_token(self._connection, token=token))

    async def under_way(self, learner: int) -> Attempt | None:
        """Return the learner's one attempt under way, with its turns."""
        return await _attempt(self._sql.attempt_under_way(self._connection, learner=learner))

    async def latest_attempt(self, learner: int, scenario: str) -> Attempt | None:
        """Return the learner's last attempt at a scenario that was not set aside."""
        rows = self._sql.latest_attempt(self._connection, learner=learner, scenario=scenario)
        return await _attempt(rows)

    async def start_attempt(self, new: NewAttempt) -> bool:
        """Start an attempt; False when the learner has one under way already."""
        started = await self._sql.start_attempt(
            self._connection,
            learner=new.learner,
            token=new.token,
            scenario=new.scenario,
            version=new.version,
            at=micros(new.at),
            shown=json.dumps(new.shown),
            enrolment=new.enrolment,
        )
        return started is not None

    async def replace_attempt(self, attempt: int, at: datetime) -> bool:
        """End an attempt under way without a result; False when it was not under way."""
        replaced = await self._sql.replace_attempt(self._connection, attempt=attempt, at=micros(at))
        return replaced is not None

    async def append_turn(self, attempt: int, number: int, turn: RecordedTurn) -> bool:
        """Record turn `number` (from 1); False when that turn was taken already."""
        taken = await self._sql.append_turn(
            self._connection,
            attempt=attempt,
            turn=number,
            node=turn.node,
            choice=turn.choice,
            shown=json.dumps(turn.shown),
            at=micros(turn.at),
        )
        return taken is not None

    async def show(self, attempt: int, shown: Sequence[str]) -> None:
        """Remember the order of the choices that are on offer now."""
        await self._sql.show(self._connection, attempt=attempt, shown=json.dumps(tuple(shown)))

    async def complete(self, attempt: int, result: Result, at: datetime) -> None:
        """Close an attempt with its marks."""
        await self._sql.complete(
            self._connection,
            attempt=attempt,
            at=micros(at),
            ending=result.ending,
            percent=result.percent,
            achieved=result.achieved,
            marks=json.dumps({point: dict(marks) for point, marks in result.marks.items()}),
        )

    async def done(self, learner: int) -> Mapping[str, bool]:
        """Return which scenarios the learner completed, and whether it ever was achieved.

        Replays don't count.
        """
        rows = self._sql.done(self._connection, learner=learner)
        return {scenario: bool(achieved) async for scenario, achieved in rows}

    async def pin(self, scenario: str, version: str, text: bytes, at: datetime) -> None:
        """Keep the bytes of a scenario version; an attempt can start on no other."""
        await self._sql.pin(
            self._connection, scenario=scenario, version=version, text=text, at=micros(at)
        )

    async def pinned_text(self, scenario: str, version: str) -> bytes | None:
        """Return the bytes of a scenario version that attempts are pinned to."""
        text: bytes | None = await self._sql.pinned_text(
            self._connection, scenario=scenario, version=version
        )
        return text


async def _attempt(rows: AsyncIterable[Row]) -> Attempt | None:
    found = [row async for row in rows]
    return attempt_of(found) if found else None


def _learner(  # noqa: PLR0917 - one for each column
    id_: int,
    telegram_id: int,
    agreed_at: int,
    unit: str | None,
    typing: int,
    spacing: int,
    time_zone: str,
    remind_at: int | None,
) -> Learner:
    preferences = Preferences(unit, bool(typing), bool(spacing), time_zone, moment_if(remind_at))
    return Learner(id_, telegram_id, moment(agreed_at), preferences)
