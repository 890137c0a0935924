"""Cohorts: opened, planned, handed over, closed; the references of their learners."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.centre.audit import note
from bot.centre.authorisation import Action, Record, check
from bot.centre.codes import new_id
from bot.centre.errors import BadReferences, BadValue, Closed, NoSuch, NotHeld, NotReviewed, Taken
from bot.centre.people import check_ready, checked_name, checked_slug, member_of, open_centre
from bot.centre.records import Cohort, CohortRecords, Member, Planned
from bot.centre.roles import Role

ASSESSED = "assessed"
MODES = ("practice", ASSESSED)
MOST_REFERENCES = 5000
LONGEST_REFERENCE = 64
REFERENCE = f"1 to {LONGEST_REFERENCE} characters on one line, not beginning with = + - or @"

_HEADING = "reference"
_MOST_ATTEMPTS = 100


@dataclass(frozen=True, slots=True)
class NewCohort:
    """What a cohort is opened with; `tutor` is the id of a member of the centre."""

    centre: str
    slug: str
    name: str
    unit: str | None
    starts_on: date
    ends_on: date
    tutor: str


async def open_cohort(
    records: CohortRecords, by: Member | None, new: NewCohort, now: datetime
) -> Cohort:
    """Open a cohort.

    Raises NoSuch, Closed, NotAllowed, NotHeld (whoever shall tutor it is no tutor), BadValue,
    Taken, or NotReadyForLearners.
    """
    await open_centre(records, new.centre)
    await records.hold_centre(new.centre)
    tutor = await member_of(records, new.centre, new.tutor)
    check(by, Action.OPEN_COHORT, Record(new.centre, tutor=tutor.person))
    _check_tutor(tutor)
    check_ready(new.centre, await records.members(new.centre))
    if new.ends_on < new.starts_on:
        raise BadValue("last day", new.ends_on.isoformat(), "not before the first")
    cohort = Cohort(
        id=new_id(),
        centre=new.centre,
        slug=checked_slug("cohort", new.slug),
        name=checked_name("name", new.name),
        unit=new.unit,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        tutor=new.tutor,
        opened_at=now,
    )
    if not await records.add_cohort(cohort):
        raise Taken("cohort", new.slug)
    await note(records, by, Action.OPEN_COHORT, new.centre, _subject(cohort), now)
    return cohort


async def cohort_of(records: CohortRecords, centre: str, named: str) -> Cohort:
    """Return a centre's cohort by id or slug. Raises NoSuch, for another centre's too."""
    found = await records.cohort(centre, named)
    if found is None:
        raise NoSuch("cohort", named)
    return found


async def open_cohort_of(records: CohortRecords, centre: str, named: str) -> Cohort:
    """Return a centre's cohort that is not closed. Raises NoSuch or Closed."""
    cohort = await cohort_of(records, centre, named)
    if cohort.closed_at is not None:
        raise Closed("cohort", cohort.slug)
    return cohort


async def check_on_cohort(
    records: CohortRecords, by: Member | None, action: Action, cohort: Cohort
) -> None:
    """Raise NotAllowed unless a member may do this on a cohort, or on what belongs to it."""
    tutor = await records.member(cohort.centre, cohort.tutor)
    check(by, action, Record(cohort.centre, tutor=None if tutor is None else tutor.person))


async def close_cohort(
    records: CohortRecords, by: Member | None, centre: str, named: str, now: datetime
) -> Cohort:
    """Close a cohort: nobody joins it any more. Raises NoSuch, NotAllowed or Closed."""
    cohort = await cohort_of(records, centre, named)
    await check_on_cohort(records, by, Action.CLOSE_COHORT, cohort)
    if not await records.close_cohort(cohort.id, now):
        raise Closed("cohort", cohort.slug)
    await note(records, by, Action.CLOSE_COHORT, centre, _subject(cohort), now)
    return replace(cohort, closed_at=now)


