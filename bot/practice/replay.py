"""Another way: a finished attempt played again from one of its decisions.

A replay is an attempt of its own, beside the recorded one, which stays as it is. The turns before
the decision are copied into it, and the decision is shown as it was.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.practice.attempts import TOKEN_BYTES, Position, Practice, Started
from bot.practice.library import Library
from bot.practice.records import Attempt, Learner, NewReplay, Records


class ReplayRecords(Records, Protocol):
    """The memory of practice and of replays, within one transaction."""

    async def start_replay(self, new: NewReplay) -> bool:
        """Start a replay of an attempt of the same learner, with the turns before it copied.

        False when the learner has an attempt under way already.
        """


@dataclass(frozen=True, slots=True)
class StillUnderWay:
    """The learner has this attempt under way; nothing was started.

    `same` tells that it is the very replay asked for.
    """

    attempt: Attempt
    same: bool


@dataclass(frozen=True, slots=True)
class Replaying:
    """The use cases, over the records of one transaction at one moment."""

    records: ReplayRecords
    library: Library
    now: datetime

    async def turns(self, learner: Learner, token: str) -> Position | None:
        """Return an attempt that can go another way: the learner's own, finished, with turns."""
        position = await self._practice.review(learner, token)
        if position is None or position.attempt.result is None or not position.turns:
            return None
        return position

    async def start(
        self, learner: Learner, token: str, turn: int, replaces: str | None
    ) -> Started | StillUnderWay | None:
        """Go another way from turn `turn` (from 1) of a finished attempt.

        An attempt under way is given up only when `replaces` names it, as in `Practice.start`.
        None when there is no such attempt or turn.
        """
        position = await self.turns(learner, token)
        if position is None or not 1 <= turn <= len(position.turns):
            return None
        return await self._start(learner, position.attempt, turn, replaces)

    async def again(self, learner: Learner, token: str) -> Started | StillUnderWay | None:
        """Start a replay again from its decision, giving it up if it is under way.

        None when the attempt is not a replay, or not the learner's.
        """
        position = await self._practice.review(learner, token)
        if position is None or position.attempt.replay_from is None:
            return None
        return await self._start(learner, position.attempt, position.attempt.replay_from, token)

    async def _start(
        self, learner: Learner, attempt: Attempt, turn: int, replaces: str | None
    ) -> Started | StillUnderWay:
        under_way = await self.records.under_way(learner.id)
        if under_way is not None:
            if under_way.token != replaces:
                return StillUnderWay(under_way, _same(under_way, attempt, turn))
            await self.records.replace_attempt(under_way.id, self.now)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        shown = [each.shown for each in attempt.turns] + [attempt.shown]
        new = NewReplay(attempt.id, turn, token, shown[turn - 1], self.now)
        if not await self.records.start_replay(new):
            return await self._start(learner, attempt, turn, replaces)
        position = await self._practice.review(learner, token)
        if position is None:
            raise LookupError("a replay disappeared within one transaction")
        return Started(position)

    @property
    def _practice(self) -> Practice:
        return Practice(self.records, self.library, self.now)


def _same(under_way: Attempt, attempt: Attempt, turn: int) -> bool:
    """Whether what is under way is the replay of `attempt` from `turn`."""
    return (
        under_way.replays == (attempt.replays or attempt.id)
        and under_way.replay_from == turn
        and under_way.turns[: turn - 1] == attempt.turns[: turn - 1]
    )
