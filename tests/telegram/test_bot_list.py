"""Choosing what to practise: the list, its pages, briefings, and the way out of them."""

import re
from pathlib import Path

from tests.telegram.authored import scenario
from tests.telegram.phone import Phone, labels
from tests.telegram.running import RunningBot, running

_UNIT = "aim-l2-mentoring"


async def test_the_list_shows_unit_minutes_level_and_whether_done(tmp_path: Path) -> None:
    """Each scenario stands under its unit, with its level, its minutes and how it went so far."""
    async with running(tmp_path, scenario(units=[_UNIT], level=2, minutes=6)) as bot:
        sam = await bot.learner()
        assert "Level 2, about 6 minutes, Not tried yet" in await _listed(bot, sam)
        await _play(bot, sam, "What kept you?", "Quit.")
        assert "Level 2, about 6 minutes, Done: not yet reached" in await _listed(bot, sam)
        await _play(bot, sam, "What kept you?", "What could you try?")
        assert "Done: scenario standard reached" in await _listed(bot, sam)
        await _play(bot, sam, "Sit up.", "Quit.")
        assert "Done: scenario standard reached" in await _listed(bot, sam)


async def test_pages_turn_in_place_with_more_and_back(tmp_path: Path) -> None:
    """`More` and `Back` lead through every page within one message, and each title once."""
    many = [scenario(f"s-{number}", title=f"Number {number:02}") for number in range(14)]
    async with running(tmp_path, *many) as bot:
        sam = await bot.learner()
        await sam.send("/practise")
        await bot.settled()
        page = sam.received[-1]
        seen = [*labels(page)]
        assert "Back" not in seen
        count = len(sam.received)
        while "More" in labels(page):
            await sam.tap("More", page)
            await bot.settled()
            seen += labels(page)
        assert len(sam.received) == count
        assert [title for title in seen if title.startswith("Number")] == [
            f"Number {number:02}" for number in range(14)
        ]
        await sam.tap("Back", page)
        await bot.settled()
        assert "More" in labels(page)


async def test_a_page_that_is_gone_is_the_last_one(tmp_path: Path) -> None:
    """An old `More` to a page that no longer exists shows the last page there is."""
    async with running(tmp_path, *(scenario(f"s-{number}") for number in range(6))) as bot:
        sam = await bot.learner()
        await sam.forge("list:999999")
        await bot.settled()
        page = re.search(r"Page (\d+) of (\d+)", sam.texts[-1])
        assert page
        assert page[1] == page[2]
        assert "Back" in labels(sam.received[-1])
        assert "More" not in labels(sam.received[-1])


async def test_the_briefing_says_what_is_needed_before_the_start(tmp_path: Path) -> None:
    """A briefing has the learner's part, the mentee, the content note, `Begin` and `Leave`."""
    sensitive = scenario(content_note="Mentions a door that is locked.", minutes=1)
    async with running(tmp_path, sensitive) as bot:
        sam = await bot.learner()
        await sam.send("/start play-short")
        briefing = await sam.until("You meet Jo in short.")
        for words in ("The short one", "about a minute", "Jo: Jo is 17.", "a door that is locked"):
            assert words in briefing.text
        assert "You can leave at any time" in briefing.text
        assert list(labels(briefing)) == ["Begin", "Leave"]


async def test_every_message_of_a_sensitive_practice_begins_neutrally(tmp_path: Path) -> None:
    """The first line, which a locked phone shows, gives nothing away, in old messages too."""
    async with running(tmp_path, scenario(content_note="Mentions a locked door.")) as bot:
        sam = await bot.playing("short")
        await sam.choose("What kept you?")
        await sam.choose("Quit.")
        await sam.until("How it ended")
        await bot.settled()
        first_lines = [text.splitlines()[0] for text in sam.texts[1:]]
        assert first_lines == [
            "Your practice is ready.",
            "Your practice, turn 1.",
            "Your practice, turn 2.",
            "Your practice, turn 2.",
            "Your practice, the result.",
        ]


async def test_leaving_a_briefing_starts_nothing(bot: RunningBot) -> None:
    """`Leave` on a briefing takes its buttons away and names the way back."""
    sam = await bot.learner()
    await sam.send("/start play-short")
    briefing = await sam.until("You meet Jo in short.")
    await sam.tap("Leave", briefing)
    await sam.until("whenever you like")
    await bot.settled()
    assert labels(briefing) == {}
    assert bot.rows("SELECT count(*) FROM attempts") == [(0,)]


async def test_a_briefing_left_long_ago_can_still_begin(bot: RunningBot) -> None:
    """A briefing's `Begin`, once it is left, still begins: an old button never hits a wall."""
    sam = await bot.learner()
    await sam.send("/start play-short")
    briefing = await sam.until("You meet Jo in short.")
    begin = labels(briefing)["Begin"]
    await sam.tap("Leave", briefing)
    await bot.settled()
    await sam.forge(begin, briefing.id)
    await sam.until("What do you say?")


async def _listed(bot: RunningBot, phone: Phone, title: str = "The short one") -> str:
    """Return what the list says of a scenario, on whichever page it stands."""
    await phone.send("/practise")
    await bot.settled()
    page = phone.received[-1]
    while title not in page.text:
        await phone.tap("More", page)
        await bot.settled()
    return page.text.partition(title)[2].partition("\n\n")[0]


async def _play(bot: RunningBot, phone: Phone, *says: str) -> None:
    await phone.send("/start play-short")
    await phone.tap("Begin")
    for words in says:
        await phone.choose(words)
    await bot.settled()
