"""The people of a centre: what one is there, who else is, inviting, taking away, leaving."""

import re
from collections.abc import Sequence

from bot.centre import joining
from bot.centre import people as use_case
from bot.centre.authorisation import Action
from bot.centre.errors import BadValue, NotReadyForLearners
from bot.centre.people import check_ready, checked_name, member_of
from bot.centre.records import Invitation, Member
from bot.centre.roles import STAFF, Role
from bot.storage.calls import Call, Keyboard
from bot.telegram.conversation import playing
from bot.telegram.conversation.staff import Post, link_of, picture_of, post, posts
from bot.telegram.conversation.visit import Visit
from bot.telegram.staff_buttons import (
    CloseInvited,
    InviteAs,
    LeaveCentre,
    LeaveRole,
    ListInvited,
    ListPeople,
    ShowCentre,
    ShowPerson,
    TakeAway,
)
from bot.telegram.views import centre as views
from bot.telegram.views import pages
from bot.telegram.words import centre as words
from bot.telegram.words import joining as roles

_NAMING = re.compile(r"naming (?P<me>[a-z0-9]+) (?P<role>[a-z_]+)")


async def centre(visit: Visit) -> list[Call]:
    """Answer /centre: what somebody can do in theirs; nobody else learns that there is more."""
    own = await posts(visit)
    if not own:
        return await playing.other_text(visit)
    if len(own) == 1:
        return await home(own[0], None)
    return visit.say(views.which([(each.centre.name, ShowCentre(each.me.id)) for each in own]))


async def home(acting: Post, _: ShowCentre | None) -> list[Call]:
    """Show what somebody is in a centre, and what they can do there."""
    members = await acting.visit.records.members(acting.centre.id)
    shown = views.home(
        acting.me,
        acting.centre,
        _missing(acting, members),
        sees_cohorts=acting.may(Action.SEE_COHORT, tutor=acting.me.person),
        invites=acting.may(Action.INVITE),
    )
    return acting.visit.in_place(shown)


async def list_people(acting: Post, to: ListPeople) -> list[Call]:
    """Show the centre's people, those who have a role first."""
    everybody = await acting.visit.records.members(acting.centre.id)
    members = sorted(everybody, key=lambda member: not member.roles)
    changes = acting.may(Action.TAKE_ROLE_AWAY)
    invited = await _invited(acting) if acting.may(Action.INVITE) else []
    shown = views.people(
        acting.me, acting.centre, members, to.page, invited=len(invited), changes=changes
    )
    return acting.visit.in_place(shown)


async def list_invited(acting: Post, to: ListInvited) -> list[Call]:
    """Show the invitations that still work, to somebody who may invite."""
    if not acting.may(Action.INVITE):
        return acting.visit.say(views.not_here())
    shown = views.invited(acting.me, acting.centre, await _invited(acting), to.page)
    return acting.visit.in_place(shown)


async def close_invited(acting: Post, to: CloseInvited) -> list[Call]:
    """Close an invitation, and show those that are left."""
    visit, centre = acting.visit, acting.centre.id
    if not acting.may(Action.INVITE):
        return visit.say(views.not_here())
    if any(each.id == to.invitation for each in await _invited(acting)):
        now = visit.practice.now
        await joining.close_code(visit.records, acting.me, centre, to.invitation, now)
    return await list_invited(acting, ListInvited(acting.me.id, 0))


async def show_person(acting: Post, to: ShowPerson) -> list[Call]:
    """Show a member to somebody who may take roles away."""
    if not acting.may(Action.TAKE_ROLE_AWAY):
        return acting.visit.say(views.not_here())
    shown = await member_of(acting.visit.records, acting.centre.id, to.member)
    return acting.visit.in_place(views.person(acting.me, acting.centre, shown))


