"""Publishing a centre's scenarios, on each kind of database: who may, in which state, for whom."""

from dataclasses import replace
from functools import partial

import pytest

from bot.centre import publishing
from bot.centre.cohorts import plan
from bot.centre.errors import NoSuch, NotAllowed, NotReadyForLearners, NotReviewed
from bot.centre.people import found_centre
from bot.centre.publications import Found, Publication, State
from bot.centre.publishing import ForReview, NobodyToReview, NotInState
from bot.centre.records import Member, Planned
from bot.centre.roles import Role
from bot.centre.scenario_ids import NameInUse
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from scenarios.model import Scenario
from tests.contract.centre import HILLTOP, People, a_centre, a_cohort, give
from tests.contract.plain import LATER, NOW
from tests.telegram.authored import machine, text
from tests.telegram.authored import scenario as written

FOUND = Found(("4 nodes.",), ((3, "Have a look."),))
PLAIN = machine("mine").scenario
TOUCHING = machine("touching", content_note="Jo is hurt.").scenario


async def sent(tx: Transaction, by: Member, scenario: Scenario = PLAIN) -> Publication:
    file = text(written(scenario.id, title=scenario.title))
    return await publishing.keep_draft(tx, by, scenario, file, FOUND, {"library-s"}, NOW)


async def out(tx: Transaction, by: Member, scenario: Scenario = PLAIN) -> Publication:
    draft = await sent(tx, by, scenario)
    done = await publishing.publish(tx, by, draft.id, scenario, NOW)
    assert isinstance(done, Publication)
    return done


async def test_a_draft_is_kept_as_it_was_sent(database: Database) -> None:
    """What is read again is what was kept, and the same file sent again is the same draft."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        draft = await sent(tx, people.tutor)
        assert draft.state is State.DRAFT
        assert await tx.publication("riverside", draft.id) == draft
        assert await sent(tx, people.tutor) == draft
        assert await tx.publications("riverside") == [draft]

    await database.transact(work)


async def test_only_a_tutor_writes_and_only_under_a_free_id(database: Database) -> None:
    """A manager writes nothing; ids of the library and of another author are refused."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        other = await give(tx, "riverside", Role.TUTOR, 200, "Al Other")
        with pytest.raises(NotAllowed):
            await sent(tx, people.manager)
        with pytest.raises(NameInUse):
            await sent(tx, people.tutor, replace(PLAIN, id="library-s"))
        await sent(tx, people.tutor)
        with pytest.raises(NameInUse):
            await sent(tx, other)

    await database.transact(work)


async def test_a_new_version_takes_the_place_of_the_one_before(database: Database) -> None:
    """One version of a scenario is out at a time, in each centre."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        first = await out(tx, people.tutor)
        second = await out(tx, people.tutor, replace(PLAIN, version="0" * 12))
        states = {each.id: each.state for each in await tx.publications("riverside")}
        assert states == {first.id: State.WITHDRAWN, second.id: State.PUBLISHED}

    await database.transact(work)


async def test_learners_and_staff_of_the_centre_alone_are_offered_it(database: Database) -> None:
    """Neither strangers, nor another centre's people, nor who left the cohort find it."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        hilltop = await a_centre(tx, HILLTOP, first=300)
        cohort = await a_cohort(tx, people)
        sam = await tx.agree(77, NOW)
        enrolment = await tx.enrol(cohort.id, sam.id, None, NOW, None)
        assert enrolment is not None
        published = await out(tx, people.tutor)
        versions = [(published.scenario, published.version)]
        for person in (people.tutor.person, people.lead.person, 77):
            assert await tx.published_for(person or 0) == versions
        for person in (hilltop.tutor.person, 78):
            assert await tx.published_for(person or 0) == []
        await tx.leave_cohort(enrolment, sam.id, NOW)
        assert await tx.published_for(77) == []
        await publishing.withdraw(tx, people.tutor, published.id, LATER)
        assert await tx.published_for(people.tutor.person or 0) == []

    await database.transact(work)


