"""Looking back on a finished attempt: three questions, answered in the learner's own words.

Where a debrief stands is derived from the answers there are: the first question without one is
open. A skipped question counts as answered, with nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.practice.records import Attempt, Learner

QUESTIONS = 3
"""What happened; what I felt and thought; what I will do differently."""

MOST_CHARACTERS = 2000
CHANGEABLE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question (from 1); `text` is None when it was skipped.

    `at` is when it was first given, and stays when the text changes.
    """

    question: int
    text: str | None
    at: datetime


class DebriefRecords(Protocol):
    """The memory of debriefs, within one transaction."""

    async def attempt(self, token: str) -> Attempt | None:
        """Return the attempt with this token."""

    async def debrief(self, attempt: int) -> Sequence[Answer]:
        """Return the answers about an attempt, in the order of the questions."""

    async def answer_question(self, attempt: int, answer: Answer) -> bool:
        """Keep the answer to a question; False when it has one already."""

    async def change_answer(self, attempt: int, question: int, text: str) -> None:
        """Put another text in the place of an answer."""


@dataclass(frozen=True, slots=True)
class Debrief:
    """Where the debrief of a finished attempt stands at the moment `now`."""

    attempt: Attempt
    answers: tuple[Answer, ...]
    now: datetime

    @property
    def open_question(self) -> int | None:
        """The first question without an answer; None when all have one."""
        answered = {answer.question for answer in self.answers}
        return next((each for each in range(1, QUESTIONS + 1) if each not in answered), None)

    @property
    def changeable(self) -> bool:
        """Whether all is answered, and the last answer first came within CHANGEABLE."""
        if self.open_question is not None:
            return False
        return self.now - max(answer.at for answer in self.answers) <= CHANGEABLE

    def text(self, question: int) -> str | None:
        """Return the answer to a question; None when it was skipped or is open."""
        return next((each.text for each in self.answers if each.question == question), None)


@dataclass(frozen=True, slots=True)
class TooLong:
    """An answer of `length` characters, more than MOST_CHARACTERS; nothing was kept."""

    length: int


@dataclass(frozen=True, slots=True)
class Debriefing:
    """The use cases, over the records of one transaction at one moment.

    Each returns None for an attempt that is not the learner's own, or not finished.
    """

    records: DebriefRecords
    now: datetime

    async def look_back(self, learner: Learner, token: str) -> Debrief | None:
        """Return where the debrief of an attempt stands."""
        attempt = await self.records.attempt(token)
        if attempt is None or attempt.learner != learner.id or attempt.result is None:
            return None
        return Debrief(attempt, tuple(await self.records.debrief(attempt.id)), self.now)

    async def answer(
        self, learner: Learner, token: str, question: int, text: str
    ) -> Debrief | TooLong | None:
        """Keep `text` as the answer to a question, if that is the open one."""
        if len(text) > MOST_CHARACTERS:
            return TooLong(len(text))
        return await self._keep(learner, token, question, text)

    async def skip(self, learner: Learner, token: str, question: int) -> Debrief | None:
        """Keep that a question was skipped, if that is the open one."""
        return await self._keep(learner, token, question, None)

    async def change(
        self, learner: Learner, token: str, question: int, text: str
    ) -> Debrief | TooLong | None:
        """Put `text` in the place of an answer, while the debrief is changeable."""
        debrief = await self.look_back(learner, token)
        if debrief is None or not debrief.changeable:
            return debrief
        if len(text) > MOST_CHARACTERS:
            return TooLong(len(text))
        await self.records.change_answer(debrief.attempt.id, question, text)
        return await self.look_back(learner, token)

    async def _keep(
        self, learner: Learner, token: str, question: int, text: str | None
    ) -> Debrief | None:
        debrief = await self.look_back(learner, token)
        if debrief is None or debrief.open_question != question:
            return debrief
        await self.records.answer_question(debrief.attempt.id, Answer(question, text, self.now))
        return await self.look_back(learner, token)
