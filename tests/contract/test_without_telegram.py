"""Learners without Telegram: who may let them in, and what that leaves in the records."""

from datetime import timedelta

import pytest

from bot.centre.codes import digest
from bot.centre.errors import NoSuch, NotAllowed, PageNotAllowed
from bot.centre.joining import Enrolled, join
from bot.centre.without_telegram import another_link, invite_to_page, join_under_16
from bot.people import is_visitor
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.contract.centre import HILLTOP, RIVERSIDE, People, a_centre, a_cohort
from tests.contract.plain import LATER, NOW, a_learner


async def _hilltop(tx: Transaction) -> People:
    """A centre that lets its learners practise on the page, with a cohort."""
    people = await a_centre(tx, HILLTOP, 200)
    await a_cohort(tx, people)
    return people


async def test_a_learner_of_16_joins_on_the_phone_by_a_code_that_works_once(
    database: Database,
) -> None:
    async def invited(tx: Transaction) -> str:
        people = await _hilltop(tx)
        link = await invite_to_page(tx, people.tutor, "hilltop", "autumn", NOW)
        guest = await tx.use_page_link(digest(link.code), LATER)
        assert guest is not None
        assert guest.person is not None
        assert is_visitor(guest.person)
        assert await tx.learner(guest.person) is None, "a learner before they agreed"
        assert guest.opening is not None
        return guest.opening.removeprefix("/start join-")

    code = await database.transact(invited)

    async def joined(tx: Transaction) -> list[bool]:
        sam, kim = await a_learner(tx, 7), await a_learner(tx, 8)
        return [isinstance(await join(tx, one, code, None, LATER), Enrolled) for one in (sam, kim)]

    assert await database.transact(joined) == [True, False]


async def test_a_learner_under_16_is_joined_by_their_tutor_who_states_the_permission(
    database: Database,
) -> None:
    async def joined(tx: Transaction) -> None:
        people = await _hilltop(tx)
        link = await join_under_16(tx, people.tutor, "hilltop", "autumn", NOW)
        guest = await tx.use_page_link(digest(link.code), LATER)
        assert guest is not None
        assert guest.person is not None
        learner = await tx.learner(guest.person)
        assert learner is not None
        (enrolment,) = await tx.enrolments_of(learner.id)
        assert (enrolment.reference, enrolment.added_by) == (None, people.tutor.id)

    await database.transact(joined)
    noted = await database.transact(lambda tx: tx.noted("hilltop", None, NOW))
    stated = [each for each in noted if each.action == "add learner"]
    assert [each.detail for each in stated] == [
        "under 16; the centre holds the permission it needs"
    ]


async def test_a_learner_who_lost_their_way_gets_another_link_to_the_same_phone(
    database: Database,
) -> None:
    async def again(tx: Transaction) -> list[int | None]:
        people = await _hilltop(tx)
        first = await join_under_16(tx, people.tutor, "hilltop", "autumn", NOW)
        before = await tx.use_page_link(digest(first.code), LATER)
        assert before is not None
        assert before.person is not None
        learner = await tx.learner(before.person)
        assert learner is not None
        (enrolment,) = await tx.enrolments_of(learner.id)
        second = await another_link(tx, people.tutor, "hilltop", "autumn", enrolment.id, LATER)
        after = await tx.use_page_link(digest(second.code), LATER)
        assert after is not None
        return [before.person, after.person]

    before, after = await database.transact(again)
    assert before == after


async def test_a_learner_with_telegram_gets_no_link_to_a_phone(database: Database) -> None:
    async def asked(tx: Transaction) -> None:
        people = await _hilltop(tx)
        learner = await a_learner(tx)
        cohort = await tx.cohort("hilltop", "autumn")
        assert cohort is not None
        enrolment = await tx.enrol(cohort.id, learner.id, None, NOW, None)
        assert enrolment is not None
        with pytest.raises(NoSuch):
            await another_link(tx, people.tutor, "hilltop", "autumn", enrolment, NOW)

    await database.transact(asked)


async def test_only_the_cohorts_own_tutor_lets_learners_in(database: Database) -> None:
    async def refused(tx: Transaction) -> None:
        people, others = await _hilltop(tx), await a_centre(tx)
        for by in (people.manager, people.lead, others.tutor):
            with pytest.raises(NotAllowed):
                await invite_to_page(tx, by, "hilltop", "autumn", NOW)
            with pytest.raises(NotAllowed):
                await join_under_16(tx, by, "hilltop", "autumn", NOW)

    await database.transact(refused)


async def test_a_centre_that_does_not_allow_the_page_has_none(database: Database) -> None:
    async def refused(tx: Transaction) -> None:
        people = await a_centre(tx, RIVERSIDE)
        await a_cohort(tx, people)
        with pytest.raises(PageNotAllowed):
            await join_under_16(tx, people.tutor, "riverside", "autumn", NOW)

    await database.transact(refused)


async def test_a_link_to_a_phone_lasts_a_week(database: Database) -> None:
    async def used(tx: Transaction) -> bool:
        people = await _hilltop(tx)
        link = await join_under_16(tx, people.tutor, "hilltop", "autumn", NOW)
        return await tx.page_link_holds(digest(link.code), NOW + timedelta(days=7))

    assert not await database.transact(used)
