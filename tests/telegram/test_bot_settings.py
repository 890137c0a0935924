"""What a learner can set, and that it holds wherever it matters."""

import pytest

from tests.telegram.phone import labels
from tests.telegram.running import RunningBot


async def test_settings_show_how_everything_stands(bot: RunningBot) -> None:
    """One message names each setting and its state, with a button to change it."""
    sam = await bot.learner()
    await sam.send("/settings")
    shown = await sam.until("Tap what you would like to change.")
    assert shown.text.startswith(
        "Settings\n"
        "My unit: not chosen yet\n"
        "“typing...” before a message: on\n"
        "More space between options: off\n"
        "Reminders: off\n"
        "Time zone: that of London"
    )
    assert list(labels(shown)) == [
        "Choose my unit",
        "Turn off “typing...”",
        "More space between options",
        "Turn on reminders",
        "Change time zone",
        "Move to another account",
    ]


async def test_a_setting_is_changed_in_place_and_back(bot: RunningBot) -> None:
    """The message tapped shows the new state and offers the way back; no other is sent."""
    sam = await bot.learner()
    await sam.send("/settings")
    await sam.until("Tap what you would like to change.")
    await bot.settled()
    before = len(sam.received)
    await sam.tap("Turn off “typing...”")
    await sam.until("“typing...” before a message: off")
    await sam.tap("More space between options")
    await sam.until("More space between options: on")
    await sam.tap("Usual space between options")
    await sam.until("More space between options: off")
    await sam.tap("Turn on “typing...”")
    await sam.until("“typing...” before a message: on")
    assert len(sam.received) == before


async def test_a_double_tap_on_a_setting_changes_it_once(bot: RunningBot) -> None:
    """A button says what is wanted, not "the other way", so a repeated tap changes nothing."""
    sam = await bot.learner()
    await sam.send("/settings")
    await sam.tap("Turn off “typing...”")
    await sam.tap_again()
    await bot.settled()
    assert bot.rows("SELECT typing FROM learners") == [(0,)]


async def test_only_the_newest_settings_have_buttons(bot: RunningBot) -> None:
    """/settings sent again takes the buttons from the settings before."""
    sam = await bot.learner()
    for _ in range(2):
        await sam.send("/settings")
        await bot.settled()
    first, second = (message for message in sam.received if "Tap what you" in message.text)
    assert labels(first) == {}
    assert labels(second)


@pytest.mark.parametrize("forged", ["typing:7", "typing:x", "spacing:", "typing:0:1"])
async def test_a_forged_setting_breaks_nothing(bot: RunningBot, forged: str) -> None:
    """Whatever a tap carries, the settings stay what they can be."""
    sam = await bot.learner()
    await sam.forge(forged)
    await bot.settled()
    assert bot.rows("SELECT typing IN (0, 1), spacing FROM learners") == [(1, 0)]
    assert "Sorry" not in sam.texts[-1]


async def test_more_space_holds_wherever_choices_are_shown(bot: RunningBot) -> None:
    """With it each choice has its button on a row of its own and more room, from then on."""
    sam = await bot.playing("short")
    usual = await sam.until("What do you say?")
    assert usual.inline_keyboard is not None
    assert [len(row) for row in usual.inline_keyboard["inline_keyboard"]] == [2, 1]
    await sam.send("/settings")
    await sam.tap("More space between options")
    await sam.until("More space between options: on")
    await bot.settled()
    before = len(sam.received)
    await sam.send("/resume")
    shown = await sam.until(lambda: sam.received[before] if len(sam.received) > before else None)
    assert shown.inline_keyboard is not None
    assert [len(row) for row in shown.inline_keyboard["inline_keyboard"]] == [1, 1, 1]
    assert "\n\n\n2. " in shown.text
    await sam.choose("What kept you?")
    next_one = await sam.until("Work did.")
    assert "\n\n\n2. " in next_one.text
    await bot.settled()
    assert shown.text.endswith("You\nWhat kept you?")
    await sam.send("2")
    await sam.until("What you showed")


async def test_without_typing_none_is_owed(bot: RunningBot) -> None:
    """No message waits for "typing..." once a learner has turned it off."""
    sam = await bot.playing("short")
    assert bot.rows("SELECT count(*) FROM outbox WHERE typing") == [(1,)]
    await sam.send("/settings")
    await sam.tap("Turn off “typing...”")
    await sam.until("“typing...” before a message: off")
    await sam.choose("What kept you?")
    await sam.choose("Quit.")
    await sam.until("What you showed")
    await bot.settled()
    assert bot.rows("SELECT count(*) FROM outbox WHERE typing") == [(1,)]


async def test_choosing_a_unit_from_the_settings_leads_back_to_them(bot: RunningBot) -> None:
    """After `Choose my unit` the settings show the unit that was chosen."""
    sam = await bot.learner()
    await sam.send("/settings")
    await sam.tap("Choose my unit")
    shown = await sam.until("Which unit are you studying?")
    label = next(label for label in labels(shown) if label.startswith("1."))
    await sam.tap(label)
    settings = await sam.until("Tap what you would like to change.")
    assert f"My unit: {label.removeprefix('1. ')}" in settings.text
