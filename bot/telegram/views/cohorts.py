"""Cohorts as their staff see them: listed, shown, let into by links, handed over, closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.centre.records import Centre, Cohort, Invitation, Member
from bot.telegram.buttons import Button
from bot.telegram.staff_buttons import (
    AskReferences,
    ChooseTutor,
    CloseCohort,
    CloseLink,
    HandTo,
    ListCohorts,
    ListLearners,
    ListLinks,
    ListPlanned,
    MakeLink,
    OpenCohort,
    ShowCentre,
    ShowCohort,
    TurnLinks,
    WithoutTelegram,
)
from bot.telegram.views.centre import moment, page_of, turns
from bot.telegram.views.joining import day, short
from bot.telegram.views.layout import Block, Message, Rows, messages
from bot.telegram.words import centre as other
from bot.telegram.words import cohorts as words
from bot.telegram.words import without_telegram as phone_words
from scenarios.catalogue import Unit

_USES = (1, 10, 30)


@dataclass(frozen=True, slots=True)
class Facts:
    """What there is to say of a cohort; `changes` when whoever sees it may change it.

    `page`: they can let learners without Telegram into it.
    """

    cohort: Cohort
    tutor: str
    unit: Unit | None
    learners: int
    references: int
    changes: bool
    page: bool


def listed(
    me: Member,
    centre: Centre,
    cohorts: Sequence[Cohort],
    tutors: Mapping[str, str],
    number: int,
    *,
    opens: bool,
) -> list[Message]:
    """Show page `number` of the cohorts; `tutors` are names by member id."""
    page, number, count = page_of(cohorts, number)
    lines = [_line(each, tutors.get(each.tutor, "")) for each in page] or [words.LIST_NONE]
    blocks = [Block("\n".join(lines), words.LIST.format(centre=centre.name))]
    if count > 1:
        blocks.append(Block(other.PAGE.format(number=number + 1, count=count)))
    rows: list[tuple[tuple[str, Button], ...]] = [
        ((short(each.name), ShowCohort(me.id, each.id)),) for each in page
    ]
    if opens:
        rows.append(((words.OPEN, OpenCohort(me.id)),))
    rows.append(turns(number, count, lambda page: ListCohorts(me.id, page), ShowCentre(me.id)))
    return messages(blocks, tuple(rows))


def shown(me: Member, facts: Facts) -> list[Message]:
    """Show a cohort, and what can be done with it."""
    cohort, unit = facts.cohort, facts.unit
    lines = [
        words.DAYS.format(first=day(cohort.starts_on), last=day(cohort.ends_on)),
        words.TUTOR.format(tutor=facts.tutor),
        words.NO_UNIT if unit is None else words.UNIT.format(unit=unit_name(unit)),
        words.LEARNERS.format(count=facts.learners),
    ]
    if facts.references:
        lines.append(words.REFERENCES.format(count=facts.references))
    lines.append(words.SLUG.format(slug=cohort.slug))
    if cohort.closed_at is not None:
        lines.append(words.CLOSED)
    back: tuple[tuple[str, Button], ...] = ((other.BACK, ListCohorts(me.id, 0)),)
    return messages([Block("\n".join(lines), cohort.name)], (*_doing(me, facts), back))


def links(
    me: Member, centre: Centre, cohort: Cohort, made: Sequence[Invitation], number: int
) -> list[Message]:
    """Show page `number` of the links, a button to close each, and how to make another."""
    page, number, count = page_of(list(enumerate(made, start=1)), number)
    lines = [
        words.LINK.format(
            number=place,
            made=day(each.made_at),
            until=moment(centre, each.expires_at),
            uses=_left(each.uses_left),
        )
        for place, each in page
    ] or [words.LINKS_NONE]
    closing: list[tuple[tuple[str, Button], ...]] = [
        ((words.CLOSE_LINK.format(number=place), CloseLink(me.id, cohort.id, each.id)),)
        for place, each in page
    ]
    new: list[tuple[str, Button]] = [
        (_label(uses), MakeLink(me.id, cohort.id, uses)) for uses in (*_USES, 0)
    ]
    blocks = [Block("\n".join(lines), words.LINKS.format(cohort=cohort.name))]
    if count > 1:
        blocks.append(Block(other.PAGE.format(number=number + 1, count=count)))
    turning = turns(
        number,
        count,
        lambda page: TurnLinks(me.id, cohort.id, page),
        ShowCohort(me.id, cohort.id),
    )
    return messages([*blocks, Block(words.NEW_LINK)], (*closing, tuple(new), turning))


def link_made(centre: Centre, cohort: Cohort, link: str, made: Invitation) -> list[Message]:
    """Show a new link, once."""
    told = words.LINK_MADE.format(
        cohort=cohort.name,
        centre=centre.name,
        uses=_left(made.uses_left),
        until=moment(centre, made.expires_at),
    )
    return messages([Block(told), Block(link), Block(other.LINK_ONCE)])


def tutors(me: Member, centre: Centre, cohort: Cohort, to: Sequence[Member]) -> list[Message]:
    """Ask to whom a cohort shall be handed over."""
    back: tuple[tuple[str, Button], ...] = ((other.BACK, ShowCohort(me.id, cohort.id)),)
    if not to:
        return messages([Block(words.HAND_OVER_NONE.format(centre=centre.name))], (back,))
    rows: list[tuple[tuple[str, Button], ...]] = [
        ((short(each.name), HandTo(me.id, cohort.id, each.id, 0)),) for each in to
    ]
    return messages([Block(words.HAND_OVER_ASK.format(cohort=cohort.name))], (*rows, back))


def handing(me: Member, cohort: Cohort, to: Member) -> list[Message]:
    """Ask whether a cohort shall be handed over."""
    heading = words.HAND_TO_ASK.format(cohort=cohort.name, tutor=to.name)
    rows: Rows = (
        (
            (words.HAND_TO_SURE, HandTo(me.id, cohort.id, to.id, 1)),
            (other.CANCEL, ShowCohort(me.id, cohort.id)),
        ),
    )
    return messages([Block(words.HAND_TO_MEANS, heading)], rows)


def closing(me: Member, cohort: Cohort) -> list[Message]:
    """Ask whether to close a cohort."""
    rows: Rows = (
        (
            (words.CLOSE_SURE, CloseCohort(me.id, cohort.id, 1)),
            (other.CANCEL, ShowCohort(me.id, cohort.id)),
        ),
    )
    heading = words.CLOSE_ASK.format(cohort=cohort.name)
    return messages([Block(words.CLOSE_MEANS, heading)], rows)


def unit_name(unit: Unit) -> str:
    """Return a unit with its qualification."""
    return f"{unit.title}, {unit.qualification}"


def _doing(me: Member, facts: Facts) -> Rows:
    cohort = facts.cohort
    learners: tuple[str, Button] = (words.LEARNERS_BUTTON, ListLearners(me.id, cohort.id, 0))
    planned: tuple[str, Button] = (words.PLAN_BUTTON, ListPlanned(me.id, cohort.id, 0))
    if not facts.changes or cohort.closed_at is not None:
        return ((learners,),)
    without: tuple[str, Button] = (phone_words.BUTTON, WithoutTelegram(me.id, cohort.id))
    return (
        ((words.JOIN_LINKS, ListLinks(me.id, cohort.id)), learners),
        *(((without,),) if facts.page else ()),
        (planned, (words.REFERENCES_BUTTON, AskReferences(me.id, cohort.id))),
        (
            (words.HAND_OVER, ChooseTutor(me.id, cohort.id)),
            (words.CLOSE, CloseCohort(me.id, cohort.id, 0)),
        ),
    )


def _line(cohort: Cohort, tutor: str) -> str:
    if cohort.closed_at is not None:
        return words.LINE_CLOSED.format(name=cohort.name)
    return words.LINE.format(
        name=cohort.name, first=day(cohort.starts_on), last=day(cohort.ends_on), tutor=tutor
    )


def _left(uses: int | None) -> str:
    if uses is None:
        return words.USES_ANY
    return words.USES_ONE if uses == 1 else words.USES_LEFT.format(uses=uses)


def _label(uses: int) -> str:
    if uses == 0:
        return words.FOR_ANY
    return words.FOR_ONE if uses == 1 else words.FOR_SO_MANY.format(uses=uses)
