"""Cohorts and the codes to join them, on each kind of database."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.centre.cohorts import (
    close_cohort,
    hand_over,
    list_references,
    open_cohort,
    plan,
)
from bot.centre.errors import BadValue, Closed, NoSuch, NotAllowed, NotHeld, Taken
from bot.centre.joining import (
    AlreadyIn,
    CohortOffered,
    Enrolled,
    Made,
    ReferenceRefused,
    Refused,
    close_code,
    join,
    leave_cohort,
    look,
    make_join_code,
)
from bot.centre.people import leave_centre
from bot.centre.records import Cohort, Planned
from bot.centre.roles import Role
from bot.practice.records import Learner, NewAttempt
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.contract.centre import (
    HILLTOP,
    TODAY,
    People,
    a_centre,
    a_cohort,
    give,
    new_cohort,
)
from tests.contract.plain import LATER, NOW, SCENARIO, VERSION, a_learner

NOBODY_WAITS = Refused(timedelta())
WRONG = "0123456789abcdef"


async def _opened(tx: Transaction) -> tuple[People, Cohort]:
    people = await a_centre(tx)
    return people, await a_cohort(tx, people)


async def _code(tx: Transaction, people: People, uses: int | None = None, days: int = 30) -> str:
    made = await make_join_code(
        tx, people.tutor, "riverside", "autumn", NOW, uses, timedelta(days=days)
    )
    return made.code


async def _join(
    tx: Transaction, code: str, person: int = 7, reference: str | None = None
) -> Enrolled | AlreadyIn | ReferenceRefused | Refused:
    learner = await a_learner(tx, person)
    return await join(tx, learner, code, reference, NOW)


async def test_a_cohort_is_opened_once_and_found_by_either_name(database: Database) -> None:
    """Its slug is for commands, its id for buttons; another centre finds neither."""
    people, cohort = await database.transact(_opened)
    await database.transact(lambda tx: a_centre(tx, HILLTOP, 200))
    for named in (cohort.id, "autumn"):
        for centre, expected in (("riverside", cohort), ("hilltop", None)):
            find = partial(Transaction.cohort, centre=centre, named=named)
            assert await database.transact(find) == expected
    with pytest.raises(Taken):
        await database.transact(lambda tx: a_cohort(tx, people))
    assert list(await database.transact(lambda tx: tx.cohorts("riverside"))) == [cohort]


async def test_a_cohort_is_opened_for_a_tutor_of_the_centre_alone(database: Database) -> None:
    """Not for other staff, not for another centre's tutor, not by a tutor for somebody else."""
    people = await database.transact(a_centre)
    other = await database.transact(lambda tx: a_centre(tx, HILLTOP, 200))
    second = await database.transact(lambda tx: give(tx, "riverside", Role.TUTOR, 9, "Al"))
    new = new_cohort(people)
    for tutor, error in ((people.lead.id, NotHeld), (other.tutor.id, NoSuch)):
        wrong = replace(new, tutor=tutor)
        with pytest.raises(error):
            await database.transact(partial(open_cohort, by=people.manager, new=wrong, now=NOW))
    for by in (second, other.manager, people.lead):
        with pytest.raises(NotAllowed):
            await database.transact(partial(open_cohort, by=by, new=new, now=NOW))
    backwards = new_cohort(people, last=TODAY - timedelta(days=1))
    with pytest.raises(BadValue):
        await database.transact(lambda tx: open_cohort(tx, people.tutor, backwards, NOW))
    await database.transact(lambda tx: open_cohort(tx, people.manager, new, NOW))


async def test_a_cohort_is_handed_over_to_another_tutor(database: Database) -> None:
    """The old tutor can do nothing with it any more, and is free to leave."""
    people, _ = await database.transact(_opened)
    second = await database.transact(lambda tx: give(tx, "riverside", Role.TUTOR, 9, "Al"))

    async def hand(tx: Transaction, to: str) -> Cohort:
        return await hand_over(tx, people.tutor, "riverside", "autumn", to, NOW)

    with pytest.raises(NotHeld):
        await database.transact(partial(hand, to=people.lead.id))
    handed = await database.transact(partial(hand, to=second.id))
    assert handed.tutor == second.id
    with pytest.raises(NotAllowed):
        await database.transact(lambda tx: _code(tx, people))
    await database.transact(lambda tx: leave_centre(tx, people.tutor, NOW))


