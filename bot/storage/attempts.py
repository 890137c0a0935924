"""Attempts as rows, and rows as attempts."""

import json
from collections.abc import AsyncIterator, Sequence

from bot.practice.records import Attempt, RecordedTurn, Result
from bot.storage.moments import moment, moment_if
from bot.storage.statements import Row

_TURN = 18  # what comes before this column is the attempt, the same in each of its rows


def attempt_of(rows: Sequence[Row]) -> Attempt:
    """Build an attempt from its rows: one for each turn, or a single one without."""
    (
        id_, learner, token, scenario, version, mode, started, completed, replaced, shown,
        ending, percent, achieved, marks, replays, replay_from, enrolment, marked_by,
    ) = rows[0][:_TURN]  # fmt: skip
    return Attempt(
        id=id_,
        learner=learner,
        token=token,
        scenario=scenario,
        version=version,
        mode=mode,
        started_at=moment(started),
        completed_at=moment_if(completed),
        replaced_at=moment_if(replaced),
        shown=tuple(json.loads(shown)),
        turns=tuple(_turn(*row[_TURN:]) for row in rows if row[_TURN] is not None),
        result=None if ending is None else _result(ending, percent, achieved, marks),
        replays=replays,
        replay_from=replay_from,
        marked_by=marked_by,
        enrolment=enrolment,
    )


async def each_attempt(rows: AsyncIterator[Row]) -> AsyncIterator[Attempt]:
    """Build attempts from rows that hold one attempt after the other."""
    own: list[Row] = []
    async for row in rows:
        if own and row[0] != own[0][0]:
            yield attempt_of(own)
            own = []
        own.append(row)
    if own:
        yield attempt_of(own)


def _result(ending: str, percent: int, achieved: int, marks: str) -> Result:
    return Result(ending=ending, percent=percent, achieved=bool(achieved), marks=json.loads(marks))


def _turn(node: str, choice: str, shown: str, at: int) -> RecordedTurn:
    return RecordedTurn(node=node, choice=choice, shown=tuple(json.loads(shown)), at=moment(at))
