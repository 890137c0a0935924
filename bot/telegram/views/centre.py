"""A centre as those see it who run it: its people, invitations, what is refused."""

from collections.abc import Callable, Sequence
from datetime import datetime
from math import ceil
from typing import TypeVar

from bot.centre.errors import (
    CentreError,
    Closed,
    LastManager,
    NotReadyForLearners,
    NotReviewed,
    StillTutors,
)
from bot.centre.people import Tutored
from bot.centre.records import Centre, HeldRole, Invitation, Member
from bot.centre.roles import STAFF, Role
from bot.practice.zones import zone
from bot.telegram.buttons import Button
from bot.telegram.centre_buttons import NotNow
from bot.telegram.staff_buttons import (
    ChooseRole,
    CloseInvited,
    InviteAs,
    LeaveCentre,
    LeaveRole,
    ListCohorts,
    ListInvited,
    ListPeople,
    ShowCentre,
    ShowPerson,
    TakeAway,
)
from bot.telegram.views.joining import day, quoted, short
from bot.telegram.views.layout import Block, Message, Rows, messages
from bot.telegram.words import centre as words
from bot.telegram.words import joining, publishing

T = TypeVar("T")

_PAGE = 8

STOP_ROW: tuple[tuple[str, Button], ...] = ((words.STOP, NotNow()),)
"""Under a question that is answered by typing."""


def which(buttons: Sequence[tuple[str, Button]]) -> list[Message]:
    """Ask which centre, with a button for each."""
    rows = tuple(((short(label), button),) for label, button in buttons)
    return messages([Block(words.WHICH_CENTRE)], rows)


def home(
    me: Member,
    centre: Centre,
    missing: NotReadyForLearners | None,
    *,
    sees_cohorts: bool,
    invites: bool,
) -> list[Message]:
    """Show what somebody is in a centre and can do there; `missing` says what the centre lacks."""
    told = [words.HOME.format(roles=_and(_held(me)), name=me.name)]
    lead = me.held(Role.SAFEGUARDING_LEAD)
    if lead is not None and lead.tested_at is None:
        told.append(words.UNTESTED)
    blocks = [Block("\n".join(told), centre.name)]
    blocks.append(Block(words.READY) if missing is None else Block(lacking(missing)))
    rows: list[tuple[tuple[str, Button], ...]] = []
    if sees_cohorts:
        rows.append(((words.GROUPS, ListCohorts(me.id, 0)),))
    rows.append(((words.PEOPLE, ListPeople(me.id, 0)),))
    if invites:
        rows.append(((words.INVITE, ChooseRole(me.id)),))
    rows.append(((words.LEAVE_CENTRE, LeaveCentre(me.id, 0)),))
    return messages(blocks, tuple(rows))


def people(
    me: Member,
    centre: Centre,
    members: Sequence[Member],
    number: int,
    *,
    invited: int,
    changes: bool,
) -> list[Message]:
    """Show page `number` of a centre's people, with a button for each if `changes` can be made.

    `invited` is how many invitations are open, for somebody who may see them.
    """
    page, number, count = page_of(members, number)
    blocks = [Block("\n".join(map(_person, page)), words.PEOPLE_OF.format(centre=centre.name))]
    if count > 1:
        blocks.append(Block(words.PAGE.format(number=number + 1, count=count)))
    rows: list[tuple[tuple[str, Button], ...]] = []
    if changes:
        rows += (((short(each.name), ShowPerson(me.id, each.id)),) for each in page)
    if invited:
        rows.append(((words.INVITATIONS.format(count=invited), ListInvited(me.id, 0)),))
    rows.append(turns(number, count, lambda page: ListPeople(me.id, page), ShowCentre(me.id)))
    return messages(blocks, tuple(rows))


