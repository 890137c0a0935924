"""Invitations to a role and codes to join a cohort: made, looked at, taken, closed.

A code has 80 bits and lives for days, so guessing one is hopeless; whoever tries wrong ones is
slowed down all the same. Wrong, used, closed and expired codes are answered alike.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.centre.audit import note
from bot.centre.authorisation import Action, Record, check
from bot.centre.codes import digest, new_code, new_id
from bot.centre.cohorts import check_on_cohort, cohort_of, is_reference, open_cohort_of
from bot.centre.errors import BadValue, NoSuch
from bot.centre.people import checked_name, free_place, open_centre
from bot.centre.records import (
    Centre,
    Cohort,
    Enrolment,
    HeldRole,
    Invitation,
    JoiningRecords,
    Member,
)
from bot.centre.roles import STAFF, Role
from bot.practice.records import Learner
from bot.practice.zones import zone

INVITATION_LIVES = timedelta(days=7)
JOIN_CODE_LIVES = timedelta(days=30)
LONGEST_LIFE = timedelta(days=366)
WRONG_FORGOTTEN = timedelta(days=1)
"""How long a wrong code is held against a person."""

_MOST_USES = 10_000
_FREE = 5
_FIRST_WAIT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Made:
    """A code that was just made; nobody can find it out again. `id` is for closing it."""

    id: str
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class RoleOffered:
    """What an invitation offers: a role, and the name its holder will go by."""

    invitation: Invitation
    centre: Centre
    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class CohortOffered:
    """What a code offers: a cohort, and who its tutor is.

    `asks_reference`: the cohort has a list, from which the learner has to name a reference.
    """

    invitation: Invitation
    centre: Centre
    cohort: Cohort
    tutor: str
    asks_reference: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """The code lets nobody in, and nobody is told why.

    `wait` is how long this person has to wait before another code is looked at.
    """

    wait: timedelta


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The learner is in the cohort now, with this enrolment (its id)."""

    enrolment: int
    offer: CohortOffered


@dataclass(frozen=True, slots=True)
class AlreadyIn:
    """The learner is in the cohort already; the code was not used."""

    enrolment: Enrolment
    offer: CohortOffered


@dataclass(frozen=True, slots=True)
class ReferenceRefused:
    """The reference is not on the cohort's list, or is somebody else's; the code was not used."""

    offer: CohortOffered


async def invite(  # noqa: PLR0917 - one for each fact
    records: JoiningRecords,
    by: Member | None,
    centre: str,
    role: Role,
    name: str,
    now: datetime,
    lives: timedelta = INVITATION_LIVES,
) -> Made:
    """Make an invitation that gives a role to the one person who takes it.

    `name` is how they will be shown. Raises NoSuch, Closed, NotAllowed or BadValue.
    """
    await open_centre(records, centre)
    check(by, Action.INVITE, Record(centre))
    if role not in STAFF:
        raise BadValue("role", role, ", ".join(STAFF))
    name = checked_name("name", name)
    made = Made(new_id(), new_code(), now + _life(lives))
    by_id = None if by is None else by.id
    invitation = Invitation(
        made.id, centre, role, name, None, now, by_id, made.expires_at, uses_left=1
    )
    await records.add_invitation(invitation, digest(made.code))
    await note(records, by, Action.INVITE, centre, f"invitation {made.id}", now, role)
    return made


async def make_join_code(  # noqa: PLR0917 - one for each fact
    records: JoiningRecords,
    by: Member | None,
    centre: str,
    named: str,
    now: datetime,
    uses: int | None = None,
    lives: timedelta = JOIN_CODE_LIVES,
) -> Made:
    """Make a code to join a cohort (by id or slug), for so many uses.

    Raises NoSuch, Closed, NotAllowed or BadValue.
    """
    await open_centre(records, centre)
    cohort = await open_cohort_of(records, centre, named)
    await check_on_cohort(records, by, Action.MAKE_JOIN_CODE, cohort)
    if uses is not None and not 1 <= uses <= _MOST_USES:
        raise BadValue("uses", str(uses), f"from 1 to {_MOST_USES:,}")
    made = Made(new_id(), new_code(), now + _life(lives))
    by_id = None if by is None else by.id
    invitation = Invitation(
        made.id, centre, None, None, cohort.id, now, by_id, made.expires_at, uses
    )
    await records.add_invitation(invitation, digest(made.code))
    detail = f"invitation {made.id}"
    await note(records, by, Action.MAKE_JOIN_CODE, centre, f"cohort {cohort.slug}", now, detail)
    return made


async def close_code(
    records: JoiningRecords, by: Member | None, centre: str, invitation: str, now: datetime
) -> None:
    """Close a centre's invitation or join code by its id. Raises NoSuch or NotAllowed."""
    found = {each.id: each for each in await records.open_invitations(centre, now)}
    own = found.get(invitation)
    if own is None:
        raise NoSuch("invitation", invitation)
    if own.cohort is None:
        check(by, Action.INVITE, Record(centre))
    else:
        cohort = await cohort_of(records, centre, own.cohort)
        await check_on_cohort(records, by, Action.CLOSE_JOIN_CODE, cohort)
    await records.close_invitation(centre, invitation, now)
    action = Action.INVITE if own.cohort is None else Action.CLOSE_JOIN_CODE
    await note(records, by, action, centre, f"invitation {invitation}", now, "closed")


async def look(
    records: JoiningRecords, person: int, code: str, now: datetime
) -> RoleOffered | CohortOffered | Refused:
    """Return what a code offers to a person, before they take it; a wrong one is counted."""
    wait = await _wait(records, person, now)
    if wait:
        return Refused(wait)
    invitation = await records.invitation(digest(code), now)
    offer = None if invitation is None else await _offer(records, invitation, now)
    if offer is not None:
        return offer
    await records.count_wrong_code(person, now)
    return Refused(await _wait(records, person, now))