async def test_a_cohort_says_how_each_scenario_is_practised(database: Database) -> None:
    """What is planned later counts; a plan that makes no sense is refused."""
    people, cohort = await database.transact(_opened)

    async def planned(tx: Transaction, each: Planned) -> None:
        await plan(tx, people.tutor, "riverside", "autumn", each, NOW)

    for each in (
        Planned("b", "practice", None),
        Planned("a", "practice", 3),
        Planned("a", "assessed", 1),
    ):
        await database.transact(partial(planned, each=each))
    for wrong in (Planned("a", "exam", None), Planned("a", "assessed", 0)):
        with pytest.raises(BadValue):
            await database.transact(partial(planned, each=wrong))
    assert list(await database.transact(lambda tx: tx.planned_scenarios(cohort.id))) == [
        Planned("a", "assessed", 1),
        Planned("b", "practice", None),
    ]


async def test_learners_join_by_a_code_and_are_found_by_their_centre(database: Database) -> None:
    """They see what is offered first; joining twice is joining once."""
    people, cohort = await database.transact(_opened)
    code = await database.transact(lambda tx: _code(tx, people))
    offer = await database.transact(lambda tx: look(tx, 7, f" {code[:8]}-{code[8:]} ", NOW))
    assert isinstance(offer, CohortOffered)
    assert (offer.centre.name, offer.cohort, offer.tutor) == ("Riverside", cohort, "Jo Price")
    assert not offer.asks_reference
    assert isinstance(await database.transact(lambda tx: _join(tx, code)), Enrolled)
    assert isinstance(await database.transact(lambda tx: _join(tx, code)), AlreadyIn)
    (own,) = await database.transact(lambda tx: tx.enrolments_in("riverside", cohort.id))
    assert (own.person, own.reference, own.joined_at, own.left_at) == (7, None, NOW, None)
    assert not await database.transact(lambda tx: tx.enrolments_in("hilltop", cohort.id))


async def test_a_code_lets_in_as_many_as_it_has_uses(database: Database) -> None:
    """Also when they come at the same moment; whoever is in already uses none up."""
    people, cohort = await database.transact(_opened)
    code = await database.transact(lambda tx: _code(tx, people, uses=2))
    came = await asyncio.gather(
        *(database.transact(partial(_join, code=code, person=person)) for person in range(7, 12))
    )
    assert sum(isinstance(each, Enrolled) for each in came) == 2
    enrolled = await database.transact(lambda tx: tx.enrolments_in("riverside", cohort.id))
    assert len(enrolled) == 2


@pytest.mark.parametrize("uses", [0, -1, 10_001, 1 << 40])
async def test_a_code_is_for_a_number_of_learners_that_makes_sense(
    database: Database, uses: int
) -> None:
    """Whatever no group has is refused before it is kept."""
    people, _ = await database.transact(_opened)
    with pytest.raises(BadValue):
        await database.transact(lambda tx: _code(tx, people, uses=uses))


async def test_codes_that_lead_nowhere_are_answered_alike(database: Database) -> None:
    """Wrong, expired, closed, used up, of a closed or ended cohort: nobody can tell which."""
    people, _ = await database.transact(_opened)

    async def stale(tx: Transaction) -> list[str]:
        old = await _code(tx, people, days=1)
        closed = await make_join_code(tx, people.tutor, "riverside", "autumn", NOW)
        await close_code(tx, people.tutor, "riverside", closed.id, NOW)
        await a_cohort(tx, people, "gone")
        gone = await make_join_code(tx, people.tutor, "riverside", "gone", NOW)
        await close_cohort(tx, people.tutor, "riverside", "gone", NOW)
        return [WRONG, "", "🙂", old, closed.code, gone.code]

    late = NOW + timedelta(days=2)
    for person, code in enumerate(await database.transact(stale), start=50):
        assert await database.transact(partial(look, person=person, code=code, now=late)) == (
            NOBODY_WAITS
        )
    ended = await database.transact(lambda tx: _code(tx, people, days=60))
    after = NOW + timedelta(days=32)
    assert await database.transact(lambda tx: look(tx, 70, ended, after)) == NOBODY_WAITS


