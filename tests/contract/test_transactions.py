"""What a transaction promises, whoever else is working at the same time."""

import asyncio
import sqlite3

import asyncpg
import pytest

from bot.practice.records import NewAttempt
from bot.storage.database import Database
from bot.storage.errors import DatabaseUnavailable
from bot.storage.opening import open_database
from bot.storage.transaction import Transaction
from tests.contract.plain import NOW, a_learner, look


class Broken(Exception):
    """Raised by works that fail."""


async def claim(database: Database, number: int) -> bool:
    return await database.transact(lambda tx: tx.claim_update(1, number, NOW))


async def claim_and_break(database: Database, number: int) -> None:
    async def work(tx: Transaction) -> None:
        await tx.claim_update(1, number, NOW)
        raise Broken

    await database.transact(work)


async def claim_and_ask_for_nonsense(database: Database, number: int) -> None:
    """Claim an update, then start an attempt of nobody at nothing."""

    async def work(tx: Transaction) -> None:
        await tx.claim_update(1, number, NOW)
        await tx.start_attempt(NewAttempt(404, "token", "none", "none", (), NOW))

    await database.transact(work)


async def claimed(url: str) -> list[int]:
    return [number for (number,) in await look(url, "SELECT update_id FROM updates ORDER BY 1")]


async def test_what_a_work_did_is_there_for_others_once_its_result_is_returned(
    database: Database, url: str
) -> None:
    assert await claim(database, 1)
    assert await claimed(url) == [1]


async def test_what_was_committed_is_there_after_closing_and_opening_again(url: str) -> None:
    async with open_database(url) as database:
        learner = await database.transact(a_learner)
    async with open_database(url) as database:
        assert await database.transact(lambda tx: tx.learner(learner.telegram_id)) == learner


async def test_a_work_that_raises_undoes_what_it_did_and_nothing_else(
    database: Database, url: str
) -> None:
    outcomes = await asyncio.gather(
        claim(database, 1),
        claim_and_break(database, 2),
        claim(database, 3),
        return_exceptions=True,
    )
    assert outcomes[0] is True
    assert isinstance(outcomes[1], Broken)
    assert outcomes[2] is True
    assert await claimed(url) == [1, 3]


async def test_a_refused_statement_undoes_its_own_work_only(database: Database, url: str) -> None:
    outcomes = await asyncio.gather(
        claim(database, 1),
        claim_and_ask_for_nonsense(database, 2),
        claim(database, 3),
        return_exceptions=True,
    )
    assert isinstance(outcomes[1], sqlite3.IntegrityError | asyncpg.ForeignKeyViolationError)
    assert await claimed(url) == [1, 3]


async def test_a_value_that_no_column_holds_is_no_trouble_of_the_database(
    database: Database, url: str
) -> None:
    with pytest.raises((OverflowError, asyncpg.DataError)):
        await claim(database, 2**70)
    assert await claim(database, 1)
    assert await claimed(url) == [1]


async def test_a_work_can_follow_one_that_failed(database: Database, url: str) -> None:
    with pytest.raises(Broken):
        await claim_and_break(database, 1)
    assert await claim(database, 1)
    assert await claimed(url) == [1]


async def test_many_works_at_once_are_all_committed(database: Database, url: str) -> None:
    assert all(await asyncio.gather(*(claim(database, number) for number in range(200))))
    assert await claimed(url) == list(range(200))


async def test_a_caller_who_goes_away_leaves_no_transaction_open(
    database: Database, url: str
) -> None:
    begun = asyncio.Event()

    async def work(tx: Transaction) -> None:
        begun.set()
        await tx.claim_update(1, 1, NOW)
        await tx.claim_update(1, 2, NOW)

    caller = asyncio.create_task(database.transact(work))
    await begun.wait()
    caller.cancel()
    await asyncio.gather(caller, return_exceptions=True)

    assert await claim(database, 3)
    assert await claimed(url) in ([3], [1, 2, 3])


async def test_a_caller_who_goes_away_while_waiting_spoils_no_other(
    database: Database, url: str
) -> None:
    callers = [asyncio.create_task(claim(database, number)) for number in range(30)]
    await asyncio.sleep(0)
    for caller in callers[10:20]:
        caller.cancel()
    outcomes = await asyncio.gather(*callers, return_exceptions=True)

    assert outcomes[:10] == outcomes[20:] == [True] * 10
    assert set(await claimed(url)) >= {*range(10), *range(20, 30)}


async def test_a_database_that_was_closed_says_so(url: str) -> None:
    async with open_database(url) as database:
        assert await database.ready()
    assert not await database.ready()
    with pytest.raises(DatabaseUnavailable):
        await claim(database, 1)


async def test_works_under_way_are_finished_before_the_database_closes(url: str) -> None:
    async with open_database(url) as database:
        callers = [asyncio.create_task(claim(database, number)) for number in range(100)]
        await asyncio.sleep(0)
    assert all(await asyncio.gather(*callers))
    assert await claimed(url) == list(range(100))