async def take_role(
    records: JoiningRecords, person: int, code: str, now: datetime
) -> Member | Refused:
    """Take an invitation: give its role to a person; return them as a member of the centre."""
    offer = await look(records, person, code, now)
    if isinstance(offer, Refused):
        return offer
    if isinstance(offer, CohortOffered) or not await records.use_invitation(
        offer.invitation.id, now
    ):
        await records.count_wrong_code(person, now)
        return Refused(await _wait(records, person, now))
    centre, role = offer.centre.id, offer.role
    await records.hold_centre(centre)
    member = await records.add_member(Member(new_id(), centre, person, offer.name))
    is_lead = role is Role.SAFEGUARDING_LEAD
    place = free_place(await records.members(centre)) if is_lead else None
    await records.give_role(member, HeldRole(role, now, offer.invitation.made_by, place))
    found = await records.member(centre, member)
    if found is None:
        raise NoSuch("member", member)
    await note(records, found, Action.TAKE_ROLE, centre, f"member {member}", now, role)
    return found


async def join(
    records: JoiningRecords, learner: Learner, code: str, reference: str | None, now: datetime
) -> Enrolled | AlreadyIn | ReferenceRefused | Refused:
    """Put a learner into a cohort: call it once they saw what `look` offers, and agreed to it.

    `reference` is the one they named, where the cohort asks for one.
    """
    offer = await look(records, learner.telegram_id, code, now)
    if isinstance(offer, Refused):
        return offer
    if isinstance(offer, RoleOffered):
        await records.count_wrong_code(learner.telegram_id, now)
        return Refused(await _wait(records, learner.telegram_id, now))
    return await _joined(records, learner, offer, reference, now)


async def join_by_reference(  # noqa: PLR0917 - one for each fact
    records: JoiningRecords,
    learner: Learner,
    centre: str,
    invitation: str,
    reference: str,
    now: datetime,
) -> Enrolled | AlreadyIn | ReferenceRefused | Refused:
    """Go on from a `ReferenceRefused` with the reference that the learner named then.

    `invitation` is the id of the one that was offered; references are counted as codes are.
    """
    person = learner.telegram_id
    wait = await _wait(records, person, now)
    if wait:
        return Refused(wait)
    still_open = await records.open_invitations(centre, now)
    found = next((each for each in still_open if each.id == invitation), None)
    offer = None if found is None else await _offer(records, found, now)
    if not isinstance(offer, CohortOffered):
        return Refused(timedelta())
    joined = await _joined(records, learner, offer, reference, now)
    if isinstance(joined, ReferenceRefused):
        await records.count_wrong_code(person, now)
    return joined


async def _joined(
    records: JoiningRecords,
    learner: Learner,
    offer: CohortOffered,
    reference: str | None,
    now: datetime,
) -> Enrolled | AlreadyIn | ReferenceRefused | Refused:
    await records.hold_centre(offer.centre.id)
    for enrolment in await records.enrolments_of(learner.id):
        if enrolment.cohort == offer.cohort.id and enrolment.left_at is None:
            return AlreadyIn(enrolment, offer)
    if offer.asks_reference and not await _is_free(records, offer.cohort, reference):
        return ReferenceRefused(offer)
    if not await records.use_invitation(offer.invitation.id, now):
        return Refused(timedelta())
    named = reference if offer.asks_reference else None
    enrolled = await records.enrol(offer.cohort.id, learner.id, named, now, None)
    return ReferenceRefused(offer) if enrolled is None else Enrolled(enrolled, offer)


async def leave_cohort(
    records: JoiningRecords, learner: Learner, enrolment: int, now: datetime
) -> bool:
    """Let a learner leave a cohort; their attempts stay. False when they are not in it."""
    return await records.leave_cohort(enrolment, learner.id, now)


async def _offer(
    records: JoiningRecords, invitation: Invitation, now: datetime
) -> RoleOffered | CohortOffered | None:
    centre = await records.centre(invitation.centre)
    if centre is None or centre.closed_at is not None:
        return None
    if invitation.role is not None and invitation.name is not None:
        return RoleOffered(invitation, centre, invitation.role, invitation.name)
    cohort = await records.cohort(centre.id, invitation.cohort or "")
    if cohort is None or cohort.closed_at is not None:
        return None
    if cohort.ends_on < now.astimezone(zone(centre.time_zone)).date():
        return None
    tutor = await records.member(centre.id, cohort.tutor)
    asks = bool(await records.listed_references(cohort.id))
    return CohortOffered(invitation, centre, cohort, tutor.name if tutor else "", asks)


async def _is_free(records: JoiningRecords, cohort: Cohort, reference: str | None) -> bool:
    if reference is None or not is_reference(reference):
        return False
    return (await records.listed_references(cohort.id)).get(reference, 0) is None


async def _wait(records: JoiningRecords, person: int, now: datetime) -> timedelta:
    """Return how long a person has to wait: nothing for the first few, then twice as long each."""
    counted = await records.wrong_codes(person)
    if counted is None:
        return timedelta()
    wrong, last = counted
    if now - last >= WRONG_FORGOTTEN:
        await records.forget_wrong_codes_of(person)
        return timedelta()
    if wrong < _FREE:
        return timedelta()
    doublings = min(wrong - _FREE, 11)
    until = last + min(_FIRST_WAIT * (1 << doublings), WRONG_FORGOTTEN)
    return max(until - now, timedelta())


def _life(lives: timedelta) -> timedelta:
    if not timedelta() < lives <= LONGEST_LIFE:
        raise BadValue("days", str(lives.days), f"from 1 to {LONGEST_LIFE.days}")
    return lives
