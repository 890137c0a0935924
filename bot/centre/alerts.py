"""Alerts to a centre's safeguarding leads: who is told of what sounds real, and when again.

The deputy is told with the lead, again and again until one of them takes it on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.centre.audit import note
from bot.centre.authorisation import Action, Record, check
from bot.centre.disclosure import Disclosure, DisclosureRecords, leads_of
from bot.centre.errors import NoSuch
from bot.centre.hours import in_office
from bot.centre.records import Centre, Member

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

    async def lead_answered(self, member: str, at: datetime) -> bool:
        """Note that a safeguarding lead answered a test alert; False for anybody else."""


@dataclass(frozen=True, slots=True)
class Alert:
    """Leads to be told of something now; none, where a centre lost all of them.

    `unanswered` says that it counts as real since the learner did not answer, and `closed` that
    the centre is closed at this moment.
    """

    disclosure: Disclosure
    centre: Centre
    leads: tuple[Member, ...]
    unanswered: bool
    closed: bool


async def take_alerts(records: AlertRecords, now: datetime, most: int) -> tuple[int, list[Alert]]:
    """Take what is due; return how much that was, and whom to tell of it."""
    due = await records.take_due(now, (now + OFTEN, OFTEN_ROUNDS), now + SELDOM, most)
    alerts = []
    for each in due:
        centre = None if each.centre is None else await records.centre(each.centre)
        if centre is None:
            await records.forget_disclosure(each.id)
            continue
        leads = leads_of(await records.members(centre.id))
        for lead in leads:
            await records.note_alert(each.id, lead.id, now)
        unanswered = each.answer is None and each.rounds == 0
        alerts.append(Alert(each, centre, leads, unanswered, not in_office(centre, now)))
    return len(due), alerts


async def answer_test(records: AlertRecords, by: Member, now: datetime) -> None:
    """Note that a lead answered a test alert. Raises NotAllowed or NoSuch."""
    check(by, Action.ANSWER_TEST_ALERT, Record(by.centre, owner=by.person))
    if not await records.lead_answered(by.id, now):
        raise NoSuch("member", by.id)
    await note(records, by, Action.ANSWER_TEST_ALERT, by.centre, "test alert", now)
