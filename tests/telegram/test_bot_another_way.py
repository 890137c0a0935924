"""Another way: a finished practice played again from one of its turns, beside the recorded one."""

import pytest

from bot.standin.faults import Fault
from tests.telegram.authored import Json, choice, ending, scenario
from tests.telegram.phone import Phone, choices, labels
from tests.telegram.running import RunningBot

_ATTEMPTS = """
SELECT mode, replays, replay_from, completed_at IS NOT NULL, replaced_at IS NOT NULL, percent
FROM attempts ORDER BY id
"""
_RECORDED = "SELECT * FROM attempts WHERE mode = 'practice'"
_TRY = "Try another way from here"
_MARK = "Your recorded attempt stays as it is."


async def finished(bot: RunningBot, *says: str) -> Phone:
    """Return the phone of a learner who has just finished `short`."""
    phone = await bot.playing("short")
    for words in says or ("What kept you?", "Quit."):
        await phone.choose(words)
    await phone.until("What you showed")
    await bot.settled()
    return phone


async def replaying(bot: RunningBot, turn: int = 2) -> Phone:
    """Return the phone of a learner who goes another way from a turn."""
    phone = await finished(bot)
    await phone.tap(_TRY)
    await phone.tap(f"Turn {turn}")
    await phone.until(f"Another way, from turn {turn}. {_MARK}")
    await bot.settled()
    return phone


async def test_the_turns_are_listed_with_what_was_said(bot: RunningBot) -> None:
    """Below the result, which stays as it is, each turn has a line and a button."""
    sam = await finished(bot)
    report = await sam.until("What you showed")
    was = report.text
    await sam.tap(_TRY)
    listed = await sam.until("Choose a turn.")
    await bot.settled()
    assert "Turn 1: What kept you?\nTurn 2: Quit." in listed.text
    assert _MARK in listed.text
    assert list(labels(listed)) == ["Turn 1", "Turn 2"]
    assert (report.text, list(labels(report))) == (
        was,
        ["Play again", "Next", "Look back", _TRY],
    )


async def test_another_way_begins_at_the_turn_as_it_was_shown(bot: RunningBot) -> None:
    """The same words and the same order of choices, and the message says what this is."""
    sam = await finished(bot)
    ((shown,),) = bot.rows("SELECT shown FROM turns WHERE turn = 2")
    await sam.tap(_TRY)
    await sam.tap("Turn 2")
    asked = await sam.until(f"Another way, from turn 2. {_MARK}")
    await bot.settled()
    assert "Jo\nWork did." in asked.text
    says = {"plan": "What could you try?", "order": "Quit."}
    wanted = [says[each] for each in shown.strip('[]"').replace('"', "").split(", ")]
    assert list(choices(asked).values()) == wanted
    assert bot.rows(_ATTEMPTS) == [
        ("practice", None, None, 1, 0, 67),
        ("replay", 1, 2, 0, 0, None),
    ]


async def test_the_result_of_another_way_is_marked_as_one(bot: RunningBot) -> None:
    """Both per cents, from which turn, and that nothing changed; and nothing did."""
    sam = await replaying(bot)
    was = bot.rows(_RECORDED)
    await sam.choose("What could you try?")
    report = await sam.until(
        "Another way, from turn 2. First time: 67%. This way: 100%. "
        "Your recorded attempt has not changed.\nScenario standard reached: 100%."
    )
    await bot.settled()
    assert list(labels(report)) == ["Play again", "Next", "Look back", _TRY]
    assert bot.rows(_RECORDED) == was
    assert not any("reached: 100%" in text and "Another way" not in text for text in sam.texts)
    await sam.send("/practise")
    page = await sam.until("Tap a title")
    await bot.settled()
    assert "Done: scenario standard reached" not in page.text


async def test_every_prompt_of_another_way_says_so(bot: RunningBot) -> None:
    """From the first turn on each message names it, also once it was answered."""
    sam = await replaying(bot, turn=1)
    first = sam.received[-1]
    await sam.choose("Sit up.")
    second = await sam.until(lambda: sam.received[-1] if "Work did" in sam.texts[-1] else None)
    await bot.settled()
    assert first.text.startswith("Another way, from turn 1.")
    assert first.text.endswith("You\nSit up.")
    assert second.text.startswith("Another way, from turn 1.")


