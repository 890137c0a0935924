"""Codes to move to another account with, and the move."""

import asyncio
from datetime import timedelta

from bot.practice.moving import Moved, NoSuchCode, make_code, move_here
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.contract.plain import LATER, NOW, a_learner, an_attempt, attempt_under_way


async def test_a_code_is_found_by_its_digest_until_it_is_too_old(database: Database) -> None:
    learner = await database.transact(a_learner)
    await database.transact(lambda tx: tx.keep_move_code(learner.id, "digest", LATER))
    assert await database.transact(lambda tx: tx.mover("digest", NOW)) == (learner.id, 7)
    assert await database.transact(lambda tx: tx.mover("other", NOW)) is None
    assert await database.transact(lambda tx: tx.mover("digest", LATER)) is None


async def test_a_learner_has_one_code(database: Database) -> None:
    learner = await database.transact(a_learner)
    for digest in ("first", "second"):
        await database.transact(lambda tx, d=digest: tx.keep_move_code(learner.id, d, LATER))  # type: ignore[misc]
    assert await database.transact(lambda tx: tx.mover("first", NOW)) is None
    assert await database.transact(lambda tx: tx.mover("second", NOW)) is not None


async def test_a_code_is_used_once(database: Database) -> None:
    learner = await database.transact(a_learner)
    await database.transact(lambda tx: tx.keep_move_code(learner.id, "digest", LATER))

    async def use() -> bool:
        return await database.transact(lambda tx: tx.use_move_code("digest"))

    assert sorted(await asyncio.gather(use(), use())) == [False, True]


async def test_a_learner_has_practice_once_they_began_an_attempt(database: Database) -> None:
    learner = await database.transact(a_learner)
    assert not await database.transact(lambda tx: tx.has_practice(learner.id))
    await database.transact(lambda tx: tx.start_attempt(an_attempt(learner, "t1")))
    assert await database.transact(lambda tx: tx.has_practice(learner.id))


async def test_a_move_takes_everything_along_to_the_new_account(database: Database) -> None:
    attempt = await attempt_under_way(database)
    old, new = (
        await database.transact(a_learner),
        await database.transact(lambda t: a_learner(t, 8)),
    )
    await database.transact(lambda tx: tx.unreachable(7, NOW, None))
    await database.transact(lambda tx: tx.move(old.id, new.id, 8))
    moved = await database.transact(lambda tx: tx.learner(8))
    assert moved is not None
    assert moved.id == old.id
    assert await database.transact(lambda tx: tx.learner(7)) is None
    under_way = await database.transact(lambda tx: tx.under_way(moved.id))
    assert under_way is not None
    assert under_way.id == attempt
    kept = await database.transact(lambda tx: tx.kept(moved))
    assert kept.account.unreachable_since is None


async def test_of_two_accounts_that_use_a_code_at_once_one_gets_the_practice(
    database: Database,
) -> None:
    old = await database.transact(a_learner)
    code = await database.transact(lambda tx: make_code(tx, old, NOW))

    async def arrive(account: int) -> str:
        async def work(tx: Transaction) -> str:
            learner = await a_learner(tx, account)
            return type(await move_here(tx, learner, code, NOW)).__name__

        return await database.transact(work)

    assert sorted(await asyncio.gather(arrive(8), arrive(9))) == [
        Moved.__name__,
        NoSuchCode.__name__,
    ]


async def test_a_code_lives_for_an_hour(database: Database) -> None:
    old, new = (
        await database.transact(a_learner),
        await database.transact(lambda t: a_learner(t, 8)),
    )
    code = await database.transact(lambda tx: make_code(tx, old, NOW))
    late = NOW + timedelta(hours=1)
    assert isinstance(
        await database.transact(lambda tx: move_here(tx, new, code, late)), NoSuchCode
    )
    in_time = late - timedelta(microseconds=1)
    assert isinstance(await database.transact(lambda tx: move_here(tx, new, code, in_time)), Moved)
