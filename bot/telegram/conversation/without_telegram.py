"""Learners without Telegram: their tutor lets them into the page with a phone."""

from bot.centre import without_telegram as use_case
from bot.centre.authorisation import Action
from bot.centre.errors import PageNotAllowed
from bot.centre.records import Cohort
from bot.storage.calls import Call
from bot.telegram.conversation.cohorts import seen
from bot.telegram.conversation.staff import Post, picture_of
from bot.telegram.staff_buttons import LetIn, LetInAgain, WithoutTelegram
from bot.telegram.views import without_telegram as views
from bot.telegram.words import without_telegram as words


async def show(acting: Post, to: WithoutTelegram) -> list[Call]:
    """Say how such a learner comes into a cohort."""
    cohort = await seen(acting, to.cohort, Action.ADD_LEARNER)
    asked = await acting.visit.offer(views.shown(acting.me, cohort), _purpose(cohort))
    return [*acting.visit.tapped_off(), *asked]


async def let_in(acting: Post, to: LetIn) -> list[Call]:
    """Make a link for a learner, who is joined at once if they are under 16.

    The question is answered once: a button tapped twice lets nobody else in.
    """
    cohort = await seen(acting, to.cohort, Action.ADD_LEARNER)
    page = _page(acting)
    newest = await acting.visit.records.newest_keyboard(acting.visit.chat)
    if newest is None or newest.purpose != _purpose(cohort):
        return []
    await acting.visit.answered(newest)
    join = use_case.join_under_16 if to.under_16 else use_case.invite_to_page
    now = acting.visit.practice.now
    link = await join(acting.visit.records, acting.me, cohort.centre, cohort.id, now)
    return _given(acting, cohort, f"{page}/enter/{link.code}", link, again=False)


async def let_in_again(acting: Post, to: LetInAgain) -> list[Call]:
    """Make another link for a learner who lost the way to their phone."""
    cohort = await seen(acting, to.cohort, Action.ADD_LEARNER)
    page = _page(acting)
    link = await use_case.another_link(
        acting.visit.records,
        acting.me,
        cohort.centre,
        cohort.id,
        to.enrolment,
        acting.visit.practice.now,
    )
    return _given(acting, cohort, f"{page}/enter/{link.code}", link, again=True)


def _purpose(cohort: Cohort) -> str:
    return f"without {cohort.id}"


def _page(acting: Post) -> str:
    """Return the address of the page. Raises PageNotAllowed where there is none."""
    if acting.visit.page is None:
        raise PageNotAllowed(acting.centre.id)
    return acting.visit.page.rstrip("/")


def _given(
    acting: Post, cohort: Cohort, address: str, link: use_case.PhoneLink, *, again: bool
) -> list[Call]:
    visit = acting.visit
    return [
        *visit.tapped_off(),
        picture_of(visit, address, words.CAPTION.format(cohort=cohort.name)),
        *visit.say(views.made(acting.centre, cohort, link, address, again=again)),
    ]
