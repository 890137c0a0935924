"""What practice remembers of the unit a learner studies."""

from dataclasses import replace
from datetime import timedelta

from bot.practice.records import NewReplay, Result
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
)


async def test_the_unit_a_learner_chose_is_theirs_and_nobody_elses(database: Database) -> None:
    async def choose(tx: Transaction) -> tuple[str | None, str | None]:
        sam, kim = await a_learner(tx, 7), await a_learner(tx, 8)
        await tx.study(sam.id, "tquk-l1-mentoring")
        await tx.study(sam.id, "aim-l2-mentoring")
        found = [await tx.learner(learner.telegram_id) for learner in (sam, kim)]
        one, other = [None if each is None else each.preferences.unit for each in found]
        return one, other

    assert await database.transact(choose) == ("aim-l2-mentoring", None)


async def test_what_was_begun_last_comes_first(database: Database) -> None:
    async def practise(tx: Transaction) -> list[str]:
        learner = await a_learner(tx)
        for scenario in ("first", "second"):
            await tx.pin(scenario, VERSION, b"format: 1", NOW)
        begun = ("first", "second", "first")
        for number, scenario in enumerate(begun):
            at = NOW + timedelta(minutes=number)
            new = replace(an_attempt(learner, f"t{number}", at), scenario=scenario)
            assert await tx.start_attempt(new)
            under_way = await tx.under_way(learner.id)
            assert under_way is not None
            await tx.replace_attempt(under_way.id, LATER)
        return await tx.practised(learner.id)

    assert await database.transact(practise) == ["first", "second"]


async def test_another_way_is_nothing_that_was_begun(database: Database) -> None:
    attempt = await attempt_under_way(database)

    async def replay(tx: Transaction) -> list[str]:
        await tx.append_turn(attempt, 1, a_turn())
        await tx.complete(attempt, Result("end", 50, False, {}), NOW)
        assert await tx.start_replay(NewReplay(attempt, 1, "replay", ("a",), LATER))
        learner = await a_learner(tx)
        await tx.pin("other", VERSION, b"format: 1", NOW)
        replay = await tx.under_way(learner.id)
        assert replay is not None
        await tx.complete(replay.id, Result("end", 90, True, {}), LATER)
        assert [each.at for each in await tx.completed(learner.id)] == [NOW]
        new = replace(
            an_attempt(learner, "other", NOW), scenario="other", at=NOW + (LATER - NOW) / 2
        )
        assert await tx.start_attempt(new)
        return await tx.practised(learner.id)

    assert await database.transact(replay) == ["other", SCENARIO]


async def test_who_never_practised_has_begun_nothing(database: Database) -> None:
    async def ask(tx: Transaction) -> list[str]:
        return await tx.practised((await a_learner(tx)).id)

    assert await database.transact(ask) == []
