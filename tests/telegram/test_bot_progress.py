"""How a learner is doing: the same facts in a picture and in words, and attempts read again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.standin.chats import Message
from bot.standin.files import picture_size
from tests.telegram.authored import Json, scenario
from tests.telegram.phone import Phone, labels
from tests.telegram.running import RunningBot, running

_UNIT = "aim-l2-mentoring"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[RunningBot]:
    """A bot with two scenarios of a unit, besides the library's."""
    async with running(tmp_path, *_two()) as started:
        yield started


async def test_before_anything_is_finished_one_sentence_says_so(bot: RunningBot) -> None:
    """There is no picture of nothing; the unit can be chosen already."""
    sam = await bot.learner()
    await sam.send("/progress")
    await sam.until("You have not finished a conversation yet.")
    assert sam.buttons == ["My unit"]
    assert not bot.called("sendPhoto")


async def test_two_conversations_are_told_in_numbers_and_words(bot: RunningBot) -> None:
    """What was played, what was shown, what is supported and what comes next: exactly that."""
    sam = await bot.playing("short")
    await _play(bot, sam, "Sit up.", "Quit.")
    await _begin(bot, sam, "short", "What kept you?", "What could you try?")
    await _begin(bot, sam, "other", "What kept you?", "Quit.")
    await sam.send("/progress")
    first = await sam.until("Your progress\n")
    assert first.text.startswith(
        "Your progress\nConversations finished: 2 (3 times in all)\nStandard reached in 1 of 2\n"
        "Skills shown: 2 of "
    )
    assert "Criteria supported: 0 of 5" in first.text
    assert "Your unit\nUnderstanding Mentoring, Level 2 Award in Mentoring" in first.text
    assert "What to practise next\n“" in first.text
    pages = await _pages(bot, sam)
    for part in (
        "The other one\n67%, one try on ",
        "Not yet reached",
        "The short one\nFirst 0%, best 100%, latest 100%\n2 tries, the last on ",
        "Scenario standard reached",
        "Active listening: Shown (in 2 conversations)",
        "Empowering the mentee: Not shown last time (shown in 1 before)",
        "Boundaries: Not tried yet",
        "Only an assessor can say that a criterion is met.",
        "Criterion 1: not supported yet\nDefines mentoring as voluntary, developmental and "
        "non-judgemental\nTo show in 2 more conversations: Explaining the role",
    ):
        assert part in pages
    assert pages.index("The other one") < pages.index("The short one")


async def test_the_picture_comes_first_and_the_words_with_the_buttons_last(
    bot: RunningBot,
) -> None:
    """One picture with a caption, one message; the picture is a PNG that Telegram takes."""
    sam = await bot.playing("short")
    await _play(bot, sam, "What kept you?", "What could you try?")
    before = len(sam.received)
    await sam.send("/progress")
    await sam.until("Your progress\n")
    await bot.settled()
    photo, told = sam.received[before:]
    assert photo.content["caption"].startswith("Your progress as a picture.")
    (size,) = photo.content["photo"]
    data = bot.server.api.files[size["file_id"]].data
    assert data.startswith(b"\x89PNG")
    assert picture_size(data) == (size["width"], size["height"])
    assert size["width"] == 1080
    first, *_ = labels(told)
    assert first.startswith("Try “")
    assert list(labels(told))[1:] == ["Read one again", "My unit", "More"]


async def test_progress_asked_for_twice_leaves_one_set_of_buttons(bot: RunningBot) -> None:
    """The buttons of the earlier message go."""
    sam = await bot.playing("short")
    await _play(bot, sam, "What kept you?", "What could you try?")
    await sam.send("/progress")
    first = await sam.until("Your progress\n")
    await bot.settled()
    await sam.send("/progress")
    await bot.settled()
    assert not labels(first)
    assert "Read one again" in sam.buttons


async def test_the_suggested_conversation_is_one_tap_away(bot: RunningBot) -> None:
    """Its button shows its briefing."""
    sam = await bot.playing("short")
    await _play(bot, sam, "What kept you?", "What could you try?")
    await sam.send("/progress")
    told = await sam.until("What to practise next\n“")
    button = next(iter(labels(told)))
    await sam.tap(button)
    await sam.until(lambda: sam.buttons[:1] == ["Begin"])
    assert button.removeprefix("Try “").rstrip("”…") in sam.received[-1].text


async def test_choosing_a_unit_shows_the_progress_in_that_one(bot: RunningBot) -> None:
    """The criteria are the new unit's, with a new picture; one message keeps its buttons."""
    sam = await bot.playing("short")
    await _play(bot, sam, "What kept you?", "What could you try?")
    await sam.send("/progress")
    await sam.tap("My unit")
    choose = await sam.until(lambda: _with_button(sam, "Prepare for a mentoring role"))
    label = next(each for each in labels(choose) if "Prepare for a mentoring role" in each)
    await sam.tap(label)
    await sam.until("Your unit\nPrepare for a mentoring role")
    await bot.settled()
    assert len(bot.called("sendPhoto")) == 2
    assert "Criteria supported: 0 of 4" in sam.received[-1].text


