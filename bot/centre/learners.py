"""The learners of a cohort as its staff see them: looked at, given a reference, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.centre.audit import learner_record, note
from bot.centre.authorisation import Action
from bot.centre.cohorts import REFERENCE, check_on_cohort, cohort_of, is_reference, open_cohort_of
from bot.centre.errors import BadValue, NoSuch, Taken
from bot.centre.records import Cohort, CohortRecords, Enrolment, Member


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A learner in a cohort, and how many attempts they began and finished for it."""

    enrolment: Enrolment
    begun: int
    finished: int


async def count_learners(records: CohortRecords, cohort: Cohort) -> int:
    """Return how many learners are in a cohort now."""
    return len(await _present(records, cohort))


async def look_at_learners(  # noqa: PLR0917 - one for each fact
    records: CohortRecords,
    by: Member,
    named: str,
    now: datetime,
    first: int,
    most: int,
) -> tuple[Sequence[Enrolled], int]:
    """Return some of a cohort's learners, and how many there are; each look is in the audit.

    Raises NoSuch or NotAllowed.
    """
    cohort = await cohort_of(records, by.centre, named)
    await check_on_cohort(records, by, Action.SEE_COHORT, cohort)
    present = await _present(records, cohort)
    counted = await records.attempts_in(cohort.id)
    shown = present[first : first + most]
    for enrolment in shown:
        subject = learner_record(enrolment.learner)
        await note(records, by, Action.SEE_COHORT, by.centre, subject, now, _in(cohort))
    return [Enrolled(each, *counted.get(each.id, (0, 0))) for each in shown], len(present)


async def look_at_learner(
    records: CohortRecords, by: Member, named: str, enrolment: int, now: datetime
) -> Enrolled:
    """Return one learner of a cohort, and note it. Raises NoSuch or NotAllowed."""
    cohort = await cohort_of(records, by.centre, named)
    await check_on_cohort(records, by, Action.SEE_COHORT, cohort)
    found = await _enrolment(records, cohort, enrolment)
    subject = learner_record(found.learner)
    await note(records, by, Action.SEE_COHORT, by.centre, subject, now, _in(cohort))
    return Enrolled(found, *(await records.attempts_in(cohort.id)).get(found.id, (0, 0)))


async def refer_learner(  # noqa: PLR0917 - one for each fact
    records: CohortRecords,
    by: Member,
    named: str,
    enrolment: int,
    reference: str,
    now: datetime,
) -> None:
    """Give a learner of a cohort a reference.

    Raises NoSuch, NotAllowed, Closed, BadValue, or Taken when another learner there has it.
    """
    cohort = await open_cohort_of(records, by.centre, named)
    await check_on_cohort(records, by, Action.GIVE_REFERENCES, cohort)
    found = await _enrolment(records, cohort, enrolment)
    if not is_reference(reference):
        raise BadValue("reference", reference, REFERENCE)
    if not await records.refer(found.id, reference):
        raise Taken("reference", reference)
    subject = learner_record(found.learner)
    await note(records, by, Action.GIVE_REFERENCES, by.centre, subject, now, _in(cohort))


async def remove_learner(
    records: CohortRecords, by: Member, named: str, enrolment: int, now: datetime
) -> Enrolment:
    """Take a learner out of a cohort; their attempts stay. Raises NoSuch, NotAllowed or Closed."""
    cohort = await open_cohort_of(records, by.centre, named)
    await check_on_cohort(records, by, Action.CHANGE_COHORT, cohort)
    found = await _enrolment(records, cohort, enrolment)
    await records.leave_cohort(found.id, found.learner, now)
    subject = learner_record(found.learner)
    detail = f"removed from {cohort.slug}"
    await note(records, by, Action.CHANGE_COHORT, by.centre, subject, now, detail)
    return found


async def _present(records: CohortRecords, cohort: Cohort) -> list[Enrolment]:
    everybody = await records.enrolments_in(cohort.centre, cohort.id)
    return [each for each in everybody if each.left_at is None]


async def _enrolment(records: CohortRecords, cohort: Cohort, enrolment: int) -> Enrolment:
    for each in await _present(records, cohort):
        if each.id == enrolment:
            return each
    raise NoSuch("learner", str(enrolment))


def _in(cohort: Cohort) -> str:
    return f"cohort {cohort.slug}"
