"""Reminders through the chat: they come when something is due, by day, and go off in one tap."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.moments import micros
from bot.telegram.buttons import ChooseTimeZone, RemindersOff, RemindersOn, SetTimeZone, encode
from tests.telegram.authored import scenario
from tests.telegram.phone import Phone, labels
from tests.telegram.running import RunningBot, running, until

_REMINDER = "A short practice is ready when you are."
_DAY = timedelta(days=1)


def _zone(hour: int) -> str:
    """Return a time zone in which it is about this hour of the day now."""
    ahead = (hour - datetime.now(UTC).hour + 11) % 24 - 11
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


@pytest.fixture
async def reminded(tmp_path: Path) -> AsyncIterator[tuple[RunningBot, Phone]]:
    """A learner who did badly two days ago, has reminders on, and is sent the first at a start."""
    async with running(tmp_path, scenario()) as bot:
        sam = await _with_something_due(bot)
        _time_has_come(bot, 14)
        await bot.restart()
        await sam.until(_REMINDER)
        await bot.settled()
        yield bot, sam


async def _with_something_due(bot: RunningBot, first_name: str = "Sam") -> Phone:
    sam = await bot.playing("short", first_name)
    await sam.choose("Sit up.")
    await sam.choose("Quit.")
    await sam.until("What you showed")
    await bot.settled()
    by = 2 * _DAY // timedelta(microseconds=1)
    bot.rows(
        "UPDATE attempts SET started_at = started_at - ?, completed_at = completed_at - ?", by, by
    )
    return sam


def _time_has_come(bot: RunningBot, hour: int) -> None:
    """Let everybody live where it is this hour now, and their reminder be a minute late."""
    late = micros(datetime.now(UTC) - timedelta(minutes=1))
    bot.rows("UPDATE learners SET remind_at = ?, time_zone = ?", late, _zone(hour))


async def _looked(bot: RunningBot) -> None:
    """Start the bot again, and wait until it has looked whom to remind."""
    await bot.restart()
    waiting = "SELECT 1 FROM learners WHERE remind_at <= ?"
    await until(lambda: not bot.rows(waiting, micros(datetime.now(UTC))))
    await bot.settled()


def _reminders(phone: Phone) -> int:
    return sum(text == _REMINDER for text in phone.texts)


async def test_turning_them_on_says_what_comes_and_when(bot: RunningBot) -> None:
    """Reminders are off until a learner wants them; the message says how many and at what time."""
    sam = await bot.learner()
    assert bot.rows("SELECT remind_at FROM learners") == [(None,)]
    message = sam.received[-1]
    await sam.forge(encode(RemindersOn()), message.id)
    on = await sam.until("Reminders are on.")
    assert "two in a week at most" in on.text
    assert "Your time zone is that of London." in on.text
    assert list(labels(on)) == ["Turn off reminders", "Change time zone", "Settings"]
    ((first,),) = bot.rows("SELECT remind_at FROM learners")
    assert first > micros(datetime.now(UTC) + timedelta(hours=23))
    await sam.tap("Turn off reminders")
    off = await sam.until("Reminders are off.")
    assert list(labels(off)) == ["Turn on reminders", "Change time zone", "Settings"]
    assert bot.rows("SELECT remind_at FROM learners") == [(None,)]


async def test_a_time_zone_is_chosen_by_a_place(bot: RunningBot) -> None:
    """The places are offered by name; one that is not offered changes nothing."""
    sam = await bot.learner()
    await sam.forge(encode(ChooseTimeZone()), sam.received[-1].id)
    await sam.until("Which of these places has the same time as you?")
    await bot.settled()
    assert sam.buttons[:2] == ["London", "Dublin"]
    await sam.tap("New York")
    await sam.until("Your time zone is that of New York.")
    for forged in ("Etc/GMT+5", "nowhere", "../../etc/passwd"):
        await sam.forge(encode(SetTimeZone(forged)))
    await bot.settled()
    assert bot.rows("SELECT time_zone FROM learners") == [("America/New_York",)]


async def test_a_reminder_says_nothing_of_what_is_practised(
    reminded: tuple[RunningBot, Phone],
) -> None:
    """It is one neutral sentence, with a way to it and one to turn it off."""
    bot, sam = reminded
    assert sam.texts[-1] == _REMINDER
    assert sam.buttons == ["Learn", "Turn off reminders"]
    assert "mentor" not in _REMINDER.lower()
    assert "Sam" not in bot.log


async def test_the_next_one_is_four_days_away_however_often_it_is_looked(
    reminded: tuple[RunningBot, Phone],
) -> None:
    """A start, a time moved back, and turning off and on send no second one."""
    bot, sam = reminded
    ((at, last),) = bot.rows("SELECT remind_at, reminded_at FROM learners")
    assert at - last >= 4 * _DAY // timedelta(microseconds=1)
    await bot.restart()
    _time_has_come(bot, 14)
    await _looked(bot)
    await sam.forge(encode(RemindersOff()), sam.received[-1].id)
    await sam.until("Reminders are off.")
    await sam.forge(encode(RemindersOn()), sam.received[-1].id)
    await sam.until("Reminders are on.")
    _time_has_come(bot, 14)
    await _looked(bot)
    assert _reminders(sam) == 0  # the one that came was turned into another message
    assert bot.rows("SELECT reminded_at FROM learners") == [(last,)]


async def test_one_tap_turns_them_off(reminded: tuple[RunningBot, Phone]) -> None:
    """`Turn off reminders` on the reminder itself is all it takes, also tapped twice."""
    bot, sam = reminded
    await sam.tap("Turn off reminders")
    await sam.until("Reminders are off.")
    await sam.tap_again()
    await bot.settled()
    assert bot.rows("SELECT remind_at FROM learners") == [(None,)]


async def test_learn_on_a_reminder_begins_the_cards_below_it(
    reminded: tuple[RunningBot, Phone],
) -> None:
    """The reminder has done what it was for; the cards have a message of their own."""
    bot, sam = reminded
    reminder = sam.received[-1]
    bot.rows("UPDATE learners SET unit = 'aim-l2-mentoring'")
    await sam.tap("Learn")
    card = await sam.until("Card 1")
    await bot.settled()
    assert labels(reminder) == {}
    assert sam.received[-2:] == [reminder, card]
    await sam.tap("Show")
    await sam.tap("Yes")
    await sam.until("Card 2")
    assert sam.received[-1].id == card.id


async def test_at_night_nothing_is_sent(tmp_path: Path) -> None:
    """When the time has come in the learner's night, it waits for the day."""
    async with running(tmp_path, scenario()) as bot:
        sam = await _with_something_due(bot)
        _time_has_come(bot, 2)
        await _looked(bot)
        assert _reminders(sam) == 0
        assert bot.rows("SELECT reminded_at FROM learners") == [(None,)]


