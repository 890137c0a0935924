"""What practice remembers."""

import asyncio
import secrets
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.records import Attempt, NewAttempt, RecordedTurn, Result
from bot.storage.database import Database
from bot.storage.moments import micros, moment
from bot.storage.opening import open_database
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
)

RESULT = Result(
    ending="plan",
    percent=83,
    achieved=True,
    marks={"active-listening": {"marks": 2, "max": 3, "status": "partly met"}},
)


async def under_way(database: Database, learner: int) -> Attempt | None:
    return await database.transact(lambda tx: tx.under_way(learner))


async def every_attempt(database: Database) -> list[Attempt]:
    return [attempt async for attempt in database.attempts()]


async def test_a_person_who_never_agreed_is_not_known(database: Database) -> None:
    assert await database.transact(lambda tx: tx.learner(7)) is None


async def test_the_first_time_a_learner_agrees_counts(database: Database) -> None:
    first = await database.transact(lambda tx: tx.agree(7, NOW))
    again = await database.transact(lambda tx: tx.agree(7, LATER))
    assert first == again == await database.transact(lambda tx: tx.learner(7))
    assert first.agreed_at == NOW
    assert first.agreed_at.tzinfo is UTC


async def test_a_telegram_id_may_have_52_bits(database: Database) -> None:
    learner = await database.transact(lambda tx: tx.agree(2**52 - 1, NOW))
    assert learner.telegram_id == 2**52 - 1


async def test_an_attempt_is_found_by_its_token_and_as_the_one_under_way(
    database: Database,
) -> None:
    learner = await database.transact(a_learner)
    assert await database.transact(lambda tx: tx.start_attempt(an_attempt(learner, "t1")))

    attempt = await database.transact(lambda tx: tx.attempt("t1"))
    assert attempt == await under_way(database, learner.id)
    assert attempt == Attempt(
        id=attempt.id if attempt else 0,
        learner=learner.id,
        token="t1",
        scenario=SCENARIO,
        version=VERSION,
        mode="practice",
        started_at=NOW,
        completed_at=None,
        replaced_at=None,
        shown=("b", "a"),
        turns=(),
        result=None,
    )
    assert await database.transact(lambda tx: tx.attempt("t2")) is None


async def test_a_learner_has_one_attempt_under_way(database: Database) -> None:
    learner = await database.transact(a_learner)
    other = await database.transact(lambda tx: a_learner(tx, 8))

    async def start(tx: Transaction) -> tuple[bool, bool, bool]:
        return (
            await tx.start_attempt(an_attempt(learner, "t1")),
            await tx.start_attempt(an_attempt(learner, "t2")),
            await tx.start_attempt(an_attempt(other, "t3")),
        )

    assert await database.transact(start) == (True, False, True)
    found = await under_way(database, learner.id)
    assert found is not None
    assert found.token == "t1"


async def test_one_of_two_starts_of_a_learner_at_the_same_time_is_refused(
    database: Database,
) -> None:
    learner = await database.transact(a_learner)

    async def start(token: str) -> bool:
        return await database.transact(lambda tx: tx.start_attempt(an_attempt(learner, token)))

    assert sorted(await asyncio.gather(start("t1"), start("t2"))) == [False, True]


async def test_an_attempt_starts_on_a_pinned_version_only(database: Database) -> None:
    learner = await database.transact(lambda tx: tx.agree(7, NOW))
    with pytest.raises((sqlite3.IntegrityError, asyncpg.ForeignKeyViolationError)):
        await database.transact(lambda tx: tx.start_attempt(an_attempt(learner, "t1")))


async def test_a_replaced_attempt_makes_room_for_a_new_one(database: Database) -> None:
    attempt = await attempt_under_way(database)

    async def start_again(tx: Transaction) -> tuple[bool, bool, bool]:
        learner = await a_learner(tx)
        return (
            await tx.replace_attempt(attempt, LATER),
            await tx.replace_attempt(attempt, LATER),
            await tx.start_attempt(an_attempt(learner, "t2")),
        )

    assert await database.transact(start_again) == (True, False, True)
    replaced, fresh = await every_attempt(database)
    assert replaced.replaced_at == LATER
    assert not replaced.under_way
    assert fresh.under_way


async def test_turns_are_kept_in_order_with_what_was_shown(database: Database) -> None:
    attempt = await attempt_under_way(database)
    turns = tuple(
        RecordedTurn(f"node-{number}", "a", ("a", f"b-{number}"), NOW + timedelta(number))
        for number in range(1, 13)
    )

    async def play(tx: Transaction) -> Attempt | None:
        for number, turn in reversed(list(enumerate(turns, 1))):
            assert await tx.append_turn(attempt, number, turn)
        await tx.show(attempt, ["x", "y"])
        return await tx.attempt("token-7")

    found = await database.transact(play)
    assert found is not None
    assert found.turns == turns
    assert found.shown == ("x", "y")


async def test_a_turn_is_taken_once(database: Database) -> None:
    attempt = await attempt_under_way(database)

    async def take(choice: str) -> bool:
        return await database.transact(lambda tx: tx.append_turn(attempt, 1, a_turn(choice)))

    assert await take("a")
    assert not await take("b")
    (found,) = await every_attempt(database)
    assert [turn.choice for turn in found.turns] == ["a"]


