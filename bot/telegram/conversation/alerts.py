"""Alerts: those who look after learners are told, open what was typed, and take it on.

They need not be learners: what they tap is answered for the person that they are.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from bot.centre import alerts as use_case
from bot.centre.authorisation import Action
from bot.centre.disclosure import Disclosure, acting, leads_of
from bot.centre.records import Centre, Member
from bot.storage.calls import Call
from bot.storage.transaction import Transaction
from bot.telegram import calls
from bot.telegram.buttons import GotTest, OnIt, OpenAlert
from bot.telegram.views import pages
from bot.telegram.views import real as views
from bot.telegram.words import real as words

_AT_ONCE = 20

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Staff:
    """A tap of somebody on the staff, inside its transaction."""

    records: Transaction
    person: int
    message: int | None
    now: datetime

    def say(self, *paragraphs: str) -> list[Call]:
        """Tell them something."""
        return calls.send(self.person, pages.plain(*paragraphs))

    def tapped_off(self) -> list[Call]:
        """Take the buttons from the message tapped."""
        return [] if self.message is None else [calls.without_buttons(self.person, self.message)]


async def due(records: Transaction, now: datetime) -> list[Call]:
    """Return the alerts whose time has come, to their leads and to learners who did not answer."""
    _, alerts = await use_case.take_alerts(records, now, _AT_ONCE)
    owed: list[Call] = []
    for alert in alerts:
        if not alert.leads:
            log.error("a centre has no safeguarding lead to alert", centre=alert.centre.id)
        for lead in alert.leads:
            if lead.person is not None:
                owed += _alert(lead.person, alert.disclosure.id, now)
        owed += await _unanswered(records, alert)
    return owed


async def tests(records: Transaction, now: datetime) -> list[Call]:
    """Return a test alert for each lead who never had one."""
    return [
        call
        for lead in await records.take_untested(now)
        if lead.person is not None
        for call in calls.send(lead.person, views.test_alert(lead.id))
    ]


async def blocked(records: Transaction, person: int) -> list[Call]:
    """Tell a centre whose lead blocked the bot that alerts don't reach them."""
    return [
        call
        for lost in await use_case.lose_lead(records, person)
        for each in lost.told
        if each.person is not None
        for call in calls.send(each.person, views.lost_lead(lost.lead, lost.centre))
    ]


async def open_alert(staff: Staff, disclosure: str) -> list[Call]:
    """Show a lead what a learner typed."""
    for member in await _as(staff, Action.READ_DISCLOSURE):
        found = await use_case.read(staff.records, member, disclosure, staff.now)
        centre = await staff.records.centre(member.centre)
        if found and centre is not None:
            about = await _about(staff.records, found, centre)
            return calls.send(staff.person, views.opened(found, centre, about))
    return staff.say(words.NOTHING_HERE)


async def on_it(staff: Staff, disclosure: str) -> list[Call]:
    """Let a lead take on what a learner needs, and tell the learner and the other leads."""
    for member in await _as(staff, Action.ACKNOWLEDGE_ALERT):
        taken = await use_case.take_on(staff.records, member, disclosure, staff.now)
        centre = await staff.records.centre(member.centre)
        if taken is None or centre is None:
            continue
        found, first = taken
        if first:
            told = await _tell_others(staff, found, centre, member)
            known = words.LEARNER_GONE if found.learner is None else words.LEARNER_KNOWS
            thanks = staff.say(f"{words.YOU_ARE_ON_IT} {known}")
            return [*staff.tapped_off(), *thanks, *told]
        name = await _name(staff.records, centre, found.acknowledged_by)
        return [*staff.tapped_off(), *staff.say(words.ANOTHER_IS_ON_IT.format(name=name))]
    return staff.say(words.NOTHING_HERE)


async def got_test(staff: Staff, member: str) -> list[Call]:
    """Take a lead's answer to a test alert."""
    for each in await staff.records.memberships(staff.person):
        if each.id == member and leads_of([each]):
            await use_case.answer_test(staff.records, each, staff.now)
            return [*staff.tapped_off(), *staff.say(words.TEST_ANSWERED)]
    return staff.say(words.NOTHING_HERE)


BUTTONS: Mapping[type[Any], Callable[[Staff, Any], Awaitable[list[Call]]]] = {
    OpenAlert: lambda staff, to: open_alert(staff, to.disclosure),
    OnIt: lambda staff, to: on_it(staff, to.disclosure),
    GotTest: lambda staff, to: got_test(staff, to.member),
}
"""What staff tap, and where it leads."""


def _alert(person: int, disclosure: str, now: datetime) -> list[Call]:
    """Return an alert, which is dropped where it is held up until others have come after it."""
    sent = calls.beside(calls.send(person, views.alert(disclosure)))
    return [replace(call, before=now + use_case.SELDOM) for call in sent]


async def _as(staff: Staff, action: Action) -> list[Member]:
    return acting(await staff.records.memberships(staff.person), action)


async def _unanswered(records: Transaction, alert: use_case.Alert) -> list[Call]:
    learner = alert.disclosure.learner
    person = None if learner is None else await records.person_of_learner(learner)
    if not (alert.unanswered and alert.leads) or person is None:
        return []
    return calls.send(person, views.unanswered(alert.centre, closed=alert.closed))


async def _about(records: Transaction, found: Sequence[Disclosure], centre: Centre) -> views.About:
    taken = next((each for each in found if each.acknowledged_by is not None), found[0])
    on_it = await _name(records, centre, taken.acknowledged_by)
    named = found[0].cohort
    cohort = None if named is None else await records.cohort(centre.id, named)
    if cohort is None:
        return views.About(None, None, on_it)
    return views.About(cohort.name, await _name(records, centre, cohort.tutor), on_it)


async def _name(records: Transaction, centre: Centre, member: str | None) -> str | None:
    found = None if member is None else await records.member(centre.id, member)
    return None if found is None else found.name


async def _tell_others(staff: Staff, found: Disclosure, centre: Centre, by: Member) -> list[Call]:
    told: list[Call] = []
    for lead in leads_of(await staff.records.members(centre.id)):
        if lead.id != by.id and lead.person is not None:
            told += calls.send(lead.person, pages.plain(words.TAKEN_ON.format(name=by.name)))
    learner = found.learner
    person = None if learner is None else await staff.records.person_of_learner(learner)
    if person is not None:
        kind = words.SOMEBODY_IS_ON_IT.format(name=by.name, centre=centre.name)
        told += calls.send(person, pages.plain(kind))
    return told
