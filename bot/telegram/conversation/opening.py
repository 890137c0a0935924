"""Opening a cohort: name, tutor, unit, first and last day, one question after the other.

What was answered so far stands in the purpose of the question's buttons, so nothing else has to be
kept, and only the newest question can be answered.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, auto
from itertools import count

from bot.centre.authorisation import Action
from bot.centre.cohorts import NewCohort, open_cohort
from bot.centre.errors import BadValue, CentreError
from bot.centre.people import check_ready, checked_name
from bot.centre.records import Member
from bot.centre.roles import Role
from bot.practice.zones import zone
from bot.storage.calls import Call, Keyboard
from bot.telegram.conversation import cohorts, playing
from bot.telegram.conversation.staff import Post, post
from bot.telegram.conversation.visit import Visit
from bot.telegram.staff_buttons import OpenCohort, PickDay, PickTutor, PickUnit
from bot.telegram.views import opening as views
from bot.telegram.views import pages
from bot.telegram.views.centre import refused as refusal
from bot.telegram.views.joining import day
from bot.telegram.words import centre as other
from bot.telegram.words import cohorts as words

_PURPOSE = "opening "
_FORMATS = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d")
_YEARS = range(2000, 2100)
_LONGEST_SLUG = 30


class _Asks(Enum):
    """The questions, in their order."""

    NAME = auto()
    TUTOR = auto()
    UNIT = auto()
    FIRST = auto()
    LAST = auto()


@dataclass(frozen=True, slots=True)
class _Answers:
    """What was answered so far, by the member `me`; `tutor` is a member too."""

    me: str
    name: str | None = None
    unit: str | None = None
    first: str | None = None
    tutor: str | None = None

    @property
    def asks(self) -> _Asks:
        """The question that comes next."""
        answers = {_Asks.NAME: self.name, _Asks.TUTOR: self.tutor, _Asks.UNIT: self.unit}
        answers[_Asks.FIRST] = self.first
        return next((asks for asks, answer in answers.items() if answer is None), _Asks.LAST)

    @property
    def purpose(self) -> str:
        """How the question's buttons name everything that was answered before it."""
        return _PURPOSE + json.dumps([self.me, self.name, self.unit, self.first, self.tutor])


