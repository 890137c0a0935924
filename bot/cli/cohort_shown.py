"""What `rehearse cohort list` says of a cohort."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.centre.errors import NoSuch
from bot.centre.records import Cohort, CohortRecords, Planned


@dataclass(frozen=True, slots=True)
class Shown:
    """A cohort with its tutor's name, what it practises, and how many are in it."""

    cohort: Cohort
    tutor: str
    planned: Sequence[Planned]
    learners: int
    references: int


async def read(records: CohortRecords, centre: str) -> list[Shown]:
    """Read a centre's cohorts. Raises NoSuch."""
    if await records.centre(centre) is None:
        raise NoSuch("centre", centre)
    return [await _shown(records, each) for each in await records.cohorts(centre)]


def as_text(shown: Shown) -> str:
    """Return a cohort as people read it."""
    cohort = shown.cohort
    closed = ", closed" if cohort.closed_at else ""
    first = (
        f"{cohort.slug}: {cohort.name}, {cohort.starts_on} to {cohort.ends_on}{closed};"
        f" tutor {shown.tutor}; learners: {shown.learners}"
    )
    if shown.references:
        first += f"; references: {shown.references}"
    return "\n".join([first, *(f"  {_planned(each)}" for each in shown.planned)])


def as_data(shown: Shown) -> dict[str, Any]:
    """Return a cohort as programs read it."""
    cohort = shown.cohort
    return {
        "centre": cohort.centre,
        "cohort": cohort.slug,
        "name": cohort.name,
        "unit": cohort.unit,
        "starts": cohort.starts_on.isoformat(),
        "ends": cohort.ends_on.isoformat(),
        "closed": cohort.closed_at is not None,
        "tutor": cohort.tutor,
        "learners": shown.learners,
        "references": shown.references,
        "scenarios": [
            {"scenario": each.scenario, "mode": each.mode, "attempts": each.attempts}
            for each in shown.planned
        ],
    }


async def _shown(records: CohortRecords, cohort: Cohort) -> Shown:
    tutor = await records.member(cohort.centre, cohort.tutor)
    enrolled = await records.enrolments_in(cohort.centre, cohort.id)
    return Shown(
        cohort=cohort,
        tutor="" if tutor is None else tutor.name,
        planned=await records.planned_scenarios(cohort.id),
        learners=sum(each.left_at is None for each in enrolled),
        references=len(await records.listed_references(cohort.id)),
    )


def _planned(planned: Planned) -> str:
    if planned.attempts is None:
        return f"{planned.scenario}: {planned.mode}"
    return f"{planned.scenario}: {planned.mode}, attempts: {planned.attempts}"
