"""Alerts to a centre's safeguarding leads: who is told of what sounds real, and when again.

The deputy is told with the lead, again and again until one of them takes it on. What a learner
typed one after the other is one thing to them: told of, opened and taken on together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.centre.audit import learner_record, note
from bot.centre.authorisation import Action, Record, check
from bot.centre.disclosure import Disclosure, DisclosureRecords, leads_of
from bot.centre.errors import NoSuch
from bot.centre.hours import in_office
from bot.centre.records import Centre, Member
from bot.centre.roles import Role

OFTEN, SELDOM = timedelta(minutes=5), timedelta(minutes=15)
OFTEN_ROUNDS = 6
"""How many times the leads are told every OFTEN, before it is every SELDOM."""


class AlertRecords(DisclosureRecords, Protocol):
    """The memory of alerts."""

    async def take_due(
        self, now: datetime, often: tuple[datetime, int], seldom: datetime, most: int
    ) -> Sequence[Disclosure]:
        """Take what the leads are to be told of now, at most so much; nobody else takes it then.

        It is due again at the moment in `often` for so many rounds, and then at `seldom`. What is
        returned is as it was before.
        """

    async def note_alert(self, disclosure: str, member: str, at: datetime) -> None:
        """Note that a lead is told."""

    async def take_untested(self, now: datetime) -> Sequence[Member]:
        """Return the leads who were never sent a test alert, and note that they are now."""

    async def forget_tests(self, person: int, *, back: bool) -> None:
        """Let a lead's answers to test alerts count no more; `back` lets them be sent new ones."""

    async def lead_answered(self, member: str, at: datetime) -> bool:
        """Note that a safeguarding lead answered a test alert; False for anybody else."""


@dataclass(frozen=True, slots=True)
class Alert:
    """Leads to be told of something now; none, where a centre lost all of them.

    `disclosure` is the first of what was typed together. `unanswered` says that it counts as real
    since the learner did not answer, and `closed` that the centre is closed at this moment.
    """

    disclosure: Disclosure
    centre: Centre
    leads: tuple[Member, ...]
    unanswered: bool
    closed: bool


async def take_alerts(records: AlertRecords, now: datetime, most: int) -> tuple[int, list[Alert]]:
    """Take what is due; return how much that was, and whom to tell of it."""
    due = await records.take_due(now, (now + OFTEN, OFTEN_ROUNDS), now + SELDOM, most)
    alerts: dict[tuple[str, str], Alert] = {}
    for each in due:
        centre = None if each.centre is None else await records.centre(each.centre)
        if centre is None:
            await records.forget_disclosure(each.id)
            continue
        leads = leads_of(await records.members(centre.id))
        for lead in leads:
            await records.note_alert(each.id, lead.id, now)
        if (each.said, centre.id) not in alerts:
            alerts[each.said, centre.id] = await _alert(records, each, centre, leads, now)
    return len(due), list(alerts.values())


async def read(
    records: DisclosureRecords, by: Member, disclosure: str, now: datetime
) -> Sequence[Disclosure]:
    """Return a learner's words to a lead, and note that they were read; nothing if there are none.

    Raises NotAllowed.
    """
    check(by, Action.READ_DISCLOSURE, Record(by.centre))
    found = await records.disclosure(by.centre, disclosure)
    if found is None:
        return ()
    together = await records.typed_together(found)
    for each in together:
        await records.note_opened(each.id, by.id, now)
    await note(records, by, Action.READ_DISCLOSURE, by.centre, _subject(found), now)
    return together


async def take_on(
    records: DisclosureRecords, by: Member, disclosure: str, now: datetime
) -> tuple[Disclosure, bool] | None:
    """Let a lead take on what a learner needs; with whether they are the first to.

    None if there is no such thing. Raises NotAllowed.
    """
    check(by, Action.ACKNOWLEDGE_ALERT, Record(by.centre))
    found = await records.disclosure(by.centre, disclosure)
    if found is None:
        return None
    together = await records.typed_together(found)
    first = [await records.acknowledge(each.id, by.id, now) for each in together]
    if any(first):
        await note(records, by, Action.ACKNOWLEDGE_ALERT, by.centre, _subject(found), now)
    taken = await records.disclosure(by.centre, disclosure)
    return taken or found, any(first)


async def answer_test(records: AlertRecords, by: Member, now: datetime) -> None:
    """Note that a lead answered a test alert. Raises NotAllowed or NoSuch."""
    check(by, Action.ANSWER_TEST_ALERT, Record(by.centre, owner=by.person))
    if not await records.lead_answered(by.id, now):
        raise NoSuch("member", by.id)
    await note(records, by, Action.ANSWER_TEST_ALERT, by.centre, "test alert", now)


@dataclass(frozen=True, slots=True)
class LostLead:
    """A lead whom alerts don't reach any more, and who can do something about that."""

    lead: Member
    centre: Centre
    told: tuple[Member, ...]


async def lose_lead(records: AlertRecords, person: int) -> list[LostLead]:
    """Count on a lead no more who blocked the bot; return, for each centre, whom to tell."""
    await records.forget_tests(person, back=False)
    lost = []
    for lead in await records.memberships(person):
        centre = await records.centre(lead.centre)
        if centre is None or not leads_of([lead]):
            continue
        told = tuple(
            each
            for each in await records.members(centre.id)
            if each.id != lead.id and (each.held(Role.MANAGER) or leads_of([each]))
        )
        lost.append(LostLead(lead, centre, told))
    return lost


async def _alert(
    records: AlertRecords,
    taken: Disclosure,
    centre: Centre,
    leads: tuple[Member, ...],
    now: datetime,
) -> Alert:
    together = await records.typed_together(taken)
    unanswered = all(each.answer is None for each in together)
    first_round = taken.rounds == 0 and all(each.rounds <= 1 for each in together)
    told = unanswered and first_round
    return Alert(together[0], centre, leads, told, not in_office(centre, now))


def _subject(disclosure: Disclosure) -> str:
    """Return how the audit names whose words they are, also after the learner is gone."""
    if disclosure.learner is None:
        return f"disclosure {disclosure.id}"
    return learner_record(disclosure.learner)