class _Unfit(Exception):
    """An answer that can't be taken, and the `words` to say so."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


async def begin(acting: Post, _: OpenCohort) -> list[Call]:
    """Ask for the name, if the centre is ready. Raises NotReadyForLearners."""
    visit = acting.visit
    check_ready(acting.centre.id, await visit.records.members(acting.centre.id))
    tutors = await _tutors(acting)
    if not tutors:
        return visit.say(pages.plain(words.TUTORS_NONE.format(centre=acting.centre.name)))
    only = tutors[0].id if len(tutors) == 1 else None
    return [*visit.tapped_off(), *await _ask(acting, _Answers(acting.me.id, tutor=only))]


async def typed(visit: Visit, newest: Keyboard, text: str) -> list[Call] | None:
    """Take a typed answer; None if no question of a new cohort is open."""
    answers = _read(newest)
    if answers is None:
        return None
    if newest.message_id is None:
        return visit.say(pages.plain(other.TOO_SOON))
    acting = await post(visit, answers.me)
    if acting is None:
        return [*await visit.answered(newest), *await playing.other_text(visit)]
    if answers.asks in {_Asks.TUTOR, _Asks.UNIT}:
        return visit.say(pages.plain(words.BUTTONS_ONLY))
    return await _take(acting, answers, text.strip(), newest)


async def pick_tutor(visit: Visit, to: PickTutor) -> list[Call]:
    """Take the tutor who was tapped."""
    return await _picked(visit, to.member, _Asks.TUTOR)


async def pick_unit(visit: Visit, to: PickUnit) -> list[Call]:
    """Take the unit that was tapped."""
    return await _picked(visit, to.unit, _Asks.UNIT)


async def pick_day(visit: Visit, to: PickDay) -> list[Call]:
    """Take the day that was tapped."""
    return await _picked(visit, to.day, _Asks.FIRST, _Asks.LAST)


async def _picked(visit: Visit, value: str, *asked: _Asks) -> list[Call]:
    newest = await visit.records.newest_keyboard(visit.chat)
    answers = None if newest is None else _read(newest)
    acting = None if answers is None else await post(visit, answers.me)
    if newest is None or answers is None or acting is None:
        return [*visit.tapped_off(), *await playing.resume(visit)]
    if newest.message_id != visit.message or answers.asks not in asked:
        return visit.tapped_off()
    try:
        return await _take(acting, answers, value, newest)
    except CentreError as refused:
        return visit.say(refusal(refused))


async def _take(acting: Post, answers: _Answers, value: str, newest: Keyboard) -> list[Call]:
    """Take an answer, and ask on or open the cohort; one that does not fit is asked for again."""
    visit = acting.visit
    try:
        if answers.first is not None and answers.asks is _Asks.LAST:
            last = _last(value, answers.first)
            opened = await _open(acting, answers, last)
            return [*await visit.answered(newest), *opened]
        following = await _following(acting, answers, value)
    except _Unfit as unfit:
        return [*visit.say(pages.plain(unfit.words)), *await _ask(acting, answers)]
    return [*await visit.answered(newest), *await _ask(acting, following)]


async def _following(acting: Post, answers: _Answers, value: str) -> _Answers:
    if answers.asks is _Asks.NAME:
        try:
            return replace(answers, name=checked_name("name", value))
        except BadValue:
            raise _Unfit(other.NAME_BAD) from None
    if answers.asks is _Asks.TUTOR:
        if all(each.id != value for each in await _tutors(acting)):
            raise _Unfit(words.BUTTONS_ONLY)
        return replace(answers, tutor=value)
    if answers.asks is _Asks.UNIT:
        units = acting.visit.practice.library.catalogue.units
        return replace(answers, unit=value if value in units else "")
    return replace(answers, first=_day(value).isoformat())


async def _ask(acting: Post, answers: _Answers) -> list[Call]:
    visit = acting.visit
    today = visit.practice.now.astimezone(zone(acting.centre.time_zone)).date()
    name, first = answers.name or "", answers.first
    match answers.asks:
        case _Asks.NAME:
            shown = views.name_asked()
        case _Asks.TUTOR:
            shown = views.tutor_asked(name, await _tutors(acting))
        case _Asks.UNIT:
            shown = views.unit_asked(name, visit.practice.library.catalogue.units.values())
        case _Asks.FIRST:
            shown = views.first_asked(name, today)
        case _Asks.LAST:
            shown = views.last_asked(name, today if first is None else date.fromisoformat(first))
    return await visit.offer(shown, answers.purpose)


async def _tutors(acting: Post) -> list[Member]:
    """Return those for whom somebody may open a cohort: for a tutor themselves alone."""
    return [
        each
        for each in await acting.visit.records.members(acting.centre.id)
        if each.held(Role.TUTOR) is not None and acting.may(Action.OPEN_COHORT, tutor=each.person)
    ]


async def _open(acting: Post, answers: _Answers, last: date) -> list[Call]:
    name, first = answers.name or "", date.fromisoformat(answers.first or "")
    visit = acting.visit
    taken = {each.slug for each in await visit.records.cohorts(acting.centre.id)}
    slug = next(each for each in _slugs(name) if each not in taken)
    unit = answers.unit or None
    tutor = answers.tutor or acting.me.id
    new = NewCohort(acting.centre.id, slug, name, unit, first, last, tutor)
    cohort = await open_cohort(visit.records, acting.me, new, visit.practice.now)
    told = pages.plain(words.OPENED.format(name=cohort.name))
    return [
        *visit.say(told),
        *visit.say(await cohorts.page(acting, cohort)),
        *await cohorts.told(acting, cohort),
    ]


def _read(newest: Keyboard) -> _Answers | None:
    if not newest.purpose.startswith(_PURPOSE):
        return None
    return _Answers(*json.loads(newest.purpose.removeprefix(_PURPOSE)))


def _last(value: str, first: str) -> date:
    last = _day(value)
    if last < date.fromisoformat(first):
        raise _Unfit(words.DAY_EARLY.format(first=day(date.fromisoformat(first))))
    return last


def _day(value: str) -> date:
    for form in _FORMATS:
        try:
            found = datetime.strptime(value, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if found.year in _YEARS:
            return found
    raise _Unfit(words.DAY_BAD.format(example=views.EXAMPLE))


def _slugs(name: str) -> Iterator[str]:
    """Yield short names for a cohort, the first the likest to its name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-")
    if not slug or not slug[0].isalpha():
        slug = f"group-{slug}".strip("-")
    yield slug
    for number in count(2):
        yield f"{slug[:_LONGEST_SLUG].rstrip('-')}-{number}"