async def test_wrong_codes_make_a_person_wait_longer_each_time(database: Database) -> None:
    """Five are free; then a minute, two, four. A right code has to wait too; others don't."""
    people, _ = await database.transact(_opened)
    code = await database.transact(lambda tx: _code(tx, people))

    async def tried(typed: str, now_: timedelta, person: int = 7) -> object:
        return await database.transact(partial(look, person=person, code=typed, now=NOW + now_))

    minute, nothing = timedelta(minutes=1), timedelta()
    for _ in range(4):
        assert await tried(WRONG, nothing) == NOBODY_WAITS
    assert await tried(WRONG, nothing) == Refused(minute)
    assert await tried(code, nothing) == Refused(minute)
    assert await tried(code, minute / 2) == Refused(minute / 2)
    assert isinstance(await tried(code, nothing, person=8), CohortOffered)
    assert await tried(WRONG, minute) == Refused(2 * minute)
    assert await tried(WRONG, 3 * minute) == Refused(4 * minute)
    assert isinstance(await tried(code, 7 * minute), CohortOffered)
    assert await tried(WRONG, timedelta(days=2)) == NOBODY_WAITS


async def test_the_wait_never_grows_beyond_a_day(database: Database) -> None:
    """However many wrong codes somebody tried."""
    for _ in range(40):
        await database.transact(lambda tx: tx.count_wrong_code(7, NOW))
    answer = await database.transact(lambda tx: look(tx, 7, WRONG, NOW))
    assert isinstance(answer, Refused)
    assert timedelta(hours=12) <= answer.wait <= timedelta(days=1)


async def test_wrong_codes_are_forgotten_with_what_is_old(database: Database) -> None:
    """Housekeeping deletes the counts of those who stopped trying."""
    await database.transact(lambda tx: tx.count_wrong_code(7, NOW))
    await database.transact(lambda tx: tx.count_wrong_code(8, LATER))
    await database.forget_old(LATER)
    assert await database.transact(lambda tx: tx.wrong_codes(7)) is None
    assert await database.transact(lambda tx: tx.wrong_codes(8)) == (1, LATER)


async def test_a_cohort_with_a_list_asks_for_a_reference_of_it(database: Database) -> None:
    """One that is not on it, or is taken, is refused and uses the code up for nobody."""
    people, cohort = await database.transact(_opened)
    given = ("R1", "R2")

    async def listed(tx: Transaction) -> int:
        return await list_references(tx, people.tutor, "riverside", "autumn", given, NOW)

    assert await database.transact(listed) == 2
    assert await database.transact(listed) == 0
    code = await database.transact(lambda tx: _code(tx, people, uses=2))
    for reference in (None, "", "R3", "=R1"):
        refused = await database.transact(partial(_join, code=code, reference=reference))
        assert isinstance(refused, ReferenceRefused)
    enrolled = await database.transact(lambda tx: _join(tx, code, 7, "R1"))
    assert isinstance(enrolled, Enrolled)
    assert isinstance(
        await database.transact(lambda tx: _join(tx, code, 8, "R1")), ReferenceRefused
    )
    assert isinstance(await database.transact(lambda tx: _join(tx, code, 8, "R2")), Enrolled)
    found = await database.transact(lambda tx: tx.listed_references(cohort.id))
    assert found["R1"] == enrolled.enrolment


