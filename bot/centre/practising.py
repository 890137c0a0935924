"""What a learner's cohorts mean for their practice: which one it is for, and how often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.centre.cohorts import MODES
from bot.centre.records import Centre, Cohort, CohortRecords, Enrolment, Member, Planned
from bot.centre.roles import Role
from bot.practice.records import Learner
from bot.practice.zones import zone

_PRACTICE, _ASSESSED = MODES


@dataclass(frozen=True, slots=True)
class Place:
    """A learner's place in an open cohort; `tutor` is a name, `leads` safeguard its learners."""

    enrolment: Enrolment
    centre: Centre
    cohort: Cohort
    tutor: str
    leads: tuple[Member, ...]

    def counts(self, now: datetime) -> bool:
        """Whether practice is for this cohort at a moment: between its first and last day."""
        today = now.astimezone(zone(self.centre.time_zone)).date()
        return self.cohort.starts_on <= today <= self.cohort.ends_on


@dataclass(frozen=True, slots=True)
class Allowance:
    """How a cohort practises a scenario, and how many attempts a learner has begun."""

    planned: Planned
    begun: int

    @property
    def used_up(self) -> bool:
        """Whether there is no attempt left."""
        return self.planned.attempts is not None and self.begun >= self.planned.attempts

    @property
    def assessed(self) -> bool:
        """Whether it is practised to be assessed."""
        return self.planned.mode == _ASSESSED


async def places(records: CohortRecords, learner: Learner) -> list[Place]:
    """Return where a learner is enrolled now, the first first; what is closed is left out."""
    found = []
    for enrolment in await records.enrolments_of(learner.id):
        if enrolment.left_at is not None:
            continue
        centre = await records.centre(enrolment.centre)
        cohort = await records.cohort(enrolment.centre, enrolment.cohort)
        if centre is None or cohort is None or centre.closed_at or cohort.closed_at:
            continue
        members = await records.members(centre.id)
        tutor = next((each.name for each in members if each.id == cohort.tutor), "")
        found.append(Place(enrolment, centre, cohort, tutor, leads(members)))
    return found


async def allowance(records: CohortRecords, place: Place, scenario: str) -> Allowance | None:
    """Return what a cohort says of a scenario; None when it says nothing."""
    planned = await records.planned_scenarios(place.cohort.id)
    found = next((each for each in planned if each.scenario == scenario), None)
    if found is None:
        return None
    return Allowance(found, await records.attempts_for(place.enrolment.id, scenario))


def leads(members: Sequence[Member]) -> tuple[Member, ...]:
    """Return those who hold the places of lead and deputy, in this order."""
    held = [each for each in members if each.held(Role.SAFEGUARDING_LEAD)]
    return tuple(sorted((each for each in held if each.lead or each.deputy), key=_is_deputy))


def _is_deputy(member: Member) -> bool:
    return member.deputy
