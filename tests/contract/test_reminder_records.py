"""What reminders ask of the database."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.practice.library import Library
from bot.practice.records import Result
from bot.practice.reminders import Waiting, take_round
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from scenarios.catalogue import load_catalogue
from tests.contract.plain import LATER, NOW, a_learner, a_turn, an_attempt
from tests.contract.test_revision_records import MEMORY

HOUR = timedelta(hours=1)


async def _with_reminders(tx: Transaction, telegram_id: int, at: datetime | None) -> int:
    learner = await a_learner(tx, telegram_id)
    await tx.remind_next(learner.id, at)
    return learner.id


async def _taken(database: Database, now: datetime, most: int = 100) -> list[Waiting]:
    return await database.transact(lambda tx: tx.take_waiting(now, now + HOUR, most))


async def test_only_learners_whose_time_has_come_are_taken_and_only_once(
    database: Database,
) -> None:
    for telegram_id, at in ((7, NOW), (8, LATER), (9, None), (10, NOW - HOUR)):
        await database.transact(partial(_with_reminders, telegram_id=telegram_id, at=at))
    taken = await _taken(database, NOW)
    assert sorted(taken, key=lambda each: each.telegram_id) == [
        Waiting(7, reachable=True, reminded_at=None),
        Waiting(10, reachable=True, reminded_at=None),
    ]
    assert await _taken(database, NOW) == []
    assert [each.telegram_id for each in await _taken(database, LATER)] == [8]
    assert len(await _taken(database, NOW + HOUR)) == 2


async def test_no_more_are_taken_at_once_than_asked_for(database: Database) -> None:
    async def turn_on(tx: Transaction) -> None:
        for telegram_id in range(10, 17):
            await _with_reminders(tx, telegram_id, NOW - timedelta(seconds=telegram_id))

    await database.transact(turn_on)
    rounds = [await _taken(database, NOW, 3) for _ in range(4)]
    assert [len(taken) for taken in rounds] == [3, 3, 1, 0]
    assert {each.telegram_id for each in rounds[0]} == {14, 15, 16}


async def test_two_that_look_at_once_never_take_the_same_learner(database: Database) -> None:
    async def turn_on(tx: Transaction) -> None:
        for telegram_id in range(10, 30):
            await _with_reminders(tx, telegram_id, NOW)

    await database.transact(turn_on)
    rounds = await asyncio.gather(*(_taken(database, NOW, 8) for _ in range(6)))
    while await _taken(database, NOW, 8):
        pass
    everybody = [each.telegram_id for taken in rounds for each in taken]
    assert len(everybody) == len(set(everybody))


async def test_what_is_noted_of_a_reminder_is_given_with_who_waits(database: Database) -> None:
    async def note(tx: Transaction) -> tuple[datetime | None, datetime | None]:
        learner = await _with_reminders(tx, 7, NOW)
        before = await tx.reminded_at(learner)
        await tx.note_reminder(learner, NOW)
        await tx.remind_next(learner, None)
        await tx.remind_next(learner, LATER)
        await tx.unreachable(7, NOW, None)
        return before, await tx.reminded_at(learner)

    assert await database.transact(note) == (None, NOW)
    assert await _taken(database, LATER) == [Waiting(7, reachable=False, reminded_at=NOW)]


async def test_a_time_zone_is_a_preference(database: Database) -> None:
    async def move(tx: Transaction) -> str:
        learner = await a_learner(tx)
        assert learner.preferences.time_zone == "Europe/London"
        await tx.set_time_zone(learner.id, "Asia/Karachi")
        moved = await tx.learner(learner.telegram_id)
        assert moved is not None
        return moved.preferences.time_zone

    assert await database.transact(move) == "Asia/Karachi"


async def test_starting_a_turn_an_ending_and_a_card_count_as_doing_something(
    database: Database,
) -> None:
    async def act(tx: Transaction) -> list[datetime | None]:
        learner = await a_learner(tx)
        await a_learner(tx, 8)
        seen = [await tx.last_active(learner.id)]
        assert await tx.start_attempt(an_attempt(learner, "t1"))
        seen.append(await tx.last_active(learner.id))
        attempt = await tx.under_way(learner.id)
        assert attempt is not None
        for number, at in ((1, LATER), (2, NOW + HOUR)):
            await tx.append_turn(attempt.id, number, replace(a_turn(), at=at))
        seen.append(await tx.last_active(learner.id))
        await tx.complete(attempt.id, Result("end", 0, False, {}), NOW + 2 * HOUR)
        seen.append(await tx.last_active(learner.id))
        reviewed = replace(MEMORY, reviewed_at=NOW + 3 * HOUR)
        await tx.review_card(learner.id, "term:grow", reviewed, NOW)
        seen.append(await tx.last_active(learner.id))
        return seen

    hours = [NOW, NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR]
    assert await database.transact(act) == [None, *hours]


async def test_workers_that_look_at_once_remind_each_learner_once(database: Database) -> None:
    noon = NOW + 5 * HOUR
    library = Library(load_catalogue(), [])

    async def turn_on(tx: Transaction) -> None:
        for telegram_id in range(10, 40):
            learner = await _with_reminders(tx, telegram_id, NOW)
            await tx.study(learner, "aim-l2-mentoring")
            if telegram_id % 3:
                await tx.review_card(learner, "term:grow", replace(MEMORY, due_at=NOW), NOW)

    async def worker() -> list[int]:
        reminded: list[int] = []
        taken = 1
        while taken:
            found = await database.transact(lambda tx: take_round(tx, library, noon, 4))
            taken = found.taken
            reminded += [learner.telegram_id for learner in found.to_remind]
        return reminded

    await database.transact(turn_on)
    reminded = [each for of in await asyncio.gather(worker(), worker(), worker()) for each in of]
    assert sorted(reminded) == [each for each in range(10, 40) if each % 3]