def invited(me: Member, centre: Centre, listed: Sequence[Invitation], number: int) -> list[Message]:
    """Show page `number` of the invitations that still work, with a button to close each."""
    page, number, count = page_of(list(enumerate(listed, start=1)), number)
    lines = [_invited(place, each, centre) for place, each in page] or [words.INVITED_NONE]
    blocks = [Block("\n".join(lines), words.INVITED_TO.format(centre=centre.name))]
    if count > 1:
        blocks.append(Block(words.PAGE.format(number=number + 1, count=count)))
    rows: list[tuple[tuple[str, Button], ...]] = [
        ((words.CLOSE_INVITED.format(number=place), CloseInvited(me.id, each.id)),)
        for place, each in page
    ]
    rows.append(turns(number, count, lambda page: ListInvited(me.id, page), ListPeople(me.id, 0)))
    return messages(blocks, tuple(rows))


def person(me: Member, centre: Centre, shown: Member) -> list[Message]:
    """Show a member, and which of their roles can be taken away."""
    lines = [
        words.PERSON_SINCE.format(role=role_of(held), since=day(_there(centre, held.since)))
        for held in shown.roles
    ] or [words.NO_ROLE]
    rows: list[tuple[tuple[str, Button], ...]] = [
        (
            (
                words.TAKE_AWAY.format(role=joining.ROLES[held.role]),
                TakeAway(me.id, shown.id, held.role.value, 0),
            ),
        )
        for held in shown.roles
    ]
    back: tuple[tuple[str, Button], ...] = ((words.BACK, ListPeople(me.id, 0)),)
    return messages([Block("\n".join(lines), shown.name)], (*rows, back))


def taking_away(me: Member, centre: Centre, shown: Member, role: Role) -> list[Message]:
    """Ask whether to take a role away."""
    name = joining.ROLES[role]
    heading = words.TAKE_AWAY_ASK.format(role=name, name=shown.name)
    rows: Rows = (
        (
            (words.TAKE_AWAY_SURE, TakeAway(me.id, shown.id, role.value, 1)),
            (words.CANCEL, ShowPerson(me.id, shown.id)),
        ),
    )
    means = words.TAKE_AWAY_MEANS.format(role=name, centre=centre.name)
    return messages([Block(means, heading)], rows)


def choose_role(me: Member) -> list[Message]:
    """Ask what somebody shall be invited as."""
    rows: list[tuple[tuple[str, Button], ...]] = [
        ((joining.ROLES[role].capitalize(), InviteAs(me.id, role.value)),) for role in STAFF
    ]
    back: tuple[tuple[str, Button], ...] = ((words.BACK, ShowCentre(me.id)),)
    return messages([Block(words.ROLE_ASK), Block(words.LEAD_NOTE)], (*rows, back))


def name_asked(*, again: bool) -> list[Message]:
    """Ask for the name of somebody who shall be invited."""
    return messages([Block(words.NAME_BAD if again else words.NAME_ASK)], (STOP_ROW,))


def invitation(centre: Centre, role: Role, name: str, link: str, until: datetime) -> list[Message]:
    """Show the link of an invitation, once."""
    told = words.INVITATION.format(
        name=name, role=joining.ROLES[role], centre=centre.name, until=moment(centre, until)
    )
    return messages([Block(told), Block(link), Block(words.LINK_ONCE)])


def leaving(me: Member, centre: Centre) -> list[Message]:
    """Ask whether to give up all roles in a centre, or just one of several."""
    several = me.roles if len(me.roles) > 1 else ()
    rows: list[tuple[tuple[str, Button], ...]] = [
        (
            (
                words.LEAVE_ROLE.format(role=joining.ROLES[held.role]),
                LeaveRole(me.id, held.role.value, 0),
            ),
        )
        for held in several
    ]
    rows.append(((words.LEAVE_SURE, LeaveCentre(me.id, 1)), (words.CANCEL, ShowCentre(me.id))))
    means = words.LEAVE_MEANS.format(roles=_and(_held(me)))
    blocks = [Block(means, words.LEAVE_ASK.format(centre=centre.name))]
    if several:
        blocks.append(Block(words.LEAVE_OR_ONE))
    return messages(blocks, tuple(rows))