async def test_leaving_frees_the_reference_and_the_place(database: Database) -> None:
    """A learner who left can join again; nobody else can make them leave."""
    people, cohort = await database.transact(_opened)
    await database.transact(
        lambda tx: list_references(tx, people.tutor, "riverside", "autumn", ["R1"], NOW)
    )
    code = await database.transact(lambda tx: _code(tx, people))
    enrolled = await database.transact(lambda tx: _join(tx, code, 7, "R1"))
    assert isinstance(enrolled, Enrolled)

    async def leave(tx: Transaction, person: int) -> bool:
        learner = await a_learner(tx, person)
        return await leave_cohort(tx, learner, enrolled.enrolment, LATER)

    left = [await database.transact(partial(leave, person=person)) for person in (8, 7, 7)]
    assert left == [False, True, False]
    assert isinstance(await database.transact(lambda tx: _join(tx, code, 8, "R1")), Enrolled)
    enrolments = await database.transact(lambda tx: tx.enrolments_in("riverside", cohort.id))
    assert [(each.person, each.left_at) for each in enrolments] == [(7, LATER), (8, None)]


async def test_a_reference_is_given_to_one_learner_of_a_cohort(database: Database) -> None:
    """Given later, too; somebody else's is refused."""
    people, _ = await database.transact(_opened)
    code = await database.transact(lambda tx: _code(tx, people))
    first = await database.transact(lambda tx: _join(tx, code, 7))
    second = await database.transact(lambda tx: _join(tx, code, 8))
    assert isinstance(first, Enrolled)
    assert isinstance(second, Enrolled)
    assert await database.transact(lambda tx: tx.refer(first.enrolment, "R1"))
    assert await database.transact(lambda tx: tx.refer(first.enrolment, "R1"))
    assert not await database.transact(lambda tx: tx.refer(second.enrolment, "R1"))


async def test_an_attempt_belongs_to_the_enrolment_it_was_for(database: Database) -> None:
    """It is told with the attempt, and leads to the centre's and the cohort's name."""
    people, _ = await database.transact(_opened)
    code = await database.transact(lambda tx: _code(tx, people))
    enrolled = await database.transact(lambda tx: _join(tx, code))
    assert isinstance(enrolled, Enrolled)

    async def start(tx: Transaction) -> Learner:
        learner = await a_learner(tx)
        new = NewAttempt(learner.id, "t", SCENARIO, VERSION, ("a",), NOW, enrolled.enrolment)
        assert await tx.start_attempt(new)
        return learner

    learner = await database.transact(start)
    attempt = await database.transact(lambda tx: tx.attempt("t"))
    assert attempt is not None
    assert attempt.enrolment == enrolled.enrolment
    places = await database.transact(lambda tx: tx.enrolment_places())
    assert places == {enrolled.enrolment: ("riverside", "autumn")}
    await database.transact(lambda tx: tx.erase(learner, LATER))
    assert await database.transact(lambda tx: tx.enrolment_places()) == {}


async def test_a_closed_cohort_takes_nothing_more(database: Database) -> None:
    """No codes, no plans, no references, and it is not closed twice."""
    people, _ = await database.transact(_opened)

    async def close(tx: Transaction) -> Cohort:
        return await close_cohort(tx, people.tutor, "riverside", "autumn", NOW)

    assert (await database.transact(close)).closed_at == NOW
    with pytest.raises(Closed):
        await database.transact(close)
    with pytest.raises(Closed):
        await database.transact(lambda tx: _code(tx, people))
    with pytest.raises(Closed):
        await database.transact(
            lambda tx: list_references(tx, people.tutor, "riverside", "autumn", ["R1"], NOW)
        )


async def test_another_centres_code_can_be_closed_by_nobody_there(database: Database) -> None:
    """It is answered like one that does not exist."""
    people, _ = await database.transact(_opened)
    other = await database.transact(lambda tx: a_centre(tx, HILLTOP, 200))

    async def make(tx: Transaction) -> Made:
        return await make_join_code(tx, people.tutor, "riverside", "autumn", NOW)

    made = await database.transact(make)
    with pytest.raises(NoSuch):
        await database.transact(lambda tx: close_code(tx, other.manager, "hilltop", made.id, NOW))
    with pytest.raises(NotAllowed):
        await database.transact(lambda tx: close_code(tx, people.lead, "riverside", made.id, NOW))
    await database.transact(lambda tx: close_code(tx, people.manager, "riverside", made.id, NOW))