async def test_a_typed_number_counts_in_another_way(bot: RunningBot) -> None:
    """Typing works as in any practice."""
    sam = await replaying(bot)
    await sam.send("1")
    await sam.until("This way:")


async def test_leaving_coming_back_and_starting_again_from_the_turn(bot: RunningBot) -> None:
    """`Resume` finds the place; `Start again` goes back to the turn, not to the beginning."""
    sam = await replaying(bot, turn=1)
    await sam.choose("Sit up.")
    await sam.until(lambda: "Work did" in sam.texts[-1] or None)
    await sam.tap("Leave")
    left = await sam.until("You have left another way through “The short one”.")
    assert "Start again goes back to turn 1." in left.text
    await sam.tap("Resume", left)
    await sam.until(lambda: "Work did" in sam.texts[-1] or None)
    await bot.settled()
    await sam.tap("Leave")
    await sam.until(lambda: "You have left" in sam.texts[-1] or None)
    await bot.settled()
    await sam.tap("Start again")
    await sam.until(lambda: "Hello." in sam.texts[-1] or None)
    await sam.tap_again()
    await bot.settled()
    assert "Another way, from turn 1." in sam.texts[-1]
    assert [row[:5] for row in bot.rows(_ATTEMPTS)] == [
        ("practice", None, None, 1, 0),
        ("replay", 1, 1, 0, 1),
        ("replay", 1, 1, 0, 0),
    ]


async def test_start_again_of_a_later_turn_keeps_the_turns_before(bot: RunningBot) -> None:
    """Begun again, another way from turn 2 stands at turn 2."""
    sam = await replaying(bot)
    await sam.tap("Leave")
    await sam.tap("Start again")
    await sam.until(lambda: "Work did" in sam.texts[-1] or None)
    await sam.choose("What could you try?")
    await sam.until("First time: 67%. This way: 100%.")


@pytest.mark.parametrize("late", [False, True])
async def test_a_doubled_tap_starts_one_replay(bot: RunningBot, *, late: bool) -> None:
    """The same turn tapped twice, at once or late, is one other way, shown where it stands."""
    sam = await finished(bot)
    await sam.tap(_TRY)
    listed = await sam.until("Choose a turn.")
    await bot.settled()
    if not late:
        bot.server.api.faults.plan(Fault.BAD_GATEWAY, methods=["sendMessage"])
    await sam.tap("Turn 2", listed)
    if late:
        await bot.settled()
    await sam.tap_again()
    await bot.heard()
    bot.server.api.faults.clear()
    await bot.settled()
    assert [row[0] for row in bot.rows(_ATTEMPTS)] == ["practice", "replay"]
    assert "Another way, from turn 2." in sam.texts[-1]
    assert labels(listed) == {}
    assert sum("1" in labels(message) for message in sam.received) == 1


async def test_another_way_asks_before_it_ends_a_practice(bot: RunningBot) -> None:
    """With one under way, `Begin` ends it and `Resume` goes back, as with another scenario."""
    sam = await finished(bot)
    await sam.tap(_TRY)
    listed = await sam.until("Choose a turn.")
    await sam.send("/start play-promise-first")
    await sam.tap("Begin")
    await sam.until("Can I tell you something?")
    await bot.settled()
    await sam.tap("Turn 1", listed)
    asked = await sam.until("Another way from turn 1 is next.")
    assert "You are part-way through “Promise first”. Begin ends it" in asked.text
    assert list(labels(asked)) == ["Begin", "Resume"]
    await bot.settled()
    assert len(bot.rows(_ATTEMPTS)) == 2
    await sam.tap("Begin", asked)
    await sam.until(f"Another way, from turn 1. {_MARK}")
    await sam.tap_again()
    await bot.settled()
    assert [row[:5] for row in bot.rows(_ATTEMPTS)] == [
        ("practice", None, None, 1, 0),
        ("practice", None, None, 0, 1),
        ("replay", 1, 1, 0, 0),
    ]
    assert "Another way, from turn 1." in sam.texts[-1]