def leaving_role(me: Member, centre: Centre, role: Role) -> list[Message]:
    """Ask whether to give up one role in a centre."""
    name = joining.ROLES[role]
    sure = (words.LEAVE_ROLE_SURE, LeaveRole(me.id, role.value, 1))
    rows: Rows = ((sure, (words.CANCEL, ShowCentre(me.id))),)
    heading = words.LEAVE_ROLE_ASK.format(role=name, centre=centre.name)
    return messages([Block(words.LEAVE_ROLE_MEANS.format(role=name), heading)], rows)


def tutor_gone(left: Tutored) -> list[Message]:
    """Tell a manager that groups have no tutor, since theirs had everything deleted."""
    told = words.TUTOR_GONE.format(
        name=left.member.name, centre=left.centre.name, groups=quoted(left.cohorts)
    )
    return messages([Block(told)])


def not_here() -> list[Message]:
    """Say that what was asked for is not there, to this person at least."""
    return messages([Block(words.NOT_HERE)])


def refused(error: CentreError) -> list[Message]:
    """Put what can't be done into words; what is not allowed is answered like what is not there."""
    match error:
        case NotReadyForLearners():
            return messages([Block(lacking(error))])
        case StillTutors(cohorts=cohorts):
            return messages([Block(words.STILL_TUTORS.format(groups=", ".join(cohorts)))])
        case NotReviewed():
            return messages([Block(publishing.NOT_REVIEWED)])
        case LastManager():
            return messages([Block(words.LAST_MANAGER)])
        case Closed(kind="cohort"):
            return messages([Block(words.CLOSED)])
        case _:
            return not_here()


def lacking(missing: NotReadyForLearners) -> str:
    """Say what a centre lacks before it can open a cohort, and what to do about it."""
    lines = [words.NOT_READY]
    lines += [words.WITHOUT.format(place=words.PLACES[place]) for place in missing.without]
    lines += [words.UNANSWERED.format(place=words.PLACES[place]) for place in missing.untested]
    return "\n- ".join(lines)


def page_of(listed: Sequence[T], number: int) -> tuple[Sequence[T], int, int]:
    """Return a page of a list, its number, and how many there are; beyond the last is the last."""
    count = max(1, ceil(len(listed) / _PAGE))
    number = min(number, count - 1)
    return listed[number * _PAGE : (number + 1) * _PAGE], number, count


def turns(
    number: int, count: int, page: Callable[[int], Button], out: Button
) -> tuple[tuple[str, Button], ...]:
    """Return the row that turns the pages of a list; Back on the first leads `out` of it."""
    back = out if number == 0 else page(number - 1)
    if number == count - 1:
        return ((words.BACK, back),)
    return ((words.BACK, back), (words.MORE, page(number + 1)))


def moment(centre: Centre, at: datetime) -> str:
    """Return a moment as the clock at the centre shows it."""
    there = _there(centre, at)
    return f"{day(there)}, {there:%H:%M}"


def role_of(held: HeldRole) -> str:
    """Return the name of a role that is held, with the place of a lead."""
    if held.role is not Role.SAFEGUARDING_LEAD:
        return joining.ROLES[held.role]
    return words.LEAD_PLACES.get(held.place or 0, words.LEAD_MORE)


def _there(centre: Centre, at: datetime) -> datetime:
    return at.astimezone(zone(centre.time_zone))


def _held(member: Member) -> list[str]:
    return [role_of(held) for held in member.roles]


def _and(names: Sequence[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def _person(member: Member) -> str:
    return words.PERSON.format(name=member.name, roles=", ".join(_held(member)) or words.NO_ROLE)


def _invited(number: int, invitation: Invitation, centre: Centre) -> str:
    return words.INVITED.format(
        number=number,
        name=invitation.name,
        role=joining.ROLES[invitation.role or ""],
        until=moment(centre, invitation.expires_at),
    )
