"""Invitations and groups, as somebody sees them who is asked to take a role or to join."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.centre.joining import CohortOffered, RoleOffered
from bot.centre.practising import Allowance, Place
from bot.telegram.buttons import Button
from bot.telegram.centre_buttons import (
    BeginFor,
    JoinCohort,
    LeaveCohort,
    MyCohorts,
    NotNow,
    TakeRole,
)
from bot.telegram.views.layout import Block, Message, Rows, messages
from bot.telegram.words import joining as words

_LABEL = 60


def role_offered(offer: RoleOffered, code: str) -> list[Message]:
    """Show a role before it is taken: what it is, and what will be kept."""
    heading = words.ROLE_OFFERED.format(centre=offer.centre.name, role=words.ROLES[offer.role])
    blocks = [
        Block(words.ROLE_MEANS[offer.role], heading),
        Block(words.ROLE_KEPT.format(name=offer.name)),
    ]
    rows: Rows = (((words.ACCEPT, TakeRole(code)), (words.NO_THANKS, NotNow())),)
    return messages(blocks, rows)


def cohort_offered(offer: CohortOffered, code: str) -> list[Message]:
    """Show a cohort before it is joined: whose it is, and what they will see."""
    cohort, centre = offer.cohort, offer.centre.name
    blocks = [
        Block(
            words.GROUP_TUTOR.format(
                tutor=offer.tutor, first=day(cohort.starts_on), last=day(cohort.ends_on)
            ),
            words.GROUP_OFFERED.format(cohort=cohort.name, centre=centre),
        ),
        Block(words.GROUP_SEEN.format(tutor=offer.tutor, centre=centre)),
        Block(words.GROUP_REAL),
        Block(words.GROUP_KEPT),
    ]
    rows: Rows = (((words.JOIN, JoinCohort(code)), (words.NO_THANKS, NotNow())),)
    return messages(blocks, rows)


def reference_asked(offer: CohortOffered, *, again: bool) -> list[Message]:
    """Ask for the centre's own id of a learner; `again` after one that is not on the list."""
    blocks = [Block(words.REFERENCE_REFUSED.format(tutor=offer.tutor))] if again else []
    blocks.append(Block(words.ASK_REFERENCE.format(centre=offer.centre.name)))
    return messages(blocks, (((words.NO_THANKS, NotNow()),),))


def refused(wait: timedelta) -> list[Message]:
    """Say that a code lets nobody in, and how long to wait after many wrong ones."""
    blocks = [Block(words.CODE_REFUSED), Block(words.CODE_USED_BY_YOU)]
    if wait:
        blocks.append(Block(words.WAIT.format(time=duration(wait))))
    return messages(blocks)


def my_cohorts(places: Sequence[Place], now: datetime) -> list[Message]:
    """Show the cohorts that a learner is in, each with a way out."""
    if not places:
        return messages([Block(words.NO_GROUP)])
    blocks, rows = [], []
    for number, place in enumerate(places):
        heading = words.MY_GROUPS if number == 0 else None
        text = "\n".join((f"“{place.cohort.name}”", *_about(place, now)))
        blocks.append(Block(text, heading))
        label = words.LEAVE_GROUP.format(cohort=place.cohort.name)
        rows.append(((short(label), LeaveCohort(place.cohort.id, 0)),))
    return messages(blocks, tuple(rows))


def leaving(place: Place) -> list[Message]:
    """Ask whether to leave a cohort, and say what stays."""
    heading = words.LEAVE_ASK.format(cohort=place.cohort.name, centre=place.centre.name)
    sure = (words.LEAVE_SURE, LeaveCohort(place.cohort.id, 1))
    return messages([Block(words.LEAVE_STAYS, heading)], ((sure, (words.STAY, MyCohorts())),))


def which_cohort(scenario: str, replaces: str, places: Sequence[Place]) -> list[Message]:
    """Ask which cohort an attempt is for."""
    rows = tuple(((short(_named(each)), _begin(scenario, replaces, each)),) for each in places)
    return messages([Block(words.WHICH_GROUP)], rows)


def used_up(place: Place, attempts: int) -> list[Message]:
    """Say that a cohort has no more attempts at a scenario for this learner."""
    text = words.USED_UP_ONE if attempts == 1 else words.USED_UP
    told = text.format(attempts=attempts, cohort=place.cohort.name, tutor=place.tutor)
    return messages([Block(told)])


def note_of(place: Place, allowed: Allowance | None) -> str:
    """Say in a briefing which cohort the attempt will be for, and which one of how many it is."""
    cohort = place.cohort.name
    if allowed is None:
        return words.FOR_GROUP.format(cohort=cohort)
    attempts = allowed.planned.attempts
    if attempts is not None and allowed.used_up:
        text = words.USED_UP_ONE if attempts == 1 else words.USED_UP
        return text.format(attempts=attempts, cohort=cohort, tutor=place.tutor)
    told = words.FOR_GROUP.format(cohort=cohort)
    if attempts is not None:
        number = allowed.begun + 1
        told = words.ATTEMPT_OF.format(cohort=cohort, number=number, attempts=attempts)
    return f"{told} {words.SET_AS_ASSESSED}" if allowed.assessed else told


def contacts(places: Sequence[Place]) -> list[str]:
    """Name those at a learner's centres who are there for worries."""
    named = {place.centre.id: place for place in places if place.leads}
    return [
        words.CONTACT.format(centre=place.centre.name, names=" or ".join(_leads(place)))
        for place in named.values()
    ]


def privacy(places: Sequence[Place]) -> list[str]:
    """Say for each cohort who sees what, then who is there for worries."""
    return [
        *(
            words.PRIVACY_GROUP.format(
                cohort=each.cohort.name, centre=each.centre.name, tutor=each.tutor
            )
            for each in places
        ),
        *contacts(places),
    ]


def day(date: date) -> str:
    """Return a day as people write it."""
    return f"{date.day} {date:%B %Y}"


def duration(wait: timedelta) -> str:
    """Return how long to wait, in the unit that people would say."""
    minutes = -(-int(wait.total_seconds()) // 60)
    if minutes <= 1:
        return words.MINUTE
    if minutes <= 120:
        return words.MINUTES.format(minutes=minutes)
    return words.HOURS.format(hours=-(-minutes // 60))


def quoted(names: Sequence[str]) -> str:
    """Return the names of groups as a sentence has them."""
    return ", ".join(f"“{name}”" for name in names)


def short(label: str) -> str:
    """Return a label as a button can show it."""
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 1].rstrip()}…"


def _about(place: Place, now: datetime) -> list[str]:
    cohort, reference = place.cohort, place.enrolment.reference
    first, last = day(cohort.starts_on), day(cohort.ends_on)
    lines = [
        words.GROUP.format(centre=place.centre.name, tutor=place.tutor, first=first, last=last)
    ]
    if reference is None:
        lines.append(words.KNOWN_BY_NUMBER.format(number=place.enrolment.id))
    else:
        lines.append(words.KNOWN_BY.format(reference=reference))
    if not place.counts(now):
        lines.append(words.NOT_RUNNING)
    return lines


def _named(place: Place) -> str:
    return words.WHICH_GROUP_LINE.format(cohort=place.cohort.name, centre=place.centre.name)


def _begin(scenario: str, replaces: str, place: Place) -> Button:
    return BeginFor(scenario, replaces, place.cohort.id)


def _leads(place: Place) -> list[str]:
    return [
        (words.LEAD if lead.lead else words.DEPUTY).format(name=lead.name) for lead in place.leads
    ]