async def hand_over(  # noqa: PLR0917 - one for each fact
    records: CohortRecords, by: Member | None, centre: str, named: str, to: str, now: datetime
) -> Cohort:
    """Give a cohort to another tutor, by their member id. Raises NoSuch, NotAllowed or NotHeld."""
    cohort = await cohort_of(records, centre, named)
    await check_on_cohort(records, by, Action.HAND_OVER_COHORT, cohort)
    await records.hold_centre(centre)
    _check_tutor(await member_of(records, centre, to))
    await records.hand_cohort(cohort.id, to)
    detail = f"to member {to}"
    await note(records, by, Action.HAND_OVER_COHORT, centre, _subject(cohort), now, detail)
    return replace(cohort, tutor=to)


async def plan(  # noqa: PLR0917 - one for each fact
    records: CohortRecords,
    by: Member | None,
    centre: str,
    named: str,
    planned: Planned,
    now: datetime,
) -> None:
    """Say how a cohort practises a scenario.

    Raises NoSuch, NotAllowed, Closed, BadValue, or NotReviewed for one that can't assess anybody.
    """
    cohort = await open_cohort_of(records, centre, named)
    await check_on_cohort(records, by, Action.CHANGE_COHORT, cohort)
    if planned.mode not in MODES:
        raise BadValue("mode", planned.mode, " or ".join(MODES))
    if planned.attempts is not None and not 1 <= planned.attempts <= _MOST_ATTEMPTS:
        raise BadValue("attempts", str(planned.attempts), f"from 1 to {_MOST_ATTEMPTS}")
    if planned.mode == ASSESSED and await records.is_unreviewed(centre, planned.scenario):
        raise NotReviewed(planned.scenario)
    await records.plan_scenario(cohort.id, planned)
    limit = "any number of" if planned.attempts is None else planned.attempts
    detail = f"{planned.scenario}: {planned.mode}, {limit} attempts"
    await note(records, by, Action.CHANGE_COHORT, centre, _subject(cohort), now, detail)


async def list_references(  # noqa: PLR0917 - one for each fact
    records: CohortRecords,
    by: Member | None,
    centre: str,
    named: str,
    references: Iterable[str],
    now: datetime,
) -> int:
    """Put references on a cohort's list; return how many were not there before.

    Raises NoSuch, NotAllowed, or Closed.
    """
    cohort = await open_cohort_of(records, centre, named)
    await check_on_cohort(records, by, Action.GIVE_REFERENCES, cohort)
    new = 0
    for reference in references:
        new += await records.list_reference(cohort.id, reference)
    await note(records, by, Action.GIVE_REFERENCES, centre, _subject(cohort), now, f"{new} new")
    return new


def read_references(text: str) -> list[str]:
    """Read references from CSV: the column `reference`, or the first where there is no such.

    Raises BadReferences with everything wrong in it.
    """
    rows = csv.reader(text.lstrip("\ufeff").splitlines(), strict=True)
    found: dict[str, int] = {}
    problems: list[tuple[int, str]] = []
    column = 0
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if rows.line_num == 1 and _HEADING in map(str.lower, cells):
                column = [cell.lower() for cell in cells].index(_HEADING)
                continue
            value = cells[column] if column < len(cells) else ""
            problem = _problem(value, found)
            if problem is None:
                found[value] = rows.line_num
            else:
                problems.append((rows.line_num, problem))
    except csv.Error:
        problems.append((rows.line_num, "is not CSV: a quote is not closed, or stands wrong"))
    if not found and not problems:
        problems.append((1, "holds no reference"))
    if problems:
        raise BadReferences(tuple(problems))
    return list(found)


def is_reference(value: str) -> bool:
    """Whether a text can be a reference: short, on one line, and no formula to a spreadsheet."""
    return 0 < len(value) <= LONGEST_REFERENCE and value.isprintable() and value[0] not in "=+-@"


def _problem(value: str, found: dict[str, int]) -> str | None:
    if not is_reference(value):
        return f"has no reference that can be used: it has to be {REFERENCE}"
    if value in found:
        return f"has the same reference as line {found[value]}"
    if len(found) >= MOST_REFERENCES:
        return f"is beyond the {MOST_REFERENCES:,} references that a list can hold"
    return None


def _check_tutor(member: Member) -> None:
    if member.held(Role.TUTOR) is None:
        raise NotHeld(member.id, Role.TUTOR)


def _subject(cohort: Cohort) -> str:
    return f"cohort {cohort.slug}"