async def test_a_practice_of_the_same_scenario_asks_before_it_ends_another_way(
    bot: RunningBot,
) -> None:
    """`Play again` and a link don't take another way for the practice that they ask for."""
    sam = await replaying(bot)
    report = await sam.until("What you showed")
    await sam.tap("Play again", report)
    briefing = await sam.until("You are part-way through “The short one”.")
    await bot.settled()
    assert list(labels(briefing)) == ["Begin", "Resume"]
    await sam.send("/start play-short")
    await sam.until(lambda: sum("You are part-way" in text for text in sam.texts) == 2 or None)
    await sam.tap("Begin")
    await sam.until(lambda: "Hello." in sam.texts[-1] or None)
    await bot.settled()
    assert not sam.texts[-1].startswith("Another way")
    assert [row[:5] for row in bot.rows(_ATTEMPTS)] == [
        ("practice", None, None, 1, 0),
        ("replay", 1, 2, 0, 1),
        ("practice", None, None, 0, 0),
    ]


async def test_another_way_leads_to_all_that_a_result_does(bot: RunningBot) -> None:
    """From its result one can look back on it, and go another way through it or play anew."""
    sam = await replaying(bot, turn=1)
    await sam.choose("Sit up.")
    await sam.choose("Quit.")
    report = await sam.until("This way: 0%.")
    await sam.tap("Look back", report)
    await sam.until("Look back: question 1 of 3")
    await bot.settled()
    for text in ("one", "two", "three"):
        await sam.send(text)
        await bot.settled()
    await sam.until("“The short one”, another way from turn 1.")
    assert bot.rows("SELECT DISTINCT attempt_id FROM debrief_answers") == [(2,)]
    await sam.tap(_TRY, report)
    listed = await sam.until("Turn 1: Sit up.\nTurn 2: Quit.")
    await sam.tap("Turn 2", listed)
    await sam.choose("What could you try?")
    await sam.until("Another way, from turn 2. First time: 67%. This way: 33%.")
    await sam.tap("Play again")
    await sam.until(lambda: "Hello." in sam.texts[-1] or None)
    await bot.settled()
    assert not sam.texts[-1].startswith("Another way")
    modes = [row[:3] for row in bot.rows(_ATTEMPTS)]
    assert modes[1:3] == [("replay", 1, 1), ("replay", 1, 2)]
    assert modes[3] == ("practice", None, None)


async def test_many_turns_are_listed_in_pages_of_eight(bot: RunningBot) -> None:
    """`More` and `Back` turn the pages in place; long words are cut, and any turn can be chosen."""
    bot.publish(scenario("long", _winding(), content_note="It is long."))
    await bot.restart()
    sam = await bot.playing("long")
    for _ in range(16):
        await sam.choose("Tell me more")
        await bot.settled()
    await sam.choose("Enough.")
    await sam.until("What you showed")
    await sam.tap(_TRY)
    listed = await sam.until("Page 1 of 3")
    assert listed.text.startswith("Your practice is ready.\n\n")
    assert list(labels(listed)) == [*(f"Turn {turn}" for turn in range(1, 9)), "More"]
    assert "Turn 1: Tell me more more" in listed.text
    assert all(len(line) <= 120 for line in listed.text.splitlines() if line.startswith("Turn"))
    await sam.tap("More", listed)
    await sam.until("Page 2 of 3")
    await sam.tap("More", listed)
    await sam.until("Page 3 of 3")
    assert list(labels(listed)) == ["Turn 17", "Back"]
    await sam.tap("Back", listed)
    await sam.until("Page 2 of 3")
    await sam.tap("Turn 16", listed)
    await sam.choose("Enough.")
    await sam.until("Another way, from turn 16.")
    await bot.settled()
    assert bot.rows("SELECT count(*) FROM turns GROUP BY attempt_id") == [(17,), (16,)]
    assert bot.rows("SELECT failed FROM outbox WHERE failed IS NOT NULL") == []


@pytest.mark.parametrize("data", ["ways:{}", "turns:{}:0", "way:{}:1:", "again:{}"])
async def test_nobody_goes_another_way_for_somebody_else(bot: RunningBot, data: str) -> None:
    """A forged button of another learner's attempt shows where one is, and starts nothing."""
    await finished(bot)
    ((token,),) = bot.rows("SELECT token FROM attempts")
    kim = await bot.learner("Kim")
    before = len(kim.received)
    await kim.forge(data.format(token))
    shown = await kim.until(lambda: kim.received[before:])
    assert "You have nothing under way" in shown[0].text
    await bot.settled()
    assert len(bot.rows(_ATTEMPTS)) == 1


