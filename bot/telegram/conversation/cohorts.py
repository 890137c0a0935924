"""A tutor's cohorts: listed, shown, let into by links, handed over, closed."""

from dataclasses import replace

from bot.centre import cohorts as use_case
from bot.centre import joining
from bot.centre.authorisation import Action
from bot.centre.cohorts import check_on_cohort, cohort_of
from bot.centre.learners import count_learners
from bot.centre.people import member_of
from bot.centre.records import Cohort, Invitation, Member
from bot.centre.roles import Role
from bot.storage.calls import Call
from bot.telegram import calls
from bot.telegram.conversation import playing
from bot.telegram.conversation.staff import Post, link_of, picture_of, posts
from bot.telegram.conversation.visit import Visit
from bot.telegram.staff_buttons import (
    ChooseTutor,
    CloseCohort,
    CloseLink,
    HandTo,
    ListCohorts,
    ListLinks,
    MakeLink,
    ShowCohort,
    TurnLinks,
)
from bot.telegram.views import centre as centre_views
from bot.telegram.views import cohorts as views
from bot.telegram.views import pages
from bot.telegram.views.layout import Message
from bot.telegram.words import cohorts as words


async def mine(visit: Visit) -> list[Call]:
    """Answer /cohorts: the cohorts of somebody who may see any; nobody else learns of it."""
    seeing = [each for each in await posts(visit) if _sees_any(each)]
    if not seeing:
        return await playing.other_text(visit)
    if len(seeing) == 1:
        return await list_page(seeing[0], ListCohorts(seeing[0].me.id, 0))
    buttons = [(each.centre.name, ListCohorts(each.me.id, 0)) for each in seeing]
    return visit.say(centre_views.which(buttons))


async def list_page(acting: Post, to: ListCohorts) -> list[Call]:
    """Show a page of the cohorts that somebody may see, those that are open first."""
    records = acting.visit.records
    tutors = {each.id: each for each in await records.members(acting.centre.id)}
    seen = [
        cohort
        for cohort in await records.cohorts(acting.centre.id)
        if acting.may(Action.SEE_COHORT, tutor=tutors[cohort.tutor].person)
    ]
    shown = views.listed(
        acting.me,
        acting.centre,
        sorted(seen, key=lambda cohort: cohort.closed_at is not None),
        {each.id: each.name for each in tutors.values()},
        to.page,
        opens=acting.may(Action.OPEN_COHORT, tutor=acting.me.person),
    )
    return acting.visit.in_place(shown)


async def show(acting: Post, to: ShowCohort) -> list[Call]:
    """Show a cohort; on a tap, in place of the page tapped."""
    return acting.visit.in_place(await page(acting, await seen(acting, to.cohort)))


async def page(acting: Post, cohort: Cohort) -> list[Message]:
    """Return the page of a cohort."""
    records = acting.visit.records
    tutor = await member_of(records, acting.centre.id, cohort.tutor)
    facts = views.Facts(
        cohort=cohort,
        tutor=tutor.name,
        unit=acting.visit.practice.library.catalogue.units.get(cohort.unit or ""),
        learners=await count_learners(records, cohort),
        references=len(await records.listed_references(cohort.id)),
        changes=acting.may(Action.CHANGE_COHORT, tutor=tutor.person),
        page=lets_in(acting, tutor),
    )
    return views.shown(acting.me, facts)


def lets_in(acting: Post, tutor: Member) -> bool:
    """Whether somebody can let learners without Telegram into a cohort of this tutor's."""
    there = acting.visit.page is not None and acting.centre.page_allowed
    return there and acting.may(Action.ADD_LEARNER, tutor=tutor.person)


async def seen(acting: Post, cohort: str, action: Action = Action.SEE_COHORT) -> Cohort:
    """Return a cohort that somebody may see, or do `action` on. Raises NoSuch or NotAllowed."""
    found = await cohort_of(acting.visit.records, acting.centre.id, cohort)
    await check_on_cohort(acting.visit.records, acting.me, action, found)
    return found


async def list_links(acting: Post, to: ListLinks | TurnLinks) -> list[Call]:
    """Show a page of the open links of a cohort."""
    cohort = await seen(acting, to.cohort, Action.MAKE_JOIN_CODE)
    page = to.page if isinstance(to, TurnLinks) else 0
    return acting.visit.in_place(await _links(acting, cohort, page))