async def test_only_who_has_something_due_and_can_be_reached_gets_one(tmp_path: Path) -> None:
    """Neither a learner with nothing due nor one who blocked the bot is written to."""
    async with running(tmp_path, scenario()) as bot:
        kim, lee = await bot.learner("Kim"), await _with_something_due(bot, "Lee")
        bot.rows("UPDATE learners SET unreachable_since = 1 WHERE telegram_id = ?", lee.person.id)
        _time_has_come(bot, 14)
        await _looked(bot)
        assert (_reminders(kim), _reminders(lee)) == (0, 0)


async def test_a_number_typed_after_a_reminder_still_answers_the_practice(
    tmp_path: Path,
) -> None:
    """A reminder comes between a prompt and its answer without taking the prompt's place."""
    async with running(tmp_path, scenario()) as bot:
        sam = await _with_something_due(bot)
        await sam.tap("Play again")
        await sam.until(lambda: "1" in sam.buttons)
        await bot.settled()
        hours = 2 * 3600 * 10**6
        bot.rows("UPDATE attempts SET started_at = started_at - ?", hours)
        _time_has_come(bot, 14)
        await bot.restart()
        await sam.until(_REMINDER)
        await sam.send("1")
        await sam.until("Work did.")
        assert _reminders(sam) == 1


async def test_many_are_reminded_in_turn_and_each_once(tmp_path: Path) -> None:
    """More learners than are looked at in one transaction all get theirs."""
    async with running(tmp_path, scenario()) as bot:
        phones = [bot.phone(f"Sam {number}") for number in range(30)]
        for phone in phones:
            await phone.send("/start")
            await phone.tap("I agree")
        await bot.settled()
        bot.rows(
            "INSERT INTO cards"
            " (learner_id, card, state, stability, difficulty, due_at, reviewed_at)"
            " SELECT id, 'term:grow', 2, 1.0, 5.0, 1, 0 FROM learners"
        )
        bot.rows("UPDATE learners SET unit = 'aim-l2-mentoring'")
        _time_has_come(bot, 14)
        await _looked(bot)
        assert [_reminders(phone) for phone in phones] == [1] * 30
