"""Learners without Telegram: let into the page with a phone by a link, made by their tutor.

Whoever is 16 or over agrees on the phone to what everybody agrees to, and joins there. A younger
learner can't: their tutor joins them, and states that the centre holds the permission it needs.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.centre.audit import learner_record, note
from bot.centre.authorisation import Action
from bot.centre.codes import digest, new_code
from bot.centre.cohorts import check_on_cohort, open_cohort_of
from bot.centre.errors import NoSuch, PageNotAllowed
from bot.centre.joining import make_join_code
from bot.centre.people import open_centre
from bot.centre.records import Cohort, JoiningRecords, Member
from bot.people import is_visitor, new_visitor
from bot.practice.records import Learner

LINK_LIVES = timedelta(days=7)

_BEGIN = "/start"


@dataclass(frozen=True, slots=True)
class PhoneLink:
    """A link to a phone on the page, for one browser; nobody can find its `code` out again."""

    code: str
    expires_at: datetime


class PhoneRecords(JoiningRecords, Protocol):
    """The memory of who may see a phone on the page."""

    async def agree(self, telegram_id: int, at: datetime) -> Learner:
        """Make somebody a learner, and return them."""

    async def add_page_link(
        self, digest: str, expires_at: datetime, person: int | None, opening: str | None
    ) -> None:
        """Keep a link; `opening` is what Start says on the phone of `person`."""


async def invite_to_page(
    records: PhoneRecords, by: Member, centre: str, named: str, now: datetime
) -> PhoneLink:
    """Make a link for a learner of 16 or over, who joins a cohort (by id or slug) on the page.

    Raises NoSuch, Closed, NotAllowed or PageNotAllowed.
    """
    await _cohort(records, by, centre, named)
    code = await make_join_code(records, by, centre, named, now, uses=1, lives=LINK_LIVES)
    return await _link(records, new_visitor(), f"{_BEGIN} join-{code.code}", now)


async def join_under_16(
    records: PhoneRecords, by: Member, centre: str, named: str, now: datetime
) -> PhoneLink:
    """Put a learner under 16 into a cohort and make their link.

    To call it is to state that the centre holds the permission it needs; the audit says so. A
    reference can be given afterwards. Raises NoSuch, Closed, NotAllowed or PageNotAllowed.
    """
    cohort = await _cohort(records, by, centre, named)
    learner = await records.agree(new_visitor(), now)
    enrolment = await records.enrol(cohort.id, learner.id, None, now, by.id)
    stated = "under 16; the centre holds the permission it needs"
    await note(records, by, Action.ADD_LEARNER, centre, learner_record(learner.id), now, stated)
    if enrolment is None:
        raise LookupError("a learner who is new was in a cohort already")
    return await _link(records, learner.telegram_id, _BEGIN, now)


async def another_link(  # noqa: PLR0917 - one for each fact
    records: PhoneRecords, by: Member, centre: str, named: str, enrolment: int, now: datetime
) -> PhoneLink:
    """Make another link to the phone of a learner of a cohort, who lost the way to it.

    The browser that was let in before is shut out once the link is used. Raises NoSuch (also for a
    learner with Telegram), Closed, NotAllowed or PageNotAllowed.
    """
    cohort = await _cohort(records, by, centre, named)
    for each in await records.enrolments_in(centre, cohort.id):
        if each.id == enrolment and each.left_at is None and is_visitor(each.person):
            about = learner_record(each.learner)
            await note(records, by, Action.ADD_LEARNER, centre, about, now, "another link")
            return await _link(records, each.person, _BEGIN, now)
    raise NoSuch("learner", str(enrolment))


async def _cohort(records: PhoneRecords, by: Member, centre: str, named: str) -> Cohort:
    found = await open_centre(records, centre)
    cohort = await open_cohort_of(records, centre, named)
    await check_on_cohort(records, by, Action.ADD_LEARNER, cohort)
    if not found.page_allowed:
        raise PageNotAllowed(centre)
    return cohort


async def _link(records: PhoneRecords, person: int, opening: str, now: datetime) -> PhoneLink:
    link = PhoneLink(new_code(), now + LINK_LIVES)
    await records.add_page_link(digest(link.code), link.expires_at, person, opening)
    return link