@pytest.mark.parametrize("data", ["ways:{}", "turns:{}:0", "way:{}:1:", "way:{}:1:{}"])
async def test_a_practice_under_way_goes_no_other_way(bot: RunningBot, data: str) -> None:
    """Before the end there is nothing to replay: the learner is shown where it stands."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await bot.settled()
    ((token,),) = bot.rows("SELECT token FROM attempts")
    await sam.forge(data.format(token, token), sam.received[0].id)
    await bot.settled()
    assert "Work did." in sam.texts[-1]
    assert [row[:5] for row in bot.rows(_ATTEMPTS)] == [("practice", None, None, 0, 0)]


@pytest.mark.parametrize("data", ["way:{}:0:", "way:{}:3:", "way:{}:999999:"])
async def test_a_turn_that_was_not_taken_leads_nowhere(bot: RunningBot, data: str) -> None:
    """A forged turn starts nothing; a forged page shows the last."""
    sam = await finished(bot)
    ((token,),) = bot.rows("SELECT token FROM attempts")
    await sam.forge(data.format(token))
    await bot.settled()
    assert "You have nothing under way" in sam.texts[-1]
    await sam.tap(_TRY)
    listed = await sam.until("Choose a turn.")
    await sam.forge(f"turns:{token}:999999", listed.id)
    await bot.settled()
    assert list(labels(listed)) == ["Turn 1", "Turn 2"]
    assert len(bot.rows(_ATTEMPTS)) == 1


async def test_another_way_stays_on_the_version_that_was_played(bot: RunningBot) -> None:
    """A changed file leaves it as it was; `Play again` plays the present text."""
    sam = await finished(bot)
    changed = scenario()
    changed["nodes"]["kept"]["mentee"] = "The bus did."
    bot.publish(changed)
    await bot.restart()
    await sam.tap(_TRY)
    await sam.tap("Turn 2")
    asked = await sam.until(f"Another way, from turn 2. {_MARK}")
    assert "Work did." in asked.text
    await sam.choose("What could you try?")
    await sam.until("This way: 100%.")


async def test_a_lost_version_has_no_other_way(bot: RunningBot) -> None:
    """When its text can't be read any more, a practice names what can be done instead."""
    sam = await finished(bot)
    await _lose(bot)
    await sam.tap(_TRY)
    await sam.until("You have nothing under way. /practise")
    assert len(bot.rows(_ATTEMPTS)) == 1


async def test_another_way_that_lost_its_version_starts_the_present_one_again(
    bot: RunningBot,
) -> None:
    """A replay that can't go on is told so, and `Start again` plays the scenario as it is now."""
    sam = await replaying(bot)
    await _lose(bot)
    await sam.send("1")
    told = await sam.until("can't go on, because its scenario was changed")
    await sam.tap("Start again", told)
    await sam.until(lambda: "Hello." in sam.texts[-1] or None)
    await bot.settled()
    assert [row[:5] for row in bot.rows(_ATTEMPTS)] == [
        ("practice", None, None, 1, 0),
        ("replay", 1, 2, 0, 1),
        ("practice", None, None, 0, 0),
    ]


async def test_an_ending_of_another_way_sends_as_much_as_any(bot: RunningBot) -> None:
    """The last words and the result: two messages."""
    sam = await replaying(bot)
    before = len(sam.received)
    await sam.choose("What could you try?")
    await sam.until("This way:")
    await bot.settled()
    assert len(sam.received) == before + 2


async def _lose(bot: RunningBot) -> None:
    """Change the scenario, and make the version that was played unreadable."""
    bot.publish(scenario(summary="Changed."))
    await bot.stop()
    bot.rows("UPDATE scenario_versions SET text = x'00' WHERE scenario = 'short'")
    await bot.start()


def _winding() -> Json:
    return {
        "opening": {
            "mentee": "Hm.",
            "choices": {
                "ask": choice("Tell me more" + " more" * 60, "opening", once=False),
                "stop": choice("Enough.", "end", awards={"empowerment": 1}),
            },
        },
        "end": ending("Right."),
    }
