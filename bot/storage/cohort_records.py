"""Cohorts and who is in them, as statements (the `CohortRecords` of `bot.centre.records`)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot.centre.records import Cohort, Enrolment, Planned
from bot.storage.moments import micros, moment, moment_if
from bot.storage.statements import Statements


class CohortRecords:
    """Cohorts, their scenarios, references and enrolments, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def add_cohort(self, cohort: Cohort) -> bool:
        """Keep a new cohort; False when the centre has one with its slug."""
        added = await self._sql.add_cohort(
            self._connection,
            cohort=cohort.id,
            centre=cohort.centre,
            slug=cohort.slug,
            name=cohort.name,
            unit=cohort.unit,
            starts_on=cohort.starts_on.isoformat(),
            ends_on=cohort.ends_on.isoformat(),
            tutor=cohort.tutor,
            at=micros(cohort.opened_at),
        )
        return added is not None

    async def cohorts(self, centre: str) -> Sequence[Cohort]:
        """Return a centre's cohorts, the newest first."""
        return [_cohort(*row) async for row in self._sql.cohorts(self._connection, centre=centre)]

    async def cohort(self, centre: str, named: str) -> Cohort | None:
        """Return a centre's cohort by its id or slug, also one that is closed."""
        row = await self._sql.cohort(self._connection, centre=centre, named=named)
        return None if row is None else _cohort(*row)

    async def close_cohort(self, cohort: str, at: datetime) -> bool:
        """Close a cohort; False when it was closed."""
        closed = await self._sql.close_cohort(self._connection, at=micros(at), cohort=cohort)
        return closed is not None

    async def hand_cohort(self, cohort: str, tutor: str) -> None:
        """Give a cohort to another tutor."""
        await self._sql.hand_cohort(self._connection, tutor=tutor, cohort=cohort)

    async def plan_scenario(self, cohort: str, planned: Planned) -> None:
        """Keep how a scenario is practised in a cohort, in the place of what was planned before."""
        await self._sql.plan_scenario(
            self._connection,
            cohort=cohort,
            scenario=planned.scenario,
            mode=planned.mode,
            attempts=planned.attempts,
        )

    async def planned_scenarios(self, cohort: str) -> Sequence[Planned]:
        """Return what a cohort practises."""
        rows = self._sql.planned_scenarios(self._connection, cohort=cohort)
        return [Planned(*row) async for row in rows]

    async def list_reference(self, cohort: str, reference: str) -> bool:
        """Put a reference on a cohort's list; False when it is there."""
        listed = await self._sql.list_reference(
            self._connection, cohort=cohort, reference=reference
        )
        return listed is not None

    async def listed_references(self, cohort: str) -> Mapping[str, int | None]:
        """Return a cohort's list, each reference with the enrolment that has it now."""
        rows = self._sql.listed_references(self._connection, cohort=cohort)
        return {reference: enrolment async for reference, enrolment in rows}

    async def enrol(
        self, cohort: str, learner: int, reference: str | None, at: datetime, added_by: str | None
    ) -> int | None:
        """Put a learner into a cohort; return the enrolment's id.

        None when they are in it, or somebody else there has the reference.
        """
        enrolment: int | None = await self._sql.enrol(
            self._connection,
            cohort=cohort,
            learner=learner,
            reference=reference,
            at=micros(at),
            added_by=added_by,
        )
        return enrolment

    async def refer(self, enrolment: int, reference: str) -> bool:
        """Give a learner in a cohort a reference; False when somebody else there has it."""
        given = await self._sql.refer(self._connection, reference=reference, enrolment=enrolment)
        return given is not None

    async def leave_cohort(self, enrolment: int, learner: int, at: datetime) -> bool:
        """End a learner's enrolment; False when it is not theirs, or has ended."""
        left = await self._sql.leave_cohort(
            self._connection, at=micros(at), enrolment=enrolment, learner=learner
        )
        return left is not None

    async def enrolments_in(self, centre: str, cohort: str) -> Sequence[Enrolment]:
        """Return everybody who is or was in a centre's cohort, by its id, the first first."""
        rows = self._sql.enrolments_in(self._connection, centre=centre, cohort=cohort)
        return [_enrolment(*row) async for row in rows]

    async def enrolments_of(self, learner: int) -> Sequence[Enrolment]:
        """Return where a learner is or was enrolled, the first first."""
        rows = self._sql.enrolments_of(self._connection, learner=learner)
        return [_enrolment(*row) async for row in rows]

    async def attempts_for(self, enrolment: int, scenario: str) -> int:
        """Return how often the learner of an enrolment began a scenario for its cohort.

        What they did there before they left and came back counts too, replays don't.
        """
        begun: int = await self._sql.attempts_for(
            self._connection, enrolment=enrolment, scenario=scenario
        )
        return begun

    async def attempts_in(self, cohort: str) -> Mapping[int, tuple[int, int]]:
        """Return for each enrolment in a cohort how many attempts were begun and finished."""
        rows = self._sql.attempts_in(self._connection, cohort=cohort)
        return {enrolment: (begun, finished) async for enrolment, begun, finished in rows}

    async def enrolment_places(self) -> Mapping[int, tuple[str, str]]:
        """Return for every enrolment its centre's id and its cohort's slug."""
        rows = self._sql.enrolment_places(self._connection)
        return {enrolment: (centre, cohort) async for enrolment, centre, cohort in rows}


def _cohort(  # noqa: PLR0917 - one for each column
    id_: str,
    centre: str,
    slug: str,
    name: str,
    unit: str | None,
    starts_on: str,
    ends_on: str,
    tutor: str,
    opened_at: int,
    closed_at: int | None,
) -> Cohort:
    return Cohort(
        id=id_,
        centre=centre,
        slug=slug,
        name=name,
        unit=unit,
        starts_on=date.fromisoformat(starts_on),
        ends_on=date.fromisoformat(ends_on),
        tutor=tutor,
        opened_at=moment(opened_at),
        closed_at=moment_if(closed_at),
    )


def _enrolment(  # noqa: PLR0917 - one for each column
    id_: int,
    cohort: str,
    centre: str,
    learner: int,
    person: int,
    reference: str | None,
    joined_at: int,
    left_at: int | None,
    added_by: str | None,
) -> Enrolment:
    return Enrolment(
        id=id_,
        cohort=cohort,
        centre=centre,
        learner=learner,
        person=person,
        reference=reference,
        joined_at=moment(joined_at),
        left_at=moment_if(left_at),
        added_by=added_by,
    )
