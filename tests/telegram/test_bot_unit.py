"""Choosing a unit: five of them, each by its own button, and old or forged taps change nothing."""

from bot.telegram.buttons import ChooseUnit, SetUnit, encode
from tests.telegram.phone import Phone
from tests.telegram.running import RunningBot

_UNIT = "SELECT unit FROM learners"


async def _choosing(bot: RunningBot) -> Phone:
    sam = await bot.learner()
    await sam.forge(encode(ChooseUnit("nowhere")), sam.received[-1].id)
    await sam.until("Which unit are you studying?")
    return sam


async def test_the_five_units_are_offered_with_what_tells_them_apart(bot: RunningBot) -> None:
    sam = await _choosing(bot)
    message = await sam.until("Which unit are you studying?")
    assert sam.buttons == [
        "1. Understanding Mentoring",
        "2. Introduction to Mentoring",
        "3. Introduction to Mentoring",
        "4. Understand Peer Mentoring",
        "5. Prepare for a mentoring role",
    ]
    assert (
        "3. Introduction to Mentoring\n"
        "Level 1 Award in Mentoring (RQF). Training Qualifications UK (TQUK)." in message.text
    )


async def test_the_unit_chosen_is_kept_and_said(bot: RunningBot) -> None:
    sam = await _choosing(bot)
    await sam.tap("4. Understand Peer Mentoring")
    told = await sam.until("Your unit is now Understand Peer Mentoring")
    await sam.tap_again()
    await bot.settled()
    assert bot.rows(_UNIT) == [("aim-l2-peer-mentoring",)]
    assert sam.received[-1] is told


async def test_a_unit_that_is_none_changes_nothing(bot: RunningBot) -> None:
    sam = await bot.learner()
    await sam.forge(encode(SetUnit("aim-l9", "learn")), sam.received[-1].id)
    await sam.until("Which unit are you studying?")
    assert bot.rows(_UNIT) == [(None,)]
