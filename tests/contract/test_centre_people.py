"""Centres and their people, on each kind of database."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.centre.errors import (
    BadValue,
    CentreError,
    Closed,
    LastManager,
    NoSuch,
    NotAllowed,
    NotHeld,
    NotReadyForLearners,
    StillTutors,
    Taken,
)
from bot.centre.joining import Made, Refused, RoleOffered, invite, look, take_role
from bot.centre.people import (
    change_centre,
    check_ready,
    found_centre,
    leave_centre,
    take_role_away,
)
from bot.centre.records import Member
from bot.centre.roles import Role
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.contract.centre import HILLTOP, RIVERSIDE, People, a_centre, a_cohort, give
from tests.contract.plain import LATER, NOW

Work = Callable[[Transaction], Awaitable[object]]


async def _people(database: Database) -> People:
    return await database.transact(a_centre)


async def test_a_centre_is_founded_once(database: Database) -> None:
    """A second centre of its id is refused, and changes nothing of the first."""
    await database.transact(lambda tx: found_centre(tx, RIVERSIDE, NOW))
    again = replace(RIVERSIDE, name="Other")
    with pytest.raises(Taken):
        await database.transact(lambda tx: found_centre(tx, again, NOW))
    assert await database.transact(lambda tx: tx.centre("riverside")) == RIVERSIDE
    assert list(await database.transact(lambda tx: tx.centres())) == [RIVERSIDE]


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "River Side"},
        {"id": "9"},
        {"id": "a" * 41},
        {"name": "  "},
        {"name": "two\nlines"},
        {"time_zone": "Mars/Base"},
        {"office_hours": "always"},
        {"office_hours": "fri-mon 09:00-17:00"},
        {"office_hours": "mon 17:00-09:00"},
        {"out_of_hours": "x" * 501},
    ],
)
async def test_a_centre_that_makes_no_sense_is_refused(
    database: Database, wrong: dict[str, str]
) -> None:
    """Ids, names, zones and hours are checked before anything is kept."""
    with pytest.raises(BadValue):
        await database.transact(
            lambda tx: found_centre(tx, replace(RIVERSIDE, **wrong), NOW)  # type: ignore[arg-type]
        )
    assert list(await database.transact(lambda tx: tx.centres())) == []


async def test_a_centre_is_changed_by_its_manager_alone(database: Database) -> None:
    """Other roles, and another centre's manager, are refused."""
    people = await _people(database)
    other = await database.transact(lambda tx: a_centre(tx, HILLTOP, 200))
    changed = replace(RIVERSIDE, office_hours="Mon-Thu 10:00-16:00 ;sat 10:00-12:00")
    for nobody in (people.tutor, people.lead, other.manager):
        with pytest.raises(NotAllowed):
            await database.transact(partial(change_centre, by=nobody, centre=changed, now=NOW))
    await database.transact(lambda tx: change_centre(tx, people.manager, changed, NOW))
    found = await database.transact(lambda tx: tx.centre("riverside"))
    assert found is not None
    assert found.office_hours == "mon-thu 10:00-16:00; sat 10:00-12:00"


async def test_an_invitation_gives_its_role_to_one_person(database: Database) -> None:
    """It shows what it offers first; taken once, it works for nobody else."""
    people = await _people(database)

    async def make(tx: Transaction) -> Made:
        return await invite(tx, people.manager, "riverside", Role.TUTOR, " Sam Hill ", NOW)

    made = await database.transact(make)
    offer = await database.transact(lambda tx: look(tx, 7, made.code.upper(), NOW))
    assert isinstance(offer, RoleOffered)
    assert (offer.centre.name, offer.role, offer.name) == ("Riverside", Role.TUTOR, "Sam Hill")
    sam = await database.transact(lambda tx: take_role(tx, 7, made.code, NOW))
    assert isinstance(sam, Member)
    assert (sam.person, sam.name, [held.role for held in sam.roles]) == (7, "Sam Hill", ["tutor"])
    assert sam.roles[0].given_by == people.manager.id
    assert await database.transact(lambda tx: take_role(tx, 8, made.code, NOW)) == Refused(
        timedelta()
    )
    assert list(await database.transact(lambda tx: tx.memberships(7))) == [sam]