async def test_what_touches_safety_or_assesses_waits_for_somebody_else(
    database: Database,
) -> None:
    """A content note or an assessed cohort asks for a review, and nothing else does."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        cohort = await a_cohort(tx, people)
        draft = await sent(tx, people.tutor, TOUCHING)
        done = await publishing.publish(tx, people.tutor, draft.id, TOUCHING, NOW)
        assert isinstance(done, ForReview)
        assert [each.id for each in done.reviewers] == [people.manager.id]
        await tx.plan_scenario(cohort.id, Planned("mine", "practice", None))
        plain = await sent(tx, people.tutor)
        assert not await publishing.needs_review(tx, plain, PLAIN)
        await tx.plan_scenario(cohort.id, Planned("mine", "assessed", 1))
        assert await publishing.needs_review(tx, plain, PLAIN)

    await database.transact(work)


async def test_who_may_review_and_who_may_not(database: Database) -> None:
    """Everybody who writes, manages or assures here may, but the author and the leads."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        hilltop = await a_centre(tx, HILLTOP, first=300)
        draft = await sent(tx, people.tutor, TOUCHING)
        await publishing.publish(tx, people.tutor, draft.id, TOUCHING, NOW)
        for by, refused in (
            (people.tutor, NotAllowed),
            (people.lead, NotAllowed),
            (hilltop.manager, NoSuch),
        ):
            for decide in (publishing.approve, publishing.send_back):
                with pytest.raises(refused):
                    await decide(tx, by, draft.id, NOW)
        approved = await publishing.approve(tx, people.manager, draft.id, LATER)
        assert (approved.state, approved.reviewer) == (State.PUBLISHED, people.manager.id)
        assert await tx.publication("riverside", draft.id) == approved
        with pytest.raises(NotInState):
            await publishing.approve(tx, people.manager, draft.id, LATER)

    await database.transact(work)


async def test_without_leads_or_a_second_person_nothing_goes_out(database: Database) -> None:
    """What is missing is said, and the draft stays one."""

    async def work(tx: Transaction) -> None:
        await found_centre(tx, HILLTOP, NOW)
        alone = await give(tx, "hilltop", Role.TUTOR, 400, "Al Alone")
        draft = await sent(tx, alone)
        with pytest.raises(NotReadyForLearners):
            await publishing.publish(tx, alone, draft.id, PLAIN, NOW)
        people = await a_centre(tx)
        await tx.end_role(people.manager.id, Role.MANAGER, NOW)
        touching = await sent(tx, people.tutor, TOUCHING)
        with pytest.raises(NobodyToReview):
            await publishing.publish(tx, people.tutor, touching.id, TOUCHING, NOW)
        assert await tx.publication("riverside", touching.id) == touching

    await database.transact(work)


@pytest.mark.parametrize("state", [State.REVIEW, State.PUBLISHED, State.WITHDRAWN])
async def test_only_a_draft_is_discarded(database: Database, state: State) -> None:
    """What others have seen stays known; a draft goes with its text."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        draft = await sent(tx, people.tutor)
        assert await tx.move_publication(draft, state, None, NOW)
        with pytest.raises(NotInState):
            await publishing.discard(tx, people.tutor, draft.id, NOW)
        later = replace(draft, state=state)
        assert await tx.move_publication(later, State.DRAFT, None, NOW)
        await publishing.discard(tx, people.tutor, draft.id, NOW)
        assert await tx.publication("riverside", draft.id) is None
        assert await tx.pinned_text(draft.scenario, draft.version) is None

    await database.transact(work)


async def test_two_who_decide_at_once_decide_once(database: Database) -> None:
    """The second of two reviewers finds that it has changed meanwhile."""

    async def begun(tx: Transaction) -> tuple[People, Member, Publication]:
        people = await a_centre(tx)
        assurer = await give(tx, "riverside", Role.QUALITY_ASSURER, 200, "Quinn Quality")
        draft = await sent(tx, people.tutor, TOUCHING)
        await publishing.publish(tx, people.tutor, draft.id, TOUCHING, NOW)
        return people, assurer, draft

    people, assurer, draft = await database.transact(begun)
    await database.transact(partial(publishing.approve, by=people.manager, named=draft.id, now=NOW))
    with pytest.raises(NotInState):
        await database.transact(partial(publishing.send_back, by=assurer, named=draft.id, now=NOW))


async def test_what_went_out_without_a_review_assesses_nobody(database: Database) -> None:
    """A cohort is assessed by a scenario of the centre's only after somebody reviewed it."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        await a_cohort(tx, people)
        assessed = Planned("mine", "assessed", 1)
        planned = partial(plan, tx, people.tutor, "riverside", "autumn", now=NOW)
        published = await out(tx, people.tutor)
        with pytest.raises(NotReviewed):
            await planned(planned=assessed)
        with pytest.raises(NotInState):
            await publishing.send_back(tx, people.manager, published.id, NOW)
        await planned(planned=Planned("mine", "practice", None))
        await planned(planned=Planned("of-the-library", "assessed", 1))
        stood_for = await publishing.approve(tx, people.manager, published.id, NOW)
        assert (stood_for.state, stood_for.reviewer) == (State.PUBLISHED, people.manager.id)
        await planned(planned=assessed)

    await database.transact(work)


