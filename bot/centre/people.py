"""Founding a centre, and the people who run it: their roles given, taken away, left."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import available_timezones

from bot.centre.audit import note
from bot.centre.authorisation import Action, Record, check
from bot.centre.errors import (
    BadValue,
    Closed,
    LastManager,
    NoSuch,
    NotHeld,
    NotReadyForLearners,
    StillTutors,
    Taken,
)
from bot.centre.hours import tidied
from bot.centre.records import Centre, CentreRecords, Cohort, Member
from bot.centre.roles import DEPUTY, LEAD, Role

SLUG = "1 to 40 small letters, digits and hyphens, beginning with a letter"
NAME = "1 to 80 characters on one line"

_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST_SLUG = 40
_LONGEST_NAME = 80
_LONGEST_TEXT = 500
_MOST_DAYS = 3650
_PLACES = {LEAD: "lead", DEPUTY: "deputy"}


async def found_centre(records: CentreRecords, centre: Centre, now: datetime) -> None:
    """Found a centre, as the operator. Raises Taken or BadValue."""
    checked_slug("centre", centre.id)
    sound = _sound(centre)
    if not await records.add_centre(sound):
        raise Taken("centre", centre.id)
    await note(records, None, Action.FOUND_CENTRE, centre.id, "centre", now)


async def change_centre(
    records: CentreRecords, by: Member | None, centre: Centre, now: datetime
) -> None:
    """Keep a centre as it shall be from now on. Raises NoSuch, NotAllowed or BadValue."""
    before = await records.centre(centre.id)
    if before is None:
        raise NoSuch("centre", centre.id)
    check(by, Action.CHANGE_CENTRE, Record(centre.id))
    after = _sound(centre)
    await records.set_centre(after)
    changed = [name for name in Centre.__slots__ if getattr(before, name) != getattr(after, name)]
    await note(records, by, Action.CHANGE_CENTRE, centre.id, "centre", now, ", ".join(changed))


async def open_centre(records: CentreRecords, centre: str) -> Centre:
    """Return a centre that is not closed. Raises NoSuch or Closed."""
    found = await records.centre(centre)
    if found is None:
        raise NoSuch("centre", centre)
    if found.closed_at is not None:
        raise Closed("centre", centre)
    return found


async def member_of(records: CentreRecords, centre: str, member: str) -> Member:
    """Return a centre's member by their id. Raises NoSuch, for another centre's too."""
    found = await records.member(centre, member)
    if found is None:
        raise NoSuch("member", member)
    return found


def free_place(members: Sequence[Member]) -> int:
    """Return the first place among the safeguarding leads that nobody holds."""
    held = {lead.place for each in members if (lead := each.held(Role.SAFEGUARDING_LEAD))}
    return next(place for place in range(LEAD, len(members) + DEPUTY) if place not in held)


def check_ready(centre: str, members: Sequence[Member]) -> None:
    """Raise NotReadyForLearners until lead and deputy are there and answered a test alert."""
    tested = {
        lead.place: lead.tested_at is not None
        for each in members
        if (lead := each.held(Role.SAFEGUARDING_LEAD))
    }
    without = tuple(name for place, name in _PLACES.items() if place not in tested)
    untested = tuple(name for place, name in _PLACES.items() if tested.get(place) is False)
    if without or untested:
        raise NotReadyForLearners(centre, without, untested)


async def take_role_away(  # noqa: PLR0917 - one for each fact
    records: CentreRecords, by: Member | None, centre: str, member: str, role: Role, now: datetime
) -> None:
    """Take a role away from a member of a centre.

    Raises NoSuch, NotAllowed, NotHeld, StillTutors, or LastManager unless the operator does it.
    """
    await records.hold_centre(centre)
    holder = await member_of(records, centre, member)
    check(by, Action.TAKE_ROLE_AWAY, Record(centre, owner=holder.person))
    if holder.held(role) is None:
        raise NotHeld(member, role)
    if by is not None:
        await _check_goes(records, holder, (role,))
    elif role is Role.TUTOR:
        await _check_no_cohorts(records, holder)
    await records.end_role(member, role, now)
    await note(records, by, Action.TAKE_ROLE_AWAY, centre, f"member {member}", now, role)


async def leave_centre(
    records: CentreRecords, member: Member, now: datetime, role: Role | None = None
) -> None:
    """Let a member go from one of their roles in a centre, or from all of them.

    Raises NotHeld, StillTutors or LastManager.
    """
    check(member, Action.LEAVE_CENTRE, Record(member.centre, owner=member.person))
    await records.hold_centre(member.centre)
    if role is not None and member.held(role) is None:
        raise NotHeld(member.id, role)
    roles = tuple(held.role for held in member.roles) if role is None else (role,)
    await _check_goes(records, member, roles)
    for each in roles:
        await records.end_role(member.id, each, now)
    subject = f"member {member.id}"
    await note(records, member, Action.LEAVE_CENTRE, member.centre, subject, now, ", ".join(roles))


@dataclass(frozen=True, slots=True)
class Tutored:
    """The open cohorts (their names) that a member tutors, and the other managers there."""

    member: Member
    centre: Centre
    cohorts: tuple[str, ...]
    managers: tuple[Member, ...]


async def tutored_by(records: CentreRecords, person: int) -> list[Tutored]:
    """Return for each centre the cohorts that would have no tutor without a person."""
    found = []
    for member in await records.memberships(person):
        centre = await records.centre(member.centre)
        cohorts = tuple(each.name for each in await _open_cohorts(records, member))
        if centre is None or not cohorts:
            continue
        others = await records.members(member.centre)
        managers = tuple(
            each for each in others if each.held(Role.MANAGER) and each.id != member.id
        )
        found.append(Tutored(member, centre, cohorts, managers))
    return found


def checked_slug(kind: str, slug: str) -> str:
    """Return a short name that commands can know something by. Raises BadValue."""
    if len(slug) > _LONGEST_SLUG or _SLUG.fullmatch(slug) is None:
        raise BadValue(f"{kind} id", slug, SLUG)
    return slug


def checked_name(field: str, name: str) -> str:
    """Return a name without the space around it. Raises BadValue."""
    tidy = name.strip()
    if not 0 < len(tidy) <= _LONGEST_NAME or not tidy.isprintable():
        raise BadValue(field, name, NAME)
    return tidy


def _sound(centre: Centre) -> Centre:
    if centre.time_zone not in available_timezones():
        raise BadValue("time zone", centre.time_zone, "a name such as Europe/London")
    if len(centre.out_of_hours) > _LONGEST_TEXT:
        raise BadValue("out-of-hours text", "", f"at most {_LONGEST_TEXT} characters")
    if not 1 <= centre.disclosure_days <= _MOST_DAYS:
        raise BadValue("days", str(centre.disclosure_days), f"a number from 1 to {_MOST_DAYS}")
    return replace(
        centre,
        name=checked_name("name", centre.name),
        office_hours=tidied(centre.office_hours),
    )


async def _check_goes(records: CentreRecords, member: Member, roles: Sequence[Role]) -> None:
    if Role.TUTOR in roles:
        await _check_no_cohorts(records, member)
    if Role.MANAGER in roles:
        others = await records.members(member.centre)
        if not any(each.held(Role.MANAGER) for each in others if each.id != member.id):
            raise LastManager(member.centre)


async def _check_no_cohorts(records: CentreRecords, member: Member) -> None:
    own = tuple(cohort.slug for cohort in await _open_cohorts(records, member))
    if own:
        raise StillTutors(member.id, own)


async def _open_cohorts(records: CentreRecords, member: Member) -> list[Cohort]:
    return [
        cohort
        for cohort in await records.cohorts(member.centre)
        if cohort.tutor == member.id and cohort.closed_at is None
    ]
