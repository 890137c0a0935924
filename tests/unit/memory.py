"""What practice remembers, kept in memory: the `Records` of tests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.practice.debrief import Answer
from bot.practice.records import (
    Attempt,
    Learner,
    NewAttempt,
    NewReplay,
    RecordedTurn,
    Result,
)


class MemoryRecords:
    """Records without a database; what is there can be looked at and changed."""

    def __init__(self) -> None:
        self.learners: dict[int, Learner] = {}
        self.attempts: dict[int, Attempt] = {}
        self.texts: dict[tuple[str, str], bytes] = {}
        self.answers: dict[int, list[Answer]] = {}

    async def learner(self, telegram_id: int) -> Learner | None:
        return self.learners.get(telegram_id)

    async def agree(self, telegram_id: int, at: datetime) -> Learner:
        new = Learner(len(self.learners) + 1, telegram_id, at)
        return self.learners.setdefault(telegram_id, new)

    async def attempt(self, token: str) -> Attempt | None:
        return next((each for each in self.attempts.values() if each.token == token), None)

    async def under_way(self, learner: int) -> Attempt | None:
        own = (each for each in self.attempts.values() if each.learner == learner)
        return next((each for each in own if each.under_way), None)

    async def latest_attempt(self, learner: int, scenario: str) -> Attempt | None:
        own = (each for each in reversed(self.attempts.values()) if each.learner == learner)
        return next((a for a in own if a.scenario == scenario and a.replaced_at is None), None)

    async def start_attempt(self, new: NewAttempt) -> bool:
        if await self.under_way(new.learner) is not None:
            return False
        number = len(self.attempts) + 1
        self.attempts[number] = Attempt(
            id=number,
            learner=new.learner,
            token=new.token,
            scenario=new.scenario,
            version=new.version,
            mode="practice",
            started_at=new.at,
            completed_at=None,
            replaced_at=None,
            shown=new.shown,
            turns=(),
            result=None,
        )
        return True

    async def start_replay(self, new: NewReplay) -> bool:
        source = self.attempts[new.attempt]
        if await self.under_way(source.learner) is not None:
            return False
        number = len(self.attempts) + 1
        self.attempts[number] = replace(
            source,
            id=number,
            token=new.token,
            mode="replay",
            started_at=new.at,
            completed_at=None,
            replaced_at=None,
            shown=new.shown,
            turns=source.turns[: new.turn - 1],
            result=None,
            replays=source.replays or source.id,
            replay_from=new.turn,
        )
        return True

    async def recorded_percent(self, attempt: int) -> int | None:
        result = self.attempts[attempt].result
        return None if result is None else result.percent

    async def debrief(self, attempt: int) -> list[Answer]:
        return sorted(self.answers.get(attempt, []), key=lambda answer: answer.question)

    async def answer_question(self, attempt: int, answer: Answer) -> bool:
        answers = self.answers.setdefault(attempt, [])
        if any(each.question == answer.question for each in answers):
            return False
        answers.append(answer)
        return True

    async def change_answer(self, attempt: int, question: int, text: str) -> None:
        self.answers[attempt] = [
            replace(each, text=text) if each.question == question else each
            for each in self.answers[attempt]
        ]

    async def replace_attempt(self, attempt: int, at: datetime) -> bool:
        if not self.attempts[attempt].under_way:
            return False
        self.attempts[attempt] = replace(self.attempts[attempt], replaced_at=at)
        return True

    async def append_turn(self, attempt: int, number: int, turn: RecordedTurn) -> bool:
        turns = self.attempts[attempt].turns
        if number != len(turns) + 1:
            return False
        self.attempts[attempt] = replace(self.attempts[attempt], turns=(*turns, turn))
        return True

    async def show(self, attempt: int, shown: Sequence[str]) -> None:
        self.attempts[attempt] = replace(self.attempts[attempt], shown=tuple(shown))

    async def complete(self, attempt: int, result: Result, at: datetime) -> None:
        self.attempts[attempt] = replace(self.attempts[attempt], result=result, completed_at=at)

    async def done(self, learner: int) -> Mapping[str, bool]:
        done: dict[str, bool] = {}
        for each in self.attempts.values():
            counts = each.learner == learner and each.mode == "practice"
            if counts and each.result is not None:
                done[each.scenario] = done.get(each.scenario, False) or each.result.achieved
        return done

    async def pinned_text(self, scenario: str, version: str) -> bytes | None:
        return self.texts.get((scenario, version))