async def test_the_list_begins_with_the_learners_own_unit(bot: RunningBot) -> None:
    """What was practised last says which unit that is."""
    sam = await bot.playing("short")
    await sam.send("/practise")
    listed = await sam.until("Tap a title")
    assert "Tap a title to read about it." in listed.text
    own = listed.text.index("Understanding Mentoring, Level 2 Award in Mentoring")
    assert own < listed.text.index("The short one")
    assert own < 80


async def test_a_finished_conversation_can_be_read_again_turn_by_turn(bot: RunningBot) -> None:
    """All that was said, the coach's word on each turn, how it ended and the report."""
    sam = await bot.playing("short")
    await _play(bot, sam, "Sit up.", "Quit.")
    await sam.send("/progress")
    await sam.tap("Read one again")
    listed = await sam.until("Finished conversations")
    assert "The short one\n" in listed.text
    assert ": 0%, Not yet reached" in listed.text
    await _tap_first(sam, "The short one")
    await sam.until("Finished on ")
    whole = await _pages(bot, sam)
    for part in (
        "The short one\nFinished on ",
        "Turn 1\n\nJo\nHello.\nI nearly did not come.\n\nYou\nSit up.\n\n"
        "Coach\nThe coach on: Sit up.\nJo thought: I hope this is quick.",
        "Turn 2\n\nJo\nWork did.\n\nYou\nQuit.\n\nCoach\nThe coach on: Quit.",
        "Jo\nBye, then.\n\nHow it ended\nJo left early.",
        "Not yet reached: 0%. The standard here is 70%.",
        "Active listening: Not shown (turn 1)",
    ):
        assert part in whole
    assert "What you wrote" not in whole


async def test_what_was_written_about_it_stands_at_the_end(bot: RunningBot) -> None:
    """Answers as they were written, and which question was skipped."""
    sam = await bot.playing("short")
    await _play(bot, sam, "Sit up.", "Quit.")
    bot.rows(
        "INSERT INTO debrief_answers (attempt_id, question, answer, answered_at)"
        " SELECT id, 1, 'I rushed <b>it</b>.', 1 FROM attempts"
        " UNION ALL SELECT id, 2, NULL, 1 FROM attempts"
    )
    whole = await _read(bot, sam)
    assert (
        "What you wrote when you looked back:\n\nWhat happened\nI rushed <b>it</b>.\n\n"
        "What I felt and thought\nYou skipped this one." in whole
    )
    assert "What I will do differently" not in whole


async def test_a_sensitive_conversation_opens_each_page_with_a_neutral_line(
    tmp_path: Path,
) -> None:
    """What may stand on a lock screen comes first on every page."""
    long = scenario(content_note="This one is about harm.")
    for node in long["nodes"].values():
        node["mentee"] = "A long story. " * 25
    async with running(tmp_path, long) as bot:
        sam = await bot.playing("short")
        await _play(bot, sam, "Sit up.", "Quit.")
        await sam.send("/progress")
        await sam.tap("Read one again")
        await _tap_first(sam, "The short one")
        page = await sam.until("Page 1 of ")
        count = int(page.text.rpartition(" of ")[2])
        assert count > 1
        for number in range(1, count + 1):
            page = await sam.until(f"Page {number} of {count}")
            assert page.text.startswith("Your practice, to read again.\n")
            assert len(page.text) < 2500
            if number < count:
                await sam.tap("More", page)
                await bot.settled()


async def test_another_way_is_read_as_such(bot: RunningBot) -> None:
    """The list marks it, and so does its first page; the numbers count the recorded one alone."""
    sam = await bot.playing("short")
    await _play(bot, sam, "Sit up.", "Quit.")
    bot.rows(
        "INSERT INTO attempts (learner_id, token, scenario, version, mode, started_at,"
        " completed_at, shown, ending, percent, achieved, marks, replays, replay_from)"
        " SELECT learner_id, 'replay-tokn', scenario, version, 'replay', started_at,"
        " completed_at + 1, shown, ending, 33, 0, marks, id, 2 FROM attempts"
    )
    bot.rows(
        "INSERT INTO turns (attempt_id, turn, node, choice, shown, at)"
        " SELECT (SELECT max(id) FROM attempts), turn, node, choice, shown, at FROM turns"
    )
    await sam.send("/progress")
    told = await sam.until("Your progress\n")
    assert "Conversations finished: 1\n" in told.text
    await sam.tap("Read one again")
    listed = await sam.until("Finished conversations")
    assert listed.text.index("Another way, ") < listed.text.index(": 0%, Not yet reached")
    await _tap_first(sam, "Another way, ")
    await sam.until("Another way, from turn 2. It does not change your recorded attempt.")