async def take_away(acting: Post, to: TakeAway) -> list[Call]:
    """Take a role away from a member, once it is sure."""
    records, role = acting.visit.records, _role(to.role)
    holder = await member_of(records, acting.centre.id, to.member)
    if role is None or holder.held(role) is None or not acting.may(Action.TAKE_ROLE_AWAY):
        return acting.visit.say(views.not_here())
    if not to.sure:
        return acting.visit.in_place(views.taking_away(acting.me, acting.centre, holder, role))
    now = acting.visit.practice.now
    await use_case.take_role_away(records, acting.me, acting.centre.id, holder.id, role, now)
    told = words.TAKEN_AWAY.format(name=holder.name, role=roles.ROLES[role])
    return acting.visit.in_place(pages.plain(told))


async def choose_role(acting: Post, _: object) -> list[Call]:
    """Ask what somebody shall be invited as."""
    if not acting.may(Action.INVITE):
        return acting.visit.say(views.not_here())
    return acting.visit.in_place(views.choose_role(acting.me))


async def ask_name(acting: Post, to: InviteAs) -> list[Call]:
    """Ask for the name of who is invited; it is typed."""
    role = _role(to.role)
    if role is None or not acting.may(Action.INVITE):
        return acting.visit.say(views.not_here())
    purpose = f"naming {acting.me.id} {role}"
    asked = await acting.visit.offer(views.name_asked(again=False), purpose)
    return [*acting.visit.tapped_off(), *asked]


async def typed(visit: Visit, newest: Keyboard, text: str) -> list[Call] | None:
    """Take a typed name and make the invitation; None if no name is asked for."""
    asked = _NAMING.fullmatch(newest.purpose)
    if asked is None:
        return None
    acting, role = await post(visit, asked["me"]), _role(asked["role"])
    if acting is None or role is None:
        return [*await visit.answered(newest), *await playing.other_text(visit)]
    if newest.message_id is None:
        return visit.say(pages.plain(words.TOO_SOON))
    try:
        name = checked_name("name", text)
    except BadValue:
        return await visit.offer(views.name_asked(again=True), newest.purpose)
    invited = await _invite(acting, role, name)
    return [*await visit.answered(newest), *invited]


async def leave(acting: Post, to: LeaveCentre) -> list[Call]:
    """Give up all roles in a centre, once it is sure."""
    if not to.sure:
        return acting.visit.in_place(views.leaving(acting.me, acting.centre))
    visit = acting.visit
    await use_case.leave_centre(visit.records, acting.me, visit.practice.now)
    return visit.in_place(pages.plain(words.LEFT.format(centre=acting.centre.name)))


async def leave_role(acting: Post, to: LeaveRole) -> list[Call]:
    """Give up one role in a centre, once it is sure."""
    visit, role = acting.visit, _role(to.role)
    if role is None or acting.me.held(role) is None:
        return visit.say(views.not_here())
    if not to.sure:
        return visit.in_place(views.leaving_role(acting.me, acting.centre, role))
    await use_case.leave_centre(visit.records, acting.me, visit.practice.now, role)
    told = words.LEFT_ROLE.format(role=roles.ROLES[role], centre=acting.centre.name)
    return visit.in_place(pages.plain(told))


async def _invite(acting: Post, role: Role, name: str) -> list[Call]:
    visit, centre = acting.visit, acting.centre
    now = visit.practice.now
    made = await joining.invite(visit.records, acting.me, centre.id, role, name, now)
    link = link_of(visit, "invite", made.code)
    caption = words.INVITE_CAPTION.format(name=name, role=roles.ROLES[role], centre=centre.name)
    shown = views.invitation(centre, role, name, link, made.expires_at)
    return [picture_of(visit, link, caption), *visit.say(shown)]


async def _invited(acting: Post) -> list[Invitation]:
    visit = acting.visit
    links = await visit.records.open_invitations(acting.centre.id, visit.practice.now)
    return [each for each in links if each.role is not None]


def _missing(acting: Post, members: Sequence[Member]) -> NotReadyForLearners | None:
    try:
        check_ready(acting.centre.id, members)
    except NotReadyForLearners as missing:
        return missing
    return None


def _role(name: str) -> Role | None:
    return next((role for role in STAFF if role.value == name), None)
