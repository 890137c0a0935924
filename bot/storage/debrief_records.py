"""What learners wrote when they looked back (the `DebriefRecords` of `bot.practice.debrief`)."""

from collections.abc import Mapping
from typing import Any

from bot.practice.debrief import Answer
from bot.storage.moments import micros, moment
from bot.storage.statements import Statements


class DebriefAnswers:
    """The answers of debriefs, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def debrief(self, attempt: int) -> list[Answer]:
        """Return the answers about an attempt, in the order of the questions."""
        rows = self._sql.debrief(self._connection, attempt=attempt)
        return [Answer(question, text, moment(at)) async for question, text, at in rows]

    async def debrief_answers(self, attempt: int) -> Mapping[int, str | None]:
        """Return the answers about an attempt by question (from 1); None for one skipped."""
        return {answer.question: answer.text for answer in await self.debrief(attempt)}

    async def answer_question(self, attempt: int, answer: Answer) -> bool:
        """Keep the answer to a question; False when it has one already."""
        kept = await self._sql.answer_question(
            self._connection,
            attempt=attempt,
            question=answer.question,
            answer=answer.text,
            at=micros(answer.at),
        )
        return kept is not None

    async def change_answer(self, attempt: int, question: int, text: str) -> None:
        """Put another text in the place of an answer; when it was first given stays."""
        await self._sql.change_answer(
            self._connection, attempt=attempt, question=question, answer=text
        )
