"""The ids of a centre's scenarios: each belongs to one author at a time."""

from collections.abc import Collection

from bot.centre.errors import CentreError
from bot.centre.publications import Publication, PublishingRecords, State
from bot.centre.records import Member
from bot.centre.roles import Role
from scenarios.model import Scenario

OUT = frozenset({State.PUBLISHED})
SEEN = OUT | {State.REVIEW}
HELD = SEEN | {State.DRAFT}
"""The states in which a version keeps its id from others, at each step on its way out."""


class NameInUse(CentreError):
    """A scenario's id belongs to the library, or to another author of the centre."""

    def __init__(self, scenario: str) -> None:
        super().__init__(scenario)
        self.scenario = scenario


async def check_free(
    records: PublishingRecords, centre: str, scenario: str, author: str, states: Collection[State]
) -> None:
    """Raise NameInUse if somebody else has a version of a scenario in one of these states.

    What was not published yet counts only while its author is a tutor there.
    """
    tutors = {each.id for each in await records.members(centre) if each.held(Role.TUTOR)}
    for each in await records.publications(centre):
        counts = each.state is State.PUBLISHED or each.author in tutors
        if each.scenario == scenario and each.author != author and each.state in states and counts:
            raise NameInUse(scenario)


async def make_room(
    records: PublishingRecords, by: Member, scenario: Scenario
) -> Publication | None:
    """Drop what a new version takes the place of; return the same one, if the author sent it.

    Those are their draft before, and the same version of somebody who has given it up.
    """
    same = None
    for each in await records.publications(by.centre):
        own, identical = each.author == by.id, each.version == scenario.version
        if each.scenario != scenario.id:
            continue
        if own and identical:
            same = each
        elif identical or (own and each.state is State.DRAFT):
            await records.drop_publication(each)
    return same
