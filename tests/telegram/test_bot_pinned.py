"""Scenarios that change while learners are in them."""

import pytest

from tests.telegram.authored import choice, scenario
from tests.telegram.phone import choices, labels
from tests.telegram.running import RunningBot

_VERSIONS = "SELECT version, completed_at IS NOT NULL FROM attempts ORDER BY id"


async def test_an_attempt_under_way_finishes_on_its_version(bot: RunningBot) -> None:
    """A changed file leaves attempts under way as they were; the next one plays the new text."""
    sam = await bot.playing("short")
    changed = scenario()
    changed["nodes"]["kept"]["mentee"] = "The bus did."
    changed["nodes"]["kept"]["choices"] = {"other": choice("Oh?", "glad")}
    bot.publish(changed)
    await bot.restart()

    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await sam.choose("What could you try?")
    await sam.until("Scenario standard reached: 100%")

    await sam.tap("Play again")
    await sam.choose("What kept you?")
    await sam.until("The bus did.")
    assert len({version for version, _ in bot.rows(_VERSIONS)}) == 2


async def test_a_withdrawn_scenario_can_be_finished_but_not_begun(bot: RunningBot) -> None:
    """Without its file a scenario is gone from the list, while attempts under way go on."""
    sam = await bot.playing("short")
    (bot.scenarios / "short.yaml").unlink()
    await bot.restart()
    await sam.send("/practise")
    page = await sam.until("Tap a title")
    assert "The short one" not in page.text
    await sam.send("/help")
    await sam.until("You are in the middle of a practice")
    await sam.send("/resume")
    await sam.until(lambda: sam.received[-1] if choices(sam.received[-1]) else None)
    await sam.choose("Sit up.")
    await sam.choose("Quit.")
    report = await sam.until("What you showed")
    await sam.tap("Play again", report)
    await sam.until("That conversation is not here.")


async def test_a_version_that_no_longer_loads_offers_to_start_again(bot: RunningBot) -> None:
    """When its pinned text can't be played any more, the learner may begin the present one."""
    sam = await bot.playing("short")
    await _break(bot)
    await sam.send("1")
    told = await sam.until("can't go on, because its scenario was changed")
    assert list(labels(told)) == ["Start again"]
    await sam.tap("Start again")
    await bot.settled()
    await sam.choose("What kept you?")
    await sam.until("Work did.")


async def test_a_version_that_no_longer_loads_stands_in_nobodys_way(bot: RunningBot) -> None:
    """With the scenario gone as well, another can be begun instead."""
    sam = await bot.playing("short")
    (bot.scenarios / "short.yaml").unlink()
    await _break(bot)
    await sam.send("/help")
    await sam.until("You are in the middle of a practice")
    await sam.send("/start play-promise-first")
    await sam.until("You are part-way through “an older conversation”")
    await sam.tap("Begin")
    await sam.until("Can I tell you something?")


async def test_an_old_button_of_a_lost_version_leaves_the_present_one_alone(
    bot: RunningBot,
) -> None:
    """A tap on an attempt that can't be read any more shows the one that can."""
    sam = await bot.playing("short")
    old = await sam.until("What do you say?")
    await sam.send("/start play-promise-first")
    await sam.tap("Begin")
    await sam.until("Can I tell you something?")
    await _break(bot)
    await sam.send("/help")
    await sam.until("Samaritans")
    await bot.settled()
    before = len(sam.received)
    await sam.tap("1", old)
    shown = await sam.until(lambda: sam.received[before:])
    assert "Can I tell you something?" in shown[0].text
    assert not any("can't go on" in text for text in sam.texts)


@pytest.mark.parametrize(
    ("button", "words"),
    [("Next", "You have nothing under way. /practise"), ("Play again", "Hello.")],
)
async def test_a_report_of_a_lost_version_still_leads_on(
    bot: RunningBot, button: str, words: str
) -> None:
    """`Next` on such a report names what can be practised; `Play again` plays the present text."""
    sam = await bot.playing("short")
    await sam.choose("Sit up.")
    await sam.choose("Quit.")
    report = await sam.until("What you showed")
    await bot.settled()
    await _break(bot)
    before = len(sam.received)
    await sam.tap(button, report)
    shown = await sam.until(lambda: sam.received[before:])
    assert words in shown[0].text


async def _break(bot: RunningBot) -> None:
    """Change the scenario, and make the version that attempts are pinned to unreadable."""
    if (bot.scenarios / "short.yaml").exists():
        bot.publish(scenario(summary="Changed."))
    await bot.stop()
    bot.rows("UPDATE scenario_versions SET text = x'00' WHERE scenario = 'short'")
    await bot.start()