async def test_one_person_holds_several_roles_in_several_centres(database: Database) -> None:
    """A membership for each centre holds the roles there; a closed centre counts no more."""
    await database.transact(a_centre)
    await database.transact(lambda tx: a_centre(tx, HILLTOP, 200))
    for centre, role in (
        ("riverside", Role.TUTOR),
        ("riverside", Role.QUALITY_ASSURER),
        ("hilltop", Role.TUTOR),
    ):
        await database.transact(partial(give, centre=centre, role=role, person=7, name="Sam"))
    found = await database.transact(lambda tx: tx.memberships(7))
    assert [(each.centre, {held.role for held in each.roles}) for each in found] == [
        ("hilltop", {"tutor"}),
        ("riverside", {"tutor", "quality_assurer"}),
    ]
    closed = replace(HILLTOP, closed_at=NOW)
    await database.transact(lambda tx: change_centre(tx, None, closed, NOW))
    found = await database.transact(lambda tx: tx.memberships(7))
    assert [each.centre for each in found] == ["riverside"]
    with pytest.raises(Closed):
        await database.transact(lambda tx: invite(tx, None, "hilltop", Role.TUTOR, "Al", NOW))


async def test_leads_have_places_in_order_and_a_free_one_is_filled(database: Database) -> None:
    """Lead, deputy, further ones; when the lead goes, the next to come is the lead."""
    people = await _people(database)
    assert people.lead.lead
    assert people.deputy.deputy
    third = await database.transact(
        lambda tx: give(tx, "riverside", Role.SAFEGUARDING_LEAD, 7, "Third")
    )
    assert not third.lead
    assert not third.deputy
    await database.transact(lambda tx: leave_centre(tx, people.lead, LATER))
    new = await database.transact(
        lambda tx: give(tx, "riverside", Role.SAFEGUARDING_LEAD, 8, "Next")
    )
    assert new.lead


async def test_leads_who_come_at_the_same_moment_have_places_of_their_own(
    database: Database,
) -> None:
    """Nobody shares a place, however many come together."""
    await database.transact(lambda tx: found_centre(tx, RIVERSIDE, NOW))
    made = [
        await database.transact(
            partial(
                invite,
                by=None,
                centre="riverside",
                role=Role.SAFEGUARDING_LEAD,
                name="Lee",
                now=NOW,
            )
        )
        for _ in range(4)
    ]
    await asyncio.gather(
        *(
            database.transact(partial(take_role, person=person, code=each.code, now=NOW))
            for person, each in enumerate(made, start=7)
        )
    )
    members = await database.transact(lambda tx: tx.members("riverside"))
    assert sorted(each.roles[0].place or 0 for each in members) == [1, 2, 3, 4]


async def test_of_two_managers_who_leave_at_the_same_moment_one_stays(database: Database) -> None:
    """A centre never loses its last manager by chance."""
    people = await _people(database)
    other = await database.transact(lambda tx: give(tx, "riverside", Role.MANAGER, 9, "Al"))
    left = await asyncio.gather(
        *(
            database.transact(partial(leave_centre, member=each, now=NOW))
            for each in (people.manager, other)
        ),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in left) == ["LastManager", "NoneType"]


async def test_a_centre_is_ready_once_lead_and_deputy_answered(database: Database) -> None:
    """What is missing is named; a role that was given anew has to answer anew."""
    people = await _people(database)

    async def check(tx: Transaction) -> None:
        check_ready("riverside", await tx.members("riverside"))

    await database.transact(check)
    await database.transact(lambda tx: leave_centre(tx, people.deputy, NOW))
    with pytest.raises(NotReadyForLearners) as refused:
        await database.transact(check)
    assert (refused.value.without, refused.value.untested) == (("deputy",), ())
    await database.transact(
        lambda tx: give(tx, "riverside", Role.SAFEGUARDING_LEAD, people.deputy.person or 0, "Dee")
    )
    with pytest.raises(NotReadyForLearners) as refused:
        await database.transact(check)
    assert (refused.value.without, refused.value.untested) == ((), ("deputy",))


async def test_a_role_is_taken_away_by_a_manager(database: Database) -> None:
    """Its holder keeps their other roles; a role that is not held can't be taken."""
    people = await _people(database)
    both = await database.transact(
        lambda tx: give(tx, "riverside", Role.QUALITY_ASSURER, people.tutor.person or 0, "Jo")
    )

    def away(by: Member | None, role: Role) -> Work:
        return lambda tx: take_role_away(tx, by, "riverside", both.id, role, LATER)

    with pytest.raises(NotAllowed):
        await database.transact(away(people.lead, Role.TUTOR))
    await database.transact(away(people.manager, Role.TUTOR))
    with pytest.raises(NotHeld):
        await database.transact(away(people.manager, Role.TUTOR))
    found = await database.transact(lambda tx: tx.member("riverside", both.id))
    assert found is not None
    assert [held.role for held in found.roles] == [Role.QUALITY_ASSURER]