async def test_one_of_two_taps_at_the_same_time_takes_the_turn(database: Database) -> None:
    attempt = await attempt_under_way(database)

    async def take(choice: str) -> bool:
        return await database.transact(lambda tx: tx.append_turn(attempt, 1, a_turn(choice)))

    assert sorted(await asyncio.gather(take("a"), take("b"))) == [False, True]
    (found,) = await every_attempt(database)
    assert len(found.turns) == 1


async def test_a_completed_attempt_keeps_its_result_and_is_not_under_way(
    database: Database,
) -> None:
    attempt = await attempt_under_way(database)

    async def complete(tx: Transaction) -> None:
        await tx.append_turn(attempt, 1, a_turn())
        await tx.complete(attempt, RESULT, LATER)

    await database.transact(complete)
    (found,) = await every_attempt(database)
    assert found.result == RESULT
    assert found.completed_at == LATER
    assert not found.under_way
    assert await under_way(database, found.learner) is None
    assert not await database.transact(lambda tx: tx.replace_attempt(attempt, LATER))


async def test_a_scenario_is_done_once_completed_and_achieved_once_it_ever_was(
    database: Database,
) -> None:
    learner = await database.transact(a_learner)
    assert await database.transact(lambda tx: tx.done(learner.id)) == {}
    worse = replace(RESULT, achieved=False)

    async def complete(tx: Transaction) -> None:
        other = await a_learner(tx, 8)
        for person, scenario, result in (
            (learner, "late", worse),
            (learner, "locked-out", worse),
            (other, "late", RESULT),
            (learner, "locked-out", RESULT),
            (learner, "locked-out", worse),
        ):
            token = secrets.token_hex(4)
            await tx.pin(scenario, VERSION, b"format: 1", NOW)
            await tx.start_attempt(NewAttempt(person.id, token, scenario, VERSION, ("a",), NOW))
            attempt = await tx.attempt(token)
            assert attempt is not None
            await tx.complete(attempt.id, result, LATER)
        await tx.pin("begun", VERSION, b"format: 1", NOW)
        await tx.start_attempt(NewAttempt(learner.id, "t", "begun", VERSION, ("a",), NOW))

    await database.transact(complete)
    done = await database.transact(lambda tx: tx.done(learner.id))
    assert done == {"late": False, "locked-out": True}


async def test_the_latest_attempt_at_a_scenario_is_the_last_not_set_aside(
    database: Database,
) -> None:
    """It may be over; those set aside, at other scenarios and of others don't count."""

    async def play(tx: Transaction) -> list[Attempt | None]:
        learner = await a_learner(tx)
        await tx.pin("other", VERSION, b"format: 1", NOW)
        found = [await tx.latest_attempt(learner.id, SCENARIO)]
        for number, then in enumerate((tx.replace_attempt, None, tx.replace_attempt)):
            await tx.start_attempt(an_attempt(learner, f"token-{number}"))
            attempt = await tx.under_way(learner.id)
            assert attempt is not None
            await tx.append_turn(attempt.id, 1, a_turn())
            if then is None:
                await tx.complete(attempt.id, RESULT, NOW)
            else:
                await then(attempt.id, NOW)
            found.append(await tx.latest_attempt(learner.id, SCENARIO))
        await tx.start_attempt(replace(an_attempt(learner, "elsewhere"), scenario="other"))
        found.append(await tx.latest_attempt(learner.id, "other"))
        found.append(await tx.latest_attempt(learner.id + 1, SCENARIO))
        assert found[2] == await tx.attempt("token-1")
        return found

    found = await database.transact(play)
    tokens = [None if attempt is None else attempt.token for attempt in found]
    assert tokens == [None, None, "token-1", "token-1", "elsewhere", None]


async def test_a_scenario_version_keeps_its_bytes(database: Database) -> None:
    text = bytes(range(256))

    async def pin(tx: Transaction) -> tuple[bytes | None, bytes | None]:
        await tx.pin(SCENARIO, VERSION, text, NOW)
        await tx.pin(SCENARIO, VERSION, text, LATER)
        return (
            await tx.pinned_text(SCENARIO, VERSION),
            await tx.pinned_text(SCENARIO, "ba9876543210"),
        )

    assert await database.transact(pin) == (text, None)


async def test_every_attempt_is_given_oldest_first_with_its_turns(database: Database) -> None:
    assert await every_attempt(database) == []
    attempts = [await attempt_under_way(database, telegram_id) for telegram_id in (7, 8, 9)]

    async def play(tx: Transaction) -> None:
        for number in range(1, 601):  # more than is read at once
            await tx.append_turn(attempts[0], number, a_turn())
            await tx.append_turn(attempts[2], number, a_turn())

    await database.transact(play)
    found = await every_attempt(database)
    assert [attempt.id for attempt in found] == attempts
    assert [len(attempt.turns) for attempt in found] == [600, 0, 600]


async def test_attempts_can_be_given_while_others_write(database: Database, url: str) -> None:
    for telegram_id in (7, 8):
        await attempt_under_way(database, telegram_id)
    async with open_database(url) as reader:
        given = reader.attempts()
        first = await anext(given)
        await attempt_under_way(database, 9)
        rest = [attempt async for attempt in given]
    assert [first.token, *(attempt.token for attempt in rest)] == ["token-7", "token-8"]


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_kept_to_the_microsecond(at: datetime) -> None:
    assert moment(micros(at)) == at