async def make_link(acting: Post, to: MakeLink) -> list[Call]:
    """Make a link for learners, and send it with its picture."""
    visit, centre = acting.visit, acting.centre
    cohort = await seen(acting, to.cohort, Action.MAKE_JOIN_CODE)
    now, uses = visit.practice.now, to.uses or None
    made = await joining.make_join_code(visit.records, acting.me, centre.id, cohort.id, now, uses)
    link = link_of(visit, "join", made.code)
    caption = words.CAPTION.format(cohort=cohort.name, centre=centre.name)
    kept = next(each for each in await _open_links(acting, cohort) if each.id == made.id)
    return [
        *visit.tapped_off(),
        picture_of(visit, link, caption),
        *visit.say(views.link_made(centre, cohort, link, kept)),
    ]


async def close_link(acting: Post, to: CloseLink) -> list[Call]:
    """Close a link, and show those that are left."""
    visit = acting.visit
    cohort = await seen(acting, to.cohort, Action.CLOSE_JOIN_CODE)
    if any(each.id == to.invitation for each in await _open_links(acting, cohort)):
        now = visit.practice.now
        await joining.close_code(visit.records, acting.me, cohort.centre, to.invitation, now)
    return visit.in_place(await _links(acting, cohort, 0))


async def choose_tutor(acting: Post, to: ChooseTutor) -> list[Call]:
    """Show to whom a cohort can be handed over."""
    cohort = await seen(acting, to.cohort, Action.HAND_OVER_COHORT)
    others = [
        each
        for each in await acting.visit.records.members(acting.centre.id)
        if each.held(Role.TUTOR) is not None and each.id != cohort.tutor
    ]
    shown = views.tutors(acting.me, acting.centre, cohort, others)
    return acting.visit.in_place(shown)


async def hand_over(acting: Post, to: HandTo) -> list[Call]:
    """Hand a cohort over, once it is sure, and tell its new tutor."""
    visit = acting.visit
    cohort = await seen(acting, to.cohort, Action.HAND_OVER_COHORT)
    tutor = await member_of(visit.records, acting.centre.id, to.member)
    if tutor.held(Role.TUTOR) is None:
        return visit.say(centre_views.not_here())
    if not to.sure:
        return visit.in_place(views.handing(acting.me, cohort, tutor))
    now = visit.practice.now
    await use_case.hand_over(visit.records, acting.me, cohort.centre, cohort.id, tutor.id, now)
    said = words.HANDED.format(tutor=tutor.name, cohort=cohort.name)
    handed = replace(cohort, tutor=tutor.id)
    return [*visit.in_place(pages.plain(said)), *await told(acting, handed)]


async def told(acting: Post, cohort: Cohort) -> list[Call]:
    """Tell somebody that a cohort is theirs now, unless they did that themselves."""
    tutor = await member_of(acting.visit.records, acting.centre.id, cohort.tutor)
    if tutor.person is None or tutor.person == acting.me.person:
        return []
    said = words.HANDED_TOLD.format(cohort=cohort.name, centre=acting.centre.name)
    return calls.send(tutor.person, pages.plain(said))


async def close(acting: Post, to: CloseCohort) -> list[Call]:
    """Close a cohort, once it is sure."""
    visit = acting.visit
    cohort = await seen(acting, to.cohort, Action.CLOSE_COHORT)
    if not to.sure:
        return visit.in_place(views.closing(acting.me, cohort))
    now = visit.practice.now
    await use_case.close_cohort(visit.records, acting.me, cohort.centre, cohort.id, now)
    return visit.in_place(pages.plain(words.CLOSED_NOW.format(cohort=cohort.name)))


def _sees_any(acting: Post) -> bool:
    return acting.may(Action.SEE_COHORT, tutor=acting.me.person)


async def _links(acting: Post, cohort: Cohort, page: int) -> list[Message]:
    made = await _open_links(acting, cohort)
    return views.links(acting.me, acting.centre, cohort, made, page)


async def _open_links(acting: Post, cohort: Cohort) -> list[Invitation]:
    visit = acting.visit
    links = await visit.records.open_invitations(acting.centre.id, visit.practice.now)
    return [each for each in links if each.cohort == cohort.id]
