"""The end of a practice: the report, and where to go from there."""

from pathlib import Path

import pytest

from scenarios.loading import library_files
from tests.telegram.authored import Json, choice, ending, scenario
from tests.telegram.phone import labels
from tests.telegram.running import RunningBot, running


async def test_the_report_says_how_it_went_and_why(bot: RunningBot) -> None:
    """The report has standard, per cent, pass mark, points, mistakes, the moment and one idea."""
    sam = await bot.playing("short")
    await sam.choose("Sit up.")
    await sam.choose("Quit.")
    report = await sam.until("What you showed")
    await bot.settled()
    words = sam.received[-2]
    assert words.text == (
        "Jo\nBye, then.\n\nCoach\nThe coach on: Quit.\n\nHow it ended\nJo left early."
    )
    assert report.text.startswith(
        "The short one\nNot yet reached: 0%. The standard here is 70%.\n"
        "It also asks for a better ending for your mentee."
    )
    for part in (
        "Active listening: Not shown (turn 1)",
        "Empowering the mentee: Not shown (turn 2)",
        "Worth putting right\nTurn 1: Guide with a question",
        "The moment that mattered\nTurn 1. You said: Sit up.\nThe coach on: Sit up.\n"
        "Another reply here would have made room for Active listening.",
        "One thing to try next\nActive listening, at turn 1. The coach on: What kept you?",
    ):
        assert part in report.text
    assert list(labels(report))[:1] == ["Play again"]


async def test_a_standard_reached_is_said_so(bot: RunningBot) -> None:
    """An achieved attempt reads so, and what helped most is named."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.choose("What could you try?")
    report = await sam.until("What you showed")
    assert "Scenario standard reached: 100%. The standard here is 70%." in report.text
    assert "It also asks" not in report.text
    assert "Active listening: Shown (turn 1)" in report.text
    assert "Worth putting right" not in report.text
    assert "This did most to show Active listening." in report.text


async def test_the_result_is_stored_with_the_attempt(bot: RunningBot) -> None:
    """An ending closes the attempt with its marks in the same step."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.choose("What could you try?")
    await sam.until("What you showed")
    (row,) = bot.rows(
        "SELECT ending, percent, achieved, completed_at IS NOT NULL, replaced_at FROM attempts"
    )
    assert row == ("glad", 100, 1, 1, None)


async def test_only_an_ending_offers_play_again_and_next(bot: RunningBot) -> None:
    """`Play again` and `Next` stand on the last message of a practice and nowhere before."""
    sam = await bot.playing("short")
    seen = [list(labels(message)) for message in sam.received]
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    seen.append(sam.buttons)
    assert not any({"Play again", "Next"} & set(buttons) for buttons in seen)
    await sam.choose("Quit.")
    await sam.until("What you showed")
    assert {"Play again", "Next"} <= set(sam.buttons)


async def test_play_again_begins_a_new_attempt_at_once(bot: RunningBot) -> None:
    """`Play again` starts the same scenario anew and leaves the finished attempt as it is."""
    sam = await bot.playing("short")
    await sam.choose("Sit up.")
    await sam.choose("Quit.")
    await sam.tap("Play again")
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    assert bot.rows("SELECT ending FROM attempts ORDER BY id") == [("gone",), (None,)]


async def test_next_leads_to_a_scenario_for_the_weakest_point(tmp_path: Path) -> None:
    """What is weakest decides what is suggested; the message says why, and `Next` goes there."""
    played, train = (scenario(name, **_one_turn()) for name in ("played", "train"))
    async with running(tmp_path, scenario(), played, train) as bot:
        sam = await bot.playing("played")
        await sam.choose("Nothing")
        report = await sam.until("What you showed")
        assert (
            "A good next practice is “The train one”. "
            "It gives you a chance at: Support in work." in report.text
        )
        await sam.tap("Next")
        await sam.until("You meet Jo in train.")
        assert labels(report) == {}


@pytest.mark.parametrize("policy", ["end", "tutor"])
async def test_feedback_at_the_end_is_held_back_until_then(tmp_path: Path, policy: str) -> None:
    """Without feedback on each turn nothing is said by the coach before the ending, then all."""
    async with running(tmp_path, scenario(feedback=policy)) as bot:
        sam = await bot.playing("short")
        await sam.choose("Sit up.")
        await sam.until("Work did.")
        assert not any("Coach" in text or "thought" in text for text in sam.texts)
        await sam.choose("Quit.")
        last = await sam.until("How it ended")
        assert (
            "Coach\nTurn 1. You said: Sit up.\nThe coach on: Sit up.\n"
            "Jo thought: I hope this is quick.\n\n"
            "Turn 2. You said: Quit.\nThe coach on: Quit." in last.text
        )


async def test_a_library_played_through_has_nothing_left_to_suggest(tmp_path: Path) -> None:
    """With everything else tried, `Next` goes and the message says to play again."""
    async with running(tmp_path, scenario(**_one_turn())) as bot:
        sam = await bot.learner()
        for shipped in library_files():
            await sam.send(f"/start play-{shipped.stem}")
            await sam.tap("Begin")
            await bot.settled()
            while "1" in sam.buttons:
                await sam.tap("1")
                await bot.settled()
        await sam.send("/start play-short")
        await sam.tap("Begin")
        await sam.choose("Something")
        report = await sam.until("You have tried everything here")
        assert "Play again" in labels(report)
        assert "Next" not in labels(report)


async def test_next_is_worked_out_when_it_is_tapped(bot: RunningBot) -> None:
    """A `Next` tapped long after, when all else was tried meanwhile, says so and breaks nothing."""
    sam = await bot.playing("short")
    await sam.choose("Sit up.")
    await sam.choose("Quit.")
    await sam.tap("Next")
    await sam.until("Your mentee")
    await sam.tap_again()
    await bot.settled()
    assert "Begin" in sam.buttons


def _one_turn() -> Json:
    """Return the fields of a scenario that trains what nothing else of its unit does."""
    point = {"in-work-support": 1}
    choices = {
        "something": choice("Something", "end", awards=point),
        "nothing": choice("Nothing", "end"),
    }
    nodes = {"opening": {"mentee": "Well?", "choices": choices}, "end": ending("Right.")}
    return {
        "units": ["tquk-l1-mentoring"],
        "marking_points": {"in-work-support": {"max": 1}},
        "nodes": nodes,
    }
