"""One attempt under way at a time: leaving it, coming back, starting again, starting another."""

from tests.telegram.phone import Phone, labels
from tests.telegram.running import RunningBot

_ATTEMPTS = """
SELECT scenario, completed_at IS NOT NULL, replaced_at IS NOT NULL FROM attempts ORDER BY id
"""


async def test_resume_shows_the_choices_again_and_only_there(bot: RunningBot) -> None:
    """/resume brings the present choices to the end of the chat and takes the old buttons away."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    old = await sam.until("Work did.")
    await bot.settled()
    await sam.send("/resume")
    new = await sam.until(lambda: sam.received[-1] if sam.received[-1] is not old else None)
    await bot.settled()
    assert new.text == old.text
    assert labels(old) == {}
    assert list(labels(new)) == ["1", "2", "Leave"]


async def test_resume_works_from_anywhere(bot: RunningBot) -> None:
    """/resume comes back to the practice from help, the list, a briefing and after Leave."""
    sam = await bot.playing("short")
    for text, words in (
        ("/help", "Samaritans"),
        ("/practise", "Tap a title"),
        ("/start play-promise-first", "You are part-way through “The short one”"),
    ):
        await sam.send(text)
        await sam.until(words)
        await _resumes(bot, sam)
    await sam.tap("Leave")
    await sam.until("You have left")
    await _resumes(bot, sam)


async def test_resume_with_nothing_under_way_offers_the_list(bot: RunningBot) -> None:
    """/resume names /practise before the first practice and after the last."""
    sam = await bot.learner()
    await sam.send("/resume")
    await sam.until("You have nothing under way. /practise")
    await sam.send("/start play-short")
    await sam.tap("Begin")
    await sam.choose("Sit up.")
    await sam.choose("Quit.")
    await sam.until("What you showed")
    before = len(sam.received)
    await sam.send("/resume")
    shown = await sam.until(lambda: sam.received[before:])
    assert "You have nothing under way. /practise" in shown[0].text


async def test_leave_keeps_the_place_and_offers_two_ways_back(bot: RunningBot) -> None:
    """`Leave` puts the attempt aside, still under way, with `Resume` and `Start again`."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    asked = await sam.until("Work did.")
    await sam.tap("Leave", asked)
    left = await sam.until("Your place is kept, with no penalty")
    assert list(labels(left)) == ["Resume", "Start again"]
    await bot.settled()
    assert labels(asked) == {}
    assert bot.rows(_ATTEMPTS) == [("short", 0, 0)]
    await sam.tap("Resume")
    await sam.until(lambda: sam.received[-1].text == asked.text or None)
    await bot.settled()
    assert labels(left) == {}


async def test_start_again_gives_up_the_attempt_and_begins_anew(bot: RunningBot) -> None:
    """`Start again` ends the attempt without marks and begins the scenario from its start."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await sam.tap("Leave")
    await sam.tap("Start again")
    await sam.until(lambda: "Hello." in sam.texts[-1] or None)
    await sam.tap_again()
    await bot.settled()
    assert bot.rows(_ATTEMPTS) == [("short", 0, 1), ("short", 0, 0)]
    assert bot.rows("SELECT marks FROM attempts") == [(None,), (None,)]


async def test_starting_another_asks_first(bot: RunningBot) -> None:
    """With one under way, another's briefing says what `Begin` ends and offers `Resume`."""
    sam = await bot.playing("short")
    await sam.send("/start play-promise-first")
    briefing = await sam.until("You are part-way through “The short one”. Begin ends it")
    assert list(labels(briefing)) == ["Begin", "Resume"]
    await sam.tap("Begin", briefing)
    await sam.until("Can I tell you something?")
    await bot.settled()
    assert bot.rows(_ATTEMPTS) == [("short", 0, 1), ("promise-first", 0, 0)]


async def test_a_link_to_what_is_under_way_goes_on_with_it(bot: RunningBot) -> None:
    """Following the link again shows the practice where it stands, not a briefing."""
    sam = await bot.playing("short")
    await sam.choose("What kept you?")
    await sam.until("Work did.")
    await bot.settled()
    before = len(sam.received)
    await sam.send("/start play-short")
    shown = await sam.until(lambda: sam.received[before:])
    assert "Work did." in shown[0].text
    assert bot.rows(_ATTEMPTS) == [("short", 0, 0)]


async def test_a_begin_read_before_another_started_asks_again(bot: RunningBot) -> None:
    """A briefing opened when nothing was under way can't end what began since then."""
    sam = await bot.learner()
    await sam.send("/start play-promise-first")
    old = await sam.until("Your mentee\nEfa")
    await sam.send("/start play-short")
    await sam.until("You meet Jo in short.")
    await sam.tap("Begin", sam.received[-1])
    await sam.until("Hello.")
    await sam.tap("Begin", old)
    await sam.until("You are part-way through “The short one”")
    await bot.settled()
    assert bot.rows(_ATTEMPTS) == [("short", 0, 0)]


async def test_play_again_asks_before_it_ends_another(bot: RunningBot) -> None:
    """`Play again` on an old report, with another practice under way, shows the briefing first."""
    sam = await bot.playing("short")
    await sam.choose("Sit up.")
    await sam.choose("Quit.")
    report = await sam.until("What you showed")
    await sam.send("/start play-promise-first")
    await sam.tap("Begin")
    await sam.until("Can I tell you something?")
    await sam.tap("Play again", report)
    await sam.until("You are part-way through “Promise first”")
    await bot.settled()
    assert bot.rows(_ATTEMPTS) == [("short", 1, 0), ("promise-first", 0, 0)]


async def _resumes(bot: RunningBot, phone: Phone) -> None:
    """Send /resume and check that the practice shows where it stands."""
    await bot.settled()
    before = len(phone.received)
    await phone.send("/resume")
    shown = await phone.until(lambda: phone.received[before:])
    assert "I nearly did not come." in shown[0].text
    await bot.settled()
