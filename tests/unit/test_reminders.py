"""When reminders go out: in the daytime, two in any seven days at most, whatever anybody does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.practice import reminders
from bot.practice.library import Library
from bot.practice.records import Learner, Preferences
from bot.practice.reminders import Waiting, daytime, take_round
from bot.practice.revision import Recall, reviewed
from bot.practice.zones import HOME, OFFERED, place, zone
from tests.unit.authored import catalogue
from tests.unit.test_revision import Memories

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)

_ZONES = st.sampled_from(sorted(available_timezones()))
_MOMENTS = st.integers(0, 10 * 366 * 24 * 60).map(lambda minutes: NOON + minutes * MINUTE)


@dataclass
class Reminders(Memories):
    """One learner with reminders, without a database: something has been due since 2000."""

    where: str = HOME
    remind_at: datetime | None = None
    last: datetime | None = None
    active: datetime | None = None
    reachable: bool = True
    number: int = 101
    sent: list[datetime] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.of["term:grow"] = reviewed(None, Recall.NOT_YET, datetime(2000, 1, 1, tzinfo=UTC))

    @property
    def sam(self) -> Learner:
        chosen = Preferences("aim-l2-mentoring", True, False, self.where, self.remind_at)
        return Learner(1, 101, NOON, chosen)

    async def learner(self, telegram_id: int) -> Learner | None:
        return self.sam if telegram_id == self.number else None

    async def practised(self, learner: int) -> Sequence[str]:
        assert learner == self.sam.id
        return []

    async def study(self, learner: int, unit: str) -> None:
        raise AssertionError(learner, unit)

    async def reminded_at(self, learner: int) -> datetime | None:
        assert learner == self.sam.id
        return self.last

    async def remind_next(self, learner: int, at: datetime | None) -> None:
        assert learner == self.sam.id
        self.remind_at = at

    async def note_reminder(self, learner: int, at: datetime) -> None:
        assert learner == self.sam.id
        self.last = at

    async def set_time_zone(self, learner: int, zone: str) -> None:
        assert learner == self.sam.id
        self.where = zone

    async def last_active(self, learner: int) -> datetime | None:
        assert learner == self.sam.id
        return self.active

    async def take_waiting(self, now: datetime, until: datetime, most: int) -> Sequence[Waiting]:
        if self.remind_at is None or self.remind_at > now:
            return []
        self.remind_at = until
        return [Waiting(101, self.reachable, self.last)][:most]

    async def look(self, now: datetime) -> bool:
        """Take a round; return whether Sam is reminded."""
        found = await take_round(self, Library(catalogue(), []), now, 25)
        self.sent += [now] * len(found.to_remind)
        return bool(found.to_remind)


def _is_day(moment: datetime, where: str) -> bool:
    return 10 <= moment.astimezone(zone(where)).hour < 18


@given(moment=_MOMENTS, where=_ZONES)
def test_daytime_is_soon_and_is_day_in_every_zone_and_at_every_change_of_clocks(
    moment: datetime, where: str
) -> None:
    found = daytime(moment, where)
    assert _is_day(found, where)
    assert timedelta(0) <= found - moment <= timedelta(hours=18)
    if _is_day(moment, where):
        assert found == moment


@pytest.mark.parametrize(
    ("clocks", "first"),
    [
        (datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 3, 29, 9, tzinfo=UTC)),
        (datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 10, tzinfo=UTC)),
    ],
)
def test_ten_in_the_morning_is_by_the_new_time_when_the_clocks_have_changed(
    clocks: datetime, first: datetime
) -> None:
    assert daytime(clocks, HOME) == first


_ACTS = st.lists(
    st.tuples(
        st.sampled_from(["on", "off", "move", "play", "look", "look", "look"]),
        st.integers(0, 4 * 24 * 60),
        st.sampled_from(OFFERED),
    ),
    min_size=1,
    max_size=60,
)


@settings(deadline=None)
@given(start=_MOMENTS, acts=_ACTS)
async def test_whatever_is_turned_on_and_off_there_are_two_in_seven_days_at_most_and_by_day(
    start: datetime, acts: list[tuple[str, int, str]]
) -> None:
    records, now, sent_in = Reminders(), start, []
    for act, minutes, where in acts:
        now += minutes * MINUTE
        if act == "on":
            await reminders.turn_on(records, records.sam, now)
        elif act == "off":
            await reminders.turn_off(records, records.sam)
        elif act == "move":
            assert await reminders.move_to(records, records.sam, where)
        elif act == "play":
            records.active = now
        elif await records.look(now):
            sent_in.append(records.where)
            assert records.active is None or now - records.active >= HOUR
    assert all(map(_is_day, records.sent, sent_in))
    assert all(later - one >= 4 * DAY for one, later in pairwise(records.sent))
    for first in records.sent:
        assert sum(first <= sent < first + 7 * DAY for sent in records.sent) <= 2


@given(start=_MOMENTS, where=_ZONES)
async def test_who_leaves_them_on_gets_one_every_four_days_or_so(
    start: datetime, where: str
) -> None:
    records = Reminders(where=where)
    await reminders.turn_on(records, records.sam, start)
    assert records.remind_at is not None
    for _ in range(4):
        now = records.remind_at
        assert await records.look(now)
    assert records.sent[0] - start <= timedelta(hours=24 + 18)
    gaps = [later - one for one, later in pairwise(records.sent)]
    assert all(4 * DAY <= gap <= 4 * DAY + timedelta(hours=18) for gap in gaps)


async def test_turned_on_there_is_nothing_before_tomorrow_and_on_again_changes_nothing() -> None:
    records = Reminders()
    await reminders.turn_on(records, records.sam, NOON)
    assert records.remind_at == NOON + DAY
    await reminders.turn_on(records, records.sam, NOON + HOUR)
    assert records.remind_at == NOON + DAY
    assert not await records.look(NOON + DAY - MINUTE)


async def test_turned_off_nobody_is_taken() -> None:
    records = Reminders()
    await reminders.turn_on(records, records.sam, NOON)
    await reminders.turn_off(records, records.sam)
    assert records.sam.preferences.remind_at is None
    assert not await records.look(NOON + 9 * DAY)


async def test_found_late_at_night_a_reminder_waits_for_the_morning() -> None:
    records = Reminders(remind_at=NOON)
    assert not await records.look(NOON + 9 * HOUR)
    assert records.remind_at == NOON + 22 * HOUR
    assert await records.look(NOON + 22 * HOUR)


async def test_with_nothing_due_it_is_looked_at_again_the_next_day() -> None:
    records = Reminders(remind_at=NOON)
    records.of = {"term:grow": reviewed(None, Recall.YES, NOON - MINUTE)}
    assert not await records.look(NOON)
    assert (records.remind_at, records.last) == (NOON + DAY, None)
    records.of = {}
    assert not await records.look(NOON + DAY)


async def test_who_is_practising_is_left_alone_for_an_hour() -> None:
    records = Reminders(remind_at=NOON, active=NOON - 20 * MINUTE)
    assert not await records.look(NOON)
    assert records.remind_at == NOON + 40 * MINUTE
    assert await records.look(NOON + 40 * MINUTE)


async def test_who_cannot_be_reached_is_not_written_to_and_waits() -> None:
    records = Reminders(remind_at=NOON, reachable=False)
    assert not await records.look(NOON)
    assert records.remind_at == NOON + DAY


async def test_records_that_make_no_sense_put_off_only_their_own_learner() -> None:
    class Broken(Reminders):
        async def last_active(self, learner: int) -> datetime | None:
            raise ValueError(learner)

    records = Broken(remind_at=NOON)
    found = await take_round(records, Library(catalogue(), []), NOON, 25)
    assert (found.taken, found.to_remind, found.unreadable) == (1, (), 1)
    assert records.remind_at == NOON + DAY


async def test_a_learner_who_is_gone_meanwhile_is_nobody_to_remind() -> None:
    assert not await Reminders(remind_at=NOON, number=102).look(NOON)


@pytest.mark.parametrize("where", ["Mars/Olympus", "../etc/passwd", ""])
async def test_only_zones_on_offer_are_taken_and_an_unknown_one_is_home(where: str) -> None:
    records = Reminders()
    assert not await reminders.move_to(records, records.sam, where)
    assert records.where == HOME
    assert zone(where) == zone(HOME)


def test_home_is_offered_first_and_every_place_once() -> None:
    assert OFFERED[0] == HOME
    assert set(OFFERED) <= available_timezones()
    assert len({place(each) for each in OFFERED}) == len(OFFERED)
    assert place("America/New_York") == "New York"
