"""What revision remembers."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.practice.revision import Memory
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.contract.plain import LATER, NOW, a_learner

MEMORY = Memory(2, None, 2.3065, 2.118103970459016, NOW + timedelta(days=2), NOW)
AGAIN = replace(MEMORY, stability=0.1, due_at=NOW + timedelta(days=9), reviewed_at=LATER)


async def test_a_card_is_remembered_as_it_was_reviewed_last(database: Database) -> None:
    async def review(tx: Transaction) -> dict[str, Memory]:
        sam, kim = await a_learner(tx, 7), await a_learner(tx, 8)
        assert await tx.review_card(sam.id, "term:rapport", MEMORY, NOW)
        assert await tx.review_card(sam.id, "term:rapport", AGAIN, LATER)
        assert await tx.review_card(sam.id, "mistake:aim-l2-mentoring.power", MEMORY, NOW)
        assert await tx.remembered_cards(kim.id) == {}
        return await tx.remembered_cards(sam.id)

    assert await database.transact(review) == {
        "term:rapport": AGAIN,
        "mistake:aim-l2-mentoring.power": MEMORY,
    }


async def test_a_card_is_reviewed_once_in_a_session(database: Database) -> None:
    learner = await database.transact(a_learner)

    async def review(memory: Memory) -> bool:
        return await database.transact(
            lambda tx: tx.review_card(learner.id, "term:grow", memory, NOW)
        )

    kept = await asyncio.gather(*(review(memory) for memory in (MEMORY, AGAIN, MEMORY)))
    assert sorted(kept) == [False, False, True]
    assert not await review(AGAIN)