async def test_a_tutor_with_open_cohorts_stays(database: Database) -> None:
    """They can neither leave nor lose the role before each is closed or handed over."""
    people = await _people(database)
    await database.transact(lambda tx: a_cohort(tx, people))
    with pytest.raises(StillTutors) as refused:
        await database.transact(lambda tx: leave_centre(tx, people.tutor, NOW))
    assert refused.value.cohorts == ("autumn",)
    for by in (people.manager, None):
        with pytest.raises(StillTutors):
            await database.transact(
                partial(
                    take_role_away,
                    by=by,
                    centre="riverside",
                    member=people.tutor.id,
                    role=Role.TUTOR,
                    now=NOW,
                )
            )


async def test_a_member_leaves_one_role_and_keeps_the_others(database: Database) -> None:
    """What keeps them from leaving altogether keeps them in the role that it is about alone."""
    people = await _people(database)
    await database.transact(lambda tx: a_cohort(tx, people))
    person = people.tutor.person or 0
    both = await database.transact(lambda tx: give(tx, "riverside", Role.MANAGER, person, "Jo"))

    def leave(role: Role) -> Work:
        return lambda tx: leave_centre(tx, both, LATER, role)

    with pytest.raises(StillTutors):
        await database.transact(leave(Role.TUTOR))
    with pytest.raises(NotHeld):
        await database.transact(leave(Role.QUALITY_ASSURER))
    await database.transact(leave(Role.MANAGER))
    found = await database.transact(lambda tx: tx.member("riverside", both.id))
    assert found is not None
    assert [held.role for held in found.roles] == [Role.TUTOR]


async def test_no_cohort_is_left_to_somebody_who_is_no_tutor_any_more(database: Database) -> None:
    """Of leaving and opening a cohort at the same moment, one is refused."""
    people = await _people(database)
    done = await asyncio.gather(
        database.transact(lambda tx: a_cohort(tx, people)),
        database.transact(lambda tx: leave_centre(tx, people.tutor, NOW)),
        return_exceptions=True,
    )
    (refused,) = (each for each in done if isinstance(each, CentreError))
    assert isinstance(refused, StillTutors | NotAllowed | NotHeld)


async def test_the_last_manager_goes_only_by_the_operator(database: Database) -> None:
    """A centre without a manager is nobody's; the operator can give it another."""
    people = await _people(database)
    with pytest.raises(LastManager):
        await database.transact(lambda tx: leave_centre(tx, people.manager, NOW))
    await database.transact(
        lambda tx: take_role_away(tx, None, "riverside", people.manager.id, Role.MANAGER, NOW)
    )
    left = await database.transact(lambda tx: tx.member("riverside", people.manager.id))
    assert left is not None
    assert left.roles == ()


async def test_another_centres_people_are_answered_like_nobody(database: Database) -> None:
    """A member's id that belongs to another centre is no such member."""
    await database.transact(a_centre)
    other = await database.transact(lambda tx: a_centre(tx, HILLTOP, 200))
    for member in (other.tutor.id, "nobody00"):
        with pytest.raises(NoSuch) as refused:
            await database.transact(
                partial(
                    take_role_away,
                    by=None,
                    centre="riverside",
                    member=member,
                    role=Role.TUTOR,
                    now=NOW,
                )
            )
        assert (refused.value.kind, refused.value.name) == ("member", member)


async def test_a_person_who_is_erased_leaves_their_name_and_no_number(database: Database) -> None:
    """Their roles end, so that nobody waits for them; what they did keeps its name."""
    people = await _people(database)
    person = people.lead.person or 0
    await database.transact(lambda tx: tx.forget_chat(person, LATER))
    found = await database.transact(lambda tx: tx.member("riverside", people.lead.id))
    assert found == replace(people.lead, person=None, roles=())
    assert list(await database.transact(lambda tx: tx.memberships(person))) == []


async def test_roles_go_along_to_another_account(database: Database) -> None:
    """Where the new account is known to the centre already, its own roles stay as they are."""
    people = await _people(database)
    await database.transact(lambda tx: a_centre(tx, HILLTOP, 200))
    await database.transact(lambda tx: give(tx, "hilltop", Role.TUTOR, 101, "Jo"))
    await database.transact(lambda tx: give(tx, "hilltop", Role.QUALITY_ASSURER, 300, "New Jo"))

    async def move(tx: Transaction) -> None:
        old, new = await tx.agree(101, NOW), await tx.agree(300, NOW)
        await tx.move(old.id, new.id, 300)

    await database.transact(move)
    found = await database.transact(lambda tx: tx.memberships(300))
    assert [(each.centre, each.name) for each in found] == [
        ("hilltop", "New Jo"),
        ("riverside", "Jo Price"),
    ]
    assert found[1].id == people.tutor.id
