"""Attempts marked again: the newest result counts, and the earlier ones stay."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.practice.records import Attempt, Result
from bot.practice.remarking import Remark
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.contract.plain import (
    LATER,
    NOW,
    VERSION,
    a_learner,
    a_turn,
    an_attempt,
    look,
    remove_learners,
)

FIRST = "first"
CORRECTED = "ba9876543210"
BEFORE = Result("plan", 50, False, {"boundaries": {"marks": 1, "max": 2, "status": "partly met"}})
AFTER = Result("plan", 100, True, {"boundaries": {"marks": 2, "max": 2, "status": "met"}})


async def completed(tx: Transaction, token: str = FIRST, telegram_id: int = 7) -> Attempt:
    """Let a learner complete an attempt with the result BEFORE."""
    learner = await a_learner(tx, telegram_id)
    assert await tx.start_attempt(an_attempt(learner, token))
    attempt = await found(tx, token)
    assert await tx.append_turn(attempt.id, 1, a_turn())
    await tx.complete(attempt.id, BEFORE, LATER)
    return await found(tx, token)


async def found(tx: Transaction, token: str = FIRST) -> Attempt:
    attempt = await tx.attempt(token)
    assert attempt is not None
    return attempt


def remark(attempt: int, **fields: str | Result) -> Remark:
    made = Remark(attempt, NOW, "Ms Rahman", "It's fairer.", VERSION, CORRECTED, BEFORE, AFTER)
    return replace(made, **fields)  # type: ignore[arg-type]  # any field


async def test_the_new_result_is_the_attempts_and_the_earlier_one_stays(database: Database) -> None:
    attempt = await database.transact(completed)
    kept = remark(attempt.id)
    assert await database.transact(lambda tx: tx.remark(kept))

    assert await database.transact(found) == replace(attempt, result=AFTER, marked_by=CORRECTED)
    assert [each async for each in database.attempts()] == [await database.transact(found)]
    assert await database.transact(lambda tx: tx.remarks(attempt.id)) == [kept]
    (finished,) = await database.transact(lambda tx: tx.completed(attempt.learner))
    assert (finished.version, finished.percent, finished.achieved) == (VERSION, 100, True)


async def test_the_same_remark_counts_once(database: Database) -> None:
    attempt = await database.transact(completed)
    kept = remark(attempt.id)
    tries = [database.transact(lambda tx: tx.remark(kept)) for _ in range(5)]

    assert sorted(await asyncio.gather(*tries)) == [False] * 4 + [True]
    assert await database.transact(lambda tx: tx.remarks(attempt.id)) == [kept]


async def test_remarks_follow_each_other_each_from_the_version_before(database: Database) -> None:
    attempt = await database.transact(completed)
    first = remark(attempt.id)
    back = remark(
        attempt.id, from_version=CORRECTED, to_version=VERSION, before=AFTER, after=BEFORE
    )
    assert not await database.transact(lambda tx: tx.remark(back))
    assert await database.transact(lambda tx: tx.remark(first))
    assert await database.transact(lambda tx: tx.remark(back))

    assert await database.transact(lambda tx: tx.remarks(attempt.id)) == [first, back]
    again = await database.transact(found)
    assert (again.result, again.marked_by) == (BEFORE, VERSION)


async def test_an_attempt_under_way_or_given_up_keeps_no_remark(database: Database) -> None:
    async def work(tx: Transaction) -> list[bool]:
        learner = await a_learner(tx)
        assert await tx.start_attempt(an_attempt(learner, FIRST))
        attempt = await found(tx)
        under_way = await tx.remark(remark(attempt.id))
        await tx.replace_attempt(attempt.id, LATER)
        return [under_way, await tx.remark(remark(attempt.id))]

    assert await database.transact(work) == [False, False]
    assert (await database.transact(found)).result is None


async def test_what_fails_half_way_keeps_nothing_of_a_remark(database: Database) -> None:
    attempt = await database.transact(completed)

    async def fail(tx: Transaction) -> None:
        assert await tx.remark(remark(attempt.id))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.transact(fail)
    assert await database.transact(found) == attempt
    assert await database.transact(lambda tx: tx.remarks(attempt.id)) == []


async def test_only_the_learners_own_remarks_are_among_what_is_held_about_them(
    database: Database,
) -> None:
    async def work(tx: Transaction) -> list[int]:
        made = [await completed(tx, f"token-{n}", n) for n in (7, 8)]
        for attempt in made:
            assert await tx.remark(remark(attempt.id, reason=f"For {attempt.token}"))
        return [attempt.id for attempt in made]

    first, _ = await database.transact(work)

    async def kept(tx: Transaction) -> object:
        return (await tx.kept(await a_learner(tx))).remarks

    assert await database.transact(kept) == {first: [remark(first, reason="For token-7")]}


async def test_remarks_go_with_their_learner(database: Database, url: str) -> None:
    attempt = await database.transact(completed)
    assert await database.transact(lambda tx: tx.remark(remark(attempt.id)))
    await remove_learners(url)
    assert await look(url, "SELECT * FROM remarks") == []


async def test_progress_keeps_the_moment_at_which_an_attempt_ended(database: Database) -> None:
    """To be marked again is no new attempt: it stays where it was in the learner's list."""

    async def work(tx: Transaction) -> list[str]:
        first = await completed(tx)
        learner = await a_learner(tx)
        assert await tx.start_attempt(an_attempt(learner, "second"))
        second = await found(tx, "second")
        await tx.complete(second.id, BEFORE, LATER + timedelta(minutes=1))
        assert await tx.remark(remark(first.id))
        return [each.token for each in await tx.completed(learner.id)]

    assert await database.transact(work) == ["first", "second"]