async def test_a_newer_version_takes_the_older_one_back_from_review(database: Database) -> None:
    """Nobody can approve what its author has replaced: the older one would come out last."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        newer = replace(TOUCHING, version="0" * 12)
        first = await sent(tx, people.tutor, TOUCHING)
        await publishing.publish(tx, people.tutor, first.id, TOUCHING, NOW)
        second = await sent(tx, people.tutor, newer)
        await publishing.publish(tx, people.tutor, second.id, newer, LATER)
        with pytest.raises(NotInState):
            await publishing.approve(tx, people.manager, first.id, LATER)
        await publishing.approve(tx, people.manager, second.id, LATER)
        states = {each.id: each.state for each in await tx.publications("riverside")}
        assert states == {first.id: State.DRAFT, second.id: State.PUBLISHED}

    await database.transact(work)


async def test_a_draft_takes_the_place_of_the_one_before(database: Database) -> None:
    """Of what was never shown to anybody the newest alone is kept, with its text."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        first = await sent(tx, people.tutor)
        second = await sent(tx, people.tutor, replace(PLAIN, version="0" * 12))
        assert await tx.publications("riverside") == [second]
        assert await tx.pinned_text(first.scenario, first.version) is None
        assert await tx.pinned_text(second.scenario, second.version) is not None

    await database.transact(work)


@pytest.mark.parametrize("state", [State.DRAFT, State.REVIEW])
async def test_what_somebody_left_behind_keeps_no_id(database: Database, state: State) -> None:
    """Once its author is no tutor any more, another can send the very same file."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        other = await give(tx, "riverside", Role.TUTOR, 200, "Al Other")
        left = await sent(tx, people.tutor)
        assert await tx.move_publication(left, state, None, NOW)
        await tx.end_role(people.tutor.id, Role.TUTOR, NOW)
        taken = await sent(tx, other)
        assert (taken.author, taken.state) == (other.id, State.DRAFT)
        assert await tx.publications("riverside") == [taken]
        assert await tx.pinned_text(taken.scenario, taken.version) is not None

    await database.transact(work)


async def test_who_publishes_second_is_told_that_the_id_is_taken(database: Database) -> None:
    """Two who came to have drafts of one id don't replace each other's scenario."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        other = await give(tx, "riverside", Role.TUTOR, 200, "Al Other")
        mine = await sent(tx, people.tutor)
        theirs = replace(mine, id="theirs00", author=other.id, version="0" * 12)
        await tx.pin("mine", theirs.version, b"theirs", NOW)
        assert await tx.add_publication(theirs)
        await publishing.publish(tx, people.tutor, mine.id, PLAIN, NOW)
        with pytest.raises(NameInUse):
            await publishing.publish(tx, other, theirs.id, PLAIN, NOW)

    await database.transact(work)


async def test_another_text_of_the_same_version_is_not_taken(database: Database) -> None:
    """Whoever finds two files of one version can't pass one off as the other."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        await tx.pin(PLAIN.id, PLAIN.version, b"something else", NOW)
        with pytest.raises(NameInUse):
            await sent(tx, people.tutor)
        assert await tx.publications("riverside") == []

    await database.transact(work)


async def test_the_first_who_stands_for_a_scenario_is_the_one_who_is_named(
    database: Database,
) -> None:
    """Whoever decides by what they saw before is too late."""

    async def work(tx: Transaction) -> None:
        people = await a_centre(tx)
        published = await out(tx, people.tutor)
        approved = partial(tx.move_publication, published, State.PUBLISHED, at=LATER)
        assert await approved(reviewer=people.manager.id)
        assert not await approved(reviewer=people.lead.id)
        found = await tx.publication("riverside", published.id)
        assert found is not None
        assert found.reviewer == people.manager.id

    await database.transact(work)
