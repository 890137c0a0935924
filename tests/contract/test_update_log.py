"""Which updates were handled, and which were set aside."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest

from bot.storage.database import Database
from bot.storage.transaction import Transaction
from bot.storage.update_log import SetAside
from tests.contract.plain import LATER, NOW

ASIDE = SetAside(1, 5, 7, '{"update_id": 5}', "KeyError in handlers.py", 3, NOW)


async def claim(database: Database, bot: int, update: int) -> bool:
    return await database.transact(lambda tx: tx.claim_update(bot, update, NOW))


async def test_an_update_is_claimed_once(database: Database) -> None:
    assert await claim(database, 1, 5)
    assert not await claim(database, 1, 5)
    assert await claim(database, 1, 6)
    assert await claim(database, 2, 5), "another bot numbers its updates itself"


async def test_one_of_many_claims_at_the_same_time_is_granted(database: Database) -> None:
    claims = await asyncio.gather(*(claim(database, 1, 5) for _ in range(8)))
    assert claims.count(True) == 1


async def test_updates_set_aside_are_listed_oldest_first(database: Database) -> None:
    assert await database.transact(lambda tx: tx.set_aside_updates()) == []
    earlier = SetAside(1, 9, 7, "{}", "ValueError in views.py", 3, NOW)
    later = SetAside(1, 4, 7, "{}", "ValueError in views.py", 3, LATER)

    async def set_aside(tx: Transaction) -> list[SetAside]:
        await tx.set_aside(later)
        await tx.set_aside(earlier)
        return await tx.set_aside_updates()

    assert await database.transact(set_aside) == [earlier, later]


async def test_an_update_set_aside_again_is_listed_once(database: Database) -> None:
    again = SetAside(1, 5, 7, ASIDE.payload, "TypeError in handlers.py", 4, LATER)

    async def set_aside(tx: Transaction) -> list[SetAside]:
        await tx.set_aside(ASIDE)
        await tx.set_aside(again)
        return await tx.set_aside_updates()

    assert await database.transact(set_aside) == [again]


async def test_an_update_taken_back_is_as_if_it_had_just_arrived(database: Database) -> None:
    await claim(database, 1, 5)
    await database.transact(lambda tx: tx.set_aside(ASIDE))

    assert await database.transact(lambda tx: tx.take_back(1, 5)) == ASIDE.payload
    assert await database.transact(lambda tx: tx.set_aside_updates()) == []
    assert await claim(database, 1, 5)


async def test_nothing_is_taken_back_that_is_not_set_aside(database: Database) -> None:
    await claim(database, 1, 5)
    assert await database.transact(lambda tx: tx.take_back(1, 5)) is None
    assert not await claim(database, 1, 5)


async def test_old_claims_are_forgotten_and_updates_set_aside_are_not(database: Database) -> None:
    async def handle(tx: Transaction) -> None:
        await tx.claim_update(1, 5, NOW)
        await tx.claim_update(1, 6, LATER)
        await tx.set_aside(ASIDE)

    await database.transact(handle)
    await database.forget_old(LATER)
    assert await claim(database, 1, 5)
    assert not await claim(database, 1, 6)
    assert await database.transact(lambda tx: tx.set_aside_updates()) == [ASIDE]


async def test_old_claims_are_forgotten_however_many_there_are(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database._FORGOTTEN_AT_ONCE", 2)
    for number in range(7):
        at = NOW + timedelta(microseconds=number // 3)
        await database.transact(
            partial(Transaction.claim_update, bot_id=1, update_id=number, at=at)
        )
    await database.transact(lambda tx: tx.claim_update(2, 0, LATER))

    await database.forget_old(LATER)
    assert all([await claim(database, 1, number) for number in range(7)])
    assert not await claim(database, 2, 0)
