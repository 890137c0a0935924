"""The learners of a cohort: listed, given references, removed."""

import re

from bot.centre import learners
from bot.centre.authorisation import Action
from bot.centre.cohorts import REFERENCE, list_references, read_references
from bot.centre.errors import BadReferences, BadValue, Taken
from bot.centre.people import member_of
from bot.centre.records import Cohort
from bot.people import is_visitor
from bot.storage.calls import Call, Keyboard
from bot.telegram import calls
from bot.telegram.conversation import playing
from bot.telegram.conversation.cohorts import lets_in, seen
from bot.telegram.conversation.staff import Post, post
from bot.telegram.conversation.visit import Visit
from bot.telegram.staff_buttons import (
    AskReference,
    AskReferences,
    ListLearners,
    RemoveLearner,
    ShowLearner,
)
from bot.telegram.views import cohort_learners as views
from bot.telegram.views import pages
from bot.telegram.words import centre as other
from bot.telegram.words import cohorts as words

_PURPOSE = re.compile(r"refer (?P<me>[a-z0-9]+) (?P<cohort>[a-z0-9]+)(?: (?P<enrolment>[0-9]+))?")


async def list_page(acting: Post, to: ListLearners) -> list[Call]:
    """Show a page of a cohort's learners; the audit knows of it."""
    cohort = await seen(acting, to.cohort)
    visit = acting.visit
    page, every = await learners.look_at_learners(
        visit.records, acting.me, cohort.id, visit.practice.now, to.page * views.PAGE, views.PAGE
    )
    return visit.in_place(views.listed(acting.me, cohort, page, to.page, every))


async def show(acting: Post, to: ShowLearner) -> list[Call]:
    """Show a learner, and what can be done."""
    cohort = await seen(acting, to.cohort)
    learner = await _learner(acting, cohort, to.enrolment)
    tutor = await member_of(acting.visit.records, acting.centre.id, cohort.tutor)
    changes = acting.may(Action.GIVE_REFERENCES, tutor=tutor.person) and cohort.closed_at is None
    again = changes and is_visitor(learner.enrolment.person) and lets_in(acting, tutor)
    shown = views.shown(acting.me, cohort, learner, changes=changes, again=again)
    return acting.visit.in_place(shown)


async def ask_reference(acting: Post, to: AskReference) -> list[Call]:
    """Ask for a learner's reference; it is typed."""
    cohort = await seen(acting, to.cohort, Action.GIVE_REFERENCES)
    learner = await _learner(acting, cohort, to.enrolment)
    purpose = f"refer {acting.me.id} {cohort.id} {learner.enrolment.id}"
    asked = await acting.visit.offer(views.reference_asked(learner), purpose)
    return [*acting.visit.tapped_off(), *asked]


async def ask_references(acting: Post, to: AskReferences) -> list[Call]:
    """Ask for the references of those who are expected; they are typed, one on each line."""
    cohort = await seen(acting, to.cohort, Action.GIVE_REFERENCES)
    purpose = f"refer {acting.me.id} {cohort.id}"
    asked = await acting.visit.offer(views.references_asked(cohort), purpose)
    return [*acting.visit.tapped_off(), *asked]


def asks_list(newest: Keyboard | None) -> bool:
    """Whether a list of references is asked for, which can also be sent as a file."""
    asked = None if newest is None else _PURPOSE.fullmatch(newest.purpose)
    return asked is not None and asked["enrolment"] is None


async def typed(visit: Visit, newest: Keyboard, text: str) -> list[Call] | None:
    """Take what was typed as a reference, or as a list of them; None if none is asked for."""
    asked = _PURPOSE.fullmatch(newest.purpose)
    if asked is None:
        return None
    if newest.message_id is None:
        return visit.say(pages.plain(other.TOO_SOON))
    acting = await post(visit, asked["me"])
    if acting is None:
        return [*await visit.answered(newest), *await playing.other_text(visit)]
    if asked["enrolment"] is None:
        return await _take_list(acting, asked["cohort"], text, newest)
    return await _take_one(acting, asked["cohort"], int(asked["enrolment"]), text, newest)


async def remove(acting: Post, to: RemoveLearner) -> list[Call]:
    """Take a learner out of a cohort, once it is sure, and tell them."""
    visit = acting.visit
    cohort = await seen(acting, to.cohort, Action.CHANGE_COHORT)
    learner = await _learner(acting, cohort, to.enrolment)
    if not to.sure:
        return visit.in_place(views.removing(acting.me, cohort, learner))
    enrolment = learner.enrolment
    now = visit.practice.now
    await learners.remove_learner(visit.records, acting.me, cohort.id, enrolment.id, now)
    told = words.REMOVED.format(learner=views.name_of(learner), cohort=cohort.name)
    them = words.REMOVED_TOLD.format(cohort=cohort.name, centre=acting.centre.name)
    return [*visit.in_place(pages.plain(told)), *calls.send(enrolment.person, pages.plain(them))]


async def _learner(acting: Post, cohort: Cohort, enrolment: int) -> learners.Enrolled:
    visit = acting.visit
    now = visit.practice.now
    return await learners.look_at_learner(visit.records, acting.me, cohort.id, enrolment, now)


async def _take_one(
    acting: Post, cohort: str, enrolment: int, text: str, newest: Keyboard
) -> list[Call]:
    visit, reference = acting.visit, text.strip()
    try:
        now = visit.practice.now
        await learners.refer_learner(visit.records, acting.me, cohort, enrolment, reference, now)
    except BadValue:
        return visit.say(pages.plain(words.REFERENCE_BAD.format(meaning=REFERENCE)))
    except Taken:
        return visit.say(pages.plain(words.REFERENCE_TAKEN))
    told = pages.plain(words.REFERENCE_GIVEN.format(reference=reference))
    again = await show(acting, ShowLearner(acting.me.id, cohort, enrolment))
    return [*await visit.answered(newest), *visit.say(told), *again]


async def _take_list(acting: Post, cohort: str, text: str, newest: Keyboard) -> list[Call]:
    visit, centre, now = acting.visit, acting.centre.id, acting.visit.practice.now
    try:
        found = read_references(text)
    except BadReferences as bad:
        return visit.say(views.references_bad(bad))
    new = await list_references(visit.records, acting.me, centre, cohort, found, now)
    told = words.REFERENCES_ADDED.format(new=new, before=len(found) - new)
    return [*await visit.answered(newest), *visit.say(pages.plain(told))]
