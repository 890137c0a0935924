"""Text that sounds real: kept until the learner says what it is, and then for those who help.

A learner's words are kept once for each centre that they practise for, so that each centre looks
after its own. Without a centre that has a lead there is nobody to tell: they are kept for the
learner's answer alone, since they may belong to a debrief, and go with it, or without one in time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.centre.authorisation import Action, Record, check
from bot.centre.codes import new_id
from bot.centre.errors import CentreError
from bot.centre.hours import in_office
from bot.centre.records import Centre, CohortRecords, Member
from bot.centre.roles import Role

ANSWER_WITHIN = timedelta(minutes=10)
"""How long a learner has to say what it is; after that it counts as real."""


class Answer(StrEnum):
    """What a learner said that their words are."""

    REAL = "real"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a learner typed, as one centre has it.

    `said` is the same for all that one answer is about, at all centres. `learner` is the id of
    their row until that is deleted. `text` is None where they tapped a button and no words were
    kept; `phrases` is the version of the list that it was found with. `asked` names the question
    that it was typed under, if one was open. `alert_at` is when the leads are told next, and
    `rounds` how often they were told.
    """

    id: str
    said: str
    learner: int | None
    centre: str | None
    cohort: str | None
    reference: str | None
    text: str | None
    at: datetime
    phrases: int | None
    asked: str | None
    answer: Answer | None
    answered_at: datetime | None
    alert_at: datetime | None
    rounds: int = 0
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    keep_until: datetime | None = None


class DisclosureRecords(CohortRecords, Protocol):
    """The memory of what sounded real."""

    async def keep_disclosure(self, disclosure: Disclosure) -> None:
        """Keep what a learner typed."""

    async def unanswered(self, learner: int) -> Sequence[Disclosure]:
        """Return what a learner has not answered yet, the first first."""

    async def said(self, learner: int, said: str) -> Sequence[Disclosure]:
        """Return all that one answer of a learner is about, the first first."""

    async def told_without_words(self, learner: int) -> Sequence[Disclosure]:
        """Return what a learner told without words and nobody has taken on."""

    async def answer_disclosure(
        self, disclosure: str, answer: Answer, at: datetime, alert_at: datetime | None
    ) -> None:
        """Keep a learner's answer, and when the leads are told next."""

    async def forget_disclosure(self, disclosure: str) -> None:
        """Delete what a learner typed."""

    async def disclosure(self, centre: str, disclosure: str) -> Disclosure | None:
        """Return what a centre has under an id."""

    async def typed_together(self, disclosure: Disclosure) -> Sequence[Disclosure]:
        """Return all that its centre has of what one answer is about, the first first."""

    async def note_opened(self, disclosure: str, member: str, at: datetime) -> None:
        """Note when a lead first read a learner's words."""

    async def acknowledge(self, disclosure: str, member: str, at: datetime) -> bool:
        """Let a lead take it on: nobody is told again; False when somebody did before.

        It is kept from then on for as long as the centre keeps such records.
        """


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told what a learner says is real: centres, and those of them that are closed now.

    A centre without a safeguarding lead is none of them. `again` says that it was said before.
    """

    centres: tuple[Centre, ...]
    out_of_hours: tuple[Centre, ...]
    again: bool = False


@dataclass(frozen=True, slots=True)
class Practised:
    """What a learner says is part of the practice; `alerted`, if a centre was told before that."""

    typed: Disclosure
    alerted: bool


async def heard(  # noqa: PLR0917 - one for each fact
    records: DisclosureRecords,
    learner: int,
    text: str,
    phrases: int,
    asked: str | None,
    now: datetime,
) -> str:
    """Keep words that sound real until the learner says what they are; return their `said`.

    Words typed before an answer belong to the words that it is still missing for, and the leads
    are told of them together.
    """
    open_ones = await records.unanswered(learner)
    said = open_ones[0].said if open_ones else new_id()
    alerts = (each.alert_at for each in open_ones if each.alert_at is not None)
    alert_at = min((now + ANSWER_WITHIN, *alerts))
    await _keep(records, learner, said, text, phrases, asked, None, now, alert_at)
    return said


async def tell(records: DisclosureRecords, learner: int, now: datetime) -> Told:
    """Tell a learner's centres that something is real, of which no words were kept.

    Words that still wait for an answer have it now. While somebody is still to take on what was
    told without words, they are not told of it anew.
    """
    for typed in await records.unanswered(learner):
        if typed.centre is not None and typed.acknowledged_at is None:
            told = await is_real(records, learner, typed.said, now)
            if told is not None:
                return told
    waiting = await records.told_without_words(learner)
    if waiting:
        return await _told(records, waiting, now, again=True)
    said = new_id()
    await _keep(records, learner, said, None, None, None, Answer.REAL, now, now)
    return await _told(records, await records.said(learner, said), now, again=False)


async def is_real(
    records: DisclosureRecords, learner: int, said: str, now: datetime
) -> Told | None:
    """Take the answer that words are real; None when nothing of them is left."""
    found = await records.said(learner, said)
    if not found:
        return None
    again = all(each.answer is Answer.REAL for each in found)
    for each in found:
        if each.centre is None:
            await records.forget_disclosure(each.id)
        elif each.answer is not Answer.REAL:
            first = each.rounds == 0 and each.acknowledged_at is None
            await records.answer_disclosure(
                each.id, Answer.REAL, now, now if first else each.alert_at
            )
    return await _told(records, found, now, again=again)


async def is_practice(
    records: DisclosureRecords, learner: int, said: str, now: datetime
) -> Practised | None:
    """Take the answer that words are part of the practice: nothing of them is kept.

    What a centre was told of already stays for its leads, with the answer; None when nothing is
    left, or it was said to be real.
    """
    found = await records.said(learner, said)
    if not found or found[0].answer is not None:
        return None
    for each in found:
        if each.rounds:
            await records.answer_disclosure(each.id, Answer.PRACTICE, now, each.alert_at)
        else:
            await records.forget_disclosure(each.id)
    asked = next((each for each in found if each.asked is not None), found[0])
    return Practised(asked, alerted=any(each.rounds for each in found))


async def who_is_told(records: DisclosureRecords, found: Sequence[Disclosure]) -> Sequence[Centre]:
    """Return the centres that have these words and a safeguarding lead to be told of them."""
    ids = dict.fromkeys(each.centre for each in found if each.centre is not None)
    return [
        centre
        for id_ in ids
        if (centre := await records.centre(id_)) is not None
        and leads_of(await records.members(id_))
    ]


def leads_of(members: Sequence[Member]) -> tuple[Member, ...]:
    """Return a centre's safeguarding leads who can be told, the lead first."""
    able = [each for each in members if each.person is not None and _place(each) is not None]
    return tuple(sorted(able, key=lambda each: _place(each) or 0))