async def test_many_finished_attempts_are_listed_six_a_page(bot: RunningBot) -> None:
    """`More` goes on to older ones and `Back` comes back, in the same message."""
    sam = await bot.playing("short")
    await _play(bot, sam, "Sit up.", "Quit.")
    bot.rows(
        "INSERT INTO attempts (learner_id, token, scenario, version, mode, started_at,"
        " completed_at, shown, ending, percent, achieved, marks)"
        " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 299)"
        " SELECT learner_id, 'made-up-' || i, scenario, version, mode, started_at,"
        " completed_at + i * 86400000000, shown, ending, i % 101, 0, marks FROM attempts, n"
    )
    await sam.send("/progress")
    told = await sam.until("Conversations finished: 1 (300 times in all)")
    await sam.tap("Read one again")
    listed = await sam.until("Page 1 of 50")
    assert listed.id == told.id
    assert [label for label in labels(listed) if "The short one" in label] == list(labels(listed))[
        :6
    ]
    await sam.tap("More")
    await sam.until("Page 2 of 50")
    await sam.tap("Back")
    await sam.until("Page 1 of 50")
    await sam.forge("past:999999", listed.id)
    last = await sam.until("Page 50 of 50")
    assert "More" not in labels(last)
    assert len(labels(last)) == 7


@pytest.mark.parametrize("whose", ["nobody's", "another's", "unfinished"])
async def test_what_is_not_there_to_read_shows_where_the_learner_is(
    bot: RunningBot, whose: str
) -> None:
    """A forged token, somebody else's attempt, or one that is not finished."""
    ann = await bot.playing("short", "Ann")
    await _play(bot, ann, "Sit up.", "Quit.")
    sam = await bot.playing("other", "Sam")
    tokens = dict(bot.rows("SELECT scenario, token FROM attempts"))
    token = {"nobody's": "x" * 11, "another's": tokens["short"], "unfinished": tokens["other"]}
    asked = sam.received[-1]
    await sam.forge(f"read:{token[whose]}:0:0", asked.id + 1_000)
    await bot.settled()
    assert not any("Finished on" in text for text in sam.texts)
    assert "What do you say?" in sam.received[-1].text


async def test_a_page_beyond_the_last_is_the_last(bot: RunningBot) -> None:
    """So an old button never fails, whatever has changed since."""
    sam = await bot.playing("short")
    await _play(bot, sam, "Sit up.", "Quit.")
    await sam.send("/progress")
    told = await sam.until("Your progress\n")
    await sam.forge("progress:999999", told.id)
    await sam.until("Criterion 5: not supported yet")


async def test_a_withdrawn_conversation_keeps_its_title_and_can_be_read(
    tmp_path: Path,
) -> None:
    """What is not in the library any more is read from the version that was played."""
    async with running(tmp_path, *_two()) as bot:
        sam = await bot.playing("short")
        await _play(bot, sam, "Sit up.", "Quit.")
        await bot.stop()
        (bot.scenarios / "short.yaml").unlink()
        await bot.start()
        await sam.send("/progress")
        await sam.tap("More")
        await sam.until("The short one\n0%, one try")
        await sam.tap("Read one again")
        await _tap_first(sam, "The short one")
        await sam.until("Turn 1\n")


async def test_a_conversation_that_cannot_be_read_any_more_says_so(tmp_path: Path) -> None:
    """It stands in the list under a general name, with its result; the way back is there."""
    async with running(tmp_path, *_two()) as bot:
        sam = await bot.playing("short")
        await _play(bot, sam, "Sit up.", "Quit.")
        await bot.stop()
        (bot.scenarios / "short.yaml").unlink()
        bot.rows("UPDATE scenario_versions SET text = X'00' WHERE scenario = 'short'")
        await bot.start()
        await sam.send("/progress")
        await sam.tap("Read one again")
        await _tap_first(sam, "An older conversation")
        await sam.until("can't be shown any more")
        await sam.tap("Back")
        await sam.until("An older conversation\n")


def _two() -> tuple[Json, Json]:
    """Return two scenarios of one unit."""
    return tuple(scenario(name, units=[_UNIT]) for name in ("short", "other"))  # type: ignore[return-value]


async def _begin(bot: RunningBot, phone: Phone, name: str, *choices: str) -> None:
    await phone.send(f"/start play-{name}")
    await phone.tap("Begin")
    await _play(bot, phone, *choices)


async def _play(bot: RunningBot, phone: Phone, *choices: str) -> None:
    for words in choices:
        await phone.choose(words)
        await bot.settled()


async def _read(bot: RunningBot, phone: Phone) -> str:
    """Open the newest finished attempt and return all its pages."""
    await phone.send("/progress")
    await phone.tap("Read one again")
    await _tap_first(phone, "The short one")
    await phone.until("Finished on ")
    return await _pages(bot, phone)


async def _tap_first(phone: Phone, words: str) -> None:
    message = await phone.until(lambda: _with_button(phone, words))
    await phone.tap(next(label for label in labels(message) if words in label), message)


def _with_button(phone: Phone, words: str) -> Message | None:
    found = (one for one in reversed(phone.received) if any(words in each for each in labels(one)))
    return next(found, None)


async def _pages(bot: RunningBot, phone: Phone) -> str:
    """Page through the newest message to its end, and return what it said."""
    seen = [phone.received[-1].text]
    while "More" in phone.buttons:
        await phone.tap("More")
        await bot.settled()
        seen.append(phone.received[-1].text)
    return "\n\n".join(seen)
