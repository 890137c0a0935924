"""Reminders: to whom one goes, and when; only to those who turned them on.

There are two in any seven days at most, in the daytime of the learner, and only when something is
due. `reminded_at`, the moment of the last one, outlives turning them off and on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from bot.practice.learning import RevisionRecords, learning
from bot.practice.library import Library
from bot.practice.records import Learner
from bot.practice.unit import UnitRecords, unit_of
from bot.practice.zones import OFFERED, zone

DAY_BEGINS, DAY_ENDS = time(10), time(18)
APART = timedelta(days=4)
QUIET = timedelta(hours=1)
"""How long a learner has to have been away."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A learner whose reminder may have come due: whether to be reached, and last reminded when."""

    telegram_id: int
    reachable: bool
    reminded_at: datetime | None


class ReminderRecords(UnitRecords, RevisionRecords, Protocol):
    """What reminders ask of the memory of practice."""

    async def learner(self, telegram_id: int) -> Learner | None:
        """Return the learner with this Telegram id, if they agreed."""

    async def reminded_at(self, learner: int) -> datetime | None:
        """Return when a learner was last reminded."""

    async def remind_next(self, learner: int, at: datetime | None) -> None:
        """Look again at `at` whether to remind a learner; None turns reminders off."""

    async def note_reminder(self, learner: int, at: datetime) -> None:
        """Note that a learner is reminded now."""

    async def set_time_zone(self, learner: int, zone: str) -> None:
        """Remember where a learner lives."""

    async def last_active(self, learner: int) -> datetime | None:
        """Return when a learner last did something."""

    async def take_waiting(self, now: datetime, until: datetime, most: int) -> Sequence[Waiting]:
        """Take the learners whose time has come, at most `most`; nobody else takes them then.

        Each is looked at again at `until`, unless `remind_next` says otherwise.
        """


@dataclass(frozen=True, slots=True)
class Round:
    """One round of looking: how many learners it took, and which of them to remind.

    Of `unreadable` ones it could not be worked out what is due.
    """

    taken: int
    to_remind: tuple[Learner, ...]
    unreadable: int


def daytime(moment: datetime, where: str) -> datetime:
    """Return a moment if it is in the daytime of a time zone, else when the next one begins."""
    here = moment.astimezone(zone(where))
    if DAY_BEGINS <= here.time() < DAY_ENDS:
        return moment
    day = here.date() if here.time() < DAY_BEGINS else here.date() + _DAY
    return datetime.combine(day, DAY_BEGINS, zone(where)).astimezone(UTC)


def day_ends(moment: datetime, where: str) -> datetime:
    """Return when the daytime of a time zone ends, on the day that a moment is there."""
    here = moment.astimezone(zone(where))
    return datetime.combine(here.date(), DAY_ENDS, zone(where)).astimezone(UTC)


def soonest(now: datetime, reminded_at: datetime | None, where: str) -> datetime:
    """Return when a reminder may be sent, `now` at the earliest."""
    earliest = now if reminded_at is None else max(now, reminded_at + APART)
    return daytime(earliest, where)


async def turn_on(records: ReminderRecords, learner: Learner, now: datetime) -> None:
    """Turn reminders on, the first a day from now at the earliest; on already, they stay so."""
    if learner.preferences.remind_at is None:
        last = await records.reminded_at(learner.id)
        first = soonest(now + _DAY, last, learner.preferences.time_zone)
        await records.remind_next(learner.id, first)


async def turn_off(records: ReminderRecords, learner: Learner) -> None:
    """Turn reminders off."""
    await records.remind_next(learner.id, None)


async def move_to(records: ReminderRecords, learner: Learner, where: str) -> bool:
    """Let a learner live in a time zone; False when it is none of those offered.

    Whether it is day there is asked when a reminder's time has come.
    """
    if where not in OFFERED:
        return False
    await records.set_time_zone(learner.id, where)
    return True


async def take_round(records: ReminderRecords, library: Library, now: datetime, most: int) -> Round:
    """Take some learners whose time has come, and say whom to remind.

    For each it is noted when to look again, and for those to remind, that they are. Nobody is
    taken twice, however many look at once, and all of it holds only if the transaction does.
    """
    waiting = await records.take_waiting(now, now + _DAY, most)
    to_remind: list[Learner] = []
    unreadable = 0
    for each in waiting:
        learner = await records.learner(each.telegram_id)
        if learner is None:
            continue
        where = learner.preferences.time_zone
        try:
            again = await _not_now(records, library, learner, each, now)
        except (KeyError, TypeError, ValueError):  # one learner's records keep no other waiting
            unreadable += 1
            again = daytime(now + _DAY, where)
        if again is None:
            to_remind.append(learner)
            await records.note_reminder(learner.id, now)
            again = soonest(now, now, where)
        await records.remind_next(learner.id, again)
    return Round(len(waiting), tuple(to_remind), unreadable)


async def _not_now(
    records: ReminderRecords, library: Library, learner: Learner, each: Waiting, now: datetime
) -> datetime | None:
    """Return when to look again at somebody not to be reminded now; None for who is to be."""
    where = learner.preferences.time_zone
    earliest = soonest(now, each.reminded_at, where)
    if earliest > now:
        return earliest
    if not each.reachable:
        return daytime(now + _DAY, where)
    active = await records.last_active(learner.id)
    if active is not None and now - active < QUIET:
        return daytime(active + QUIET, where)
    unit = await unit_of(records, library, learner)
    if await learning(records, library, now, learner, unit).anything_due():
        return None
    return daytime(now + _DAY, where)