def acting(memberships: Sequence[Member], action: Action) -> list[Member]:
    """Return as whom of their memberships a person may do something."""
    able = []
    for member in memberships:
        try:
            check(member, action, Record(member.centre))
        except CentreError:
            continue
        able.append(member)
    return able


async def _keep(  # noqa: PLR0917 - one for each fact
    records: DisclosureRecords,
    learner: int,
    said: str,
    text: str | None,
    phrases: int | None,
    asked: str | None,
    answer: Answer | None,
    now: datetime,
    alert_at: datetime,
) -> None:
    places: dict[str | None, tuple[str | None, str | None]] = {}
    for enrolled in await records.enrolments_of(learner):
        if enrolled.left_at is None and await _can_help(records, enrolled.centre):
            places[enrolled.centre] = (enrolled.cohort, enrolled.reference)
    if not places and text is not None:
        places[None] = (None, None)
    for place, (cohort, reference) in places.items():
        await records.keep_disclosure(
            Disclosure(
                id=new_id(),
                said=said,
                learner=learner,
                centre=place,
                cohort=cohort,
                reference=reference,
                text=text,
                at=now,
                phrases=phrases,
                asked=asked,
                answer=answer,
                answered_at=None if answer is None else now,
                alert_at=alert_at,
            )
        )


async def _can_help(records: DisclosureRecords, id_: str) -> bool:
    """Whether a centre is open and has a safeguarding lead."""
    centre = await records.centre(id_)
    if centre is None or centre.closed_at is not None:
        return False
    return bool(leads_of(await records.members(id_)))


async def _told(
    records: DisclosureRecords, found: Sequence[Disclosure], now: datetime, *, again: bool
) -> Told:
    centres = await who_is_told(records, found)
    closed = tuple(centre for centre in centres if not in_office(centre, now))
    return Told(tuple(centres), closed, again)


def _place(member: Member) -> int | None:
    held = member.held(Role.SAFEGUARDING_LEAD)
    return None if held is None else held.place
