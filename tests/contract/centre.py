"""A centre with its people, as tests need one."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.centre.cohorts import NewCohort, open_cohort
from bot.centre.hours import USUAL
from bot.centre.joining import invite, take_role
from bot.centre.people import found_centre
from bot.centre.records import Centre, Cohort, Member
from bot.centre.roles import Role
from bot.storage.transaction import Transaction
from tests.contract.plain import NOW

RIVERSIDE = Centre("riverside", "Riverside", "Europe/London", USUAL, "Call 111.", False, NOW)
HILLTOP = Centre("hilltop", "Hilltop", "Europe/London", USUAL, "", True, NOW)
TODAY = NOW.date()


@dataclass(frozen=True)
class People:
    """Who is who in a centre that is ready for learners."""

    manager: Member
    tutor: Member
    lead: Member
    deputy: Member


async def give(tx: Transaction, centre: str, role: Role, person: int, name: str) -> Member:
    """Let a person take an invitation of the operator's to a role."""
    made = await invite(tx, None, centre, role, name, NOW)
    taken = await take_role(tx, person, made.code, NOW)
    assert isinstance(taken, Member)
    return taken


async def a_centre(tx: Transaction, centre: Centre = RIVERSIDE, first: int = 100) -> People:
    """Found a centre with a manager, a tutor, a lead and a deputy who answered a test alert."""
    await found_centre(tx, centre, NOW)
    manager = await give(tx, centre.id, Role.MANAGER, first, "Mo Manager")
    tutor = await give(tx, centre.id, Role.TUTOR, first + 1, "Jo Price")
    lead = await give(tx, centre.id, Role.SAFEGUARDING_LEAD, first + 2, "Lee Lead")
    deputy = await give(tx, centre.id, Role.SAFEGUARDING_LEAD, first + 3, "Dee Deputy")
    for each in (lead, deputy):
        assert await tx.lead_answered(each.id, NOW)
    return People(manager, tutor, lead, deputy)


def new_cohort(people: People, slug: str = "autumn", last: date | None = None) -> NewCohort:
    """Return what opens a cohort of the tutor's for a month."""
    ends = TODAY + timedelta(days=30) if last is None else last
    return NewCohort(people.tutor.centre, slug, "Autumn group", None, TODAY, ends, people.tutor.id)


async def a_cohort(tx: Transaction, people: People, slug: str = "autumn") -> Cohort:
    """Open a cohort of the tutor's."""
    return await open_cohort(tx, people.tutor, new_cohort(people, slug), NOW)
