"""What revision remembers, as statements (the `RevisionRecords` of `bot.practice.learning`)."""

from datetime import datetime
from typing import Any

from bot.practice.revision import Memory
from bot.storage.moments import micros, moment
from bot.storage.statements import Statements


class RevisionRecords:
    """The cards a learner has met, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def remembered_cards(self, learner: int) -> dict[str, Memory]:
        """Return what is remembered of each card a learner has met, by its id."""
        rows = self._sql.remembered_cards(self._connection, learner=learner)
        return {
            card: Memory(state, step, stability, difficulty, moment(due), moment(reviewed))
            async for card, state, step, stability, difficulty, due, reviewed in rows
        }

    async def review_card(self, learner: int, card: str, memory: Memory, since: datetime) -> bool:
        """Remember a review; False, and nothing kept, when there was one at `since` or later."""
        kept = await self._sql.review_card(
            self._connection,
            learner=learner,
            card=card,
            state=memory.state,
            step=memory.step,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due_at=micros(memory.due_at),
            reviewed_at=micros(memory.reviewed_at),
            since=micros(since),
        )
        return kept is not None
