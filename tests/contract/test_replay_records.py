"""Other ways through recorded attempts."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.practice.records import Attempt, NewReplay, RecordedTurn
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.contract.plain import (
    LATER,
    NOW,
    SCENARIO,
    VERSION,
    a_learner,
    a_turn,
    an_attempt,
    attempt_under_way,
    look,
    remove_learners,
)
from tests.contract.test_practice_records import RESULT

TURNS = tuple(
    RecordedTurn(f"node-{number}", "a", ("a", f"b-{number}"), NOW + timedelta(minutes=number))
    for number in range(1, 6)
)


async def completed(database: Database, telegram_id: int = 7) -> int:
    """Play an attempt of five turns to its end and return its id."""
    attempt = await attempt_under_way(database, telegram_id)

    async def play(tx: Transaction) -> None:
        for number, turn in enumerate(TURNS, start=1):
            await tx.append_turn(attempt, number, turn)
        await tx.complete(attempt, RESULT, LATER)

    await database.transact(play)
    return attempt


async def replayed(database: Database, attempt: int, turn: int, name: str = "replay") -> bool:
    new = NewReplay(attempt, turn, name, ("b", "a"), LATER)
    return await database.transact(lambda tx: tx.start_replay(new))


async def found(database: Database, name: str = "replay") -> Attempt:
    attempt = await database.transact(lambda tx: tx.attempt(name))
    assert attempt is not None
    return attempt


async def test_a_replay_has_the_turns_before_its_decision(database: Database) -> None:
    attempt = await completed(database)
    assert await replayed(database, attempt, 4)
    recorded, replay = await found(database, "token-7"), await found(database)
    assert replay == Attempt(
        id=replay.id,
        learner=recorded.learner,
        token="replay",
        scenario=SCENARIO,
        version=VERSION,
        mode="replay",
        started_at=LATER,
        completed_at=None,
        replaced_at=None,
        shown=("b", "a"),
        turns=TURNS[:3],
        result=None,
        replays=attempt,
        replay_from=4,
    )
    assert await database.transact(lambda tx: tx.under_way(recorded.learner)) == replay
    assert recorded.turns == TURNS
    assert recorded.result == RESULT
    assert (recorded.mode, recorded.replays, recorded.replay_from) == ("practice", None, None)


async def test_a_replay_from_the_first_turn_has_none_yet(database: Database) -> None:
    attempt = await completed(database)
    assert await replayed(database, attempt, 1)
    assert (await found(database)).turns == ()


async def test_a_replay_of_a_replay_names_the_recorded_attempt(database: Database) -> None:
    attempt = await completed(database)
    assert await replayed(database, attempt, 3)
    first = await found(database)

    async def finish(tx: Transaction) -> None:
        await tx.append_turn(first.id, 3, a_turn("other"))
        await tx.complete(first.id, RESULT, LATER)

    await database.transact(finish)
    assert await replayed(database, first.id, 4, "second")
    second = await found(database, "second")
    assert (second.replays, second.replay_from) == (attempt, 4)
    assert [turn.choice for turn in second.turns] == ["a", "a", "other"]


async def test_a_replay_starts_only_when_nothing_is_under_way(database: Database) -> None:
    attempt = await completed(database)

    async def start(tx: Transaction) -> bool:
        return await tx.start_attempt(an_attempt(await a_learner(tx), "playing"))

    assert await database.transact(start)
    assert not await replayed(database, attempt, 2)
    assert await database.transact(lambda tx: tx.attempt("replay")) is None


async def test_one_of_two_replays_at_the_same_time_is_refused(database: Database, url: str) -> None:
    attempt = await completed(database)
    started = await asyncio.gather(
        replayed(database, attempt, 2, "one"), replayed(database, attempt, 2, "two")
    )
    assert sorted(started) == [False, True]
    assert await look(url, "SELECT count(*) FROM turns") == [(len(TURNS) + 1,)]


async def test_replays_do_not_count_as_done(database: Database) -> None:
    attempt = await completed(database)
    recorded = await found(database, "token-7")
    failed = replace(RESULT, achieved=False)
    await database.transact(lambda tx: tx.complete(attempt, failed, LATER))
    assert await replayed(database, attempt, 2)
    replay = await found(database)
    await database.transact(lambda tx: tx.complete(replay.id, RESULT, LATER))
    done = await database.transact(lambda tx: tx.done(recorded.learner))
    assert done == {SCENARIO: False}


async def test_the_per_cent_of_the_recorded_attempt_can_be_asked(database: Database) -> None:
    attempt = await completed(database)
    other = await attempt_under_way(database, 8)
    assert await database.transact(lambda tx: tx.recorded_percent(attempt)) == RESULT.percent
    assert await database.transact(lambda tx: tx.recorded_percent(other)) is None


async def test_a_replay_goes_with_the_learner(database: Database, url: str) -> None:
    attempt = await completed(database)
    assert await replayed(database, attempt, 3)
    await remove_learners(url)
    assert await look(url, "SELECT count(*) FROM attempts") == [(0,)]
    assert await look(url, "SELECT count(*) FROM turns") == [(0,)]
