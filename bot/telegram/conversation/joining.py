"""Taking a role by an invitation; joining a cohort by a code, seeing where one is, leaving."""

import re
from datetime import timedelta

from bot.centre import joining
from bot.centre.joining import (
    AlreadyIn,
    CohortOffered,
    Enrolled,
    ReferenceRefused,
    Refused,
    RoleOffered,
)
from bot.centre.practising import Place, places
from bot.centre.roles import Role
from bot.storage.calls import Call, Keyboard
from bot.telegram.conversation import alerts, playing
from bot.telegram.conversation.visit import Visit
from bot.telegram.views import joining as views
from bot.telegram.views import pages
from bot.telegram.words import joining as words
from bot.telegram.words import playing as playing_words

LINKS = ("invite-", "join-")
"""What deep links with a code begin with: `/start invite-<code>`, `/start join-<code>`."""

_PURPOSE = re.compile(r"reference (?P<centre>[a-z0-9-]+) (?P<invitation>[a-z0-9]+)")


def is_link(link: str) -> bool:
    """Whether a deep link is an invitation, or a code to join with."""
    return link.startswith(LINKS)


async def arrive(visit: Visit, link: str) -> list[Call]:
    """Show what a link offers, before anything is taken or joined."""
    code = link.partition("-")[2]
    offer = await joining.look(visit.records, visit.chat, code, visit.practice.now)
    match offer:
        case Refused(wait):
            return visit.say(views.refused(wait))
        case RoleOffered():
            shown = views.role_offered(offer, code)
        case CohortOffered():
            for place in await places(visit.records, visit.learner):
                if place.cohort.id == offer.cohort.id:
                    return visit.say(pages.plain(_already(offer)))
            shown = views.cohort_offered(offer, code)
    return await visit.offer(shown, f"offer {offer.invitation.id}")


async def take_role(visit: Visit, code: str) -> list[Call]:
    """Take a role; what it is for is said, and what to do first."""
    now = visit.practice.now
    offer = await joining.look(visit.records, visit.chat, code, now)
    if isinstance(offer, Refused):
        return [*visit.tapped_off(), *visit.say(views.refused(offer.wait))]
    taken = await joining.take_role(visit.records, visit.chat, code, now)
    if isinstance(taken, Refused) or isinstance(offer, CohortOffered):
        wait = taken.wait if isinstance(taken, Refused) else timedelta()
        return [*visit.tapped_off(), *visit.say(views.refused(wait))]
    role = words.ROLES[offer.role]
    told = words.ROLE_TAKEN.format(role=role, centre=offer.centre.name)
    if offer.role is not Role.SAFEGUARDING_LEAD:
        return [*visit.tapped_off(), *visit.say(pages.plain(told))]
    welcome = visit.say(pages.plain(told, words.LEAD_NEXT))
    return [*visit.tapped_off(), *welcome, *await alerts.tests(visit.records, now)]


async def join(visit: Visit, code: str) -> list[Call]:
    """Join a cohort, or ask for the reference that it wants first."""
    now = visit.practice.now
    joined = await joining.join(visit.records, visit.learner, code, None, now)
    return [*visit.tapped_off(), *await _joined(visit, joined, again=False)]


async def typed(visit: Visit, newest: Keyboard, text: str) -> list[Call] | None:
    """Take what was typed as the learner's reference; None if that is not asked for."""
    asked = _PURPOSE.fullmatch(newest.purpose)
    if asked is None:
        return None
    if newest.message_id is None:
        return visit.say(pages.plain(words.TOO_SOON))
    joined = await joining.join_by_reference(
        visit.records,
        visit.learner,
        asked["centre"],
        asked["invitation"],
        text.strip(),
        visit.practice.now,
    )
    if isinstance(joined, ReferenceRefused):
        return await _joined(visit, joined, again=True)
    return [*await visit.answered(newest), *await _joined(visit, joined, again=True)]


async def turn_down(visit: Visit) -> list[Call]:
    """Do nothing of what was offered or asked; what is typed next is no answer."""
    newest = await visit.records.newest_keyboard(visit.chat)
    if newest is not None and newest.message_id == visit.message:
        await visit.records.withdraw_question(visit.chat, newest.purpose)
    return [*visit.tapped_off(), *visit.say(pages.plain(words.TURNED_DOWN))]


async def show(visit: Visit) -> list[Call]:
    """Show the cohorts that a learner is in; on a tap, in place of the page tapped."""
    shown = views.my_cohorts(await places(visit.records, visit.learner), visit.practice.now)
    if visit.message is None:
        return await visit.offer(shown, "my cohorts")
    return visit.in_place(shown)


async def leave(visit: Visit, cohort: str, sure: int) -> list[Call]:
    """Leave a cohort, once the learner has said that they are sure."""
    place = await _place(visit, cohort)
    if place is None:
        return await show(visit)
    if not sure:
        return visit.in_place(views.leaving(place))
    now = visit.practice.now
    await joining.leave_cohort(visit.records, visit.learner, place.enrolment.id, now)
    return visit.in_place(pages.plain(words.LEFT.format(cohort=place.cohort.name)))


async def show_privacy(visit: Visit) -> list[Call]:
    """Say what is kept, and who at the learner's centres sees what."""
    own = views.privacy(await places(visit.records, visit.learner))
    return visit.say(pages.plain(*playing_words.PRIVACY, *own))


async def _joined(
    visit: Visit, joined: Enrolled | AlreadyIn | ReferenceRefused | Refused, *, again: bool
) -> list[Call]:
    match joined:
        case Refused(wait):
            return visit.say(views.refused(wait))
        case AlreadyIn(_, offer):
            return visit.say(pages.plain(_already(offer)))
        case ReferenceRefused(offer):
            purpose = f"reference {offer.centre.id} {offer.invitation.id}"
            shown = views.reference_asked(offer, again=again)
            return await visit.offer(shown, purpose)
        case Enrolled(_, offer):
            told = words.JOINED.format(cohort=offer.cohort.name, centre=offer.centre.name)
            return [*visit.say(pages.plain(told)), *await playing.start(visit, "")]


def _already(offer: CohortOffered) -> str:
    return words.ALREADY_IN.format(
        cohort=offer.cohort.name, centre=offer.centre.name, tutor=offer.tutor
    )


async def _place(visit: Visit, cohort: str) -> Place | None:
    own = await places(visit.records, visit.learner)
    return next((place for place in own if place.cohort.id == cohort), None)
