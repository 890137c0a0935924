"""The learners of a cohort as its staff see them, on each kind of database."""

from dataclasses import replace

import pytest

from bot.centre.authorisation import Action
from bot.centre.errors import BadValue, NoSuch, NotAllowed, Taken
from bot.centre.learners import (
    count_learners,
    look_at_learners,
    refer_learner,
    remove_learner,
)
from bot.centre.practising import allowance, places
from bot.centre.records import Cohort, Planned
from bot.practice.records import Learner
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.contract.centre import HILLTOP, People, a_centre, a_cohort
from tests.contract.plain import LATER, NOW, SCENARIO, a_learner, an_attempt


async def _enrolled(tx: Transaction) -> tuple[People, Cohort, Learner, int]:
    people = await a_centre(tx)
    cohort = await a_cohort(tx, people)
    learner = await a_learner(tx)
    enrolment = await tx.enrol(cohort.id, learner.id, None, NOW, None)
    assert enrolment is not None
    return people, cohort, learner, enrolment


async def test_a_look_counts_attempts_and_is_noted_for_each_learner(database: Database) -> None:
    """What each began and finished for this cohort is shown, and the audit knows of it."""

    async def work(tx: Transaction) -> None:
        people, cohort, learner, enrolment = await _enrolled(tx)
        await tx.start_attempt(replace(an_attempt(learner, "a"), enrolment=enrolment))
        shown, every = await look_at_learners(tx, people.tutor, cohort.id, NOW, 0, 8)
        assert [(each.begun, each.finished) for each in shown] == [(1, 0)]
        assert every == await count_learners(tx, cohort) == 1
        noted = await tx.noted("riverside", f"learner {learner.id}", NOW)
        assert [each.action for each in noted] == [Action.SEE_COHORT]

    await database.transact(work)


async def test_attempts_count_against_what_a_cohort_allows(database: Database) -> None:
    """One that was begun counts; what was practised for no cohort does not."""

    async def work(tx: Transaction) -> None:
        _, cohort, learner, enrolment = await _enrolled(tx)
        (place,) = await places(tx, learner)
        assert await allowance(tx, place, SCENARIO) is None
        await tx.plan_scenario(cohort.id, Planned(SCENARIO, "practice", 1))
        own = an_attempt(learner, "own")
        await tx.start_attempt(own)
        before = await allowance(tx, place, SCENARIO)
        assert before is not None
        assert not before.used_up
        attempt = await tx.attempt("own")
        assert attempt is not None
        await tx.replace_attempt(attempt.id, NOW)
        await tx.start_attempt(replace(an_attempt(learner, "theirs"), enrolment=enrolment))
        after = await allowance(tx, place, SCENARIO)
        assert after is not None
        assert after.used_up

    await database.transact(work)


async def test_leaving_and_coming_back_gives_no_more_attempts(database: Database) -> None:
    """What a learner began for a cohort before they left it counts when they are in it again."""

    async def work(tx: Transaction) -> None:
        _, cohort, learner, enrolment = await _enrolled(tx)
        await tx.plan_scenario(cohort.id, Planned(SCENARIO, "assessed", 1))
        await tx.start_attempt(replace(an_attempt(learner, "theirs"), enrolment=enrolment))
        await tx.leave_cohort(enrolment, learner.id, NOW)
        assert await tx.enrol(cohort.id, learner.id, None, LATER, None) != enrolment
        (place,) = await places(tx, learner)
        allowed = await allowance(tx, place, SCENARIO)
        assert allowed is not None
        assert allowed.used_up

    await database.transact(work)


async def test_a_reference_is_sound_and_one_learners_alone(database: Database) -> None:
    """What could be a formula, or is another learner's, is refused."""

    async def work(tx: Transaction) -> None:
        people, cohort, _, enrolment = await _enrolled(tx)
        other = await tx.enrol(cohort.id, (await a_learner(tx, 8)).id, "R-1", NOW, None)
        assert other is not None
        with pytest.raises(BadValue):
            await refer_learner(tx, people.tutor, cohort.id, enrolment, "=1", NOW)
        with pytest.raises(Taken):
            await refer_learner(tx, people.tutor, cohort.id, enrolment, "R-1", NOW)
        await refer_learner(tx, people.tutor, cohort.id, enrolment, "R-2", NOW)
        given = {each.id: each.reference for each in await tx.enrolments_in("riverside", cohort.id)}
        assert given == {enrolment: "R-2", other: "R-1"}

    await database.transact(work)


async def test_nobody_of_another_centre_sees_or_removes_a_learner(database: Database) -> None:
    """Another centre's tutor finds nothing, and a lead of this one may not; its tutor may."""

    async def work(tx: Transaction) -> None:
        people, cohort, learner, enrolment = await _enrolled(tx)
        others = await a_centre(tx, HILLTOP, 200)
        with pytest.raises(NoSuch):
            await look_at_learners(tx, others.tutor, cohort.id, NOW, 0, 8)
        with pytest.raises(NoSuch):
            await remove_learner(tx, others.tutor, cohort.id, enrolment, NOW)
        with pytest.raises(NotAllowed):
            await look_at_learners(tx, people.lead, cohort.id, NOW, 0, 8)
        await remove_learner(tx, people.tutor, cohort.id, enrolment, LATER)
        assert await places(tx, learner) == []

    await database.transact(work)
